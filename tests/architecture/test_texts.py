"""Every sentence stands in Chinese and English, with the same gaps and in each language's own punctuation."""

from __future__ import annotations

import re
import string

import pytest

from codebase import sentences, unread_sentences

HAN = "\u3400-\u9fff"
ASCII_MARK = re.compile(rf"[{HAN}][,;:?!()]|[,;:?!()][{HAN}]")
CODE = re.compile(r"https?://\S*|'[^']*'|`[^`]*`")
PRODUCT_WORDS = ("抖音来客",)
MADE_OF_DATA = {
    "model/kind.py",
    "apply/executor.py",
    "source/resolve.py",
    "rules/operations/week.py",
    "rules/review/validity.py",
    "rules/house.py",
}
"""Where sentences are made of what the models or the project's file declare, or of what a journal kept."""

SENTENCES = sentences()


def gaps(text: str) -> set[str]:
    """The names of the gaps of a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def ascii_marks(text: str) -> list[str]:
    """Half-width punctuation beside a Chinese character, or beside a gap that may hold one."""
    return ASCII_MARK.findall(re.sub(r"\{\w+(![rs])?\}", "词", CODE.sub("", text)))


def test_all_sentences_are_known_to_these_tests() -> None:
    assert len(SENTENCES) > 500
    assert {place.split(":")[0] for place in unread_sentences()} == MADE_OF_DATA


def test_sentence_has_the_same_gaps_in_both_languages() -> None:
    assert [one for one in SENTENCES if gaps(one.zh) != gaps(one.en)] == []


def test_sentence_is_not_empty() -> None:
    assert [one for one in SENTENCES if not one.zh.strip() or not one.en.strip()] == []


def test_chinese_is_in_full_width_punctuation() -> None:
    assert [(one.where, one.zh) for one in SENTENCES if ascii_marks(one.zh)] == []


def test_english_is_free_of_chinese() -> None:
    def without_product_words(text: str) -> str:
        """A label of the platform, or a merchant's words, stand quoted as they are."""
        text = re.sub(r"“[^”]*”|'[^']*'|\"[^\"]*\"", "", text)
        for word in PRODUCT_WORDS:
            text = text.replace(word, "")
        return text

    found = [one for one in SENTENCES if re.search(f"[{HAN}，。：；？！（）、]", without_product_words(one.en))]
    assert [(one.where, one.en) for one in found if one.where not in SEPARATORS] == []


def test_english_words_are_not_left_in_place_of_chinese() -> None:
    """A sentence that is the same in both languages names commands or gaps, and nothing else."""
    same = {one.zh for one in SENTENCES if one.zh == one.en and re.search("[a-z]", re.sub(r"\{\w+\}", "", one.zh))}
    assert [text for text in sorted(same) if not text.startswith(("storeconf ", "GET ", "POST "))] == []


SEPARATORS: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("检查：写法", False),
        ("检查:写法", True),
        ("检查 YAML:写法", True),
        ("写成 10:30 就行", False),
        ("{file}:{reason}", True),
        ("{file}：{reason}", False),
        ("看 http://{host}:{port} 。", False),
        ("例如 'bj-*/product'。", False),
        ("标题({name})", True),
        ("加 --yes，再来", False),
    ],
)
def test_half_width_mark_is_seen(text: str, wrong: bool) -> None:
    assert bool(ascii_marks(text)) is wrong
