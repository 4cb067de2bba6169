"""A plan as text: what is dangerous first, what is equal folded, every value labelled with whose it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from storeconf.core import clock
from storeconf.core.text import CLAUSES, COLON, COMMA, ITEMS, Lang, Text, joined, say
from storeconf.model.kind import Attribute, Flag
from storeconf.model.kinds import BY_NAME
from storeconf.plan.entities import AttributeChange, Entry, Plan, UnitPlan
from storeconf.plan.prices import FOLLOWS, STAYS
from storeconf.render import words
from storeconf.render.cells import one_line, pad, shorten, width
from storeconf.render.fold import Group, Shape, fold, names_only, visible
from storeconf.render.paint import Paint
from storeconf.render.sides import DECLARED, LIVE, RECORDED, recognised_by, sides_of
from storeconf.render.touched import changed_lines

TITLE = Text("storeconf 计划", "storeconf plan")
AT = Text(
    "{at}（北京时间） 平台：{platform} 范围：{scope}", "{at} (Beijing time)  platform: {platform}  scope: {scope}"
)
SANDBOX = Text("内置沙盒", "built-in sandbox")
EVERYTHING = Text("全部", "everything")
MORE_ATTRS = Text("另有 {count} 项：{names}", "{count} more: {names}")
MANY = Text("{count} 处相同", "the same in {count} places")
SEVERAL = Text("{count} 处", "in {count} places")
REST = Text("…… 另有 {count} 处，值各不相同（--expand 展开）", "… {count} more with other values (--expand lists them)")
AND_MORE = Text("等", "and more")
STORES = Text("门店 {count} 家：{names}", "stores ({count}): {names}")
NOTHING = Text("没有要改的，YAML 管的都和线上一致。", "Nothing to change: what the YAML manages is as declared.")
NOT_READ = Text("没有读，只比 YAML", "not read, YAML against YAML")
SAME_YAML = Text("YAML 里的设置没有变。", "No setting changes in the YAML.")
SENT = Text("{since} 送审", "submitted {since}")
BY_HAND = "▸"
EXPAND_AFTER = 5
QUOTES = (STAYS, FOLLOWS)
"""Remarks that have lines of their own."""


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of the plan."""

    title: Text
    symbol: str
    style: str
    picks: Callable[[UnitPlan], Sequence[Entry]]
    compact: bool = False
    """Names only, no values."""
    singly: bool = False
    """Never folded: only its title tells what an object is."""
    hint: Text | None = None
    """How to answer."""
    loud: bool = False
    """Never folded away where other sections are."""


def _is_money(entry: Entry) -> bool:
    kind = BY_NAME.get(entry.address.split("/")[1]) if "/" in entry.address else None
    found = (kind.attribute(attribute.path) for attribute in entry.attributes) if kind is not None else ()
    return any(a is not None and (a.has(Flag.MONEY) or a.has(Flag.EXPOSURE)) for a in found)


def _symbol(section: Section, entry: Entry) -> str:
    """A change that a person makes is marked as such wherever it stands."""
    return BY_HAND if entry.by == "hand" and section.symbol == "~" else section.symbol


def _moves_shops(entry: Entry) -> bool:
    """Whether customers would find the product, or the store, somewhere else."""
    return any(note.code in ("unbinds", "rebinds", "rebind") for note in entry.notes)


def _changes(unit: UnitPlan, actions: tuple[str, ...], *, by: str = "", blocked: bool = False) -> list[Entry]:
    return [
        entry
        for entry in unit.changes
        if entry.action in actions and bool(entry.blocked_by) == blocked and (not by or entry.by == by)
    ]


