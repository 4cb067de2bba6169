"""R01-10: the least that has to be spent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.rules.case import PROSE, Case, Written
from storeconf.rules.review.law_licences import is_catering
from storeconf.rules.review.quoting import quoted
from storeconf.rules.rule import Needs, Outcome, Rule
from storeconf.rules.text.clauses import phrase_of
from storeconf.rules.text.gate import Gated
from storeconf.rules.text.mention import mentioned
from storeconf.rules.text.patterns import lazy
from storeconf.rules.text.polarity import Polarity, polarity
from storeconf.rules.text.speaker import Speaker, speaker

_MINIMUM = Gated(
    "(?:包间|包厢|包房|卡座|雅间|散台|雅座|包台|大厅|露台)[^，,。；;\\n]{0,6}?(?:得|要|须|需|必须|起码|至少)+(?:喝|吃|点|花|用|消)(?:够|满|到|足)[0-9]{2,5}|"
    "(?:包间|包厢|包房|卡座|雅间|散台|雅座|包台|大包|中包|小包)[^，,。；;\\n]{0,4}?起步价?(?:为|是|:)?[0-9一二三四五六七八九十百千两]{2,5}(?=元|块|$|[，,。；;])|"
    "(?:包间|包厢|包房|卡座|雅间|散台|雅座|包台|大房|中房|小房)[^，,。；;\\n]{0,6}?(?:每[位人桌晚场]|人均|一[位人])最[低少](?:消费)?(?:为|是|:|要)?[0-9]{2,5}(?=元|块|$|[，,。；;])|"
    "最低消[费废]|(?<!降)低消(?!耗|毒|费[享高大好品])|最低(?:人均)?消费额?|保底消费|消费保底|起步消费|消费起点|"
    "消费(?:额|金额|总额)?(?:不得|不能|不可|不)(?:低于|少于)|人均(?:消费)?(?:必?须|需要?|要|应)(?:满|达到?|够)[0-9]{2,}|人均(?:消费)?(?:不得|不能|不可|不)(?:低于|少于)(?![0-9]+[克g斤两])|"
    "(?:最[少小]|起码|至少)(?:要|需|得|应|须)?(?:消费|点满|点够|花|用够)(?:满|够|额)*(?:为)?[0-9]{2,}|"
    "消费(?:额|金额)?(?:不到|未满|不满|不足|没到|没满|未达到?|不够)(?P<least>[0-9]{2,5})元?[，,]?(?:的|也|仍|都|则|统一|一律|均|照)*(?:按|以|算|收)(?P=least)|"
    "(?:不足|"
    "不满|未满|不到|低于|未达到?|不够)[^，,。；;\\n]{0,8}?(?:按|以|补足|补齐|补至)[^，,。；;\\n]{0,8}?(?:计|收|结|算|补|"
    "付|消费|买单)|"
    "(?:包间|包厢|包房|卡座|雅间|散台|大厅|露台|座位|房间)[^，,。；;\\n]{0,6}?(?:需要?|须|要|应|消费|消)+(?:满|达到?|"
    "够)(?:[0-9]{2,5}元|[0-9]{3,5}(?!人))|"
    "(?:包间|包厢|包房|卡座|雅间|散台)[^，,。；;\\n]{0,4}?[0-9]{2,5}元?(?:/间|/桌)?起(?:消|订|定)|[0-9]{2,5}元?起消|(?:包间|包厢|包房|卡座|雅间|散台|大房|中房|小房)[^，,。；;\\n]{0,3}?起(?:[订定点]?消费?|[订定点])(?:为|:)?[0-9]{3,5}|(?:不足|不满|未满|不到|低于)[^，,。；;\\n]{0,8}?补[足齐到]至?[0-9]{2,5}(?!人)|"
    "起消[0-9]{2,5}"
)
_ROOM_FREE = lazy("免(?:收)?(?:包间|包厢|包房|房)费|送|可享|立减|减免|赠|免费使用|打折|免单|返")
_ZERO = lazy("^(?:为|是|:)?(?:0|零|无|没有|不限)(?:元|$|[，,。]|消费|要求|限制)?")


_SPENT = lazy("(?:消费)?(?:为|是|:|需|要|须)*[0-9一二三四五六七八九十百千两]{2,}")


def _amount_end(text: str, end: int) -> int:
    """The end of an amount that stands right behind, since what follows it says nothing about it: 低消2000（不含酒水）."""
    amount = _SPENT.match(text, end)
    return amount.end() if amount else len(text)


def _minimum(written: Written, case: Case) -> Iterator[Outcome]:
    view = written.normal.squashed
    text = view.text
    if not (
        "消" in text or "最" in text or "够" in text or "起" in text or "不足" in text or "人均" in text or "满" in text
    ):
        return
    for found in _MINIMUM.finditer(text):
        phrase = text[slice(*phrase_of(text, found.start()))]
        head = re.search("低消|最[低少小]|起码|至少|保底|起步|起消", found.group())
        judged = text[: _amount_end(text, found.end())]
        if head and (
            polarity(judged, *found.span(), breaks=view.breaks) is not Polarity.SAYS_NOTHING
            or _ZERO.match(text[found.end() :])
            or re.search("(?<![0-9])[0零]元?$", text[: found.start()])
            or mentioned(text, *found.span())
        ):
            continue
        if not head and (
            _ROOM_FREE.search(phrase)
            or not re.search("消费|人均|包间|包厢|包房|卡座|雅间|桌|[0-9]元?按[^，,]{0,3}[0-9]", phrase)
        ):
            continue
        if (
            re.search(
                "起步价|公里|人数|不足[一1]?(?:小时|天|晚|份|半|[0-9一二三四五六七八九十]+(?:人|位|分钟|小时|天|公斤|"
                "斤|岁|米))",
                phrase,
            )
            and not head
        ):
            continue
        if speaker(text, found.start()) is Speaker.OTHER:
            continue
        yield quoted(written, view, found.span(), _R10, severity=Severity.ERROR if is_catering(case, written) else None)
        return


_R10 = Text("“{words}”设了最低消费", '"{words}" sets a minimum spend')

RULES: tuple[Rule, ...] = (
    Rule(
        id="R01-10",
        name="min-spend",
        title=Text("不应设最低消费", "No minimum spend for a room or seat"),
        severity=Severity.WARNING,
        needs=(Needs.TEXT,),
        source="餐饮业经营管理办法（试行）第十二条; S004 ⑩9",
        remedy=Text(
            "删去最低消费；代金券的使用门槛写进标题", "drop it; a threshold for using a voucher belongs into the title"
        ),
        bad="包间最低消费600元",
        good="包间免费使用，需提前预约",
        note=Text(
            "S004 ⑩9 允许把消费门槛写进标题，餐饮法规禁止最低消费：用券的门槛归 R10-09，包间和座位的最低消费归本规则；餐饮类为错误",
            "S004 ⑩9 accepts a threshold in the title, the catering rules ban minimum spend: thresholds for vouchers are "
            "R10-09, minimum spend for rooms and seats is this rule, an error for catering",
        ),
        fields=PROSE,
        of_terms=True,
        in_text=_minimum,
    ),
)
