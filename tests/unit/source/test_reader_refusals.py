"""What YAML can do beyond maps, lists and texts is refused at its exact place, and takes only its own document with it."""

from __future__ import annotations

import pytest
import yaml

from storeconf.core.diagnostics import Diagnostic
from storeconf.core.text import say
from storeconf.source import reader

FILE = "stores/a.yaml"


def wrong(text: str) -> Diagnostic:
    """The one problem of a text without a usable document."""
    documents, diagnostics = reader.parse(text, FILE)
    assert documents == []
    (found,) = diagnostics
    return found


def stretch(item: Diagnostic) -> tuple[int, int, int, int]:
    """Line and column of the first character and of the one after the last."""
    assert item.span is not None
    assert item.span.file == FILE
    return item.span.start.line, item.span.start.column, item.span.end.line, item.span.end.column


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a: 1\nb: 2\na: 3\n", "SC106", (3, 1, 3, 2)),
        ("a:\n  门: 1\n  门: 2\n", "SC106", (3, 3, 3, 4)),
        ("a: {b: 1, 'b': 2}\n", "SC106", (1, 11, 1, 14)),
        ("a: 1\n? a\n: 2\n", "SC106", (2, 3, 2, 4)),
        ("a: &x 1\n", "SC107", (1, 4, 1, 8)),
        ("a: *x\n", "SC107", (1, 4, 1, 6)),
        ("&k a: 1\n", "SC107", (1, 1, 1, 5)),
        ("a: &x {b: 1}\n", "SC107", (1, 4, 1, 8)),
        ("<<: {a: 1}\n", "SC107", (1, 1, 1, 3)),
        ("a:\n  '<<': x\n", "SC107", (2, 3, 2, 7)),
        ("a: !!int 1\n", "SC108", (1, 4, 1, 11)),
        ("a: ! 1\n", "SC108", (1, 4, 1, 7)),
        ("a: !env {b: c}\n", "SC108", (1, 4, 1, 10)),
        ("a: !!python/name:os.system x\n", "SC108", (1, 4, 1, 29)),
        ("a:\n", "SC109", (1, 3, 1, 3)),
        ("a:\nb: 1\n", "SC109", (1, 3, 1, 3)),
        ("a: # 以后\n", "SC109", (1, 3, 1, 3)),
        ("a:\n  -\n  - 1\n", "SC109", (2, 4, 2, 4)),
        ("a: {b, c: 1}\n", "SC109", (1, 6, 1, 6)),
        ("a: [1, {b: }]\n", "SC109", (1, 12, 1, 12)),
        ("[a, b]\n", "SC112", (1, 1, 1, 2)),
        ("22:30\n", "SC112", (1, 1, 1, 6)),
        ("null\n", "SC112", (1, 1, 1, 5)),
        ("'': 1\n", "SC111", (1, 1, 1, 3)),
        ("null: 1\n", "SC111", (1, 1, 1, 5)),
        ("[a]: 1\n", "SC111", (1, 1, 1, 2)),
        ("a: 1\n%b: 2\n", "SC115", (2, 1, 2, 2)),
        ("%YAML 1.1\n---\na: 1\n", "SC115", (1, 1, 1, 2)),
    ],
)
def test_refused_at_its_place(text: str, code: str, place: tuple[int, int, int, int]) -> None:
    found = wrong(text)
    assert (found.code.id, stretch(found)) == (code, place)


