"""JSON files of ours: what is none, or newer than this program, is refused with a sentence."""

from __future__ import annotations

import errno

import pytest

from storeconf.core.diagnostics import Code, StoreconfError
from storeconf.core.oserror import os_reason
from storeconf.core.text import Text, say
from storeconf.core.versioned import load

NO_SUCH = Code("SC998", "no-such", Text("不是这种文件", "no such file"))
NEWER = Code("SC999", "newer", Text("文件太新", "the file is too new"))


def refused(text: str | bytes) -> tuple[Code, str]:
    """The code and the sentence of a refusal."""
    with pytest.raises(StoreconfError) as caught:
        load(text, "1.0", no_such=NO_SUCH, newer=NEWER)
    (found,) = caught.value.diagnostics
    return found.code, say(found.detail, "en")


@pytest.mark.parametrize("version", ["1.0", "1.7", "1"])
def test_file_of_the_same_major_version_is_read(version: str) -> None:
    data = load(f'{{"format_version": "{version}", "x": [1.5]}}', "1.0", no_such=NO_SUCH, newer=NEWER)
    assert data["x"] == [1.5]


@pytest.mark.parametrize("version", ["2.0", "0.9", "10.0", "x", ""])
def test_other_major_version_is_refused_with_both_versions(version: str) -> None:
    code, sentence = refused(f'{{"format_version": "{version}"}}')
    assert code is NEWER
    assert f"format {version}, this storeconf reads 1.0" in sentence


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        '"x"',
        "1",
        "null",
        '{"format_version": 1}',
        '{"format_version": null}',
        '[{"format_version": "1.0"}]',
    ],
)
def test_json_of_somebody_else_is_refused(text: str) -> None:
    assert refused(text) == (NO_SUCH, "it has no format_version")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "apiVersion: storeconf/v1",
        '{"format_version": "1.0", "x": NaN}',
        '{"format_version": "1.0", "x": 1e999}',
        '{"format_version": "1.0",}',
        '{"format_version": "1.0", "x": ' + "9" * 5000 + "}",
    ],
)
def test_what_is_no_json_is_refused(text: str) -> None:
    assert refused(text) == (NO_SUCH, "it is no JSON from line 1 on")


def test_refusal_names_the_line() -> None:
    assert refused('{"format_version": "1.0",\n"x": 1,\n"y": }')[1] == "it is no JSON from line 3 on"


def test_bytes_that_are_no_text_are_refused() -> None:
    assert refused(b'{"format_version": "1.0", "x": "\xc3\xab\xd1"}')[0] is NO_SUCH


def test_endless_nesting_is_refused() -> None:
    code, _ = refused('{"format_version": "1.0", "x": ' + "[" * 200_000)
    assert code is NO_SUCH


@pytest.mark.parametrize(
    ("number", "zh"),
    [(errno.ENOSPC, "磁盘满了"), (errno.EACCES, "没有权限"), (errno.ELOOP, "符号链接绕成了圈"), (errno.EISDIR, "目录")],
)
def test_reason_of_the_machine_is_in_words(number: int, zh: str) -> None:
    assert zh in say(os_reason(OSError(number, "Gibberish")), "zh")


def test_rare_reason_keeps_the_words_of_the_machine() -> None:
    assert os_reason(OSError(errno.EXDEV, "Cross-device link")) == "Cross-device link"
    assert os_reason(OSError("no number")) == "no number"
