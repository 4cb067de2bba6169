"""The list of kinds is whole, and every kind has an answer on every route."""

from __future__ import annotations

import pytest

from codebase import modules
from storeconf.core import clock
from storeconf.model.fleet import AccountInfo
from storeconf.model.kind import Flag, Kind, OnRemove
from storeconf.model.kinds import BY_NAME, KINDS
from storeconf.plan.status import ACCOUNT_LINKS, STORE_LINKS
from storeconf.platform.douyin import capabilities
from storeconf.platform.protocol import Access

IDENTITY = {"out_id", "product_id"}
"""They say which object is meant; nobody sets them on the platform."""
EVERY_SCOPE = frozenset(capabilities.SCOPE_NAMES)


def account(scopes: frozenset[str]) -> AccountInfo:
    """An account whose app has these scopes."""
    return AccountInfo(
        name="demo",
        title="示例",
        owner="",
        account_id="7012345678901234567",
        role="self",
        scopes=scopes,
        credentials="DEMO",
    )


def test_list_of_kinds_is_whole() -> None:
    defined = {
        value.name
        for module in modules()
        if module.__name__.startswith("storeconf.model.")
        for value in vars(module).values()
        if isinstance(value, Kind)
    }
    assert {kind.name for kind in KINDS} == defined
    assert len(BY_NAME) == len(KINDS)


def test_kinds_are_in_the_order_of_apply() -> None:
    levels = [kind.level for kind in KINDS]
    order = {kind.name: kind.level for kind in KINDS}
    assert order["poi"] < order["product"] < order["video"]
    assert order["product"] < order["live"]
    assert min(levels) >= 0


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_kind_says_where_and_what_to_keep(kind: Kind) -> None:
    for text in (kind.label, kind.console, kind.evidence):
        assert text.zh.strip()
        assert text.en.strip()
    assert kind.attributes
    assert kind.on_remove in OnRemove


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_kind_belongs_to_a_light(kind: Kind) -> None:
    assert kind.name in {**STORE_LINKS, **ACCOUNT_LINKS}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_attribute_is_named_once(kind: Kind) -> None:
    paths = [attribute.path for attribute in kind.attributes]
    assert len(paths) == len(set(paths))
    assert [a.path for a in kind.attributes if a.label.zh == a.path] == [], "a Chinese label is missing"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_attribute_has_a_statement_about_the_api(kind: Kind) -> None:
    for attribute in kind.attributes:
        if attribute.path in IDENTITY or attribute.has(Flag.LOCAL):
            continue
        found = capabilities.capability(kind.name, attribute.path)
        assert found is not None, attribute.path
        assert found.source
        assert clock.DAY.match(found.verified)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("scopes", [EVERY_SCOPE, frozenset()], ids=["every scope", "no api"])
def test_every_route_has_an_answer(kind: Kind, scopes: frozenset[str]) -> None:
    for attribute in kind.attributes:
        access = capabilities.access(account(scopes), kind, attribute.path)
        assert access.read in ("api", "seen", "none"), attribute.path
        assert access.write in ("api", "hand"), attribute.path
        if not scopes:
            assert access == Access(read="seen", write="hand"), f"{attribute.path}: without an API people do everything"


def test_statement_names_an_attribute_that_exists() -> None:
    unknown = [
        f"{one.kind}#{path}"
        for one in capabilities.CAPABILITIES
        for path in one.attrs
        if path not in ("*", "platform") and BY_NAME[one.kind].attribute(path) is None
    ]
    assert unknown == []
