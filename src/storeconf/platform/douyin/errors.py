"""The platform's error codes: what they mean, and what to do. Every error comes inside HTTP 200 (facts §1.4, §1.5)."""

from __future__ import annotations

from enum import StrEnum

from storeconf.core.diagnostics import Code
from storeconf.core.text import Say, Text


class Cure(StrEnum):
    """What a client does about an error."""

    RETRY = "retry"
    """Busy: the same call again, soon."""
    SLOW_DOWN = "slow_down"
    """Too frequent: the same call again, later."""
    LOOK = "look"
    """It broke off inside: a read is repeated, but a write may have been carried out, so it takes a look first."""
    NEW_TOKEN = "new_token"  # noqa: S105 - a word, not a secret
    """The token is over: a new one, once."""
    STOP = "stop"


_CURES: dict[int, Cure] = {
    10001: Cure.RETRY,
    2100001: Cure.LOOK,
    2100004: Cure.RETRY,
    2119002: Cure.RETRY,
    3000001: Cure.RETRY,
    6001001: Cure.RETRY,
    28001005: Cure.RETRY,
    28001006: Cure.LOOK,
    2119003: Cure.SLOW_DOWN,
    28003018: Cure.SLOW_DOWN,
    2190002: Cure.NEW_TOKEN,
    2190008: Cure.NEW_TOKEN,
    28001003: Cure.NEW_TOKEN,
    28001008: Cure.NEW_TOKEN,
}
_SUB_CURES: dict[int, Cure] = {12001: Cure.SLOW_DOWN, 13000: Cure.LOOK}

TOO_MANY_REQUESTS = 429

NOT_AUTHORISED = frozenset({2119005, 1508})
"""The merchant has not authorised our app."""
NO_CAPABILITY = frozenset({2190004, 28001018, 28001014, 2100007})
"""The app lacks the scope."""
QUOTA = frozenset({2190001, 28003017, 10020})
BAD_CREDENTIALS = frozenset({10003, 10013})
BAD_PARAMETER = frozenset({2100005, 2119001, 28001007, 10002})

PLATFORM_ERROR = Code("SC510", "platform-error", Text("平台返回错误", "the platform returned an error"))
UNREACHABLE = Code("SC511", "platform-unreachable", Text("连不上平台", "the platform can't be reached"))
AUTHORISATION = Code(
    "SC512", "not-authorised", Text("商家没有授权我们的应用", "the merchant has not authorised our app")
)
CAPABILITY = Code("SC513", "no-capability", Text("应用没有开通这项能力", "the app lacks this capability"))
CREDENTIALS = Code("SC514", "credentials", Text("凭据缺失或不对", "credentials are missing or wrong"))
MALFORMED = Code("SC515", "malformed-reply", Text("平台的回复看不懂", "the platform's reply makes no sense"))

SAID = Text(
    "{call}：平台返回 {code}（{text}），日志号 {logid}", "{call}: the platform returned {code} ({text}), log id {logid}"
)
GRANT = Text(
    "请商家在抖音来客【店铺管理】-【第三方应用授权】里授权这个应用",
    "the merchant grants it in Douyin Laike: Stores > App authorisation",
)
ASK_SCOPE = Text(
    "在开放平台给应用开通能力 {scope}，或从账号的 api 里去掉它",
    "add the scope {scope} to the app, or remove it from the account's api",
)
CHECK_KEYS = Text(
    "核对环境里的 client_key（APPID）和 client_secret（AppSecret）",
    "check client_key (APPID) and client_secret (AppSecret) in the environment",
)
LATER = Text("额度用完了，等到平台重置后再运行", "the quota is used up; run it again after the reset")
TRY_LATER = Text("稍后再运行；已经完成的不会重做", "run it again later; what is done is not repeated")


def cure(code: int, sub_code: int = 0) -> Cure:
    """What to do about an error code. A business error has a code of its own and is never retried unasked."""
    return _SUB_CURES.get(sub_code) or _CURES.get(code, Cure.STOP)


def cure_of_status(status: int) -> Cure:
    """What to do about a reply without an error code: a gateway's word, or a reply that broke off."""
    if status == TOO_MANY_REQUESTS:
        return Cure.SLOW_DOWN
    return Cure.STOP if 300 <= status < 500 else Cure.LOOK


def explain(code: int, sub_code: int = 0, *, scope: str = "") -> tuple[Code, Say]:
    """The diagnostic code and the fix for an error that stops."""
    if code in NOT_AUTHORISED:
        return AUTHORISATION, GRANT
    if code in NO_CAPABILITY:
        return CAPABILITY, ASK_SCOPE(scope=scope) if scope else ""
    if code in BAD_CREDENTIALS:
        return CREDENTIALS, CHECK_KEYS
    if code in QUOTA:
        return PLATFORM_ERROR, LATER
    return PLATFORM_ERROR, TRY_LATER if cure(code, sub_code) is not Cure.STOP else ""
