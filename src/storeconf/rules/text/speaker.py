"""Of whom a clause speaks: the shop itself, the platform, or somebody else.

A rule of the platform about its own coupons, or a remark about other shops, is no term of this shop.
"""

from __future__ import annotations

from enum import StrEnum

from storeconf.rules.text.clauses import clause_of, phrase_of
from storeconf.rules.text.patterns import lazy

_SEEN = 500
"""Characters before the words that are looked at. No clause that anybody reads is longer."""


class Speaker(StrEnum):
    """Whose rule, offer or behaviour a clause is about."""

    SHOP = "shop"
    PLATFORM = "platform"
    OTHER = "other"


_OWN = lazy(
    "本店|本餐厅|本酒店|本馆|本院|本公司|本商家|我店|我们|我家|咱家|咱们|小店|店内|门店|店家|商家|店方|我方|敝店|"
    "俺家|自家|到店|本券|本套餐|本活动|商户"
)
_PLATFORM = lazy(
    "(?:抖音|平台|官方|来客|dou\\+|生活服务)(?:平台|官方|来客|app|小店)?(?:的|发放|提供|发布|推出|派发|赠送)*"
    "(?:优惠券|代金券|满减券?|神券|消费券|红包|券|补贴|活动|规则|政策|客服|协议|公告|售后|规定|抽奖|秒杀|立减|大促|"
    "承诺)|"
    "(?:优惠券|红包|补贴|满减)(?:由|为)(?:抖音|平台|官方)|平台[方侧]|抖音官方|官方平台"
)
_OTHER = lazy(
    "别家|别人家|别的店|别的商家|别处|其他(?:门?店|商家|商户|餐厅|酒店|家|同行|理发店|机构|影楼|健身房|地方)|"
    "其它(?:门?店|商家|商户|餐厅|酒店|家)|"
    "同行|友商|竞品|隔壁|有的店|有些(?:门?店|商家|餐厅|酒店)|某些(?:门?店|商家|餐厅|酒店)|某家|很多(?:门?店|商家|"
    "餐厅|酒店)|不少(?:门?店|商家|餐厅|酒店)|市面上|外面的店|"
    "传统(?:门?店|餐厅|商家)|第三方|不像|不同于|区别于|网传|谣传|听说|有人说|误传|传言|以为|担心|怕"
)


def speaker(text: str, start: int) -> Speaker:
    """Of whom the words at a place speak: the last one named in the phrase, else in the clause before them."""
    for left in (phrase_of(text, start)[0], clause_of(text, start)[0]):
        named = _named(text, max(left, start - _SEEN), start)
        if named is not None:
            return named
    return Speaker.SHOP


def _named(text: str, left: int, right: int) -> Speaker | None:
    found: list[tuple[int, int, Speaker]] = []
    for weight, (pattern, who) in enumerate(
        ((_OWN, Speaker.SHOP), (_PLATFORM, Speaker.PLATFORM), (_OTHER, Speaker.OTHER)), start=1
    ):
        found += [(one.end(), weight, who) for one in pattern.finditer(text, left, right)]
    return max(found)[2] if found else None
