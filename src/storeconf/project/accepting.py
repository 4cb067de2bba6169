"""Live values written into the YAML: somebody changed them on the platform, and they shall stay.

Only what stands in the object's own document is written, and only when the project, read again with the change, says exactly
the live value there. Everything else is named as an edit for a person: where it stands, what to write, whom it reaches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from storeconf.core.address import Address
from storeconf.core.diagnostics import Code, fail, refuse
from storeconf.core.text import Text
from storeconf.model.compare import same
from storeconf.model.fleet import Unit
from storeconf.project.placing import place
from storeconf.project.touching import Change, touched
from storeconf.project.wishes import Acceptance, ByHand, Wish, Written
from storeconf.source.fleet import Fleet
from storeconf.source.pieces import CantSplice, Edit
from storeconf.source.splicing import read_text, spliced, write_text
from storeconf.source.whatif import FilesWith

NOT_WRITTEN = Code("SC744", "not-written-back", Text("没有写进 YAML", "the YAML was not changed"))
MEANWHILE = Text("{file} 刚刚被改过", "{file} was changed just now")
AGAIN = Text("再运行一次", "run it again")
NOT_SO = Text("写进去以后读出来不是线上的值", "once written, the YAML would not say what is live")
BY_MACHINE = Text("自动改不了：{reason}", "it can't be changed by machine: {reason}")

Says = Callable[[Fleet, Wish], bool]
"""Whether a project, as it would be, means what was wanted."""


def prepare(fleet: Fleet, wanted: Iterable[Wish]) -> Acceptance:
    """Which edits take the live values over."""
    return settle(fleet, _once_gone(place(fleet, wish) for wish in wanted), _says_live)


def settle(fleet: Fleet, found_places: Iterable[Written | ByHand], says: Says) -> Acceptance:
    """Edits that can be made, and that say what they should once they are; the others are for a person."""
    texts = _Texts(fleet)
    placed: list[Written] = []
    by_hand: list[ByHand] = []
    for one in found_places:
        found = texts.tried(one) if isinstance(one, Written) else one
        if isinstance(found, Written):
            placed.append(found)
        else:
            by_hand.append(found)
    while True:
        files = texts.with_all(placed)
        edited = Fleet.open(fleet.root, FilesWith(fleet.root, {n: new.encode() for n, (_, new) in files.items()}))
        wrong = [one for one in placed if not says(edited, one.wish)]
        if not wrong:
            break
        by_hand.extend(ByHand(wish=one.wish, span=one.span, reason=NOT_SO) for one in wrong)
        placed = [one for one in placed if one not in wrong]
    mine = {(one.wish.address.unit, str(one.wish.address)) for one in placed}
    also = touched(Change(fleet, edited, frozenset(files)))
    others = (one for one in also if not any(one.store == u and one.address in ("", a) for u, a in mine))
    return Acceptance(written=tuple(placed), by_hand=tuple(by_hand), files=files, also=tuple(others))


def write(fleet: Fleet, acceptance: Acceptance) -> None:
    """Put the changed files in place. Raises StoreconfError when one has changed meanwhile, or can't be written."""
    files = fleet.library.files
    try:
        for name, (before, _) in acceptance.files.items():
            if read_text(files, name) != before:
                raise refuse(NOT_WRITTEN, MEANWHILE(file=name), fix=AGAIN)
        for name, (_, after) in acceptance.files.items():
            write_text(files, name, after)
    except CantSplice as problem:
        raise fail(NOT_WRITTEN, problem.reason) from None


class _Texts:
    """Files with edits tried on them."""

    def __init__(self, fleet: Fleet) -> None:
        self._files = fleet.library.files
        self._known: dict[str, str] = {}

    def tried(self, one: Written) -> Written | ByHand:
        """The edit, if it can be made at all."""
        try:
            spliced(self._text(one.span.file), one.edits)
        except CantSplice as problem:
            return ByHand(wish=one.wish, span=one.span, reason=BY_MACHINE(reason=problem.reason))
        return one

    def with_all(self, placed: Sequence[Written]) -> dict[str, tuple[str, str]]:
        """Every file before and after."""
        edits: dict[str, list[Edit]] = {}
        for one in placed:
            edits.setdefault(one.span.file, []).extend(one.edits)
        return {name: (self._text(name), spliced(self._text(name), found)) for name, found in sorted(edits.items())}

    def _text(self, name: str) -> str:
        if name not in self._known:
            self._known[name] = read_text(self._files, name)
        return self._known[name]


def _once_gone(found: Iterable[Written | ByHand]) -> Iterator[Written | ByHand]:
    """An object that is gone is one edit, not one for each of its values."""
    gone: set[Address] = set()
    for one in found:
        if isinstance(one, ByHand) and one.gone:
            if one.wish.address in gone:
                continue
            gone.add(one.wish.address)
        yield one


def _says_live(edited: Fleet, wish: Wish) -> bool:
    """Whether the edited project declares the live value."""
    unit = edited.unit(wish.address.unit) if wish.address.unit in edited.unit_names else None
    resources = unit.resources if isinstance(unit, Unit) else ()
    attrs = next((one.attrs for one in resources if one.address == wish.address), {})
    found = attrs.get(wish.change.path)
    return found is not None and same(wish.attribute, found, wish.change.live)
