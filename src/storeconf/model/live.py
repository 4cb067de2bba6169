"""A livestream with its products and host script. Source: seed 000 二.2–二.3; no API (facts §4)."""

from __future__ import annotations

from storeconf.core.text import Text
from storeconf.model.kind import Compare, Kind, OnRemove, ProductRef, Resolve, Spec, TextField, attr, attributes_of
from storeconf.model.scalars import End, Start


class Live(Spec):
    """One announced livestream. Once it is over it is history: never planned, never drift."""

    starts: Start | None = attr("开播时间", "starts")
    ends: End | None = attr("下播时间", "ends")
    products: list[ProductRef] | None = attr(
        "挂载商品", "mounted products", compare=Compare.SET, resolve=Resolve.PRODUCTS
    )
    host_script: TextField | None = attr("主播口播稿", "host script", compare=Compare.TEXT, resolve=Resolve.TEXT)


KIND = Kind(
    name="live",
    label=Text("直播挂载", "livestream mount"),
    scope="store",
    field="lives",
    keyed=True,
    level=30,
    model=Live,
    on_remove=OnRemove.FORGET_AND_CLEAN,
    console=Text(
        "抖音来客 APP【直播管理】-【直播预告】-“商品挂载”", "Douyin Laike app: Live > Announcements > Products"
    ),
    evidence=Text("直播预告页截图，能看到挂载的商品", "a screenshot of the announcement with its products"),
    attributes=attributes_of(Live),
)
