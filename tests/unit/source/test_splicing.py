"""Write-back: one value changes, and not a character beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.core.span import Path as Place
from storeconf.core.text import say
from storeconf.source import reader
from storeconf.source.files import ProjectFiles
from storeconf.source.pieces import CantSplice, Edit
from storeconf.source.quoting import scalar, spelled
from storeconf.source.splicing import differences, splice_file, spliced

ORIGINAL = """\
# top
price: 19.90   # 含米饭
id: "0123"
note: 'it''s'
text: |  # 两行
    one

    two

# about the list
tags: [随时退, '过期退',  免预约]   # set
flow: {a: 1, b: [x, {c: y}], }
rows:
  - {days: [1, 2], open: "10:30"}   # lunch
  - {days: [3], open: "17:00"}
plain:
  - a
  - b
folded: >-
  some
  words
last:
  deep: v
"""


TOP = 2
"""Its first line that is no comment."""


def changed(path: Place, value: Any, text: str = ORIGINAL) -> dict[str, tuple[str, str]]:
    """The lines that an edit changes, old → new, by number; texts of as many lines only."""
    before, after = text.split("\n"), spliced(text, [Edit(TOP, path, value)]).split("\n")
    assert len(before) == len(after)
    return {f"{n}": (a, b) for n, (a, b) in enumerate(zip(before, after, strict=True), 1) if a != b}


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (("price",), "20.00", "price: 20.00   # 含米饭"),
        (("price",), "a: b", 'price: "a: b"   # 含米饭'),
        (("price",), "a #b", 'price: "a #b"   # 含米饭'),
        (("price",), "null", 'price: "null"   # 含米饭'),
        (("price",), None, "price: null   # 含米饭"),
        (("price",), "", 'price: ""   # 含米饭'),
        (("price",), " x", 'price: " x"   # 含米饭'),
        (("price",), "- x", 'price: "- x"   # 含米饭'),
        (("price",), "a, [b]", "price: a, [b]   # 含米饭"),
        (("price",), "a\nb", 'price: "a\\nb"   # 含米饭'),
        (("price",), True, "price: true   # 含米饭"),
        (("price",), ["a", 1], "price: [a, 1]   # 含米饭"),
        (("id",), "9", 'id: "9"'),
        (("id",), 'say "hi" \\', 'id: "say \\"hi\\" \\\\"'),
        (("note",), "they're", "note: 'they''re'"),
        (("note",), "a\nb", 'note: "a\\nb"'),
        (("tags", 1), "随时退", "tags: [随时退, '随时退',  免预约]   # set"),
        (("tags", 2), "a, b", "tags: [随时退, '过期退',  \"a, b\"]   # set"),
        (("tags",), ["一"], "tags: [一]   # set"),
        (("tags",), [], "tags: []   # set"),
        (("flow", "b", 1, "c"), "z", "flow: {a: 1, b: [x, {c: z}], }"),
        (("flow", "new"), "v", "flow: {a: 1, b: [x, {c: y}], new: v, }"),
        (("rows", 0, "open"), "11:00", '  - {days: [1, 2], open: "11:00"}   # lunch'),
        (("rows", 0, "days"), [1], '  - {days: [1], open: "10:30"}   # lunch'),
        (("plain", 1), "c", "  - c"),
        (("last", "deep"), "w", "  deep: w"),
    ],
)
def test_one_line_changes(path: Place, value: Any, line: str) -> None:
    found = changed(path, value)
    assert [new for _, new in found.values()] == [line]


def test_a_text_of_several_lines_stays_a_block() -> None:
    after = spliced(ORIGINAL, [Edit(TOP, ("text",), "三\n\n  四\n五")])
    assert "text: |-  # 两行\n    三\n\n      四\n    五\n\n# about the list\n" in after
    assert "text: |  # 两行\n    x\n\n# about" in spliced(ORIGINAL, [Edit(TOP, ("text",), "x\n")])


@pytest.mark.parametrize("value", ["  indented", "\nx", "x\n\n", "a\n   \nb", "\n", ""])
def test_what_can_stand_in_no_block_is_quoted(value: str) -> None:
    after = spliced(ORIGINAL, [Edit(TOP, ("text",), value)])
    assert f"text: {scalar(value, chr(34))}\n\n# about the list" in after


def test_a_folded_text_becomes_lines_as_they_are() -> None:
    assert "folded: |-\n  one\n  two\nlast:" in spliced(ORIGINAL, [Edit(TOP, ("folded",), "one\ntwo")])


def test_a_list_of_lines_grows() -> None:
    after = spliced(ORIGINAL, [Edit(TOP, ("plain",), ["a", "x: y", "c"])])
    assert 'plain:\n  - a\n  - "x: y"\n  - c\nfolded:' in after


def test_quotes_of_a_replaced_list_are_those_it_had() -> None:
    text = 'h: [{days: [1], open: "10:30", close: "14:00"}]\n'
    rows = [{"days": [1, 2], "open": "10:00", "close": "14:00"}, {"days": [6], "open": "11:00", "close": "15:00"}]
    old = [{"days": [1], "open": "10:30", "close": "14:00"}]
    assert spliced(text, differences(1, ("h",), old, rows, [{**old[0], "days": ["1"]}])) == (
        'h: [{days: [1, 2], open: "10:00", close: "14:00"}, {days: [6], open: "11:00", close: "15:00"}]\n'
    )


@pytest.mark.parametrize(
    ("text", "path", "after"),
    [
        ("a: 1\nm:\n  x: 1  # c\n\n# next\nb: 2\n", ("m",), "a: 1\nm:\n  x: 1  # c\n  k: v\n\n# next\nb: 2\n"),
        ("m:\n  x: |\n    t\n\nb: 2\n", ("m",), "m:\n  x: |\n    t\n  k: v\n\nb: 2\n"),
        ("m:\n  x: [1,\n    2] # c", ("m",), "m:\n  x: [1,\n    2] # c\n  k: v"),
        ("m: {}\n", ("m",), "m: {k: v}\n"),
        ("m: {x: 1 }\n", ("m",), "m: {x: 1, k: v }\n"),
        ("m:\r\n  - x: 1\r\n    y: 2\r\nb: 1\r\n", ("m", 0), "m:\r\n  - x: 1\r\n    y: 2\r\n    k: v\r\nb: 1\r\n"),
        ("a: 1\n", (), "a: 1\nk: v\n"),
    ],
)
def test_a_key_is_added_behind_the_last_one(text: str, path: Place, after: str) -> None:
    assert spliced(text, [Edit(1, (*path, "k"), "v")]) == after


def test_several_edits_of_several_documents() -> None:
    text = "a: 1\nb: 2\n---\na: 1  # 二\n"
    edits = [Edit(4, ("a",), "x"), Edit(1, ("c",), "3"), Edit(1, ("d",), "4"), Edit(1, ("a",), "y: z")]
    assert spliced(text, edits) == 'a: "y: z"\nb: 2\nc: 3\nd: 4\n---\na: x  # 二\n'


def test_line_ends_stay() -> None:
    text = "a: 1\r\nb: |\r\n  x\r\n  y\r\nc: 2"
    after = spliced(text, [Edit(1, ("b",), "p\nq\nr\n"), Edit(1, ("c",), "3")])
    assert after == "a: 1\r\nb: |\r\n  p\r\n  q\r\n  r\r\nc: 3"


@pytest.mark.parametrize(
    ("text", "path", "value", "said"),
    [
        ("a: [1, # one\n  2]\n", ("a",), ["3"], "comments"),
        ("a:\n  - 1  # one\n  - 2\n", ("a",), ["3"], "comments"),
        ("a:\n  b: 1\n", ("a",), "x", "line by line"),
        ("a:\n  - 1\n  - 2\n", ("a",), [], "line by line"),
        ("a: 1\n", ("b", "c"), "x", "no more"),
        ("a: 1\n", ("a", 0), "x", "no more"),
        ("a: 1\n", ("a",), "\u202e", "does not say"),
        ("a: 1\n", ("a",), "x\x07", "does not say"),
        ("a: 1\n", ("a",), "\ud800", "does not say"),
        ("a: 1\na: 2\n", ("a",), "x", "syntax"),
        ("a: &x 1\n", ("a",), "x", "syntax"),
    ],
)
def test_what_is_not_safe_is_refused(text: str, path: Place, value: Any, said: str) -> None:
    with pytest.raises(CantSplice) as caught:
        spliced(text, [Edit(1, path, value)])
    assert said in say(caught.value.reason, "en")
    assert say(caught.value.reason, "zh")


def test_an_empty_block_takes_a_text() -> None:
    assert spliced("a: |\nb: 1\n", [Edit(1, ("a",), "x")]) == 'a: "x"\nb: 1\n'


def test_a_document_that_moved_is_refused() -> None:
    with pytest.raises(CantSplice):
        spliced("a: 1\n", [Edit(7, ("a",), "x")])


# -- any file, any value -----------------------------------------------------------------------------------------------

VALUES = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u200e\u200f\u2028\u2029\ufeff\ufffe\uffff")
    | st.sampled_from("\n:#-'\"[]{},|>&*!%@` \\?~"),
    max_size=12,
).filter(lambda value: not reader.FORBIDDEN.search(value))
TREES = st.recursive(
    VALUES | st.none(),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from("abc"), below, max_size=3),
    max_leaves=6,
)


def places(tree: Any, path: Place = ()) -> list[Place]:
    """Every place of a tree that holds one value."""
    if isinstance(tree, dict):
        return [place for key, value in tree.items() for place in places(value, (*path, key))]
    if isinstance(tree, list):
        return [place for index, value in enumerate(tree) for place in places(value, (*path, index))]
    return [path]


SPOTS = places(reader.parse(ORIGINAL, "")[0][0].tree)


@given(spot=st.sampled_from(SPOTS), value=VALUES)
def test_any_text_can_be_written_anywhere(spot: Place, value: str) -> None:
    before, after = ORIGINAL.split("\n"), spliced(ORIGINAL, [Edit(TOP, spot, value)]).split("\n")
    untouched = [line for line in before if line in after]
    span = 4 if spot == ("text",) else 3 if spot == ("folded",) else 1
    assert len(untouched) >= len(before) - span
    assert (
        [line.partition("  #")[2] for line in before if "  #" in line]
        == [line.rpartition("  #")[2] for line in after if "  #" in line and "  #" not in value]
        or "  #" in value
        or spot == ("text",)
    )


@given(spot=st.sampled_from(SPOTS), value=VALUES)
def test_writing_back_what_was_there_gives_the_same_meaning(spot: Place, value: str) -> None:
    tree = reader.parse(ORIGINAL, "")[0][0].tree
    node: Any = tree
    for part in spot:
        node = node[part]
    back = spliced(spliced(ORIGINAL, [Edit(TOP, spot, value)]), [Edit(TOP, spot, node)])
    assert reader.parse(back, "")[0][0].tree == tree


@given(value=TREES, flow=st.booleans())
def test_any_value_survives_as_one_line(value: Any, flow: bool) -> None:
    text = "k: {v: x}  # c\n" if flow else "k:\n  v: x  # c\n"
    after = spliced(text, [Edit(1, ("k", "v"), value)])
    assert after.count("\n") == text.count("\n") and after.endswith("  # c\n")
    assert reader.parse(after, "")[0][0].tree == {"k": {"v": value}}


@given(old=TREES, new=TREES)
def test_differences_lead_from_one_value_to_the_other(old: Any, new: Any) -> None:
    text = spliced("k: x\n", [Edit(1, ("k",), old)])
    try:
        after = spliced(text, differences(1, ("k",), old, new, old))
    except CantSplice:
        return
    assert reader.parse(after, "")[0][0].tree["k"] == new


def test_differences_are_the_smallest() -> None:
    text = {"a": "1", "b": [{"c": "2"}, {"c": "3"}], "d": ["x"]}
    old = {"a": 1, "b": [{"c": 2, "unit": "份"}, {"c": 3, "unit": "份"}], "d": ["x"]}
    new = {"a": 1, "b": [{"c": 2, "unit": "份"}, {"c": 4, "unit": "盘"}], "d": ["x", "y"], "e": True}
    found = [(edit.path, edit.value) for edit in differences(1, (), old, new, text)]
    assert found == [(("b", 1, "c"), "4"), (("b", 1, "unit"), "盘"), (("d",), ["x", "y"]), (("e",), "true")]


def test_an_item_that_stays_is_written_as_it_was() -> None:
    old = [{"name": "米饭", "price": "6.00", "count": 1}, {"name": "鱼", "price": "8.00", "count": 2}]
    text = [{"name": "米饭", "price": "6"}, {"name": "鱼", "price": "8.00", "count": "2"}]
    (edit,) = differences(1, ("items",), old, old[:1], text)
    assert edit.value == [{"name": "米饭", "price": "6"}]


@pytest.mark.parametrize(
    ("text", "value", "spelling"),
    [
        ("139", "149.00", "149"),
        ("139", "149.50", "149.50"),
        ("19.9", "21.50", "21.5"),
        ("19.9", "21.55", "21.55"),
        ("19.90", "21.50", "21.50"),
        ("2026-06-30", "2026-07-31T23:59:59+08:00", "2026-07-31"),
        ("2026-06-30", "2026-07-31T00:00:00+08:00", "2026-07-31"),
        ("2026-06-30", "2026-07-31T22:00:00+08:00", "2026-07-31T22:00:00+08:00"),
        ("2026-06-30T10:00", "2026-07-31T22:00:00+08:00", "2026-07-31T22:00"),
        ("2026-06-30T10:00", "2026-07-31T22:00:30+08:00", "2026-07-31T22:00:30+08:00"),
        ("文字", "149.00", "149.00"),
        ("139", "文字", "文字"),
    ],
)
def test_a_value_is_spelled_like_the_one_before(text: str, value: str, spelling: str) -> None:
    assert spelled(text, value) == spelling


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a: [x, y]  # c\n", "a: [x, y, z]  # c\n"),
        ("a: []\n", "a: [z]\n"),
        ("a:\n  - x  # c\n\n# next\nb: 1\n", "a:\n  - x  # c\n  - z\n\n# next\nb: 1\n"),
        ("a:\n- k: |\n    t\n", "a:\n- k: |\n    t\n- z\n"),
    ],
)
def test_an_item_is_added_at_the_end(text: str, after: str) -> None:
    length = len(reader.parse(text, "")[0][0].tree["a"])
    assert spliced(text, [Edit(1, ("a", length), "z")]) == after


# -- files -------------------------------------------------------------------------------------------------------------


def test_a_file_is_put_in_place_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "a.yaml"
    target.write_bytes(b"a: 1\r\nb: 2")
    target.chmod(0o600)
    splice_file(ProjectFiles(tmp_path), "a.yaml", [Edit(1, ("a",), "x")])
    assert target.read_bytes() == b"a: x\r\nb: 2"
    assert target.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("content", [b"\xef\xbb\xbfa: 1\n", "a: 中\n".encode("gbk"), b"a: [1\n"])
def test_a_file_that_is_not_understood_stays(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.yaml").write_bytes(content)
    with pytest.raises(CantSplice):
        splice_file(ProjectFiles(tmp_path), "a.yaml", [Edit(1, ("a",), "x")])
    assert (tmp_path / "a.yaml").read_bytes() == content


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "out.yaml").write_text("a: 1\n")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.yaml").symlink_to("../out.yaml")
    with pytest.raises(CantSplice):
        splice_file(ProjectFiles(tmp_path / "in"), "a.yaml", [Edit(1, ("a",), "x")])
    assert (tmp_path / "out.yaml").read_text() == "a: 1\n"
