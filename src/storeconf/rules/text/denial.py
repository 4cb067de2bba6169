"""Whether a demand on customers is made or denied: 无需加微信, 请勿轻信, 不会要求您下载.

Narrower than `polarity`: a demand stands behind its verb, and what merely comes first (无法到店请加微信) denies nothing.
"""

from __future__ import annotations

from storeconf.rules.text.clauses import clause_of, phrase_of, sentence_of
from storeconf.rules.text.patterns import lazy
from storeconf.rules.text.polarity import Polarity, cues

REACH = 12
_APART = lazy(
    "请(?!您|你)|可以|可(?!能)|欢迎|就|即|先|后|时|则|并|再|需|但|而|直接|的(?!话|要求|情况)|记得|赶紧|快|不妨|来"
)
_COERCES = lazy(
    "(?:不|没有?|未)(?:添?加|关注|进|入|扫|搜|收藏|转发?|分享|下载|注册|邀请?|集|拉)[^。;!?\n]{0,18}?"
    "(?:不(?:能|可|予|享|给|接待|退|参与|再|得|支持|送|算|卖|发|作|返|让|办理|提供)|无法|恕|没有|拿不|领不|概不|别想|免谈)"
)
_WARNS = lazy(
    "骗|诈|冒充|假冒|仿冒|谨防|警惕|当心|小心|勿信|轻信|谣|网传|误传|举报|非本店(?:官方)?|并非本店|均非|与本店无关|请甄别|山寨|黑产"
)


_NO_DEMAND = lazy("(?:不|没有|从不|绝不|无)(?:会|再|作|做|任何)*(?:强制|强迫|要求|诱导|引导)[^,。;]{0,6}$")


def coerced(text: str, start: int) -> bool:
    """Whether those who don't follow the demand at a place get less: 不转发不能享受."""
    left, right = phrase_of(text, start)
    return _COERCES.search(text, max(left, start - 3), max(right, clause_of(text, start)[1])) is not None


def denied(text: str, start: int, *, reach: int = REACH) -> bool:
    """Whether the demand that starts at a place is denied, forbidden or not needed, in its own phrase."""
    left, _ = phrase_of(text, start)
    if coerced(text, start):
        return False
    if _NO_DEMAND.search(text, left, start):
        return True
    for cue in reversed(cues(text)):
        if cue.end > start:
            continue
        gap = start - cue.end
        if cue.start < left or gap > reach:
            return False
        if cue.kind == "double":
            return False
        refuses = cue.meaning in (Polarity.FORBIDS, Polarity.NEEDLESS) and cue.kind != "after"
        if not refuses or (cue.kind == "weak" and gap > 1):
            continue
        return _APART.search(text, cue.end, start) is None
    return False


_DISOWNED = lazy(
    '(?:没有|并无|绝无|从无|不存在|不会有|不会出现|不设)(?:任何|什么|所谓的?|类似|诸如|过)*[“"「『](?P<term>[^“”"「」『』\\n]{1,80})[”"」』]'
    "(?:的|这样的?|那样的?|之类的?|一类的?|这[类种条]|此类|等|霸王|不合理)*(?:规[定矩则]|店规|说法|情况|现象|问题|要求|条[款件]|限制|做法|套路|收费|门槛)"
)


def disowned(raw: str) -> tuple[tuple[int, int], ...]:
    """Where a text quotes terms to say that they don't exist: 本店没有“谢绝自带酒水”这样的规定."""
    return tuple(one.span("term") for one in _DISOWNED.finditer(raw))


def warned_of(text: str, start: int) -> bool:
    """Whether the sentence warns of those who make the demand: 谨防以加微信为由的诈骗."""
    return _WARNS.search(text, *sentence_of(text, start)) is not None
