"""The report of a fleet: readiness, heat map, review risks, drift, reviews, licences, steps by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from storeconf.core import clock
from storeconf.core.text import ITEMS, Lang, joined
from storeconf.model.kinds import BY_NAME, KINDS
from storeconf.plan.entities import Plan
from storeconf.plan.status import ACCOUNT_LINKS, LINKS, STORE_LINKS, LinkName, StoreStatus
from storeconf.plan.survey import DeclaredStore, Survey
from storeconf.render import words
from storeconf.render.cells import safe
from storeconf.render.html import report_words
from storeconf.render.html.charts import Panel
from storeconf.render.html.entries import Entries, Members
from storeconf.render.html.findings import categories, finding_rows
from storeconf.render.html.page import page
from storeconf.render.html.states import LISTS, RANK, STATES
from storeconf.render.plan import SANDBOX
from storeconf.render.status import LIGHTS, TITLES, because, next_step
from storeconf.render.todo import page_of, tasks_of

SCRIPTS = ("dom.js", "report_data.js", "report_grid.js", "report_sections.js", "report_detail.js", "report.js")
LOOKS = ("hand.check", "hand.look", "hand.clean")
"""Steps that only change something when what is found differs."""
LINK_OF: Mapping[str, LinkName] = {**STORE_LINKS, **ACCOUNT_LINKS}
_COLUMNS = sorted(KINDS, key=lambda kind: LINKS.index(LINK_OF[kind.name]))


def report_html(survey: Survey, lang: Lang, panels: Sequence[Panel] = ()) -> str:
    """The report as one HTML file. `panels`: further charts, such as those of the verification records."""
    plan = survey.plan
    return page(
        "report.html.j2",
        lang,
        title=report_words.TITLE(project=survey.project).render(lang),
        words=report_words.WORDS,
        data=report_data(survey, lang),
        styles=("base.css", "report.css"),
        scripts=SCRIPTS,
        project=safe(survey.project),
        moment=clock.short(clock.parse_instant(plan.created_at)),
        platform=SANDBOX.render(lang) if plan.platform == "sandbox" else safe(plan.platform),
        panels=[panel.figure(lang) for panel in panels],
    )


def report_data(survey: Survey, lang: Lang) -> dict[str, Any]:
    """What the page's scripts show. Lists of stores hold their places in `stores`."""
    plan, stores = survey.plan, survey.stores
    members = _members(stores)
    rows = Entries(plan, members, lang).rows()
    texts = Texts()
    return {
        "now": plan.created_at,
        "states": [{"id": state, "sign": one.sign, "label": one.label.render(lang)} for state, one in STATES.items()],
        "lights": [{"id": state, "sign": sign} for state, (sign, _) in LIGHTS.items()],
        "lists": {name: [state, label.render(lang)] for name, (state, label) in LISTS.items()},
        "steps": [
            {"id": link, "label": TITLES[link].render(lang), "short": short.render(lang), "mark": str(number)}
            for number, (link, short) in enumerate(report_words.SHORT_STEPS.items(), 1)
        ],
        "kinds": [
            {
                "id": kind.name,
                "label": kind.label.render(lang),
                "short": report_words.SHORT_KINDS[kind.name].render(lang),
                "step": LINKS.index(LINK_OF[kind.name]),
            }
            for kind in _COLUMNS
        ],
        "stores": _stores(survey, _cells(stores, rows), texts, lang),
        "entries": rows,
        "categories": categories(lang),
        "findings": finding_rows(plan.diagnostics, members),
        "licences": [
            [number, safe(paper.type), safe(paper.holder), paper.expires]
            for number, store in enumerate(stores)
            for paper in store.licences
        ],
        "tasks": _tasks(plan, members, lang),
        "texts": texts.all,
    }


class Texts:
    """Texts that many rows share, each kept once."""

    def __init__(self) -> None:
        """None yet."""
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        """The place of a text in `all`."""
        return self._numbers.setdefault(safe(text), len(self._numbers))

    @property
    def all(self) -> list[str]:
        """The texts in the order of their numbers."""
        return list(self._numbers)


def _members(stores: Sequence[DeclaredStore]) -> Members:
    shared: dict[str, list[int]] = {}
    for number, store in enumerate(stores):
        for address in store.addresses:
            if address.startswith("@"):
                shared.setdefault(address, []).append(number)
        shared.setdefault(f"@{store.account}", []).append(number)
    by_address = {address: tuple(numbers) for address, numbers in shared.items()}
    return Members({store.name: number for number, store in enumerate(stores)}, by_address)


def _cells(stores: Sequence[DeclaredStore], rows: Iterable[Mapping[str, Any]]) -> list[list[int]]:
    """Per store and column the worst state, as its place in STATES."""
    columns = {kind.name: number for number, kind in enumerate(_COLUMNS)}
    cells = []
    for store in stores:
        row = [RANK["none"]] * len(_COLUMNS)
        for address in store.addresses:
            kind = address.split("/")[1]
            row[columns[kind]] = RANK["ok"]
        cells.append(row)
    for entry in rows:
        column = columns.get(entry["k"])
        if column is not None:
            rank = RANK[LISTS[entry["l"]][0]]
            for number in entry["st"]:
                cells[number][column] = min(cells[number][column], rank)
    return cells


def _stores(survey: Survey, cells: list[list[int]], texts: Texts, lang: Lang) -> list[list[Any]]:
    """Name, title, account, owner, labels, lights and cells of each store."""
    status = {one.name: one for one in survey.status}
    return [
        [
            store.name,
            safe(store.title),
            texts.number(store.account),
            texts.number(store.owner),
            [texts.number(f"{key}={value}") for key, value in store.labels.items()],
            _lights(status.get(store.name), texts, lang),
            row,
        ]
        for store, row in zip(survey.stores, cells, strict=True)
    ]


def _lights(status: StoreStatus | None, texts: Texts, lang: Lang) -> list[list[int]]:
    """State, reason and next step of each of the five links."""
    states = list(LIGHTS)
    return [
        [states.index(link.state), texts.number(because(link, lang)), texts.number(next_step(link, lang))]
        for link in (status.chain if status is not None else ())
    ]


def _tasks(plan: Plan, members: Members, lang: Lang) -> list[dict[str, Any]]:
    """The steps by hand: one row for each page of the console and thing to do there."""
    folded: dict[tuple[Any, ...], dict[str, Any]] = {}
    for steps in tasks_of(plan):
        first = steps[0]
        where = page_of(first, lang)
        kind = BY_NAME.get(first.kind)
        label = kind.label.render(lang) if kind is not None else ""
        for step in steps:
            own = not step.address.startswith("@")
            row = folded.setdefault(
                (where, step.kind, step.op, own),
                {
                    "p": where,
                    "k": label,
                    "o": words.op(step.op, lang),
                    "set": int(step.op not in LOOKS),
                    "own": int(own),
                }
                | {"n": 0, "due": "", "u": [], "st": []},
            )
            row["n"] += 1
            row["due"] = min(filter(None, (row["due"], step.due)), default="")
            row["st"].extend(members.of(step.address, step.stores))
            row["u"].extend([] if own else [step.address])
    return [{**row, "u": joined(sorted(row["u"]), ITEMS, lang)} for row in folded.values()]