UNKNOWN_SECTION = Section(Text("要人看一眼的", "To be looked at"), "?", "cyan", lambda u: u.unknown, compact=True)
DRIFT = Section(
    Text("漂移：后台被改过", "Drift: changed behind our back"),
    "!",
    "magenta",
    lambda u: u.drift,
    hint=Text(
        "改回去：apply --restore 地址（先看：plan --restore 地址）；认可它：accept 地址",
        "put it back: apply --restore ADDRESS (plan --restore shows it first); keep it: accept ADDRESS",
    ),
)
PRICE = Section(
    Text("价格与上下架", "Price and shelf"),
    "~",
    "yellow",
    lambda u: [e for e in _changes(u, ("update",)) if _is_money(e) and not _moves_shops(e)],
    loud=True,
)
REMOVALS = Section(
    Text("移除", "Removals"),
    "-",
    "red",
    lambda u: [e for e in u.changes if e.action == "remove"],
    hint=Text("商品只下架，不删除", "products go off the shelf; nothing is deleted"),
    loud=True,
)
SECTIONS: tuple[Section, ...] = (
    Section(
        Text("被拦住", "Blocked"),
        "✗",
        "red",
        lambda u: [e for e in u.changes if e.blocked_by and e.action != "remove"],
        loud=True,
    ),
    Section(
        Text("冲突，要先选一边", "Conflicts: choose a side"),
        "x",
        "red",
        lambda u: u.conflicts,
        hint=Text(
            "以 YAML 为准：apply --take declared 地址（先看：plan --take …）；以线上为准：accept 地址",
            "the YAML holds: apply --take declared ADDRESS (plan --take … shows it first); the platform holds: accept ADDRESS",
        ),
        loud=True,
    ),
    Section(Text("被平台封禁", "Banned by the platform"), "✗", "red", lambda u: u.banned, compact=True, loud=True),
    REMOVALS,
    Section(
        Text("换绑与解绑门店", "Shops bound and unbound"),
        "~",
        "red",
        lambda u: [e for e in _changes(u, ("update", "adopt", "record")) if _moves_shops(e)],
        loud=True,
    ),
    PRICE,
    Section(
        Text("其他修改", "Other changes"),
        "~",
        "yellow",
        lambda u: [e for e in _changes(u, ("update",), by="api") if not (_is_money(e) or _moves_shops(e))],
    ),
    Section(Text("新建", "New"), "+", "green", lambda u: _changes(u, ("create",), by="api")),
    Section(
        Text("要人做的（storeconf todo 看步骤）", "By hand (storeconf todo has the steps)"),
        "▸",
        "cyan",
        lambda u: [
            e
            for e in _changes(u, ("create", "update"), by="hand")
            if not (_moves_shops(e) or (e.action == "update" and _is_money(e)))
        ],
    ),
    UNKNOWN_SECTION,
    Section(Text("审核没通过", "Rejected"), "✗", "red", lambda u: u.rejected),
    Section(Text("审核中", "In review"), "…", "blue", lambda u: u.in_review, compact=True),
    Section(Text("等待", "Waiting"), "…", "blue", lambda u: u.waiting, compact=True),
    Section(Text("暂停售卖", "On hold"), "‖", "blue", lambda u: u.held, compact=True),
    DRIFT,
    Section(
        Text("只更新记录（不动平台）", "Only the record follows (the platform is not touched)"),
        "=",
        "dim",
        lambda u: [e for e in _changes(u, ("adopt", "record", "forget")) if not _moves_shops(e)],
        compact=True,
    ),
    Section(
        Text("保持不变", "Left as it is"),
        "=",
        "dim",
        lambda u: [e for e in u.ignored if e.reason == "kept_store"],
        compact=True,
    ),
)
DECLARED_GONE = Section(
    Text("不再声明", "No longer declared"),
    "-",
    "red",
    lambda u: _changes(u, ("remove", "forget")),
    compact=True,
    loud=True,
)
DECLARED_PRICE = Section(
    Text("价格与上下架", "Price and shelf"),
    "~",
    "yellow",
    lambda u: [e for e in u.changes if e.action == "update" and _is_money(e)],
    loud=True,
)
DECLARED_SECTIONS: tuple[Section, ...] = (
    DECLARED_GONE,
    DECLARED_PRICE,
    Section(
        Text("其他修改", "Other changes"),
        "~",
        "yellow",
        lambda u: [e for e in u.changes if e.action == "update" and not _is_money(e)],
    ),
    Section(Text("新声明", "Newly declared"), "+", "green", lambda u: [e for e in u.changes if e.action == "create"]),
)
"""Of a plan that compares the YAML alone: nobody knows yet who would do what, or whether anything is left to do."""
UNMANAGED = Section(
    Text("YAML 里没有的线上对象", "Live, not in the YAML"),
    "·",
    "dim",
    lambda u: u.unmanaged,
    compact=True,
    singly=True,
    hint=Text("要管起来：写进 YAML，用 product_id 绑定", "to manage one: declare it in the YAML with its product_id"),
)


