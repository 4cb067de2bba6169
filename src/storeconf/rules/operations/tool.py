"""Step three of the chain: the verification tool is admitted, enabled, and covers every store that sells (S000 三)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Say, Text
from storeconf.rules.case import Case, Chain
from storeconf.rules.data import table
from storeconf.rules.fields import Fields
from storeconf.rules.operations import setup
from storeconf.rules.review.looks import NAMED, blank_image
from storeconf.rules.rule import Hit, Needs, Outcome, Rule, Skip
from storeconf.rules.text.patterns import lazy

NAME = "verification_tool"
PAPERS, STAGE, AUTHORISED = (f"@A/{NAME}#{attr}" for attr in ("papers", "stage", "authorised"))
TOOL = Text("核销工具（verification_tool）", "the verification tool (verification_tool)")
NO_PAPERS = Text("不知道交了哪些准入材料（papers）", "which papers were handed in is not known (papers)")
NO_STAGE = Text("不知道核销工具的接入进度（stage）", "the stage of the verification tool is not known (stage)")
NO_AUTHORISED = Text(
    "不知道核销工具授权给了哪些门店（authorised）", "which stores the tool covers is not known (authorised)"
)
NO_BD = Text(
    "账号还没有分配专属 BD，没法提交核销工具的接入申请", "the account has no BD yet, so the tool can't be applied for"
)
MISSING = Text("核销工具的准入材料缺{papers}", "the papers for the verification tool lack {papers}")
STALE = Text(
    "团购订单截图是 {taken} 的，已有 {days} 天，不在近 30 天内",
    "the screenshot of orders was taken on {taken}, {days} days ago, not within the last 30",
)
RETAKE = Text("重新截一张近 30 天的团购订单", "take a new screenshot of the last 30 days' orders")
ADMITTED = Text(
    "工具已通过审核，只有重新申请时才要换新截图", "the tool is admitted; a new screenshot is needed only to apply again"
)
LICENCE, FOOD, ORDERS = "营业执照", "食品经营许可证", "近30天团购订单截图"
FRESH_DAYS = 30
_KINDS = {
    LICENCE: lazy("营业执照|工商执照|三证合一"),
    FOOD: lazy("食品经营|餐饮服务许可|食品卫生许可|食品流通|小餐饮|食品摊贩|食品小作坊|预包装食品|仅销售预包装"),
    ORDERS: lazy("订单"),
}


# -- OPS-11 ------------------------------------------------------------------------------------------------------------


def _admitted(case: Case) -> Iterator[Outcome]:
    chain = setup.of_chain(case)
    tool = setup.of_account(chain, NAME)
    if setup.is_none(chain.account, NAME, tool) or tool.text("stage") == "none":
        yield Hit(message=NO_BD, path=STAGE)
    if not tool.has("papers"):
        yield Skip(NO_PAPERS if any(True for _ in tool.paths()) else setup.NO_SETUP(what=TOOL))
        return
    papers = [paper for paper in tool.items("papers") if isinstance(paper, Mapping)]
    missing = [kind for kind in _wanted(chain) if not _of_kind(papers, kind)]
    if missing:
        yield Hit(message=MISSING(papers=missing), path=PAPERS)
    yield from _stale(case, tool, papers)
    yield from _unusable(case)


def _unusable(case: Case) -> Iterator[Outcome]:
    """Papers that don't open, or show nothing."""
    for index, paper in enumerate(one for one in case.facts.items("papers") if isinstance(one, Mapping)):
        name = NAMED(what=str(paper.get("type", "")), file=paper.get("file", ""))
        yield from blank_image(name, paper, f"{PAPERS}.{index}.file")


def _stale(case: Case, tool: Fields, papers: list[Mapping[str, Any]]) -> Iterator[Outcome]:
    days = [day for paper in _of_kind(papers, ORDERS) if (day := Fields(paper, complete=True).day("taken")) is not None]
    taken: date | None = max(days, default=None)
    age = (case.now.date() - taken).days if taken is not None else 0
    if taken is None or age <= FRESH_DAYS:
        return
    admitted = tool.text("stage") in ("approved", "enabled")
    yield Hit(
        message=STALE(taken=taken.isoformat(), days=age),
        fix=ADMITTED if admitted else RETAKE,
        path=PAPERS,
        severity=Severity.INFO if admitted else None,
    )


def _of_kind(papers: list[Mapping[str, Any]], kind: str) -> list[Mapping[str, Any]]:
    return [paper for paper in papers if _KINDS[kind].search(str(paper.get("type", "")))]


def _wanted(chain: Chain) -> tuple[str, ...]:
    return (LICENCE, FOOD, ORDERS) if _sells_food(chain) else (LICENCE, ORDERS)


def _sells_food(chain: Chain) -> bool:
    """By the place's category; by the products' when the place has none."""
    category = chain.store.text("poi.category")
    categories = [category] if category else [product.text("category") for product in chain.products.values()]
    return any(_is_food(one.lower()) for one in categories if one)


@lru_cache(maxsize=1024)
def _is_food(category: str) -> bool:
    food = next(row for row in table("permits")["rows"] if row["name"] == "餐饮")
    return any(word in category for word in food["categories"]) and not any(word in category for word in food["except"])


# -- OPS-12 ------------------------------------------------------------------------------------------------------------

