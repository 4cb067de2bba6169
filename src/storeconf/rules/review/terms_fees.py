"""R01-12: fees that nobody asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Text
from storeconf.rules.case import PROSE, Case, Written
from storeconf.rules.review.quoting import quoted
from storeconf.rules.review.terms import clause_at
from storeconf.rules.rule import Needs, Outcome, Rule
from storeconf.rules.text.clauses import phrase_of
from storeconf.rules.text.gate import Gated
from storeconf.rules.text.mention import mentioned
from storeconf.rules.text.normal import View
from storeconf.rules.text.patterns import lazy
from storeconf.rules.text.polarity import Polarity, polarity
from storeconf.rules.text.speaker import Speaker, speaker

_FEES = (
    "(?:开瓶|开酒|开台|开桌|台位|茶位|餐位|座位|人头|餐具|碗筷|碗碟|纸巾|湿巾|空调|茶水|切蛋糕|位上|加位|茶)钱|"
    "开瓶(?:服务)?费|开酒费|开瓶使用费|酒水服务费|酒塞费|(?:一次性|消毒)*(?:餐具|碗筷|碗碟)(?:消毒)?(?:使用)?费|"
    "消毒费|餐位费|茶位费|茶位(?![x×*]?[0-9一二两三四五六七八九十]+(?:位|个|客|人|份|壶))|位上费|开台费|台位费|开桌费|坐台费|座位费|席位费|"
    "茶芥费?(?=[另加要收按0-9])|餐前小[食吃]费|人头费|茶水费|纸巾费|湿巾费|空调费|切蛋糕费|蛋糕服务费|开位费|入座费|台费"
)
_FEE = lazy(_FEES)
_SERVICE = lazy("(?<!退)(?<!改)(?<!送)(?<!门)(?<!台)(?<!驾)(?<!术)(?<!值)(?<!车)(?<!急)(?<!手续)(?<!签)服务费")
_CHARGED = lazy(
    "加收|另收|另付|另计|收取?|需付|须付|支付|强制|必须|需另|[0-9]+%|百分之|[0-9]元|一成|外加|自付|自理|不含|未含|"
    "不包含|加[一壹1](?![0-9])|抽成"
)
_WILLY_NILLY = lazy(
    "(?:用|要|吃|喝|坐|开|动|碰|拆)(?:不|没)(?:用|要|吃|喝|坐|开|动|碰|拆)都(?:要|得|需|会|照)?(?:收|交|付|算|给|买单)|不管用不用|无论[^，,。]{0,4}都(?:要|得)?(?:收|交|付)|强制|必须付|必须交"
)
_AMOUNT = "[0-9一二两三四五六八十]+(?:\\.[0-9]+)?"
_WARE = Gated(
    "(?:消毒|一次性|密封)?(?:(?<=消毒)毛巾|热毛巾|湿毛巾|(?:纸巾|湿巾|餐具|碗筷)[、和及加]?茶水|茶水[、和及加]?(?:纸巾|湿巾|餐具|碗筷)|餐具|碗筷|碗碟|湿巾|纸巾|餐巾纸?|茶芥|餐前小[菜食吃]|茶位|餐位|开瓶|开台|开桌|锅底碗筷)(?:需|须|要|得|是|默认|上桌|均|都|统一)*(?:另外|另|额外|"
    "(?:按|每|一|/)[位人套包桌副份客台瓶支](?:头|数)?)*(?:收|加收|收取|收费|付费|计费|自费|另计|另算|"
    f"{_AMOUNT}(?:元|块|圆)?(?:/|每|一)[位套人包瓶支副份桌客]|{_AMOUNT}(?:元|块|圆)|¥{_AMOUNT})"
)
_OWN_DRINK = Gated(
    "自带(?:的)?(?:[^，,。；;\\n]{0,6}?)(?:酒水?|饮料|红酒|白酒|啤酒|蛋糕|饮品|食材|海鲜)(?:者|的|"
    "等)?[^。；;\\n]{0,5}?(?:需|须|要|将|按)?(?:另外|另|额外|按瓶|每瓶|加|按桌)?(?:收取?|加收|付|缴纳|"
    "交)[^，,。；;\\n]{0,8}?(?:费|元|%|钱|块)|"
    f"自带[^，,。；;\\n]{{0,6}}(?:酒水?|红酒|白酒|啤酒|饮料)[^。；;\\n]{{0,3}}?(?:开瓶|开酒|开支){_AMOUNT}"
)
_FEE_FREE = lazy(
    "免|已含|包含|已包|全含|含在|均含|不收|不另收|不加收|无需|不用|不需|赠送?|送|零|取消|没有|无|(?<![0-9])0元|自愿|由(?:我们|本店|店里|商家|店家)(?:承担|出|付|买单)|(?:我们|店里)(?:承担|来出|包了|买单)|"
    "可选|自选|按需|如需(?!自带)|选择|需要的话"
)
_NOT_INCLUDED = lazy("(?:不含|不包含|不包括|未含|未包含|除)[^，,。；;\\n]{0,10}$")


_PAYING = lazy("[费位收巾碗钱]|餐具|自带|开[瓶台桌酒]")


def _fee(written: Written, case: Case) -> Iterator[Outcome]:
    view = written.normal.squashed
    text = view.text
    if _PAYING.search(text) is None:
        return
    for pattern in (_FEE, _SERVICE, _OWN_DRINK, _WARE):
        for found in pattern.finditer(text):
            if _charges(view, found, must_be_said=pattern is _SERVICE):
                yield quoted(written, view, found.span(), _R12)
                return


def _charges(view: View, found: re.Match[str], *, must_be_said: bool) -> bool:
    text, span = view.text, found.span()
    phrase = text[slice(*phrase_of(text, span[0]))]
    if speaker(text, span[0]) is Speaker.OTHER:
        return False
    if mentioned(text, *span):
        return False
    left = phrase_of(text, span[0])[0]
    if _WILLY_NILLY.search(clause_at(view, span[0])) and not re.search(
        "(?:不|没有|从不|绝不)强制", clause_at(view, span[0])
    ):
        return True
    if _NOT_INCLUDED.search(text[left : span[0]]):
        return not must_be_said or bool(re.search("另付|另收|需付|自付|自理|[0-9]", clause_at(view, span[0])))
    # What follows a price in the next phrase is about something else: 湿巾1元/包，上桌不退.
    judged = text[: phrase_of(text, span[0])[1]] if re.search("[0-9]", found.group()) else text
    if polarity(judged, *span, breaks=view.breaks) is not Polarity.SAYS_NOTHING or _FEE_FREE.search(phrase):
        return False
    if re.search(
        "(?:^|[价餐]|已|均|都|全)含[^，,。；;]{0,8}$|包括[^，,。；;]{0,6}$|包[^，,。；;间厢房]{0,4}$",
        text[left : span[0]],
    ):
        return False
    if must_be_said:
        return bool(_CHARGED.search(phrase)) and not re.search(
            "加急|上门|退|改|取消|配送|外卖|停车|代|平台|升级|延时|超时|化妆|跟拍|接送", phrase
        )
    return True


_R12 = Text("“{words}”是强制的额外收费", '"{words}" is a forced extra fee')

RULES: tuple[Rule, ...] = (
    Rule(
        id="R01-12",
        name="forced-fee",
        title=Text("不应强制收取开瓶费、餐具费等", "No forced corkage, tableware or table fees"),
        severity=Severity.WARNING,
        needs=(Needs.TEXT,),
        source="消费者权益保护法第二十六条; 餐饮业经营管理办法（试行）",
        remedy=Text("删去，或写明免费、可自愿选择", "drop it, or say that it is free or optional"),
        bad="自带酒水收开瓶费50元/瓶",
        good="可自带酒水，不收开瓶费；提供免费餐具",
        fields=PROSE,
        of_terms=True,
        in_text=_fee,
    ),
)
