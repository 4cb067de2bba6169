"""Whatever somebody writes: no defect inside, no hang, and an error that says where."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hostile import BAD, HEAD, PROJECT
from storeconf.source import reader
from support import SAMPLE, Cli, copy_sample, write_files

examples = settings(
    max_examples=60,
    deadline=timedelta(seconds=20),
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

YAML_MARKS = st.sampled_from(
    [
        *"{}[],:#%@`~'\"\\!\t\r\x85",
        "\n",
        "\n  ",
        "\n    ",
        "- ",
        ": ",
        "? ",
        " #",
        "&a ",
        "*a",
        "<<: ",
        "!!str ",
        "|\n",
        ">-\n",
        "---\n",
        "...\n",
        "null",
        "spec",
        "metadata",
        "name",
    ]
)
NASTY = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.sampled_from(
        ["-1", "9" * 5000, "1e999", "nan", "９", "2026-02-30", "0001-01-01", "9999-12-31", "24:00", "101%", "*/*"]
    ),
    st.sampled_from(
        ["@shuyu/product/none", "*/product/*", "../../etc/passwd", "a" * 5000, "{0}", "{{ x }}", "__class__"]
    ),
    st.recursive(
        st.none() | st.sampled_from(["", "x", "*", "online"]),
        lambda below: (
            st.lists(below, max_size=2)
            | st.dictionaries(
                st.sampled_from(
                    ["", "*", "x", "file", "template", "vars", "product", "where", "html", "items", "days"]
                ),
                below,
                max_size=2,
            )
        ),
        max_leaves=4,
    ),
)


@pytest.fixture
def small(tmp_path: Path) -> Cli:
    """A project with a good store, and room for a bad one."""
    project = {"storeconf.yaml": "apiVersion: storeconf/v1\nkind: Project\n"}
    return Cli(write_files(tmp_path / "small", {**project, **PROJECT}))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """The sample fleet's files, put right again after every example."""
    return Cli(copy_sample(tmp_path_factory.mktemp("fuzz") / "sample"))


def validated(cli: Cli) -> list[dict[str, Any]]:
    """What `validate` says, which is never a defect; each error says where."""
    result = cli("validate", "--format", "json", code=None)
    assert result.code in (0, 1), result
    assert result.err == ""
    found: list[dict[str, Any]] = result.json["diagnostics"]
    assert (result.code == 1) == any(item["severity"] == "error" for item in found)
    for item in found:
        assert item["address"] or item["range"]["start"]["line"] >= 1, item
    return found


def bad_is_told_and_good_is_planned(cli: Cli, content: bytes) -> None:
    (cli.folder / BAD).write_bytes(content)
    assert {item["file"] for item in validated(cli)} == {BAD}
    plan = cli("plan", "--format", "json", code=1)
    assert "good/payment_reply" in {step["address"] for step in plan.json["steps"]}


@given(content=st.binary(max_size=200))
@examples
def test_any_bytes(content: bytes, small: Cli) -> None:
    bad_is_told_and_good_is_planned(small, content)


@given(content=st.text(max_size=200))
@examples
def test_any_text(content: str, small: Cli) -> None:
    bad_is_told_and_good_is_planned(small, content.encode("utf-8", "surrogatepass"))


@given(parts=st.lists(YAML_MARKS | st.text(max_size=3), max_size=40))
@examples
def test_any_yaml(parts: list[str], small: Cli) -> None:
    (small.folder / BAD).write_bytes((HEAD + "  counter: " + "".join(parts)).encode("utf-8", "surrogatepass"))
    validated(small)
    plan = small("plan", "--format", "json", code=None)
    assert "good/payment_reply" in {step["address"] for step in plan.json["steps"]}


def documents(folder: Path) -> list[Path]:
    """The YAML files, tables and templates of the sample."""
    found = [
        file
        for name in SAMPLE
        for file in ((folder / name).rglob("*") if (folder / name).is_dir() else [folder / name])
    ]
    return sorted(file for file in found if file.suffix in (".yaml", ".csv", ".j2"))


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """A file in which a few stretches were lost, doubled or overwritten."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(content)))
        stretch = content[start : start + draw(st.sampled_from([1, 2, 10, 100]))]
        middle = draw(
            st.sampled_from([b"", stretch * 2, stretch[::-1]]) | st.binary(max_size=4) | YAML_MARKS.map(str.encode)
        )
        content = content[:start] + middle + content[start + len(stretch) :]
    return content


@given(data=st.data())
@settings(examples, max_examples=40)
def test_any_damage_to_a_file_of_the_sample(data: st.DataObject, sample: Cli) -> None:
    file = data.draw(st.sampled_from(documents(sample.folder)), "file")
    before = file.read_bytes()
    file.write_bytes(data.draw(damaged(before), "content"))
    try:
        no_defect_in(sample, file)
    finally:
        file.write_bytes(before)


@given(data=st.data())
@settings(examples, max_examples=60)
def test_any_value_in_any_place_of_the_sample(data: st.DataObject, sample: Cli) -> None:
    file = data.draw(st.sampled_from([file for file in documents(sample.folder) if file.suffix == ".yaml"]), "file")
    before = file.read_bytes()
    trees = [document.tree for document in reader.parse(before.decode(), file.name)[0]]
    number = data.draw(st.integers(0, len(trees) - 1), "document")
    places = list(walk(trees[number]))
    trees[number] = replaced(trees[number], data.draw(st.sampled_from(places), "place"), data.draw(NASTY, "value"))
    file.write_text("---\n".join(json.dumps(tree, ensure_ascii=True) + "\n" for tree in trees), encoding="utf-8")
    try:
        no_defect_in(sample, file)
    finally:
        file.write_bytes(before)


def no_defect_in(cli: Cli, file: Path) -> None:
    """Whatever is wrong is said; a project file that is wrong ends the command."""
    if file.name in ("storeconf.yaml", "sandbox.yaml"):
        result = cli("validate", code=None)
        assert result.code in (0, 1)
        assert "内部出错" not in result.err
        assert result.code == 0 or "错误 SC" in result.out + result.err
    else:
        validated(cli)


def walk(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place below the top."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inner:
        yield (*path, key)
        yield from walk(value, (*path, key))


def replaced(tree: Any, path: tuple[str | int, ...], value: Any) -> Any:
    """The tree with another value in one place."""
    tree = node = deepcopy(tree)
    for part in path[:-1]:
        node = node[part]
    node[path[-1]] = value
    return tree