@pytest.mark.parametrize(
    ("text", "line", "column", "zh", "en"),
    [
        ("\ta: 1\n", 1, 1, "Tab", "tab"),
        ("a:\n\tb: 1\n", 2, 1, "Tab", "tab"),
        ("a:\n  b: 1\n \tc: 2\n", 3, 2, "Tab", "tab"),
        ("a: b: c\n", 1, 5, "冒号", "colon"),
        ("a: @b\n", 1, 4, "引号", "quote"),
        ("a: `b\n", 1, 4, "引号", "quote"),
        ("a: [b\n", 2, 1, "列表", "list"),
        ("a: {b: c\n", 2, 1, "花括号", "braces"),
        ("a: 'b\n", 2, 1, "引号", "quote"),
        ('a: "\\q"\n', 1, 5, "转义", "escape"),
        ("a: 1\n  b: 2\n", 2, 4, "冒号", "colon"),
        ("a:\n    b: 1\n  c: 2\n", 3, 3, "缩进", "indentation"),
        ("a: 1\n- b\n", 2, 1, "缩进", "indentation"),
        ("a: *特价*\n", 1, 5, "引号", "quote"),
        ("a: [新客] 双人餐\n", 1, 9, "引号", "quote"),
        ("a: |x\n  b\n", 1, 5, "换行", "line"),
        ("a: 1\nb：2\nc: 3\n", 2, 1, "英文冒号", "plain"),
        ("a:\n  b:1\n  c: 2\n", 3, 4, "缺空格", "space"),
        ("a: b]\nc]: [\n", 3, 1, "括号", "bracket"),
    ],
)
def test_syntax_error_is_a_sentence_in_both_languages(text: str, line: int, column: int, zh: str, en: str) -> None:
    found = wrong(text)
    assert (found.code.id, stretch(found)[:2]) == ("SC105", (line, column))
    assert zh in say(found.detail, "zh")
    assert en in say(found.detail, "en")


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD\n", "a: 1\n<<<<<<< mine\nb: 2\n"])
def test_merge_conflict_is_named(mark: str) -> None:
    found = wrong(mark)
    assert found.code.id == "SC105"
    assert "git" in say(found.detail, "zh")
    assert stretch(found)[:2] == (mark.split("<")[0].count("\n") + 1, 1)


@pytest.mark.parametrize("text", ["a: 50%\n%", "a: |\n  %x\n  <<<<<<< y\nb: '%'\n"])
def test_percent_and_arrows_inside_a_text_are_text(text: str) -> None:
    documents, diagnostics = reader.parse(text.removesuffix("%"), FILE)
    assert len(documents) == 1
    assert diagnostics == []


# -- limits ------------------------------------------------------------------------------------------------------------


def deep(levels: int) -> str:
    """So many maps and lists inside each other, the document counted."""
    return "a: " + "[" * (levels - 1) + "]" * (levels - 1)


def test_depth_is_bounded() -> None:
    assert len(reader.parse(deep(reader.MAX_DEPTH), FILE)[0]) == 1
    found = wrong(deep(reader.MAX_DEPTH + 1))
    assert (found.code.id, stretch(found)[:2]) == ("SC110", (1, 3 + reader.MAX_DEPTH))


def test_text_is_bounded() -> None:
    assert len(reader.parse(f"a: {'x' * reader.MAX_SCALAR}", FILE)[0]) == 1
    found = wrong(f"b: 1\na: {'x' * (reader.MAX_SCALAR + 1)}")
    assert (found.code.id, stretch(found)[:2]) == ("SC110", (2, 4))


def test_keys_of_one_map_are_bounded() -> None:
    keys = [f"k{number}: v\n" for number in range(reader.MAX_KEYS + 1)]
    assert len(reader.parse("".join(keys[:-1]), FILE)[0]) == 1
    found = wrong("".join(keys))
    assert (found.code.id, stretch(found)[:2]) == ("SC110", (reader.MAX_KEYS + 1, 1))


def test_key_is_bounded() -> None:
    assert len(reader.parse(f"{'k' * reader.MAX_KEY}: v", FILE)[0]) == 1
    assert wrong(f"{'k' * (reader.MAX_KEY + 1)}: v").code.id == "SC111"


