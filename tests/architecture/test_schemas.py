"""`schemas/` is what the models say, and what the sample project is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from storeconf.render.schemas import SCHEMAS, schema_text
from support import ROOT, SAMPLE

KINDS = {
    "Project": "project",
    "Account": "account",
    "Store": "store",
    "Product": "product",
    "Defaults": "defaults",
    "StoreSet": "set",
    "Observations": "observations",
    "Sandbox": "sandbox",
}
"""The document's `kind`, and its schema."""


FREE_MAPS = {"columns"}
"""Their keys are the user's own."""


class Core(yaml.SafeLoader):
    """Types scalars by the core schema of YAML 1.2, as editors do: no dates, no `yes`, no octal numbers."""


Core.yaml_implicit_resolvers = {}
Core.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(null|~|)$"), ["n", "~", ""])
Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), ["t", "f"])
Core.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?(0|[1-9][0-9]*)$"), list("-+0123456789"))
Core.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9]+\.[0-9]*$"), list("-+0123456789"))


@lru_cache(maxsize=1)
def documents() -> tuple[tuple[str, dict[str, Any]], ...]:
    """Every document of the sample project."""
    return tuple(_documents())


def _documents() -> Iterator[tuple[str, dict[str, Any]]]:
    for name in SAMPLE:
        top = ROOT / name
        for file in sorted(top.rglob("*.yaml")) if top.is_dir() else [top]:
            if file.suffix == ".yaml":
                for number, tree in enumerate(yaml.load_all(file.read_text(encoding="utf-8"), Core)):
                    yield f"{file.relative_to(ROOT)}:{number}", tree


def validator(name: str) -> jsonschema.Draft202012Validator:
    """The checker of a schema."""
    return jsonschema.Draft202012Validator(json.loads(schema_text(name)))


@pytest.mark.parametrize("name", SCHEMAS)
def test_file_is_as_generated(name: str) -> None:
    assert (ROOT / "schemas" / f"{name}.json").read_text(encoding="utf-8") == schema_text(name), "run: make schemas"


def test_no_file_is_left_over() -> None:
    assert {file.stem for file in (ROOT / "schemas").iterdir()} == set(SCHEMAS)


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_one(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text(name)))


def test_sample_has_a_document_of_every_kind() -> None:
    assert {tree["kind"] for _, tree in documents()} == set(KINDS)


@pytest.mark.parametrize("where", [where for where, _ in documents()])
def test_schema_accepts_the_sample(where: str) -> None:
    tree = dict(documents())[where]
    errors = [f"{list(error.path)}: {error.message}" for error in validator(KINDS[tree["kind"]]).iter_errors(tree)]
    assert errors == []


@pytest.mark.parametrize("kind", KINDS)
def test_schema_refuses_an_unknown_key(kind: str) -> None:
    tree = next(tree for _, tree in documents() if tree["kind"] == kind)
    check = validator(KINDS[kind])
    assert not check.is_valid({**tree, "speck": {}})
    for name, value in tree.items():
        if isinstance(value, dict) and value and name not in FREE_MAPS:
            assert not check.is_valid({**tree, name: {**value, "no_such_key": "x"}}), name


@pytest.mark.parametrize("kind", KINDS)
def test_schema_refuses_another_kind_and_version(kind: str) -> None:
    tree = next(tree for _, tree in documents() if tree["kind"] == kind)
    check = validator(KINDS[kind])
    assert not check.is_valid({**tree, "kind": "Nothing"})
    assert not check.is_valid({**tree, "apiVersion": "storeconf/v2"})
    assert not check.is_valid({name: value for name, value in tree.items() if name != "apiVersion"})


def test_editor_shows_a_chinese_title_for_every_field_of_a_store() -> None:
    schema = json.loads(schema_text("store"))
    fields = {**schema["$defs"]["Poi"]["properties"], **schema["$defs"]["Product"]["properties"]}
    assert len(fields) > 20
    assert [name for name, field in fields.items() if not any("\u4e00" <= c <= "\u9fff" for c in field["title"])] == []


def test_written_schemas_are_the_same_files(tmp_path: Path) -> None:
    from support import Cli

    Cli(tmp_path)("schema", "--write", str(tmp_path / "out"))
    assert {file.name: file.read_text(encoding="utf-8") for file in (tmp_path / "out").iterdir()} == {
        f"{name}.json": schema_text(name) for name in SCHEMAS
    }
