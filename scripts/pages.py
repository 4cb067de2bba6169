"""Writes the generated pages of `docs/`: fields, capabilities, codes, and the review rules. Run by `make schemas`; a test holds no diff."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import storeconf
from storeconf.core.diagnostics import Code
from storeconf.core.text import LANGS, Lang, Text
from storeconf.model.kind import Attribute, Flag, Kind, OnRemove
from storeconf.model.kinds import KINDS
from storeconf.platform.douyin.capabilities import CAPABILITIES, NO_API, SCOPE_NAMES
from storeconf.platform.protocol import Capability
from storeconf.render import rule_pages

GENERATED = Text("由 `make schemas` 从代码生成，不要手改。", "Generated from the code by `make schemas`; do not edit.")
FLAGS: Mapping[Flag, Text] = {
    Flag.IMMUTABLE: Text("不可改", "immutable"),
    Flag.AMOUNT: Text("元", "yuan"),
    Flag.MONEY: Text("顾客付的价", "what customers pay"),
    Flag.EXPOSURE: Text("影响曝光", "exposure"),
    Flag.COMPUTED: Text("平台计算", "computed"),
    Flag.LOCAL: Text("只用于检查", "only for checks"),
    Flag.PASSED_ON: Text("原样传给平台", "passed on as it is"),
}
REMOVAL: Mapping[OnRemove, Text] = {
    OnRemove.OFF_SHELF: Text(
        "从 YAML 删掉：加 --allow remove 才下架，从不删除",
        "removed from the YAML: taken off the shelf with --allow remove, never deleted",
    ),
    OnRemove.FORGET: Text(
        "从 YAML 删掉：不再管理，线上不动", "removed from the YAML: no longer managed, left as it is"
    ),
    OnRemove.FORGET_AND_CLEAN: Text(
        "从 YAML 删掉：不再管理，并给出一个可选的清理步骤",
        "removed from the YAML: no longer managed, with one optional clean-up step",
    ),
}
FIELDS_TITLE = Text("字段", "Fields")
FIELDS_HEAD = Text("| 字段 | 名称 | 可选值 | 说明 |", "| field | label | choices | remarks |")
CONSOLE, ADDRESS, ORDER = Text("后台", "Console"), Text("地址", "Address"), Text("执行次序", "Order of apply")
OWN_PAGE = Text("在：{page}", "at: {page}")
CAPABILITIES_TITLE = Text(
    "能力：什么由接口读写，什么要人来", "Capabilities: what the API reads and writes, and what people do"
)
CAPABILITIES_HEAD = Text(
    "| 种类 | 属性 | 读 | 写 | 依据 | 核对日期 |", "| kind | attributes | read | write | source | verified |"
)
EVERYTHING = Text("全部", "all")
BY_PEOPLE = Text("人看、人改", "people")
SCOPES_TITLE = Text("权限", "Scopes")
SCOPES_HEAD = Text("| `api:` 里写 | 平台的能力 |", "| in `api:` | the platform's capability |")
CODES_TITLE = Text("诊断编号", "Diagnostic codes")
CODES_HEAD = Text("| 编号 | 名称 | 意思 |", "| code | name | meaning |")


def fields(lang: Lang) -> Iterator[str]:
    """Every kind with its attributes."""
    yield from _title(FIELDS_TITLE, lang)
    for kind in KINDS:
        yield from ("", f"## {kind.name} — {kind.label.render(lang)}", "")
        yield f"- {ADDRESS.render(lang)}: {_addresses(kind)}"
        yield f"- {CONSOLE.render(lang)}: {kind.console.render(lang)}"
        yield f"- {ORDER.render(lang)}: {kind.level}"
        yield f"- {REMOVAL[kind.on_remove].render(lang)}"
        yield from ("", FIELDS_HEAD.render(lang), "|---|---|---|---|")
        yield from (_field(attribute, lang) for attribute in kind.attributes)


def _addresses(kind: Kind) -> str:
    units = {"account": ["@ACCOUNT"], "store": ["STORE"], "both": ["@ACCOUNT", "STORE"]}[kind.scope]
    return ", ".join(f"`{unit}/{kind.name}{'/KEY' if kind.keyed else ''}`" for unit in units)


def _field(attribute: Attribute, lang: Lang) -> str:
    choices = ", ".join(f"`{word}` {said.render(lang)}" for word, said in attribute.words.items())
    remarks = [FLAGS[flag].render(lang) for flag in Flag if flag in attribute.flags]
    if attribute.console is not None:
        remarks.append(OWN_PAGE(page=attribute.console).render(lang))
    return f"| `{attribute.path}` | {attribute.label.render(lang)} | {choices} | {'; '.join(remarks)} |"


def capabilities(lang: Lang) -> Iterator[str]:
    """Who reads and writes what."""
    yield from _title(CAPABILITIES_TITLE, lang)
    yield from ("", CAPABILITIES_HEAD.render(lang), "|---|---|---|---|---|---|")
    yield from (_capability(one, lang) for one in CAPABILITIES)
    yield from ("", f"## {SCOPES_TITLE.render(lang)}", "", SCOPES_HEAD.render(lang), "|---|---|")
    yield from (f"| `{ours}` | `{theirs}` |" for ours, theirs in SCOPE_NAMES.items())


def _capability(one: Capability, lang: Lang) -> str:
    names = EVERYTHING.render(lang) if one.attrs == ("*",) else ", ".join(f"`{name}`" for name in one.attrs)
    read = f"{one.read.render(lang)} (`{one.read_scope}`)" if one.read is not None else NO_API.render(lang)
    write = f"{one.write.render(lang)} (`{one.write_scope}`)" if one.write is not None else BY_PEOPLE.render(lang)
    return f"| {one.kind} | {names} | {read} | {write} | {one.source} | {one.verified} |"


def codes(lang: Lang) -> Iterator[str]:
    """Every diagnostic code."""
    yield from _title(CODES_TITLE, lang)
    yield from ("", CODES_HEAD.render(lang), "|---|---|---|")
    yield from (f"| {code.id} | {code.name} | {code.summary.render(lang)} |" for code in all_codes())


def all_codes() -> list[Code]:
    """The codes of every module, by id."""
    found: dict[str, Code] = {}
    for info in pkgutil.walk_packages(storeconf.__path__, "storeconf."):
        if not info.name.endswith("__main__"):
            module = importlib.import_module(info.name)
            found.update({value.id: value for value in vars(module).values() if isinstance(value, Code)})
    return [found[name] for name in sorted(found)]


def _title(title: Text, lang: Lang) -> Iterator[str]:
    yield from (f"# {title.render(lang)}", "", GENERATED.render(lang))


PAGES: Mapping[str, Callable[[Lang], Iterator[str]]] = {"fields": fields, "capabilities": capabilities, "codes": codes}


def pages() -> dict[str, str]:
    """Every page by its name in `docs/`."""
    reference = {
        f"reference/{name}{'' if lang == 'en' else '.zh-CN'}.md": "\n".join(make(lang)) + "\n"
        for name, make in PAGES.items()
        for lang in LANGS
    }
    return {**reference, **{f"rules/{name}": text for name, text in rule_pages.pages().items()}}


def write(folder: Path) -> None:
    """Write every page; one that is no longer made is taken away."""
    made = pages()
    for part in {Path(name).parent for name in made}:
        (folder / part).mkdir(parents=True, exist_ok=True)
        for file in (folder / part).glob("*.md"):
            if (part / file.name).as_posix() not in made:
                file.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
