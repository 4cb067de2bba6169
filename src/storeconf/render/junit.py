"""Diagnostics as JUnit XML, the form in which most CI systems take results: a suite a unit, a case a diagnostic.

Errors are failures. Warnings and hints pass and speak in `system-out`, since a system that knows only red and green
would take them for errors. A waived finding counts as skipped. A unit without any has one case that passes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

from storeconf.core.text import COLON, Lang, say
from storeconf.plan.entities import PlanDiagnostic
from storeconf.render.diagnostics import CLEAN, FIX, SEVERITIES, WAIVED

PROJECT = "project"
"""The suite of what belongs to no unit."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(items: Sequence[PlanDiagnostic], units: Iterable[str], lang: Lang, prefix: str = "") -> str:
    """The document. `units`: everything that was looked at. `prefix`: the project's folder in the repository."""
    suites: dict[str, list[PlanDiagnostic]] = {unit: [] for unit in units}
    for item in items:
        suites.setdefault(item.store or PROJECT, []).append(item)
    top = ET.Element("testsuites", {"name": "storeconf validate"})
    for unit, found in suites.items():
        suite = ET.SubElement(top, "testsuite", {"name": _clean(unit)})
        names: Counter[str] = Counter()
        for item in found:
            _case(suite, item, names, lang, prefix)
        if not found:
            ET.SubElement(suite, "testcase", {"classname": _clean(unit), "name": CLEAN.render(lang)})
        _count(suite, list(suite))
    _count(top, [case for suite in top for case in suite])
    ET.indent(top)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(top, encoding="unicode")}'


def _case(suite: ET.Element, item: PlanDiagnostic, names: Counter[str], lang: Lang, prefix: str) -> None:
    where = item.address or item.store or item.file
    name = f"{item.code} {where}{f'#{item.path}' if item.path else ''}".rstrip()
    names[name] += 1
    name = name if names[name] == 1 else f"{name} ({names[name]})"
    case = ET.SubElement(suite, "testcase", {"classname": suite.get("name", ""), "name": _clean(name)})
    if item.file:
        case.set("file", _clean(f"{prefix}{item.file}"))
    if item.range is not None:
        case.set("line", str(item.range["start"]["line"]))
    if item.waived_by:
        ET.SubElement(case, "skipped", {"message": _clean(say(WAIVED(by=item.waived_by), lang))})
    elif item.severity == "error":
        failure = ET.SubElement(case, "failure", {"type": item.code, "message": _clean(item.summary)})
        failure.text = _clean(_said(item, lang))
        return
    ET.SubElement(case, "system-out").text = _clean(
        f"{SEVERITIES[item.severity].render(lang)} {item.summary}\n{_said(item, lang)}"
    )


def _said(item: PlanDiagnostic, lang: Lang) -> str:
    rows = [item.detail]
    if item.range is not None:
        rows.append(f"{item.file}:{item.range['start']['line']}:{item.range['start']['column']}")
    if item.fix:
        rows.append(f"{FIX.render(lang)}{COLON.render(lang)}{item.fix}")
    return "\n".join(rows)


def _count(element: ET.Element, cases: Sequence[ET.Element]) -> None:
    element.set("tests", str(len(cases)))
    element.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    element.set("errors", "0")
    element.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))


def _clean(said: str) -> str:
    """XML has no way to write some characters; they are shown by their numbers."""
    return _NOT_XML.sub(lambda found: f"\\u{ord(found.group()):04x}", said)
