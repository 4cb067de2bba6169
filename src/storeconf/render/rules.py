"""The review rules for a reader: the list, one explained, and those that may be behind a reason for rejection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from storeconf.core.text import COLON, Lang, Say, Text, say
from storeconf.render.cells import one_line, pad
from storeconf.render.diagnostics import FIX, SEVERITIES, STYLES
from storeconf.render.paint import Paint
from storeconf.rules.categories import CATEGORIES, CATEGORY_OF, THRESHOLDS_OF, Category
from storeconf.rules.matching import Match
from storeconf.rules.rule import Needs, Rule
from storeconf.rules.settings import THRESHOLDS, Settings

RULES_VERSION = "1.0"

OFF = Text("关闭", "off")
NEEDS: Mapping[Needs, Text] = {
    Needs.TEXT: Text("文字", "texts"),
    Needs.FIELDS: Text("商品和门店的字段", "fields of product and store"),
    Needs.DATES: Text("时间", "the date"),
    Needs.LICENCES: Text("证照", "licences"),
    Needs.PLACE: Text("地点", "the place"),
    Needs.LIVE: Text("线上现状", "what is live"),
    Needs.MEDIA: Text("图片或视频", "pictures or videos"),
    Needs.PERSON: Text("人工确认", "a person's word"),
    Needs.RECORDS: Text("核销记录", "verification records"),
}
SEVERITY = Text("严重程度", "severity")
CHANGED = Text("{now}（项目改的，原来是 {before}）", "{now} (the project's choice; shipped as {before})")
CATEGORY, SOURCE, READS = Text("分类", "category"), Text("来源", "source"), Text("依据", "looks at")
READ_ON = Text("{source}，{title}，核对于 {date}", "{source}, {title}, read on {date}")
READ = Text("{source}，核对于 {date}", "{source}, read on {date}")
BAD, GOOD, NOTE = Text("反例", "rejected"), Text("正例", "accepted"), Text("说明", "note")
MARKED, THINGS = Text("{mark} {title}", "{mark} {title}"), Text("{things}", "{things}")
THRESHOLD = Text("阈值", "threshold")
COUNTED = Text(
    "{count} 条规则。讲解一条：storeconf rules R01-06；对照拒审原因：storeconf rules --match '平台原文'",
    "{count} rules. Explain one: storeconf rules R01-06; match a rejection: storeconf rules --match 'REASON'",
)
NO_MATCH = Text("没有哪条规则像这个原因", "no rule resembles this reason")
LIKE = Text("像：{because}（{score}）", "like: {because} ({score})")


def in_force(rule: Rule, settings: Settings) -> str:
    """The severity that holds: error, warning, info or off."""
    return settings.severity.get(rule.id, str(rule.severity))


def list_text(settings: Settings, lang: Lang, paint: Paint) -> Iterator[str]:
    """Every rule on a line, by category."""
    categories = [one for one in CATEGORIES if one.rules]
    for category in categories:
        yield paint(f"{category.mark} {category.title.render(lang)}", bold=True)
        for rule in category.rules:
            severity = in_force(rule, settings)
            shown = paint(pad(_severity(severity, lang), 8), STYLES.get(severity, "dim"))
            yield f"  {pad(rule.id, 7)} {shown} {rule.title.render(lang)}"
    yield say(COUNTED(count=sum(len(one.rules) for one in categories)), lang)


def rule_text(rule: Rule, settings: Settings, lang: Lang, paint: Paint) -> Iterator[str]:
    """One rule explained."""
    yield f"{paint(rule.id, bold=True)} {rule.name}"
    yield f"  {rule.title.render(lang)}"
    for label, said in _facts(rule, settings):
        yield f"  {label.render(lang)}{COLON.render(lang)}{one_line(say(said, lang))}"


def _facts(rule: Rule, settings: Settings) -> Iterator[tuple[Text, Say]]:
    category = CATEGORY_OF.get(rule.id)
    yield SEVERITY, _chosen(rule, settings)
    if category is not None:
        yield CATEGORY, MARKED(mark=category.mark, title=category.title)
    yield SOURCE, source_of(rule)
    yield READS, THINGS(things=[NEEDS[need] for need in rule.needs])
    yield FIX, rule.remedy
    yield BAD, rule.bad
    yield GOOD, rule.good
    if rule.note is not None:
        yield NOTE, rule.note
    for name, value in thresholds(rule, settings).items():
        yield THRESHOLD, f"{name} = {value}"


def _chosen(rule: Rule, settings: Settings) -> Say:
    now, before = in_force(rule, settings), str(rule.severity)
    label = SEVERITIES.get(now, OFF)
    return label if now == before else CHANGED(now=label, before=SEVERITIES[before])


def source_of(rule: Rule) -> Say:
    """Where it is written, and when that was last read."""
    category = CATEGORY_OF.get(rule.id)
    if category is not None and rule.source.startswith(category.source.id):
        return READ_ON(source=rule.source, title=category.source.title, date=rule.verified)
    return READ(source=rule.source, date=rule.verified)


def thresholds(rule: Rule, settings: Settings) -> dict[str, str]:
    """The thresholds that it looks at, as they are in force."""
    return {name: str(settings.threshold(name)) for name in THRESHOLDS_OF.get(rule.id, ()) if name in THRESHOLDS}


def _severity(name: str, lang: Lang) -> str:
    return SEVERITIES.get(name, OFF).render(lang)


def match_text(matches: Sequence[Match], settings: Settings, lang: Lang, paint: Paint) -> Iterator[str]:
    """The rules that may be behind a reason, the likeliest first, with what to do."""
    if not matches:
        yield NO_MATCH.render(lang)
    for one in matches:
        severity = in_force(one.rule, settings)
        yield f"{paint(one.rule.id, STYLES.get(severity, 'dim'), bold=True)} {one.rule.title.render(lang)}"
        yield f"  {FIX.render(lang)}{COLON.render(lang)}{one_line(one.rule.remedy.render(lang))}"
        yield f"  {one_line(say(LIKE(because=one.because, score=f'{one.score:.2f}'), lang))}"


# -- for machines ------------------------------------------------------------------------------------------------------


def rules_json(rules: Iterable[Rule], settings: Settings, lang: Lang) -> dict[str, Any]:
    """Rules with everything that is known of them."""
    return {"format_version": RULES_VERSION, "rules": [_rule_json(rule, settings, lang) for rule in rules]}


def _rule_json(rule: Rule, settings: Settings, lang: Lang) -> dict[str, Any]:
    category = CATEGORY_OF.get(rule.id)
    return {
        "id": rule.id,
        "name": rule.name,
        "title": rule.title.render(lang),
        "severity": in_force(rule, settings),
        "default_severity": str(rule.severity),
        "category": _category_json(category, lang) if category is not None else None,
        "needs": [str(need) for need in rule.needs],
        "fields": list(rule.fields),
        "source": rule.source,
        "verified": rule.verified,
        "remedy": rule.remedy.render(lang),
        "bad": rule.bad,
        "good": rule.good,
        "note": rule.note.render(lang) if rule.note is not None else "",
        "thresholds": thresholds(rule, settings),
    }


def _category_json(category: Category, lang: Lang) -> dict[str, str]:
    return {
        "key": category.key,
        "mark": category.mark,
        "title": category.title.render(lang),
        "source": category.source.id,
    }


def match_json(reason: str, matches: Sequence[Match], lang: Lang) -> dict[str, Any]:
    """The rules that may be behind a reason."""
    return {
        "format_version": RULES_VERSION,
        "reason": reason,
        "matches": [
            {
                "code": one.rule.id,
                "name": one.rule.name,
                "score": one.score,
                "title": one.rule.title.render(lang),
                "fix": one.rule.remedy.render(lang),
                "because": one.because,
            }
            for one in matches
        ],
    }
