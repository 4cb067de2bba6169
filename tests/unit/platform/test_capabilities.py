"""Who reads and writes what, in which account: every kind and attribute has an answer, with its source."""

from __future__ import annotations

import re
from itertools import chain, combinations

import pytest

from lab import ALL_SCOPES, account
from storeconf.model.kind import Flag, Kind
from storeconf.model.kinds import BY_NAME, KINDS
from storeconf.platform.douyin.capabilities import CAPABILITIES, SCOPE_NAMES, access, capability
from storeconf.platform.protocol import Capability

EVERY_ATTRIBUTE = [(kind, item.path) for kind in KINDS for item in kind.attributes]
IDENTITY = {"out_id", "product_id"}
"""What tells which product is meant is neither read nor written as a value."""


def ids(value: object) -> str:
    return value.name if isinstance(value, Kind) else str(value)


@pytest.mark.parametrize(("kind", "path"), EVERY_ATTRIBUTE, ids=ids)
def test_every_attribute_of_every_kind_is_answered(kind: Kind, path: str) -> None:
    attribute = kind.attribute(path)
    assert attribute is not None
    if kind.name == "product" and (path in IDENTITY or attribute.has(Flag.LOCAL)):
        return
    found = capability(kind.name, path)
    assert found is not None, f"{kind.name}#{path} is in no capability"
    for scopes in (frozenset[str](), ALL_SCOPES):
        how = access(account(scopes=scopes), kind, path)
        assert (how.read, how.write) in {("api", "api"), ("api", "hand"), ("seen", "api"), ("seen", "hand")}


def test_every_kind_is_named() -> None:
    assert {c.kind for c in CAPABILITIES} == {kind.name for kind in KINDS}


def test_no_capability_names_an_attribute_that_does_not_exist() -> None:
    for found in CAPABILITIES:
        known = {item.path for item in BY_NAME[found.kind].attributes} | {"*", "platform"}
        assert set(found.attrs) <= known, found.kind


def test_no_attribute_is_answered_twice() -> None:
    named = [(c.kind, path) for c in CAPABILITIES for path in c.attrs]
    assert len(named) == len(set(named))


@pytest.mark.parametrize("found", CAPABILITIES, ids=lambda c: f"{c.kind}:{c.attrs[0]}")
def test_every_answer_has_a_source_a_date_and_words_in_both_languages(found: Capability) -> None:
    assert found.source
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", found.verified)
    for words, scope in ((found.read, found.read_scope), (found.write, found.write_scope)):
        assert (words is None) == (scope == "")
        if words is not None:
            assert words.zh
            assert words.en
            assert scope in SCOPE_NAMES


@pytest.mark.parametrize("kind", KINDS, ids=ids)
def test_every_kind_tells_a_person_where_to_click_and_what_to_keep_in_both_languages(kind: Kind) -> None:
    for text in (kind.console, kind.evidence, kind.label):
        assert text.zh
        assert text.en
        assert text.zh != text.en
    for item in kind.attributes:
        assert item.label.zh
        assert item.label.en
        if item.console is not None:
            assert item.console.zh
            assert item.console.en


WHO = [
    # kind, path, scopes, read, write
    ("poi", "name", {"shops"}, "api", "hand"),
    ("poi", "name", {"shops", "poi_update"}, "api", "api"),
    ("poi", "name", {"poi_update"}, "seen", "hand"),
    ("poi", "location", ALL_SCOPES, "api", "hand"),
    ("poi", "phone", {"shops", "poi_update"}, "seen", "api"),
    ("poi", "phone", {"poi_update"}, "seen", "hand"),
    ("poi", "hours", ALL_SCOPES, "seen", "api"),
    ("poi", "head_image", ALL_SCOPES, "seen", "hand"),
    ("product", "price", {"products"}, "api", "hand"),
    ("product", "price", {"products", "publish"}, "api", "api"),
    ("product", "price", {"publish"}, "seen", "hand"),
    ("product", "price", set(), "seen", "hand"),
    ("product", "platform.RecommendWord", {"products", "publish"}, "api", "api"),
    ("product", "visibility.sale_scope", ALL_SCOPES, "seen", "hand"),
    ("booking", "open", {"shops", "booking"}, "seen", "api"),
    ("booking", "open", {"booking"}, "seen", "hand"),
    ("booking", "slots", ALL_SCOPES, "seen", "hand"),
    ("video", "mount", ALL_SCOPES, "seen", "hand"),
    ("live", "products", ALL_SCOPES, "seen", "hand"),
    ("payment_reply", "text", ALL_SCOPES, "seen", "hand"),
    ("voice_call", "script", ALL_SCOPES, "seen", "hand"),
    ("pinned_video", "file", ALL_SCOPES, "seen", "hand"),
    ("verification_tool", "stage", ALL_SCOPES, "seen", "hand"),
    ("anomaly_rules", "slow_minutes", ALL_SCOPES, "seen", "hand"),
]


@pytest.mark.parametrize(("kind", "path", "scopes", "read", "write"), WHO)
def test_scopes_decide_who_reads_and_who_writes(kind: str, path: str, scopes: set[str], read: str, write: str) -> None:
    assert BY_NAME[kind].attribute(path) is not None or path.startswith("platform.")
    found = access(account(scopes=frozenset(scopes)), BY_NAME[kind], path)
    assert (found.read, found.write) == (read, write)


@pytest.mark.parametrize(("kind", "path"), EVERY_ATTRIBUTE, ids=ids)
def test_more_scopes_never_take_anything_away(kind: Kind, path: str) -> None:
    subsets = chain.from_iterable(combinations(sorted(SCOPE_NAMES), n) for n in range(len(SCOPE_NAMES) + 1))
    everything = access(account(scopes=ALL_SCOPES), kind, path)
    for scopes in subsets:
        found = access(account(scopes=frozenset(scopes)), kind, path)
        assert found.read == "seen" or everything.read == "api"
        assert found.write == "hand" or everything.write == "api"


@pytest.mark.parametrize(("kind", "path"), EVERY_ATTRIBUTE, ids=ids)
def test_nothing_is_written_by_api_that_nobody_may_look_at_first(kind: Kind, path: str) -> None:
    for scopes in ({"publish"}, {"poi_update"}, {"booking"}, {"publish", "poi_update", "booking"}):
        assert access(account(scopes=frozenset(scopes)), kind, path).write == "hand"


@pytest.mark.parametrize(("kind", "path"), EVERY_ATTRIBUTE, ids=ids)
def test_an_account_without_an_api_does_everything_by_hand(kind: Kind, path: str) -> None:
    found = access(account(scopes=frozenset()), kind, path)
    assert (found.read, found.write) == ("seen", "hand")
