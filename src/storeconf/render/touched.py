"""What a change reaches, above the plan: with whom to talk to, and which file is the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from storeconf.core.text import ITEMS, Lang, Text, joined, say
from storeconf.plan.entities import Base, Touched
from storeconf.render.cells import one_line
from storeconf.render.paint import Paint

HEADING = Text("改动涉及 {count} 处，对比 {ref}（{commit}）", "Touched: {count}, compared with {ref} ({commit})")
NOTHING = Text(
    "和 {ref}（{commit}）比，没有改到任何门店和账号。",
    "Compared with {ref} ({commit}), no store or account is touched.",
)
APPROXIMATE = Text(
    "这是浅克隆，看不出从哪里分出来，比的是 {ref} 的最新版本；要精确，在 actions/checkout 里写 fetch-depth: 0",
    "this clone is shallow and can't tell where the change parted, so it is compared with the tip of {ref};"
    " fetch-depth: 0 for actions/checkout makes it exact",
)
LINE = Text("{names}  负责人 {owner}  因为 {files}", "{names}  owner {owner}  because of {files}")
NOBODY = Text("（没写）", "(none)")
MORE = Text("{names} 等 {count} 处", "{names} and others, {count} in all")
SYMBOLS = {"added": ("+", "green"), "changed": ("~", "yellow"), "removed": ("-", "red")}
LEFT = Text("…… 另有 {count} 行（--expand 全部列出）", "… {count} more lines (--expand lists them)")
SHOWN = 5
"""Names, and files, before the rest is only counted; and stores with a file each before they share a line."""
LINES = 20
"""Lines before the rest is only counted: what changes is to be seen without scrolling."""


def changed_lines(base: Base | None, lang: Lang, paint: Paint, *, expand: bool) -> Iterator[str]:
    """One paragraph, or none for a plan of everything. Units with the same owner and reason are one line."""
    if base is None:
        return
    facts = {"ref": one_line(base.ref), "commit": base.commit[:10]}
    said = HEADING(count=len(base.touched), **facts) if base.touched else NOTHING(**facts)
    lines = [paint(say(said, lang), bold=True)]
    if base.approximate:
        lines.append(f"  {paint(say(APPROXIMATE(**facts), lang), 'yellow')}")
    rows = list(alike(base, expand=expand))
    for change, owner, reached, because in rows if expand else rows[:LINES]:
        symbol, style = SYMBOLS[change]
        names = _some(list(reached), lang, expand=expand)
        files = _some(list(because), lang, expand=expand)
        line = say(LINE(names=names, owner=one_line(owner) or NOBODY, files=files), lang)
        lines.append(f"  {paint(symbol, style)} {line}")
    if len(rows) > LINES and not expand:
        lines.append(f"  {paint(say(LEFT(count=len(rows) - LINES), lang), 'dim')}")
    yield "\n".join(lines)


def alike(base: Base, *, expand: bool = False) -> Iterator[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    """What is touched, together where change, owner and files are the same: change, owner, names, files.

    Of many stores that each have a file of their own, those with the same owner stand together too, unless `expand`ed.
    """
    groups: dict[tuple[str, str, tuple[str, ...]], list[Touched]] = {}
    for one in base.touched:
        groups.setdefault((one.change, one.owner, one.because), []).append(one)
    alone = Counter((change, owner) for (change, owner, _), found in groups.items() if len(found) == 1)
    rows: dict[tuple[str, str, tuple[str, ...] | None], list[Touched]] = {}
    for (change, owner, because), found in groups.items():
        many = not expand and len(found) == 1 and alone[change, owner] > SHOWN
        rows.setdefault((change, owner, None if many else because), []).extend(found)
    for (change, owner, _), found in rows.items():
        files = dict.fromkeys(name for one in found for name in one.because)
        yield change, owner, tuple(one.address or one.store for one in found), tuple(files)


def _some(names: list[str], lang: Lang, *, expand: bool) -> str:
    shown = names if expand else names[:SHOWN]
    listed = joined(map(one_line, shown), ITEMS, lang)
    return listed if len(shown) == len(names) else say(MORE(names=listed, count=len(names)), lang)
