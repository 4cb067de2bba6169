"""One section of a plan as Markdown: a table of values, or a list of names; what is equal stands once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from storeconf.core import clock
from storeconf.core.text import CLAUSES, COLON, ITEMS, Lang, Text, joined, say
from storeconf.model.kinds import BY_NAME
from storeconf.plan.entities import AttributeChange, Entry, Plan
from storeconf.render import words
from storeconf.render.cells import shorten
from storeconf.render.fold import Group, Shape, fold, names_only, visible
from storeconf.render.markdown import Block, bullets, code, inert, row, table
from storeconf.render.plan import AND_MORE, MANY, QUOTES, SENT, SEVERAL, STORES, Section, called
from storeconf.render.sides import recognised_by, sides_of

NAMES = 5
HEADS = (
    Text("对象", "Object"),
    Text("项", "Field"),
    Text("声明", "Declared"),
    Text("线上", "Live"),
    Text("上次应用", "Last applied"),
)
DECLARED_HEADS = (*HEADS[:2], Text("改成", "After"), Text("原来", "Before"))
REST = Text("另有 {count} 处，值各不相同", "{count} more with other values")
MORE_ATTRS = Text("另有 {count} 项", "{count} more fields")


@dataclass(frozen=True, slots=True)
class SectionMarkdown:
    """Renders sections in one language."""

    lang: Lang

    def __call__(self, plan: Plan, section: Section, *, folded: bool | None = None) -> Block | None:
        """One section; nothing when it is empty. `folded`: by default all but the loud ones."""
        entries = [entry for unit in plan.stores for entry in section.picks(unit)]
        if not entries:
            return None
        title = f"{section.symbol} {section.title.render(self.lang)} ({len({entry.address for entry in entries})})"
        shapes = [Shape((Group((one,)),)) for one in entries] if section.singly else None
        shapes = shapes or fold(entries, by_value=not section.compact)
        rows = [line for shape in shapes for line in self._shape(plan, section, shape)]
        hint = inert(section.hint.render(self.lang)) if section.hint is not None else ""
        hidden = not section.loud if folded is None else folded
        if section.compact:
            return bullets(title, rows, folded=hidden, intro=hint)
        heads = DECLARED_HEADS if plan.policy.declared_only else HEADS
        return table(title, [head.render(self.lang) for head in heads], rows, folded=hidden, intro=hint)

    def _shape(self, plan: Plan, section: Section, shape: Shape) -> Iterator[str]:
        groups, rest = visible(shape, expand=False)
        for group in groups:
            if section.compact:
                yield self._named(group, alike=False)
            else:
                yield from self._valued(plan, group)
        if rest:
            said = say(REST(count=rest), self.lang)
            yield said if section.compact else row((said, *_columns(plan, ("",) * 4)))

    def _named(self, group: Group, *, alike: bool, apart: str = " — ") -> str:
        """What a group is about, and why it stands here."""
        entry = group.first
        if len(group.entries) == 1:
            head = " ".join(filter(None, (code(entry.address), inert(shorten(entry.title, 40)))))
        else:
            kind = BY_NAME.get(entry.address.split("/")[1]) if "/" in entry.address else None
            count = say((MANY if alike else SEVERAL)(count=len(group.entries)), self.lang)
            label = kind.label.render(self.lang) if kind is not None else ""
            head = f"**{' '.join(filter(None, (label, inert(called(group.entries)), count)))}**{COLON.render(self.lang)}{self._names(group)}"
        parts = [head]
        if entry.stores and len(group.entries) == 1:
            parts.append(say(STORES(count=len(entry.stores), names=self._codes(entry.stores)), self.lang))
        return apart.join([*parts, *self._why(entry)])

    def _why(self, entry: Entry) -> list[str]:
        parts = [words.reason(entry.reason, self.lang)]
        if entry.since:
            parts.append(say(SENT(since=clock.readable(entry.since)), self.lang))
        parts += [words.block(one, self.lang) for one in entry.blocked_by if one != entry.reason]
        parts += [words.note(note, self.lang) for note in entry.notes if note.code not in QUOTES]
        for quote in QUOTES:
            notes = [note for note in entry.notes if note.code == quote]
            if notes:
                places = joined([note.values["path"] for note in notes[:NAMES]], ITEMS, self.lang)
                parts.append(words.note(replace(notes[0], values={**notes[0].values, "path": places}), self.lang))
        return [inert(joined(dict.fromkeys(parts), CLAUSES, self.lang))]

    def _valued(self, plan: Plan, group: Group) -> Iterator[str]:
        """A group's row, and one more for each further attribute."""
        entry = group.first
        changes, hidden = ([], []) if names_only(entry, compact=False) else recognised_by(entry)
        first = self._named(group, alike=bool(changes), apart="<br>")
        if hidden:
            first += f"<br>{say(MORE_ATTRS(count=len(hidden)), self.lang)}"
        for number, cells in enumerate([self._values(plan, entry, one) for one in changes] or [("",) * 4]):
            yield row((first if number == 0 else "", *_columns(plan, cells)))

    def _values(self, plan: Plan, entry: Entry, change: AttributeChange) -> tuple[str, ...]:
        kind = BY_NAME.get(entry.address.split("/")[1]) if "/" in entry.address else None
        attribute = kind.attribute(change.path) if kind is not None else None
        label = code(change.path)
        if attribute is not None and self.lang == "zh":
            label = f"{attribute.label.render(self.lang)} {label}"
        found = sides_of(plan, attribute, change, entry, self.lang)
        if found.only_declared:
            return label, inert(found.declared), "", ""
        return label, f"**{inert(found.declared)}**", inert(found.live), inert(found.recorded)

    def _names(self, group: Group) -> str:
        addresses = [entry.address for entry in group.entries]
        alike = len({address.partition("/")[2] for address in addresses}) == 1
        return self._codes([address.split("/")[0] for address in addresses] if alike else addresses)

    def _codes(self, names: Sequence[str]) -> str:
        return some([code(name) for name in names], self.lang)


def _columns(plan: Plan, cells: tuple[str, ...]) -> tuple[str, ...]:
    """Field, declared, live, recorded; a plan of the YAML alone has no live values."""
    return (*cells[:2], cells[3]) if plan.policy.declared_only else cells


def some(names: Sequence[str], lang: Lang) -> str:
    """Names that are Markdown already, of many only the first."""
    few = joined(names[:NAMES], ITEMS, lang)
    return few if len(names) <= NAMES else f"{few} {AND_MORE.render(lang)}"