@dataclass(frozen=True, slots=True)
class PlanText:
    """Renders plans in one language."""

    lang: Lang
    paint: Paint
    expand: bool = False
    unmanaged: bool = False

    def __call__(self, plan: Plan) -> str:
        """The whole plan."""
        plan = said_once(plan)
        parts = [self._head(plan), *changed_lines(plan.base, self.lang, self.paint, expand=self.expand)]
        for section in sections_of(plan, unmanaged=self.unmanaged):
            rows = self.section(plan, section)
            if rows:
                parts.append(rows)
        parts.append("\n".join(self._tail(plan)))
        return "\n\n".join(parts)

    def _head(self, plan: Plan) -> str:
        policy = plan.policy
        scope = [*policy.target, *(f"-{one}" for one in policy.exclude)]
        scope += [f"{name}={'|'.join(values)}" for name, values in policy.where.items()]
        scope += [f"--base {one_line(policy.base)}"] if policy.base else []
        platform = SANDBOX.render(self.lang) if plan.platform == "sandbox" else plan.platform
        platform = NOT_READ.render(self.lang) if policy.declared_only else platform
        at = clock.short(clock.parse_instant(plan.created_at))
        where = say(AT(at=at, platform=platform, scope=" ".join(scope) or EVERYTHING), self.lang)
        return f"{self.paint(TITLE.render(self.lang), bold=True)}  {where}"

    # -- sections ------------------------------------------------------------------------------------------------------

    def section(self, plan: Plan, section: Section) -> str:
        """One section; empty when it has nothing."""
        return "\n".join(self._section(plan, section))

    def _section(self, plan: Plan, section: Section) -> Iterator[str]:
        entries = [entry for unit in plan.stores for entry in section.picks(unit)]
        if not entries:
            return
        heading = f"{section.title.render(self.lang)} ({len({e.address for e in entries})})"
        yield self.paint(heading, section.style, bold=True)
        if section.hint is not None and (section.compact or any(entry.attributes for entry in entries)):
            yield f"  {self.paint(section.hint.render(self.lang), 'dim')}"
        for shape in fold(entries, by_value=not section.compact):
            groups, rest = visible(shape, expand=self.expand)
            for group in groups:
                yield from self._group(plan, section, shape, group)
            if rest:
                yield f"    {say(REST(count=rest), self.lang)}"

    def _group(self, plan: Plan, section: Section, shape: Shape, group: Group) -> Iterator[str]:
        entry = group.first
        if self.expand or section.singly:
            for one in group.entries:
                yield from self._entry(plan, section, one)
            return
        if len(group.entries) == 1:
            yield from self._entry(plan, section, entry)
            return
        kind = BY_NAME.get(entry.address.split("/")[1]) if "/" in entry.address else None
        label = kind.label.render(self.lang) if kind is not None else ""
        names = self._names([one.address for one in group.entries])
        alike = self._shows_values(section, entry)
        count = say((MANY if alike else SEVERAL)(count=len(group.entries)), self.lang)
        what = " ".join(filter(None, (label, called(group.entries), count)))
        head = f"  {self.paint(_symbol(section, entry), section.style)} {what}{COLON.render(self.lang)}{names}"
        yield f"{head}  {self._why(entry)}".rstrip()
        if self._shows_values(section, entry):
            yield from self._values(plan, entry)
        yield from self._quotes(entry)

    def _shows_values(self, section: Section, entry: Entry) -> bool:
        """A look has its values in the runbook; here its name is enough."""
        return self.expand or bool(entry.attributes and not names_only(entry, compact=section.compact))

    def _entry(self, plan: Plan, section: Section, entry: Entry) -> Iterator[str]:
        title = one_line(entry.title)
        head = f"  {self.paint(_symbol(section, entry), section.style)} {one_line(entry.address)}"
        if title and title != entry.address:
            head += f"  {shorten(title, 40)}"
        yield f"{head}  {self._why(entry)}".rstrip()
        if not self._shows_values(section, entry):
            return
        if entry.stores:
            names = self._names(entry.stores)
            yield f"      {say(STORES(count=len(entry.stores), names=names), self.lang)}"
        yield from self._values(plan, entry)
        yield from self._quotes(entry)

    def _why(self, entry: Entry) -> str:
        parts = [words.reason(entry.reason, self.lang)]
        if entry.since:
            parts.append(say(SENT(since=clock.readable(entry.since)), self.lang))
        parts += [words.block(code, self.lang) for code in entry.blocked_by if code != entry.reason]
        parts += [words.note(note, self.lang) for note in entry.notes if note.code not in QUOTES]
        return self.paint(f"— {one_line(joined(dict.fromkeys(parts), CLAUSES, self.lang))}", "dim")

    def _names(self, addresses: Sequence[str]) -> str:
        alike = len({address.partition("/")[2] for address in addresses}) == 1
        return self.some([address.split("/")[0] for address in addresses] if alike else list(addresses))

    def some(self, names: Sequence[str]) -> str:
        """Names, of many only the first."""
        if self.expand or len(names) <= EXPAND_AFTER:
            return joined(names, ITEMS, self.lang)
        return f"{joined(names[:EXPAND_AFTER], ITEMS, self.lang)} {AND_MORE.render(self.lang)}"

    def _quotes(self, entry: Entry) -> Iterator[str]:
        """Texts that quote a price, those that will be wrong first; one line for all that say the same."""
        for code in QUOTES:
            notes = [note for note in entry.notes if note.code == code]
            if notes:
                places = self.some([note.values["path"] for note in notes])
                line = words.note(replace(notes[0], values={**notes[0].values, "path": places}), self.lang)
                yield f"      {self.paint(one_line(line), 'yellow' if code == STAYS else 'dim')}"

    # -- values --------------------------------------------------------------------------------------------------------

    def _values(self, plan: Plan, entry: Entry) -> Iterator[str]:
        kind = BY_NAME.get(entry.address.split("/")[1]) if "/" in entry.address else None
        changes, hidden = (list(entry.attributes), []) if self.expand else recognised_by(entry)
        labels = [self._label(kind.attribute(c.path) if kind else None, c.path) for c in changes]
        column = max((width(label) for label in labels), default=0)
        for label, change in zip(labels, changes, strict=True):
            attribute = kind.attribute(change.path) if kind is not None else None
            yield f"      {pad(label, column)}  {self._sides(plan, attribute, change, entry)}"
        if hidden:
            attributes = [(kind.attribute(c.path) if kind else None, c.path) for c in hidden]
            names = [a.label.render(self.lang) if a is not None else path for a, path in attributes[:EXPAND_AFTER]]
            more = f" {AND_MORE.render(self.lang)}" if len(hidden) > EXPAND_AFTER else ""
            listed = f"{joined(names, ITEMS, self.lang)}{more}"
            yield f"      {say(MORE_ATTRS(count=len(hidden), names=listed), self.lang)}"

    def _label(self, attribute: Attribute | None, path: str) -> str:
        if attribute is None:
            return path
        return f"{attribute.label.render(self.lang)} {path}" if self.lang == "zh" else path

    def _sides(self, plan: Plan, attribute: Attribute | None, change: AttributeChange, entry: Entry) -> str:
        found = sides_of(plan, attribute, change, entry, self.lang, whole=self.expand)
        if found.only_declared:
            return found.declared
        if plan.policy.declared_only:
            return f"{found.recorded} → {self.paint(found.declared, 'green')}"
        sides = [
            f"{DECLARED.render(self.lang)} {self.paint(found.declared, 'green')}",
            f"{LIVE.render(self.lang)} {self.paint(found.live, 'red')}",
            f"{RECORDED.render(self.lang)} {found.recorded}",
        ]
        return " | ".join(sides)

    # -- the end -------------------------------------------------------------------------------------------------------

    def _tail(self, plan: Plan) -> Iterator[str]:
        yield from self.units(plan)
        if agrees(plan):
            yield (SAME_YAML if plan.policy.declared_only else NOTHING).render(self.lang)
        yield self.paint(summary(plan, self.lang), bold=True)
        yield from self.limits(plan)

    def units(self, plan: Plan) -> Iterator[str]:
        """Stores and accounts that the plan can't speak of, or that are gone."""
        unknown = [unit.name for unit in plan.stores if unit.state == "unknown"]
        if unknown:
            yield self.paint(say(UNKNOWN_UNITS(count=len(unknown), names=self._names(unknown)), self.lang), "yellow")
        removed = [unit.name for unit in plan.stores if unit.state == "removed"]
        if removed:
            yield self.paint(say(REMOVED_UNITS(count=len(removed), names=self._names(removed)), self.lang), "yellow")
            on_sale = [e for u in plan.stores for e in u.changes if any(n.code == "still_on_sale" for n in e.notes)]
            if on_sale:
                yield self.paint(say(STILL_ON_SALE(count=len(on_sale)), self.lang), "red", bold=True)

    def limits(self, plan: Plan) -> Iterator[str]:
        """The limits that the plan breaks."""
        for limit in plan.limits:
            text = LIMIT_ACKED if limit.acknowledged else LIMIT
            name = words.LIMITS[limit.limit]
            line = say(text(name=name, value=limit.value, maximum=limit.maximum, limit=limit.limit), self.lang)
            yield self.paint(line, "yellow" if limit.acknowledged else "red", bold=True)
            if limit.limit == "price_delta":
                yield f"  {self.some(limit.addresses)}"


