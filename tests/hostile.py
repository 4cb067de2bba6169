"""Documents that somebody wrote badly, saved wrongly or meant to do harm, with what has to be said about each.

Each is put beside a good store; nothing may happen to that one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ACCOUNT = """
    apiVersion: storeconf/v1
    kind: Account
    metadata: {name: acme, title: 示例餐饮}
    spec: {account_id: "7012345678901234567"}
"""
"""An account without an API: what is planned is work for people, and nothing outside is asked."""

GOOD = """
    apiVersion: storeconf/v1
    kind: Store
    metadata: {name: good, title: 好店, account: acme}
    spec:
      payment_reply: {text: "到店出示核销二维码，点门店卡片导航，营业时间：每天 10:00-22:00"}
"""

PROJECT: Mapping[str, str] = {"stores/acme.yaml": ACCOUNT, "stores/good.yaml": GOOD}

BAD = "stores/bad.yaml"
"""Where the hostile document lies."""

HEAD = "apiVersion: storeconf/v1\nkind: Store\nmetadata: {name: bad, account: acme}\nspec:\n"
"""A store's beginning, four lines; the trouble follows in line 5."""


COUNTER = HEAD + "  counter: 左\n"
"""A store that is all right."""


@dataclass(frozen=True)
class Hostile:
    """One hostile document."""

    name: str
    content: str | bytes | Callable[[Path], None]
    """What the file holds; or what makes it, given its path."""
    code: str
    line: int
    column: int
    says: str
    """A part of the Chinese text that names the trouble."""

    def put(self, folder: Path) -> None:
        """Lay it beside the good store."""
        file = folder / BAD
        if callable(self.content):
            self.content(file)
        elif isinstance(self.content, bytes):
            file.write_bytes(self.content)
        else:
            file.write_bytes(self.content.encode())

    @property
    def place(self) -> str:
        """As it is printed."""
        return f"{BAD}:{self.line}:{self.column}"


def _link(target: str) -> Callable[[Path], None]:
    return lambda file: file.symlink_to(target)


def _outside(file: Path) -> None:
    secret = file.parent.parent.parent / "secret.yaml"
    secret.write_text(HEAD + "  counter: 机密\n", encoding="utf-8")
    file.symlink_to(secret)


def _bomb() -> str:
    lines = [f"  a: &a [{', '.join(['x'] * 9)}]"]
    lines += [f"  {here}: &{here} [{', '.join([f'*{below}'] * 9)}]" for below, here in pairwise("abcdefghi")]
    return HEAD + "\n".join(lines) + "\n"


def _nested_block(depth: int) -> str:
    return HEAD + "".join(f"{'  ' * (level + 1)}a:\n" for level in range(depth)) + "  " * (depth + 1) + "a: b\n"


def _store(body: str) -> str:
    return HEAD + body


