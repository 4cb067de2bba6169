"""What a change reaches, as Markdown above the plan: which stores, whose they are, which files are the reason."""

from __future__ import annotations

from storeconf.core.text import ITEMS, Lang, Text, joined, say
from storeconf.plan.entities import Base
from storeconf.render.markdown import Block, bullets, code
from storeconf.render.section_markdown import NAMES, some
from storeconf.render.touched import APPROXIMATE, LINE, LINES, MORE, NOBODY, NOTHING, SYMBOLS, alike

TITLE = Text("改动涉及 {count} 处", "The change reaches {count}")
LEFT = Text("…… 另有 {count} 行", "… {count} more lines")
COMPARED = Text("对比 {ref}（{commit}）", "compared with {ref} ({commit})")


def touched_block(base: Base | None, lang: Lang) -> Block | None:
    """The list, folded; a sentence when nothing is reached; nothing for a plan of everything."""
    if base is None:
        return None
    facts = {"ref": code(base.ref), "commit": code(base.commit[:10])}
    if not base.touched:
        return Block(say(NOTHING(**facts), lang))
    found = [_row(*one, lang) for one in alike(base)]
    rows = found[:LINES] + ([say(LEFT(count=len(found) - LINES), lang)] if len(found) > LINES else [])
    intro = say((APPROXIMATE if base.approximate else COMPARED)(**facts), lang)
    return bullets(say(TITLE(count=len(base.touched)), lang), rows, folded=True, intro=intro)


def _row(change: str, owner: str, names: tuple[str, ...], because: tuple[str, ...], lang: Lang) -> str:
    reached = joined([code(one) for one in names[:NAMES]], ITEMS, lang)
    if len(names) > NAMES:
        reached = say(MORE(names=reached, count=len(names)), lang)
    files = some([code(one) for one in because], lang)
    return f"{code(SYMBOLS[change][0])} {say(LINE(names=reached, owner=code(owner) or NOBODY, files=files), lang)}"