NOT_ENABLED = Text(
    "核销工具{stage}，还没有启用，到店没法在抖音里核销",
    "the verification tool is {stage}, not enabled: coupons can't be verified in Douyin",
)
STAGES: Mapping[str, Text] = {
    "none": Text("未接入", "not applied for"),
    "bd_assigned": Text("只分配了 BD", "at the stage of an assigned BD"),
    "applied": Text("已提交申请", "applied for"),
    "approved": Text("审核已通过", "approved"),
}
OTHER_STAGE = Text("没有接入完成", "not set up")
NOT_COVERED = Text(
    "核销工具没有授权给门店 {store}，顾客到这家店没法核销",
    "the verification tool is not authorised for store {store}: coupons can't be verified there",
)
BOTH_NAMES = Text("{title}（{name}）", "{title} ({name})")
NOT_ALL_COVERED = Text(
    "在售门店 {stores} 没有授权核销工具", "stores that sell are not authorised for the verification tool: {stores}"
)
CARD_PATH = f"@A/{NAME}#card"
CARD: Mapping[str, Text] = {
    "slots": Text("查看预约时段", "choosing a slot"),
    "phone": Text("授权手机号", "sharing the phone number"),
    "one_tap": Text("一键核销", "verifying with one tap"),
}
NO_CARD = Text(
    "订单里的“去核销”卡片没有开启{what}，顾客要离开抖音才能办",
    "the card in the order doesn't offer {what}: customers must leave Douyin for it",
)
IN_LINT = "S"
"""What a line of lint calls its store."""


def _enabled(case: Case) -> Iterator[Outcome]:
    chain = setup.of_chain(case)
    tool = setup.of_account(chain, NAME)
    stage = tool.text("stage")
    if setup.is_none(chain.account, NAME, tool):
        yield Hit(message=NOT_ENABLED(stage=STAGES["none"]), path=STAGE)
        return
    if not any(True for _ in tool.paths()):
        yield Skip(setup.NO_SETUP(what=TOOL))
        return
    if not stage:
        yield Skip(NO_STAGE)
    elif stage != "enabled":
        yield Hit(message=NOT_ENABLED(stage=STAGES.get(stage, OTHER_STAGE)), path=STAGE)
    yield from _covers(chain, tool)
    yield from _card(tool)


def _card(tool: Fields) -> Iterator[Outcome]:
    """What the card in the order leads to. Rooms are not asked for: not every trade has them."""
    for name, what in CARD.items():
        if tool.flag(f"card.{name}") is False:
            yield Hit(message=NO_CARD(what=what), path=f"{CARD_PATH}.{name}", severity=Severity.INFO)


def _covers(chain: Chain, tool: Fields) -> Iterator[Outcome]:
    authorised = tool.get("authorised")
    if authorised == "all" or authorised == ["all"]:
        return
    if not isinstance(authorised, list | tuple):
        yield Skip(NO_AUTHORISED)
        return
    covered = {str(one) for one in authorised}
    selling = {str(one) for product in chain.products.values() for one in product.items("stores")}
    names = {chain.name or IN_LINT, chain.store.text("poi.id"), chain.store.text("poi.name")} - {""}
    if chain.name or not selling:
        if not names & covered:
            yield Hit(message=NOT_COVERED(store=_called(chain)), path=AUTHORISED)
    # In a project every store is judged in its own chain; a line of lint stands alone and may name the others.
    elif selling - covered:
        yield Hit(message=NOT_ALL_COVERED(stores=sorted(selling - covered)), path=AUTHORISED)


def _called(chain: Chain) -> Say:
    """The store for people: its name on its page and in the project, as far as they are known."""
    title, name = chain.store.text("poi.name"), chain.name
    return (
        BOTH_NAMES(title=title, name=name) if title and name else title or name or chain.store.text("poi.id") or IN_LINT
    )


RULES: tuple[Rule, ...] = (
    Rule(
        id="OPS-11",
        name="tool-papers",
        title=Text(
            "核销工具准入：BD 已分配，材料齐全", "The tool's admission: a BD is assigned and the papers are complete"
        ),
        severity=Severity.WARNING,
        needs=(Needs.FIELDS, Needs.PERSON),
        source="S000 三.1–2",
        remedy=Text(
            "在【我的】-【联系客服】申请指派 BD，并备齐营业执照、食品经营许可证（餐饮）和近 30 天团购订单截图",
            "ask for a BD under My account > Customer service, and prepare the business licence, the food permit (catering) "
            "and a screenshot of the last 30 days' orders",
        ),
        bad="餐饮店只交了营业执照；订单截图是两个月前的",
        good="营业执照、食品经营许可证、上周的团购订单截图",
        note=Text(
            "食品经营许可证只要求餐饮类门店；工具通过审核后，旧截图只作提示。",
            "The food permit is asked of catering only; once the tool is admitted an old screenshot is only a hint.",
        ),
        on_chain=_admitted,
    ),
    Rule(
        id="OPS-12",
        blocks=False,
        name="tool-enabled",
        title=Text(
            "核销工具已启用，并授权给每家在售门店",
            "The verification tool is enabled and authorised for every store that sells",
        ),
        severity=Severity.ERROR,
        needs=(Needs.FIELDS, Needs.LIVE),
        source="S000 三.3",
        remedy=Text(
            "在【营销】-【应用中心】-【抖音核销工具】点击启用，并完成多门店授权",
            "enable it under Marketing > Apps > Verification tool and authorise every store",
        ),
        bad="审核通过了没点启用；新店没有加进授权",
        good="已启用，授权全部门店",
        on_chain=_enabled,
    ),
)
