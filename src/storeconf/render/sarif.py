"""Diagnostics as SARIF 2.1.0, for code scanning and for whatever else reads the standard.

Source of the limits: docs.github.com, code-scanning "results-exceed-limit" and "file-too-large", read 2026-11-22.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from storeconf import __version__
from storeconf.core.text import COLON, Lang, Text, say
from storeconf.plan.entities import PlanDiagnostic
from storeconf.render.diagnostics import FIX, TABLES, WAIVED
from storeconf.rules.catalogue import BY_ID
from storeconf.rules.rule import Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
RANK = {"error": 0, "warning": 1, "info": 2}
LANGUAGES: Mapping[Lang, str] = {"zh": "zh-CN", "en": "en-US"}
MAX_RESULTS = 25_000
"""A run with more is refused by code scanning as a whole."""
ROOT = "%SRCROOT%"
ROOT_MEANS = Text("仓库的根目录", "the root of the repository")
LEFT_OUT = Text("还有 {count} 条没有写进来", "{count} more results were left out")
NOT_JUDGED = Text("{rule} 有 {count} 处没有判断：{reason}", "{rule} did not judge {count} objects: {reason}")
HELP = Text(
    "{title}\n\n改法：{remedy}\n\n反例：{bad}\n\n正例：{good}\n\n来源：{source}",
    "{title}\n\nfix: {remedy}\n\nrejected: {bad}\n\naccepted: {good}\n\nsource: {source}",
)
FINGERPRINT = "storeconf/v1"


def text(
    items: Sequence[PlanDiagnostic],
    skipped: Sequence[Mapping[str, str]],
    lang: Lang,
    project_file: str,
    prefix: str = "",
) -> str:
    """The log. What has no place of its own is reported at the project file, since a result without one is refused.

    `prefix`: the project's folder in the repository.
    """
    ranked = sorted(items, key=lambda item: RANK[item.severity])
    shown = ranked[:MAX_RESULTS]
    codes = list(dict.fromkeys([*(item.code for item in shown), *(one["code"] for one in skipped)]))
    index = {code: number for number, code in enumerate(codes)}
    known = {item.code: item for item in reversed(shown)}
    run = {
        "tool": {"driver": {**_driver(lang), "rules": [_descriptor(code, known.get(code), lang) for code in codes]}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": ROOT_MEANS.render(lang)}}},
        "invocations": [_invocation(skipped, index, len(ranked) - len(shown), lang)],
        "results": _results(shown, index, lang, project_file, prefix),
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _driver(lang: Lang) -> dict[str, Any]:
    return {
        "name": "storeconf",
        "version": __version__,
        "semanticVersion": __version__,
        "language": LANGUAGES[lang],
    }


def _descriptor(code: str, item: PlanDiagnostic | None, lang: Lang) -> dict[str, Any]:
    """What a code means; a review rule also says what to do, and where it is written."""
    rule = BY_ID.get(code)
    title = rule.title.render(lang) if rule is not None else item.summary if item is not None else code
    severity = str(rule.severity) if rule is not None else item.severity if item is not None else "error"
    found: dict[str, Any] = {
        "id": code,
        "shortDescription": {"text": title},
        "defaultConfiguration": {"level": LEVELS[severity]},
    }
    name = rule.name if rule is not None else item.name if item is not None else ""
    if name:
        found["name"] = name
    if rule is not None:
        found["fullDescription"] = {"text": title}
        found["help"] = {"text": _help(rule, lang)}
        found["properties"] = {"tags": ["review-rule"], "source": rule.source, "verified": rule.verified}
    return found


def _help(rule: Rule, lang: Lang) -> str:
    said = HELP(title=rule.title, remedy=rule.remedy, bad=rule.bad, good=rule.good, source=rule.source)
    return say(said, lang)


def _invocation(
    skipped: Iterable[Mapping[str, str]], index: Mapping[str, int], left_out: int, lang: Lang
) -> dict[str, Any]:
    """What the run could not do: rules without their input, results beyond the limit."""
    notes = []
    counts = Counter((one["code"], one["reason"]) for one in skipped)
    for (code, reason), number in counts.items():
        said = NOT_JUDGED(rule=code, count=number, reason=reason)
        associated = {"id": code, "index": index[code]}
        notes.append({"level": "note", "message": {"text": say(said, lang)}, "associatedRule": associated})
    if left_out:
        notes.append({"level": "warning", "message": {"text": say(LEFT_OUT(count=left_out), lang)}})
    return {"executionSuccessful": True, "toolExecutionNotifications": notes}


def _results(
    items: Sequence[PlanDiagnostic], index: Mapping[str, int], lang: Lang, project_file: str, prefix: str
) -> list[dict[str, Any]]:
    seen: Counter[str] = Counter()
    results = []
    for item in items:
        identity = _identity(item)
        seen[identity] += 1
        results.append(
            {
                "ruleId": item.code,
                "ruleIndex": index[item.code],
                "level": LEVELS[item.severity],
                "message": {"text": _said(item, lang)},
                "locations": [_location(item, project_file, prefix)],
                "partialFingerprints": {FINGERPRINT: f"{identity}:{seen[identity]}"},
                **_related(item, prefix),
                **_suppression(item, lang),
            }
        )
    return results


def _identity(item: PlanDiagnostic) -> str:
    """The same finding tomorrow, wherever its line has moved to."""
    parts = (item.code, item.address or item.store or item.file, item.path)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _said(item: PlanDiagnostic, lang: Lang) -> str:
    said = item.detail or item.summary
    return f"{said}\n{FIX.render(lang)}{COLON.render(lang)}{item.fix}" if item.fix else said


def _location(item: PlanDiagnostic, project_file: str, prefix: str) -> dict[str, Any]:
    found = _physical(item.file or project_file, item.range if item.file else None, prefix)
    name = f"{item.address or item.store}{f'#{item.path}' if item.path else ''}"
    return {**found, "logicalLocations": [{"fullyQualifiedName": name, "kind": "resource"}]} if name else found


def _physical(file: str, place: Mapping[str, Mapping[str, int]] | None, prefix: str) -> dict[str, Any]:
    uri = quote(f"{prefix}{file}".encode("utf-8", "surrogatepass"))
    found: dict[str, Any] = {"artifactLocation": {"uri": uri, "uriBaseId": ROOT}}
    if place is not None:
        found["region"] = _region(file, place["start"], place["end"])
    return {"physicalLocation": found}


def _region(file: str, start: Mapping[str, int], end: Mapping[str, int]) -> dict[str, int]:
    """A table's columns are cells, not characters."""
    region = {"startLine": start["line"], "endLine": max(start["line"], end["line"])}
    if not file.endswith(TABLES):
        region["startColumn"] = start["column"]
        if (end["line"], end["column"]) > (start["line"], start["column"]):
            region["endColumn"] = end["column"]
    return region


def _related(item: PlanDiagnostic, prefix: str) -> dict[str, Any]:
    found = [
        {**_physical(one["file"], one.get("range"), prefix), "message": {"text": one["message"]}}
        for one in item.related
        if one.get("file")
    ]
    return {"relatedLocations": found} if found else {}


def _suppression(item: PlanDiagnostic, lang: Lang) -> dict[str, Any]:
    if not item.waived_by:
        return {}
    why = say(WAIVED(by=item.waived_by), lang)
    return {"suppressions": [{"kind": "external", "status": "accepted", "justification": why}]}
