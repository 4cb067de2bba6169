"""⑨1 What may not be sold: the words of a dated list, read for what the sentence does with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.rules.case import PROSE, Case, Written
from storeconf.rules.data import table
from storeconf.rules.review.quoting import quoted
from storeconf.rules.rule import Hit, Needs, Outcome, Rule
from storeconf.rules.text.clauses import clause_of, phrase_of, sentence_of
from storeconf.rules.text.gate import Gated
from storeconf.rules.text.mention import mentioned
from storeconf.rules.text.normal import normal
from storeconf.rules.text.patterns import lazy
from storeconf.rules.text.polarity import Polarity, polarity

BANNED = Text(
    "“{words}”属于平台不接入或法律禁止在网上销售的品类",
    "{words} is of a category that the platform or the law doesn't let anyone sell",
)

_REACH = 16
_LEFT_OUT = lazy(
    "除外|例外|不参与|不参加|不适用|不含|不包[含括]|不享受|不可用|不能用|不计入|不打折|另付|另算|另计|自理|自费"
)
_NO_SMOKING = lazy("(?:禁烟|吸烟|抽烟|无烟)[^。；;!！?？\\n]{0,8}(?:含|包括|包含|及|和)[^，,。；;!！?？\\n]{0,10}$")
_EXCEPT = lazy("(?:除|携带|自带|不含|不包括|不包含)[^,，。;；!！?？\n]{0,16}$")
_GIVES = lazy("送|赠|含|售|卖|供应|购买|代购|兑换")
_ASIDE = 16


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two words that mean a prohibited thing when they stand near each other."""

    pattern: Gated
    unless: tuple[str, ...]
    needs: tuple[str, ...]
    """One of them has to stand in the sentence, if there are any."""


