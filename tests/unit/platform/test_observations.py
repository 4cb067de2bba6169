"""What people saw: laid over what the API says, the newest wins per attribute, and it expires."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from storeconf.core import clock
from storeconf.core.text import say
from storeconf.platform.live import Existence, LiveObject, Unknown
from storeconf.platform.observations import Sighting, Sightings, overlay, read
from storeconf.source.documents import Library
from storeconf.source.files import ProjectFiles
from support import write_files

NOW = clock.parse_instant("2026-03-09T10:00:00+08:00")
CALL = "bj/voice_call"
HEAD = "apiVersion: storeconf/v1\nkind: Observations\nitems:\n"
HASH = "a" * 64


def sighting(at: str, expires: str = "2026-12-31T23:59:59+08:00", *, absent: bool = False, **attrs: Any) -> Sighting:
    """Somebody saw something of the call."""
    return Sighting(address=CALL, attrs=attrs, by="林店长", at=at, expires=expires, absent=absent)


def laid(*sightings: Sighting, live: LiveObject | None = None, people: bool = True) -> LiveObject:
    """The object as sightings show it; `people`: whether they are the source of its attributes."""
    return overlay(live, CALL, sightings, lambda path: people, NOW)


def by_api(**facts: Any) -> LiveObject:
    """What an API said."""
    return LiveObject(address=CALL, **{"existence": Existence.PRESENT, **facts})


OLD, NEW = "2026-03-01T10:00:00+08:00", "2026-03-08T10:00:00+08:00"
PAST = "2026-03-09T09:59:59+08:00"


def test_nothing_seen_is_unknown() -> None:
    assert (laid().existence, laid().why) == (Existence.UNKNOWN, Unknown.NOT_SEEN)


@pytest.mark.parametrize("turned", [False, True], ids=["in order", "turned"])
def test_newest_wins_for_each_attribute_alone(turned: bool) -> None:
    seen = [sighting(OLD, enabled=True, script="旧"), sighting(NEW, script="新")]
    found = laid(*reversed(seen) if turned else seen)
    assert found.existence is Existence.PRESENT
    assert found.attested
    assert found.attrs == {"enabled": True, "script": "新"}
    assert (found.seen["enabled"].at, found.seen["script"].at) == (OLD, NEW)


def test_expired_value_is_unknown_and_kept_for_display() -> None:
    found = laid(sighting(OLD, PAST, enabled=True))
    assert (found.existence, found.why) == (Existence.UNKNOWN, Unknown.STALE)
    assert (found.attrs, found.stale) == ({}, {"enabled": True})


def test_newest_wins_even_when_it_has_expired() -> None:
    found = laid(sighting(OLD, script="旧", enabled=True), sighting(NEW, PAST, script="新"))
    assert (found.attrs, found.stale) == ({"enabled": True}, {"script": "新"})


def test_observation_counts_to_its_last_second() -> None:
    assert laid(sighting(OLD, "2026-03-09T10:00:00+08:00", enabled=True)).attrs == {"enabled": True}


def test_seen_to_be_absent() -> None:
    found = laid(sighting(OLD, enabled=True), sighting(NEW, absent=True))
    assert (found.existence, found.attrs) == (Existence.ABSENT, {})


def test_absence_that_expired_proves_nothing() -> None:
    found = laid(sighting(OLD, enabled=True), sighting(NEW, PAST, absent=True))
    assert (found.existence, found.why, found.attrs) == (Existence.UNKNOWN, Unknown.STALE, {})


def test_seen_again_after_it_was_absent() -> None:
    found = laid(sighting(OLD, absent=True), sighting(NEW, enabled=True))
    assert (found.existence, found.attrs) == (Existence.PRESENT, {"enabled": True})


def test_word_of_the_api_stands_for_what_it_reads() -> None:
    found = laid(sighting(NEW, enabled=False), live=by_api(attrs={"enabled": True}), people=False)
    assert found.attrs == {"enabled": True}


def test_people_add_what_the_api_does_not_read() -> None:
    found = laid(sighting(NEW, script="新"), live=by_api(attrs={"enabled": True}))
    assert found.attrs == {"enabled": True, "script": "新"}


def test_people_say_what_is_masked_from_our_role() -> None:
    masked = by_api(unknown={"script": Unknown.MASKED, "enabled": Unknown.ERROR})
    found = laid(sighting(NEW, script="新", enabled=True), live=masked, people=False)
    assert (found.attrs, found.unknown) == ({"script": "新"}, {"enabled": Unknown.ERROR})


@pytest.mark.parametrize("why", [Unknown.ERROR, Unknown.PARTIAL])
def test_failed_read_is_not_papered_over(why: Unknown) -> None:
    found = laid(sighting(NEW, enabled=True), live=by_api(existence=Existence.UNKNOWN, why=why))
    assert (found.existence, found.why, found.attrs, found.stale) == (Existence.UNKNOWN, why, {}, {"enabled": True})


def reading(folder: Path, text: str | bytes, name: str = "bj.yaml", days: Mapping[str, int] | None = None) -> Sightings:
    """What an observations file says."""
    library = Library(ProjectFiles(write_files(folder, {f"observations/{name}": text})))
    return read(library, {"default": 90, **(days or {})}, lambda address: address.replace("bj-old/", "bj/"))


def item(address: str, attrs: str = "{enabled: true}", more: str = "") -> str:
    """A file with one observation."""
    return f'{HEAD}  - {{address: "{address}", by: 我, at: 2026-03-09T09:00, attrs: {attrs}{more}}}\n'


def said(found: Sightings) -> list[tuple[str, str, str]]:
    """Code, place and sentence of each problem."""
    return [(one.code.id, str(one.span), say(one.detail, "zh")) for one in found.diagnostics]


def test_file_is_read_with_canonical_values(tmp_path: Path) -> None:
    found = reading(tmp_path, item("bj/product/x", "{price: 19.9, sale: {end: 2026-06-30}}"), "bj.yaml")
    (seen,) = found.by_address["bj/product/x"]
    assert seen.attrs == {"price": "19.90", "sale.end": "2026-06-30T23:59:59+08:00"}
    assert found.diagnostics == []


@pytest.mark.parametrize(
    ("more", "days", "expires"),
    [
        ("", {}, "2026-06-07T09:00:00+08:00"),
        ("", {"voice_call": 30}, "2026-04-08T09:00:00+08:00"),
        (", expires: 2026-03-20", {"voice_call": 30}, "2026-03-20T23:59:59+08:00"),
        (", expires: 2026-03-20T12:00", {}, "2026-03-20T12:00:00+08:00"),
    ],
    ids=["default", "of the kind", "day", "instant"],
)
def test_expiry(more: str, days: dict[str, int], expires: str, tmp_path: Path) -> None:
    (seen,) = reading(tmp_path, item(CALL, more=more), days=days).by_address[CALL]
    assert seen.expires == expires


def test_observation_follows_a_renamed_store(tmp_path: Path) -> None:
    assert list(reading(tmp_path, item("bj-old/voice_call"), "bj-old.yaml").by_address) == [CALL]


def test_confirmed_upload_gives_its_file_an_address(tmp_path: Path) -> None:
    upload = item("bj/product/x#images.0", f"{{sha256: {HASH}, url: 'https://cdn.example/a.jpg'}}")
    found = reading(tmp_path, upload)
    assert (found.images, found.by_address) == ({HASH: "https://cdn.example/a.jpg"}, {})


ADDRESS = '"'
"""Where the address of `item` begins."""


def place_of(mark: str, text: str | bytes) -> str:
    """Line and column of the first of a mark in the last line of a file."""
    lines = (text if isinstance(text, str) else text.decode("gbk")).splitlines() or [""]
    return f"{len(lines)}:{(lines[-1].index(mark.rstrip()) if mark else len(lines[-1])) + 1}"


@pytest.mark.parametrize(
    ("text", "code", "at", "sentence"),
    [
        (item("sh/voice_call"), "SC701", ADDRESS, "应写在 observations/sh.yaml"),
        (item("bj/call"), "SC702", ADDRESS, "没有 call 这个种类"),
        (item("bj"), "SC702", ADDRESS, "后面要写种类"),
        (item("bj/voice_call#enabled"), "SC702", ADDRESS, "应写成 门店/voice_call"),
        (item("bj/voice_call/x"), "SC702", ADDRESS, "应写成 门店/voice_call"),
        (item("bj/video"), "SC702", ADDRESS, "应写成 门店/video/名称"),
        (item("bj/verification_tool"), "SC702", ADDRESS, "应写成 @账号/verification_tool"),
        (item("bj/poi#images.0"), "SC702", ADDRESS, "应写成 门店/poi"),
        (item(CALL, "{}"), "SC203", ADDRESS, "没有写看到了什么"),
        (item(CALL, "{enabled: null}"), "SC204", "null", "enabled 是 null"),
        (item(CALL, "{enabled: true, script: null}"), "SC204", "null", "script 是 null"),
        (item(CALL, "{enabled: 开}"), "SC204", "开}", "应写 true 或 false"),
        (item(CALL, "{enable: true}"), "SC202", "enable:", "没有 enable 这个字段"),
        (item("北京/poi"), "SC204", ADDRESS, "不是有效的地址"),
        (item(CALL, more=", source: heard"), "SC204", "heard}", "saw"),
        (item(CALL, more=", digest: xyz"), "SC204", "xyz}", "digest"),
        (item("bj/product/x#images.0", f"{{sha256: {HASH}}}"), "SC203", "attrs:", "缺少 url"),
        (item("bj/product/x#images.0", f"{{sha256: {HASH}, url: 'x:y'}}"), "SC204", "'x:y'", "https://"),
        (f"{HEAD}  - text\n", "SC204", "text\n", "应是一组键值"),
        (HEAD, "SC109", "", "空的"),
        ("", "SC116", "", ""),
        ("apiVersion: storeconf/v1\nkind: Store\n", "SC205", "Store", "Store"),
        (HEAD.encode() + "  - {by: 陈}\n".encode("gbk"), "SC102", "陈", "GBK"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else str(value)[-40:],
)
def test_wrong_file_is_one_problem_at_its_place(
    text: str | bytes, code: str, at: str, sentence: str, tmp_path: Path
) -> None:
    """`at` is what stands at the place of the problem in the last line; nothing is the line's end."""
    found = reading(tmp_path, text)
    ((found_code, found_place, detail),) = said(found)
    assert (found_code, found_place) == (code, f"observations/bj.yaml:{place_of(at, text)}")
    assert sentence in detail
    assert found.by_address == {}


def test_wrong_observation_leaves_the_others_alone(tmp_path: Path) -> None:
    text = item(CALL) + item("bj/call").removeprefix(HEAD) + item("bj/booking", "{open: true}").removeprefix(HEAD)
    found = reading(tmp_path, text)
    assert sorted(found.by_address) == ["bj/booking", CALL]
    assert [code for code, _, _ in said(found)] == ["SC702"]


def test_broken_file_leaves_the_others_alone(tmp_path: Path) -> None:
    write_files(tmp_path, {"observations/sh.yaml": item("sh/voice_call")})
    found = reading(tmp_path, "a: [", "bj.yaml")
    assert list(found.by_address) == ["sh/voice_call"]
    assert len(found.diagnostics) == 1
