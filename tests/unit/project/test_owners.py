"""CODEOWNERS from metadata.owner: for every file the line that wins names exactly those who answer for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from declared import account, declared, defaults, product, store, store_set
from repository import repository
from storeconf.core.text import LANGS
from storeconf.project.owners import codeowners
from storeconf.source.fleet import Fleet
from support import ROOT


def owned(document: str, owner: str) -> str:
    return document.replace("metadata: {", f"metadata: {{owner: '{owner}', ", 1)


FILES: dict[str, str | bytes] = {
    "stores/acme.yaml": owned(account(), "@acme/hq"),
    "stores/north/_defaults.yaml": defaults("{}", owner="'@acme/north'"),
    "stores/north/one.yaml": store("one"),
    "stores/north/two.yaml": owned(store("two"), "@wang"),
    "stores/north/deep/_defaults.yaml": defaults("{}", owner="'@acme/deep, mei@acme.example'"),
    "stores/north/deep/three.yaml": store("three"),
    "stores/north/deep/four.yaml": owned(store("four"), "@acme/north"),
    "stores/both.yaml": owned(store("five"), "@a") + "---\n" + owned(store("six"), "@b"),
    "stores/nobody.yaml": store("seven"),
    "stores/words.yaml": owned(store("eight"), "周店长"),
    "stores/a b [x]!.yaml": owned(store("nine"), "@spaces"),
    "stores/set/_defaults.yaml": defaults("{}", owner="'@acme/set'"),
    "stores/set/set.yaml": store_set("rows.csv", "{名: metadata.name, 人: metadata.owner}"),
    "stores/set/rows.csv": "名,人\nten,\neleven,@li\n",
    "stores/deal.yaml": owned(product("deal", "{stores: [one], title: 双人餐, price: 9.90}"), "@acme/goods"),
}


def winning(text: str, file: str) -> list[str]:
    """Who the last matching line names, as GitHub reads it."""
    found: list[str] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            pattern, *names = re.split(r"(?<!\\) ", line)
            expression = re.escape(pattern.replace("\\ ", " ")).replace(r"\?", "[^/]")
            if re.fullmatch(f"{expression}.*" if pattern.endswith("/") else expression, f"/{file}"):
                found = names
    return found


@pytest.mark.parametrize(
    ("file", "owners"),
    [
        ("stores/acme.yaml", ["@acme/hq"]),
        ("observations/@acme.yaml", ["@acme/hq"]),
        ("stores/north/_defaults.yaml", ["@acme/north"]),
        ("stores/north/one.yaml", ["@acme/north"]),
        ("stores/north/two.yaml", ["@wang"]),
        ("stores/north/new.yaml", ["@acme/north"]),
        ("stores/north/deep/three.yaml", ["@acme/deep", "mei@acme.example"]),
        ("stores/north/deep/four.yaml", ["@acme/north"]),
        ("stores/both.yaml", ["@a", "@b"]),
        ("stores/nobody.yaml", []),
        ("stores/words.yaml", []),
        ("stores/a b [x]!.yaml", ["@spaces"]),
        ("stores/set/rows.csv", ["@acme/set", "@li"]),
        ("stores/set/set.yaml", ["@acme/set"]),
        ("stores/deal.yaml", ["@acme/goods"]),
        ("observations/two.yaml", ["@wang"]),
        ("observations/three.yaml", ["@acme/deep", "mei@acme.example"]),
        ("templates/reply.j2", []),
    ],
)
def test_the_winning_line_names_those_who_answer(tmp_path: Path, file: str, owners: list[str]) -> None:
    assert winning(codeowners(declared(tmp_path, FILES).fleet, "zh"), file) == owners


def test_only_what_the_format_can_say(tmp_path: Path) -> None:
    for line in codeowners(declared(tmp_path, FILES).fleet, "zh").splitlines():
        assert line.startswith(("/", "# ")) and not re.search(r"^!|(?<!#)[\[\]!]", line.partition("：")[0])


@pytest.mark.parametrize("lang", LANGS)
def test_owners_that_no_forge_knows_are_told_in_a_comment(tmp_path: Path, lang: str) -> None:
    text = codeowners(declared(tmp_path, FILES).fleet, lang)  # type: ignore[arg-type]
    assert [line for line in text.splitlines() if "周店长" in line and line.startswith("# stores/words.yaml")]


def test_paths_count_from_the_top_of_the_repository(tmp_path: Path) -> None:
    repository(tmp_path)
    text = codeowners(declared(tmp_path / "shops/cn", FILES).fleet, "zh")
    assert "/shops/cn/stores/north/ @acme/north" in text.splitlines()


def test_every_owner_of_the_sample_can_be_read_back() -> None:
    fleet = Fleet.open(ROOT)
    text = codeowners(fleet, "zh")
    for name, entry in fleet.index.stores.items():
        if entry.info.owner.startswith("@"):
            assert entry.info.owner in winning(text, entry.origin.file), name
