"""The reference pages of the review rules: an index, a page a category, and which sentence of the sources is held by which rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from storeconf.core.text import LANGS, Lang, Say, Text, say
from storeconf.render.diagnostics import SEVERITIES
from storeconf.render.rules import NEEDS, source_of
from storeconf.rules.catalogue import BY_ID, RULES
from storeconf.rules.categories import CATEGORIES, CATEGORY_OF, SOURCES, THRESHOLDS_OF, Category
from storeconf.rules.data import table
from storeconf.rules.rule import Rule
from storeconf.rules.settings import THRESHOLDS

GENERATED = Text("由 `make schemas` 从代码生成，不要手改。", "Generated from the code by `make schemas`; do not edit.")
CASES = "../../tests/rules/cases"
"""Where the case files are, seen from the pages."""
OTHER: Mapping[Lang, str] = {"zh": "English", "en": "中文"}
INDEX_TITLE = Text("审核规则", "Review rules")
INDEX_ABOUT = Text(
    "共 {count} 条：提交之前先说出平台会拒绝什么、为什么、怎么改。命令行里看：`storeconf rules`、`storeconf rules R01-06`。",
    "{count} rules: what the platform would reject, why, and how to put it, said before anything is submitted. "
    "On the command line: `storeconf rules`, `storeconf rules R01-06`.",
)
SOURCE_IS = Text("**{id}**：{title}。", "**{id}**: {title}.")
COVERAGE_LINK = Text("来源的每一句由哪条规则管", "which rule holds which sentence of the sources")
RULE_HEAD = Text("| 编号 | 规则 | 程度 | 依据 |", "| id | rule | severity | looks at |")
COVERAGE_TITLE = Text("来源的每一句与规则", "Sentences of the sources, and the rules that hold them")
COVERAGE_HEAD = Text("| 来源 | 原文 | 规则 | 例子 |", "| source | sentence (in the original) | rules | cases |")
OURS = Text("来源里没有、按法律或平台其他要求补上的规则", "Rules from the law or from other demands of the platform")
BACK = Text("全部规则", "all rules")
SEVERITY, SOURCE, READS = Text("程度", "Severity"), Text("来源", "Source"), Text("依据", "Looks at")
REMEDY, BAD, GOOD = Text("改法", "Fix"), Text("反例", "Rejected"), Text("正例", "Accepted")
NOTE, SETTINGS, TESTED = Text("说明", "Note"), Text("可设阈值", "Thresholds"), Text("例子", "Cases")
LIST = Text("{things}", "{things}")
LINE = Text("- **{label}**：{said}", "- **{label}**: {said}")


def pages() -> dict[str, str]:
    """Every page by its name in `docs/rules/`."""
    made: dict[str, str] = {}
    for lang in LANGS:
        made[_name("README", lang)] = _page(_index(lang))
        made[_name("coverage", lang)] = _page(_coverage(lang))
        for category in _filled():
            made[_name(category.key, lang)] = _page(_category(category, lang))
    return made


def _filled() -> list[Category]:
    return [category for category in CATEGORIES if category.rules]


def _name(page: str, lang: Lang) -> str:
    return f"{page}{'.zh-CN' if lang == 'zh' else ''}.md"


def _page(rows: Iterator[str]) -> str:
    return "\n".join(rows) + "\n"


def _top(title: str, page: str, lang: Lang) -> Iterator[str]:
    other: Lang = "en" if lang == "zh" else "zh"
    yield from (f"# {title}", "", f"[{OTHER[lang]}]({_name(page, other)})", "", GENERATED.render(lang), "")


# -- the index ---------------------------------------------------------------------------------------------------------


def _index(lang: Lang) -> Iterator[str]:
    yield from _top(INDEX_TITLE.render(lang), "README", lang)
    yield say(INDEX_ABOUT(count=len(RULES)), lang)
    for source in SOURCES:
        yield from ("", say(SOURCE_IS(id=source.id, title=source.title), lang))
    yield from ("", f"[{COVERAGE_LINK.render(lang)}]({_name('coverage', lang)})")
    for category in _filled():
        title = f"{category.mark} {category.title.render(lang)}"
        link = f"[{category.source.id} {category.mark}]({_name(category.key, lang)})"
        yield from ("", f"## {title}", "", link, "")
        yield from (RULE_HEAD.render(lang), "|---|---|---|---|")
        yield from (_row(rule, category, lang) for rule in category.rules)


def _row(rule: Rule, category: Category, lang: Lang) -> str:
    needs = say([NEEDS[need] for need in rule.needs], lang)
    link = f"[{rule.id}]({_name(category.key, lang)}#{_anchor(rule)})"
    return f"| {link} | {_cell(rule.title, lang)} | {_severity(rule, lang)} | {needs} |"


def _severity(rule: Rule, lang: Lang) -> str:
    return SEVERITIES[str(rule.severity)].render(lang)


def _anchor(rule: Rule) -> str:
    return f"{rule.id} {rule.name}".lower().replace(" ", "-")


def _cell(said: Say, lang: Lang) -> str:
    return say(said, lang).replace("|", "\\|").replace("\n", " ")


# -- a category --------------------------------------------------------------------------------------------------------


def _category(category: Category, lang: Lang) -> Iterator[str]:
    title = f"{category.mark} {category.title.render(lang)}"
    yield from _top(title, category.key, lang)
    yield f"[{BACK.render(lang)}]({_name('README', lang)})"
    for rule in category.rules:
        yield from ("", f"## {rule.id} {rule.name}", "", rule.title.render(lang), "")
        yield from (say(LINE(label=label, said=said), lang) for label, said in _facts(rule))


def _facts(rule: Rule) -> Iterator[tuple[Text, Say]]:
    yield SEVERITY, SEVERITIES[str(rule.severity)]
    yield SOURCE, source_of(rule)
    yield READS, LIST(things=[NEEDS[need] for need in rule.needs])
    yield REMEDY, rule.remedy
    yield BAD, _quoted(rule.bad)
    yield GOOD, _quoted(rule.good)
    if rule.note is not None:
        yield NOTE, rule.note
    chosen = [f"`{name}` = {THRESHOLDS[name]}" for name in THRESHOLDS_OF.get(rule.id, ()) if name in THRESHOLDS]
    if chosen:
        yield SETTINGS, LIST(things=chosen)
    yield TESTED, _cases(rule.id)


def _quoted(example: str) -> str:
    """An example as it would be typed: marks of Markdown mean nothing in it."""
    fence = "``" if "`" in example else "`"
    return f"{fence}{' '.join(example.split())}{fence}"


def _cases(rule: str) -> str:
    return f"[{rule}.jsonl]({CASES}/{rule}.jsonl)"


# -- coverage ----------------------------------------------------------------------------------------------------------


def _coverage(lang: Lang) -> Iterator[str]:
    yield from _top(COVERAGE_TITLE.render(lang), "coverage", lang)
    yield from (COVERAGE_HEAD.render(lang), "|---|---|---|---|")
    covered: set[str] = set()
    for sentence in table("sentences")["sentences"]:
        rules = [rule for rule in sentence["rules"] if rule in BY_ID]
        covered.update(rules)
        links = ", ".join(_link(BY_ID[rule], lang) for rule in rules)
        cases = ", ".join(_cases(rule) for rule in rules)
        yield f"| {sentence['item']} | {_cell(sentence['text'], lang)} | {links} | {cases} |"
    others = [rule for rule in RULES if rule.id not in covered]
    if others:
        yield from ("", f"## {OURS.render(lang)}", "")
        yield from (f"- {_link(rule, lang)}: {say(source_of(rule), lang)}; {_cases(rule.id)}" for rule in others)


def _link(rule: Rule, lang: Lang) -> str:
    return f"[{rule.id}]({_name(CATEGORY_OF[rule.id].key, lang)}#{_anchor(rule)})"