@dataclass(frozen=True, slots=True)
class _Words:
    heads: tuple[Gated, ...]
    containing: re.Pattern[str]
    longest: int
    pairs: tuple[_Pair, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


def _any_of(words: tuple[str, ...]) -> str:
    """Longest first; no letter follows a Latin word."""
    each = sorted({word.lower() for word in words if word}, key=lambda one: (-len(one), one))
    return "|".join(f"{re.escape(one)}(?![a-z])" if one.isascii() else re.escape(one) for one in each)


def _heads(words: tuple[str, ...]) -> Iterator[Gated]:
    """Latin words apart from the others: a look-behind would cost the many Chinese ones their fast search."""
    latin = tuple(word for word in words if word.isascii())
    chinese = tuple(word for word in words if not word.isascii())
    if chinese:
        yield Gated(_any_of(chinese))
    if latin:
        yield Gated(f"(?<![a-z])(?:{_any_of(latin)})")


@lru_cache(maxsize=8)
def _words(listed: tuple[str, ...], *, title: bool) -> _Words:
    data = table("prohibited")
    heads = (*listed, *data["title_words"]) if title else listed
    return _Words(
        heads=tuple(_heads(heads)),
        containing=re.compile(_any_of(tuple(data["containing"]))),
        longest=max(map(len, data["containing"])),
        pairs=tuple(_pair(one) for one in data["pairs"]),
        before=tuple(data["not_on_sale_before"]),
        after=tuple(data["not_on_sale_after"]),
    )


def _pair(row: dict[str, list[str]]) -> _Pair:
    first, second = _any_of(tuple(row["first"])), _any_of(tuple(row["second"]))
    gap = f"[^,，。;；!！?？\\n]{{0,{row['reach']}}}?"
    return _Pair(Gated(f"(?:{first}){gap}(?:{second})"), tuple(row["unless"]), tuple(row.get("needs", ())))


def offered(
    text: str, listed: tuple[str, ...], shop: str = "", *, title: bool, breaks: tuple[int, ...] = ()
) -> tuple[int, int] | None:
    """Where a squashed text offers something prohibited; None when it doesn't. What the shop is called says nothing."""
    words = _words(listed, title=title)
    for found in chain.from_iterable(heads.finditer(text) for heads in words.heads):
        start, end = found.span()
        if found.group() in shop or _is_part(words, text, start, end):
            continue
        if not _is_said_aside(words, text, (start, end), breaks):
            return start, end
    for pair in words.pairs:
        paired = pair.pattern.search(text)
        if paired is None or any(one in text[slice(*clause_of(text, paired.start()))] for one in pair.unless):
            continue
        if pair.needs and not any(one in text[slice(*sentence_of(text, paired.start()))] for one in pair.needs):
            continue
        if not _is_said_aside(words, text, paired.span(), breaks):
            return paired.span()
    return None


def _is_part(words: _Words, text: str, start: int, end: int) -> bool:
    """Whether it is a piece of a harmless longer word."""
    for position in range(max(0, start - words.longest), start + 1):
        found = words.containing.match(text, position)
        if found is not None and found.end() >= end:
            return True
    return False


def _is_said_aside(words: _Words, text: str, span: tuple[int, int], breaks: tuple[int, ...]) -> bool:
    """Whether the sentence forbids it, leaves it out, warns of it or only places something by it."""
    start, end = span
    if text[max(0, start - 6) : start].endswith(words.before) or text.startswith(words.after, end):
        return True
    left, right = phrase_of(text, start)
    if _NO_SMOKING.search(text, clause_of(text, start)[0], start):
        return True  # 室内禁止吸烟，含电子烟
    if _EXCEPT.search(text, left, start) or _LEFT_OUT.search(text, end, right):
        return True
    further = min(clause_of(text, start)[1], end + _ASIDE)
    if not _GIVES.search(text, left, start) and _LEFT_OUT.search(text, right, further):
        return True
    if mentioned(text, start, end):
        return True
    return polarity(text, start, end, reach=_REACH, breaks=breaks) is Polarity.FORBIDS


def in_text(written: Written, case: Case) -> Iterator[Outcome]:
    """Something prohibited in a text."""
    view = written.normal.squashed
    listed = case.settings.word_list("prohibited")
    title = written.field == "title"
    span = offered(view.text, listed, title=title, breaks=view.breaks)
    if span is not None:
        shop = normal(written.store.text("poi.name")).squashed.text
        span = offered(view.text, listed, shop, title=title, breaks=view.breaks)
    if span is not None:
        yield quoted(written, view, span, BANNED)


def on_product(case: Case) -> Iterator[Outcome]:
    """Something prohibited as the category, or as an item of the package."""
    listed = case.settings.word_list("prohibited")
    named = [("category", case.product.text("category"))]
    for number, item in enumerate(case.product.items("items")):
        if isinstance(item, dict):
            named.append((f"items.{number}", str(item.get("name", ""))))
    for path, text in named:
        plain = normal(text).squashed.text
        if offered(plain, listed, title=True) is not None:
            yield Hit(message=BANNED(words=text), path=path)


PROHIBITED = Rule(
    id="R09-01",
    name="prohibited",
    title=Text("商品属于禁止传入的品类", "The product is of a prohibited category"),
    severity=Severity.ERROR,
    needs=(Needs.TEXT, Needs.FIELDS),
    source="S004 ⑨1",
    remedy=Text(
        "下架这类商品；文案里只是顺带提到的，删去或写明不售卖",
        "take the product down; where the copy only mentions it, delete it or say that it is not sold",
    ),
    bad="小学数学同步辅导10课时",
    good="少儿美术体验课2节",
    note=Text(
        "平台的《禁传商品品类说明》读不到，这里用它公开的“暂不接入”类目，加上法律禁止销售的物品；项目可以在 rules.words.prohibited 补充",
        "The platform's own list could not be read. This uses its public categories not accepted, with goods that law "
        "forbids; a project adds its own in rules.words.prohibited",
    ),
    fields=PROSE,
    in_text=in_text,
    on_product=on_product,
)