HOSTILE: tuple[Hostile, ...] = (
    # what a tired person writes
    Hostile("duplicate key", _store("  counter: 左\n  counter: 右\n"), "SC106", 6, 3, "写了两次"),
    Hostile("duplicate key in braces", _store("  poi: {city: 北京, city: 上海}\n"), "SC106", 5, 19, "写了两次"),
    Hostile("duplicate key in quotes", _store('  counter: 左\n  "counter": 右\n'), "SC106", 6, 3, "写了两次"),
    Hostile("tab as indentation", _store("\tcounter: 左\n"), "SC105", 5, 1, "Tab"),
    Hostile("tab after spaces", _store("  poi:\n  \tcity: 北京\n"), "SC105", 6, 3, "Tab"),
    Hostile("empty value", _store("  counter:\n"), "SC109", 5, 11, "空"),
    Hostile("missing space after a colon", _store("  poi:\n    city:北京\n    phone: 1\n"), "SC105", 7, 10, "冒号"),
    Hostile("colon in a text", _store("  counter: 左边: 收银台\n"), "SC105", 5, 14, "冒号"),
    Hostile("unclosed quote", _store('  counter: "左\n'), "SC105", 6, 1, "引号"),
    Hostile("unclosed bracket", _store("  licences: [\n"), "SC105", 6, 1, "括号"),
    Hostile("wrong indentation", _store("   counter: 左\n  poi: {city: 北京}\n"), "SC105", 6, 3, "缩进"),
    Hostile(
        "merge conflict",
        _store("<<<<<<< HEAD\n  counter: 左\n=======\n  counter: 右\n>>>>>>> x\n"),
        "SC105",
        5,
        1,
        "git",
    ),
    Hostile("no map", "- 一\n- 二\n", "SC112", 1, 1, "键"),
    Hostile("one word", "你好\n", "SC112", 1, 1, "键"),
    # how it was saved
    Hostile("byte order mark", b"\xef\xbb\xbf" + GOOD.encode(), "SC103", 1, 1, "BOM"),
    Hostile("GBK", _store("  counter: 进门左手边\n").encode("gbk"), "SC102", 5, 12, "GBK"),
    Hostile("UTF-16", _store("  counter: 左\n").encode("utf-16"), "SC102", 1, 1, "UTF-16"),
    Hostile("UTF-16 without a mark", _store("  counter: 左\n").encode("utf-16-be"), "SC102", 1, 1, "UTF-16"),
    Hostile("UTF-32", _store("  counter: 左\n").encode("utf-32"), "SC102", 1, 1, "UTF-"),
    Hostile("no text at all", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "SC102", 1, 1, "UTF-8"),
    Hostile("truncated UTF-8", _store("  counter: 左手边").encode()[:-1], "SC102", 5, 14, "UTF-8"),
    Hostile("empty file", "", "SC116", 1, 1, "空白"),
    Hostile("only blanks", " \n\n  \n", "SC116", 1, 1, "空白"),
    Hostile("only comments", "# 以后再写\n\n# 完\n", "SC116", 1, 1, "注释"),
    Hostile("nothing but document marks", "---\n" * 10_000, "SC116", 1, 1, "空白"),
    # what a text editor does not show
    Hostile("control character", _store("  counter: 左\x07边\n"), "SC104", 5, 13, "U+0007"),
    Hostile("escape sequence", _store("  counter: \x1b[2J左\n"), "SC104", 5, 12, "U+001B"),
    Hostile("bidirectional override", _store("  counter: 左\u202e边\n"), "SC104", 5, 13, "U+202E"),
    Hostile("zero byte", _store("  counter: 左\0边\n"), "SC104", 5, 13, "U+0000"),
    Hostile("escaped zero byte", _store('  counter: "左\\0边"\n'), "SC104", 5, 12, "U+0000"),
    Hostile("escaped override", _store('  counter: "左\\u202e边"\n'), "SC104", 5, 12, "U+202E"),
    Hostile("override in a key", _store('  "coun\\u202eter": 左\n'), "SC104", 5, 3, "U+202E"),
    Hostile("lone surrogate", _store('  counter: "左\\ud800边"\n'), "SC105", 5, 16, "转义"),
    Hostile("surrogate bytes", _store("  counter: ").encode() + b"\xed\xa0\x80\n", "SC102", 5, 12, "UTF-8"),
    Hostile("line separator", _store("  counter: 左\u2028边\n"), "SC104", 5, 13, "U+2028"),
    # more than a text should be able to do
    Hostile("anchor", _store("  poi: &p {city: 北京}\n"), "SC107", 5, 8, "&p"),
    Hostile("alias", _store("  counter: *c\n"), "SC107", 5, 12, "*c"),
    Hostile("alias bomb", _bomb(), "SC107", 5, 6, "&a"),
    Hostile("alias to itself", _store("  poi: &p {city: *p}\n"), "SC107", 5, 8, "&p"),
    Hostile("merge key", _store("  poi:\n    <<: {city: 北京}\n"), "SC107", 6, 5, "<<"),
    Hostile("python tag", _store('  counter: !!python/object/apply:os.system ["id"]\n'), "SC108", 5, 12, "os.system"),
    Hostile("text tag", _store("  counter: !!str 左\n"), "SC108", 5, 12, "标签"),
    Hostile("tagged key", _store("  !!binary aGk=: 左\n"), "SC108", 5, 3, "标签"),
    Hostile("tagged document", "--- !!map\n" + GOOD.replace("\n    ", "\n").lstrip(), "SC108", 1, 5, "标签"),
    Hostile("YAML directive", "%YAML 1.2\n---\n" + HEAD, "SC115", 1, 1, "%"),
    Hostile("TAG directive", "%TAG ! tag:x,2000:\n---\n" + HEAD, "SC115", 1, 1, "%"),
    Hostile("many directives", "%X y\n" * 100_000 + "---\n" + HEAD, "SC115", 1, 1, "%"),
    Hostile("list as a key", _store("  ? [a, b]\n  : c\n"), "SC111", 5, 5, "键"),
    Hostile("map as a key", _store("  {a: b}: c\n"), "SC111", 5, 3, "键"),
    Hostile("empty key", _store('  "": c\n'), "SC111", 5, 3, "键"),
    Hostile("null as a key", _store("  null: c\n"), "SC111", 5, 3, "键"),
    Hostile("very long key", _store(f"  {'k' * 1000}: c\n"), "SC111", 5, 3, "键"),
    # size
    Hostile("nested braces", _store("  a: " + "{a: " * 50_000 + "b" + "}" * 50_000 + "\n"), "SC110", 5, 254, "层"),
    Hostile("nested brackets", _store("  a: " + "[" * 100_000 + "\n"), "SC110", 5, 68, "层"),
    Hostile("nested blocks", _nested_block(3_000), "SC110", 68, 129, "层"),
    Hostile("nested dashes", _store("  a:\n    " + "- " * 20_000 + "b\n"), "SC110", 6, 129, "层"),
    Hostile("huge text", _store("  counter: " + "左" * 3_500_000 + "\n"), "SC110", 5, 12, "字符"),
    Hostile("huge block text", _store("  counter: |\n" + "    左右\n" * 100_000), "SC110", 5, 12, "字符"),
    Hostile("very long line", "{a: [], " + " " * 2_000_000 + "a: b}", "SC106", 1, 2_000_009, "写了两次"),
    Hostile(
        "many keys", _store("  poi:\n" + "".join(f"    k{i}: v\n" for i in range(100_000))), "SC110", 10_006, 5, "键"
    ),
    Hostile("more bytes than a file may have", HEAD.encode() + b"#" * (17 * 1024 * 1024), "SC110", 1, 1, "字节"),
    # what it claims to be
    Hostile("no apiVersion", "kind: Store\nmetadata: {name: bad}\n", "SC203", 1, 1, "apiVersion"),
    Hostile("another apiVersion", COUNTER.replace("v1", "v9", 1), "SC204", 1, 13, "v9"),
    Hostile("a list as apiVersion", COUNTER.replace("storeconf/v1", "[storeconf/v1]", 1), "SC204", 1, 13, "apiVersion"),
    Hostile("no kind", "apiVersion: storeconf/v1\nmetadata: {name: bad}\n", "SC201", 1, 1, "kind"),
    Hostile("unknown kind", COUNTER.replace("Store", "Stroe"), "SC201", 2, 7, "Stroe"),
    Hostile("a map as kind", COUNTER.replace("Store", "{a: b}"), "SC201", 2, 7, "kind"),
    Hostile("a project here", "apiVersion: storeconf/v1\nkind: Project\n", "SC205", 2, 7, "Project"),
    # no file at all
    Hostile("link out of the project", _outside, "SC113", 1, 1, "项目之外"),
    Hostile("link to a device", _link("/dev/zero"), "SC113", 1, 1, "项目之外"),
    Hostile("link to itself", _link("bad.yaml"), "SC101", 1, 1, ""),
    Hostile("link to nothing", _link("nowhere.yaml"), "SC101", 1, 1, ""),
    Hostile("pipe", os.mkfifo, "SC113", 1, 1, "普通文件"),
)
