"""Licences that can't be right as they are written: a mistyped credit code, or papers of two holders in one store.

The platform compares a licence with the merchant (open platform, general-spec/bc-bindingrole: licences must be
unexpired, complete and consistent with the entity). What it compares with can't be read; a mistyped number can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from storeconf.core.diagnostics import Code, Diagnostic
from storeconf.core.span import Span
from storeconf.core.text import Say, Text
from storeconf.model.documents import Licence
from storeconf.source import codes

BUSINESS = "营业执照"
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_CODE = re.compile(rf"[{_ALPHABET}]{{18}}")
_BASE = len(_ALPHABET)

WRONG_DIGIT = Text(
    "营业执照的统一社会信用代码 {number} 的最后一位（校验码）应是 {digit}，多半有一位抄错了",
    "the unified social credit code {number} must end in {digit} (its check digit): a character is probably mistyped",
)
LOOK_AGAIN = Text("对照执照上的原件逐位核对", "compare it with the licence, character by character")
TWO_HOLDERS = Text(
    "{type}的持证人是“{holder}”，营业执照的是“{other}”，平台会要求一致",
    "{type} is held by “{holder}”, the business licence by “{other}”; the platform wants one holder",
)
ONE_HOLDER = Text(
    "写成证照上的名称；确实不是同一主体的，先换成同一主体的证照",
    "write the name as on the paper; papers of another company must be replaced first",
)


def licence_problems(licences: Sequence[Licence], place: Callable[[str], Span], store: str) -> Iterator[Diagnostic]:
    """Warnings about a store's licences; `place` tells where an attribute such as `0.number` stands."""
    for number, one in enumerate(licences):
        code = (one.number or "").strip().upper()
        if one.type == BUSINESS and _CREDIT_CODE.fullmatch(code) and code[-1] != check_character(code):
            detail = WRONG_DIGIT(number=one.number, digit=check_character(code))
            yield _warning(codes.LICENCE_NUMBER, detail, LOOK_AGAIN, place, store, (str(number), "number"))
    holders = [one.holder for one in licences if one.type == BUSINESS and one.holder]
    for number, one in enumerate(licences):
        if holders and one.holder and _same(one.holder) not in map(_same, holders):
            detail = TWO_HOLDERS(type=one.type, holder=one.holder, other=holders[0])
            yield _warning(codes.LICENCE_HOLDER, detail, ONE_HOLDER, place, store, (str(number), "holder"))


def check_character(code: str) -> str:
    """The last character of a unified social credit code, from the first 17 (GB 32100-2015, 4.5: modulo 31)."""
    total = sum(_ALPHABET.index(one) * pow(3, at, _BASE) for at, one in enumerate(code[:17]))
    return _ALPHABET[-total % _BASE]


def _same(holder: str) -> str:
    """A holder's name without brackets' width and spaces."""
    return re.sub(r"\s", "", holder).replace("（", "(").replace("）", ")")


def _warning(
    code: Code, detail: Say, fix: Say, place: Callable[[str], Span], store: str, path: tuple[str, str]
) -> Diagnostic:
    span = place(".".join(path))
    return Diagnostic(code=code, detail=detail, fix=fix, span=span, store=store, path=("licences", *path))