def test_nodes_of_a_file_are_bounded_over_all_its_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_NODES", 10)
    documents, diagnostics = reader.parse("a: [1, 2]\n---\na: [1, 2, 3, 4, 5]\n", FILE)
    assert [one.tree for one in documents] == [{"a": ["1", "2"]}]
    assert [item.code.id for item in diagnostics] == ["SC110"]


# -- the other documents -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bad", ["a: 1\na: 2", "a: &x 1", "a: *x", "a: !!str x", "a:", "[1]", "{'': 1}", '{a: "\\0"}', f"a: {'x' * 70_000}"]
)
def test_other_documents_of_the_file_stay(bad: str) -> None:
    documents, diagnostics = reader.parse(f"a: 一\n---\n{bad}\n---\na: 三\n", FILE)
    assert [one.tree for one in documents] == [{"a": "一"}, {"a": "三"}]
    assert len(diagnostics) == 1
    assert diagnostics[0].span is not None
    assert diagnostics[0].span.start.line == 3 + ("\n" in bad)


def test_every_bad_document_of_a_file_is_told() -> None:
    documents, diagnostics = reader.parse("a:\n---\nb: 1\n---\na: 1\na: 2\n", FILE)
    assert [one.tree for one in documents] == [{"b": "1"}]
    assert [(item.code.id, str(item.span)) for item in diagnostics] == [
        ("SC109", f"{FILE}:1:3"),
        ("SC106", f"{FILE}:6:1"),
    ]


def test_documents_before_a_syntax_error_stay() -> None:
    documents, diagnostics = reader.parse("a: 1\n---\nb: [\n---\nc: 3\n", FILE)
    assert [one.tree for one in documents] == [{"a": "1"}]
    assert [item.code.id for item in diagnostics] == ["SC105"]


def test_bad_document_whose_rest_is_no_yaml_is_one_problem() -> None:
    documents, diagnostics = reader.parse("a: 1\na: 2\nb: [\n", FILE)
    assert documents == []
    assert [item.code.id for item in diagnostics] == ["SC106"]


# -- bytes -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code", "place", "says"),
    [
        ("名: 店".encode("gbk"), "SC102", (1, 1), "GBK"),
        ("a: 1\nb: 店名".encode("gb18030"), "SC102", (2, 4), "GBK"),
        ("联通".encode("gbk"), "SC102", (1, 1), "GBK"),
        ("店名: 火锅".encode()[:-1], "SC102", (1, 6), "UTF-8"),
        (b"a: \xff\xff\xff", "SC102", (1, 4), "UTF-8"),
        ("a: 1".encode("utf-16-le"), "SC102", (1, 1), "UTF-16"),
        ("\ufeffa: 1".encode("utf-16-be"), "SC102", (1, 1), "UTF-16"),
        ("\ufeffa: 1".encode(), "SC103", (1, 1), "BOM"),
        ("a: 1\nb: x\ufeffy".encode(), "SC104", (2, 5), "U+FEFF"),
        (b"a: \x00", "SC104", (1, 4), "U+0000"),
        ("a: 1\r\n门: \u200f".encode(), "SC104", (2, 4), "U+200F"),
        ("a: \u0085".encode(), "SC104", (1, 4), "U+0085"),
    ],
)
def test_bytes_that_are_no_clean_utf8(data: bytes, code: str, place: tuple[int, int], says: str) -> None:
    with pytest.raises(reader.Unreadable) as caught:
        reader.decode(data, FILE)
    found = caught.value.diagnostic
    assert (found.code.id, stretch(found)[:2]) == (code, place)
    assert says in say(found.detail, "zh")


@pytest.mark.parametrize("text", ["a: 一\tb\r\n", "😀👨‍👩‍👧", "𠮷野家", "a\u00a0b\u3000c", ""])
def test_ordinary_text_passes(text: str) -> None:
    assert reader.decode(text.encode(), FILE) == text


def test_libyaml_is_what_reads() -> None:
    """The pure Python parser counts columns otherwise and is many times slower."""
    assert yaml.__with_libyaml__
