"""Every value stays what was written: YAML's own ideas about types would spoil phones, clock times and prices."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.core.span import child
from storeconf.source import reader

FILE = "stores/a.yaml"

TREES = st.dictionaries(
    st.text("abz_0门", min_size=1, max_size=5),
    st.recursive(
        st.text("ab 1:#-?{}[],'\"门店\n😀\\", max_size=12) | st.none(),
        lambda below: (
            st.lists(below, max_size=3) | st.dictionaries(st.text("abz.*门", min_size=1, max_size=4), below, max_size=3)
        ),
        max_leaves=12,
    ),
    min_size=1,
    max_size=4,
)


def only(text: str, *, marks: bool = False) -> reader.RawDocument:
    """The one document of a text in which nothing is wrong."""
    documents, diagnostics = reader.parse(text, FILE, marks=marks)
    assert diagnostics == []
    (found,) = documents
    return found


@pytest.mark.parametrize(
    "written",
    [
        "22:30", "10:00", "08:30", "22:00:00", "010", "0123", "02012345670", "057112345670", "02162345671", "95588",
        "on", "off", "yes", "no", "NO", "y", "true", "True", "FALSE", "2026-03-09", "2026-03-09T19:00", "1_000", "1e3",
        "0x1F", "0o17", ".5", "19.90", "-0", "+1", ".inf", ".NaN", "~", "Null", "NULL", "=", "6601136930000001",
        "1.0", "12345678901234567890",
    ],
)  # fmt: skip
@pytest.mark.parametrize("place", ["a: {}", "a: [{}]", "- {}", "{{a: {{b: {}}}}}"])
def test_plain_value_is_the_text_that_was_written(written: str, place: str) -> None:
    node: Any = only(f"v:\n  {place.format(written)}\n").tree["v"]
    while isinstance(node, dict | list):
        node = next(iter(node.values())) if isinstance(node, dict) else node[0]
    assert node == written


@pytest.mark.parametrize("key", ["on", "no", "22:30", "2026-03-09", "010", "1", "true", "*", "-1", "0.5", "中文"])
def test_key_is_the_text_that_was_written(key: str) -> None:
    assert only(f'"{key}": x\nother: y\n').tree == {key: "x", "other": "y"}
    if key != "*":
        assert only(f"{key}: x\n").tree == {key: "x"}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("null", None), ("'null'", "null"), ('"null"', "null"), ("|\n  null", "null"), ("''", ""), ('""', ""),
        ("[]", []), ("{}", {}), ("'22:30'", "22:30"), ("x # 备注", "x"), ("x#y", "x#y"), ('"a\\tb"', "a\tb"),
        ("|\n  一\n  二\n", "一\n二\n"), (">-\n  一\n  二\n", "一 二"), ("'it''s'", "it's"), ("一\n  二", "一 二"),
    ],
)  # fmt: skip
def test_only_a_plain_null_is_nothing(written: str, value: object) -> None:
    assert only(f"a: {written}").tree == {"a": value}


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(line_break: str) -> None:
    text = line_break.join(["# 备注", "a: 一", "b: [x,", "  y]", "c: 三"])
    document = only(text, marks=True)
    assert document.tree == {"a": "一", "b": ["x", "y"], "c": "三"}
    assert document.marks is not None
    assert str(reader.span_of(document.marks, FILE, ("c",))) == f"{FILE}:5:4"
    assert str(reader.span_of(document.marks, FILE, ("b", 1))) == f"{FILE}:4:3"


@given(tree=TREES)
def test_what_was_written_is_read_back_with_its_places(tree: dict[str, Any]) -> None:
    """JSON is YAML: each text of a tree is found at the place that the reader gives for it."""
    text = json.dumps(tree, ensure_ascii=False, indent=1)
    document = only(text, marks=True)
    assert document.tree == tree
    assert document.marks is not None
    lines = text.split("\n")
    for path in document.marks.values:
        span = reader.span_of(document.marks, FILE, path)
        value: Any = document.tree
        for part in path:
            value = child(value, part)
        written = json.dumps(value, ensure_ascii=False, indent=1).split("\n")[0]
        assert lines[span.start.line - 1][span.start.column - 1 :].startswith(written)
        if span.start.line == span.end.line:
            assert lines[span.start.line - 1][: span.end.column - 1].endswith(written)
    for path in document.marks.keys:
        span = reader.span_of(document.marks, FILE, path, key=True)
        shown = lines[span.start.line - 1][span.start.column - 1 : span.end.column - 1]
        assert shown == json.dumps(path[-1], ensure_ascii=False)


def test_place_of_what_is_not_there_is_the_nearest_key_around_it() -> None:
    marks = only("a:\n  b: x\n", marks=True).marks
    assert marks is not None
    assert str(reader.span_of(marks, FILE, ("a", "c", "d"))) == f"{FILE}:1:1"
    assert str(reader.span_of(marks, FILE, ("nothing",))) == f"{FILE}:1:1"


def test_columns_count_characters_not_bytes() -> None:
    marks = only('{"门店": "😀火锅", city: 北京}', marks=True).marks
    assert marks is not None
    assert str(reader.span_of(marks, FILE, ("city",))) == f"{FILE}:1:21"


@pytest.mark.parametrize("marks", [True, False])
def test_several_documents_keep_their_first_lines(marks: bool) -> None:
    text = "# 备注\n---\na: 1\n---\n# 空的\n---\n\nb: 2\n...\n---\nc: 3\n"
    documents, diagnostics = reader.parse(text, FILE, marks=marks)
    assert diagnostics == []
    assert [(one.line, one.tree) for one in documents] == [(3, {"a": "1"}), (8, {"b": "2"}), (11, {"c": "3"})]