def sections_of(plan: Plan, *, unmanaged: bool) -> tuple[Section, ...]:
    """The sections of a plan in their order, what is dangerous first."""
    sections = DECLARED_SECTIONS if plan.policy.declared_only else SECTIONS
    return (*sections, UNMANAGED) if unmanaged else sections


def said_once(plan: Plan) -> Plan:
    """Drift that this plan answers stands with its values where it is changed; its name is enough below."""

    def answered(unit: UnitPlan) -> UnitPlan:
        changed = {entry.address for entry in unit.changes}
        drift = (replace(e, attributes=(), stores=()) if e.address in changed else e for e in unit.drift)
        return replace(unit, drift=tuple(drift))

    return replace(plan, stores=tuple(answered(unit) for unit in plan.stores))


def called(entries: Sequence[Entry]) -> str:
    """What objects of several stores are called, when it is the same: their title, else their key."""
    keys = {entry.address.partition("/")[2].partition("/")[2] for entry in entries}
    titles = {entry.title for entry in entries}
    key = keys.pop() if len(keys) == 1 else ""
    return shorten(one_line(titles.pop()), 40) if key and len(titles) == 1 and "" not in titles else key


UNKNOWN_UNITS = Text(
    "{count} 个门店或账号的 YAML 有误，它们自己的设置没有计划：{names}",
    "stores or accounts whose YAML is wrong ({count}), so nothing of their own is planned: {names}",
)
REMOVED_UNITS = Text(
    "{count} 个门店或账号已不在 YAML 里，不再管理；它们在平台上的东西，除了列在“移除”里的都不动：{names}",
    "stores or accounts no longer in the YAML ({count}), so forgotten; but for removals, what they have live stays: {names}",
)
STILL_ON_SALE = Text(
    "其中 {count} 个商品还在售；要下架请加 --allow remove",
    "products of theirs still on sale: {count}; --allow remove takes them off the shelf",
)
LIMIT = Text(
    "超过上限：{name} {value}，上限 {maximum}。确认没错再加 --ack {limit}",
    "over the limit: {name} is {value}, at most {maximum}. If it is meant, add --ack {limit}",
)
LIMIT_ACKED = Text(
    "{name} {value} 超过上限 {maximum}，已确认（--ack {limit}）",
    "{name} is {value}, over {maximum}: acknowledged (--ack {limit})",
)
COUNTS: tuple[tuple[str, Text], ...] = (
    ("create", Text("新建 {n}", "{n} to create")),
    ("update", Text("修改 {n}", "{n} to update")),
    ("remove", Text("移除 {n}", "{n} to remove")),
    ("by_hand", Text("手工 {n}", "{n} by hand")),
    ("blocked", Text("被拦住 {n}", "{n} blocked")),
    ("conflict", Text("冲突 {n}", "{n} in conflict")),
    ("drift", Text("漂移 {n}", "{n} drifted")),
    ("in_review", Text("审核中 {n}", "{n} in review")),
    ("rejected", Text("被拒 {n}", "{n} rejected")),
    ("waiting", Text("等待 {n}", "{n} waiting")),
    ("unknown", Text("待查看 {n}", "{n} to look at")),
    ("held", Text("暂停 {n}", "{n} on hold")),
    ("banned", Text("封禁 {n}", "{n} banned")),
    ("adopt", Text("接管 {n}", "{n} to adopt")),
    ("record", Text("更新记录 {n}", "{n} to record")),
    ("forget", Text("不再管理 {n}", "{n} to forget")),
    ("ignored", Text("忽略 {n}", "{n} ignored")),
    ("unmanaged", Text("未管理 {n}", "{n} unmanaged")),
)
ALWAYS = ("create", "update", "remove", "by_hand")
LEFT_ALONE = ("ignored", "unmanaged")
SUMMARY = Text("计划：{counts}", "Plan: {counts}")


def agrees(plan: Plan) -> bool:
    """Whether everything was read, and nothing is left to do, to wait for or to look at."""
    counted = (getattr(plan.summary, name) for name, _ in COUNTS if name not in LEFT_ALONE)
    return not plan.incomplete and not any(counted)


def summary(plan: Plan, lang: Lang) -> str:
    """The counts on one line; the first four always, the others when there are any."""
    counts = [
        say(text(n=getattr(plan.summary, name)), lang)
        for name, text in COUNTS
        if name in ALWAYS or getattr(plan.summary, name)
    ]
    lists = [joined(part, COMMA, lang) for part in (counts[: len(ALWAYS)], counts[len(ALWAYS) :]) if part]
    return say(SUMMARY(counts=joined(lists, CLAUSES, lang)), lang)
