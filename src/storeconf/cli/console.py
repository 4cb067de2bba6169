"""Standard output and standard error. Data goes to one, everything else to the other."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from storeconf.cli.base import Settings
from storeconf.cli.language import current
from storeconf.cli.output import uncommanded, write
from storeconf.core.diagnostics import Diagnostic
from storeconf.core.text import Message, Say, say
from storeconf.plan.entities import PlanDiagnostic
from storeconf.render import diagnostics as rendered
from storeconf.render.cells import one_line, shorten
from storeconf.render.paint import Paint, wants_colour
from storeconf.source.files import FileProblem, ProjectFiles
from storeconf.source.reader import LINE_BREAK, MAX_FILE

if TYPE_CHECKING:
    from storeconf.project.project import Project

LOG_EVERY = 100
"""Steps behind one line of progress in a log."""


class Console:
    """What a command prints with."""

    def __init__(self, settings: Settings) -> None:
        """Colour is decided for each of the two streams by itself."""
        self.settings = settings
        self.lang = current()
        self.paint = Paint(wants_colour(settings.color, os.environ, terminal=sys.stdout.isatty()))
        self.paint_err = Paint(wants_colour(settings.color, os.environ, terminal=sys.stderr.isatty()))
        self.logs_progress = False
        """Whether progress goes into a log now and then where no person looks on."""
        self._progress = False
        self._silent = 0

    @property
    def json(self) -> bool:
        """Whether machines read the output."""
        return self.settings.format == "json"

    def out(self, text: str) -> None:
        """Data."""
        self._end_progress()
        shown = uncommanded(text) if self.settings.format == "text" else text
        write(sys.stdout, shown, painted=self.paint.on)

    def err(self, message: Say) -> None:
        """Anything that is no data."""
        self._end_progress()
        write(sys.stderr, uncommanded(say(message, self.lang)), painted=self.paint_err.on)

    def progress(self, message: Message) -> None:
        """One line that is written over where a person looks; elsewhere, if at all, a line of its own now and then."""
        if self.settings.quiet:
            return
        if not sys.stderr.isatty() or os.environ.get("CI"):
            self._log(message)
            return
        sys.stderr.write(f"\r\x1b[2K{shorten(one_line(say(message, self.lang)), 100)}")
        sys.stderr.flush()
        self._progress = True

    def _log(self, message: Message) -> None:
        if not self.logs_progress:
            return
        self._silent += 1
        if self._silent == LOG_EVERY:
            self._silent = 0
            self.err(message)

    def _end_progress(self) -> None:
        if self._progress:
            sys.stderr.write("\r\x1b[2K")
            self._progress = False

    def remark(self, message: Message) -> None:
        """What a person should know beside the data."""
        if not self.settings.quiet:
            self.err(message)

    def now(self) -> datetime:
        """The moment that counts as now."""
        return self.settings.moment()

    def project(self) -> Project:
        """The project that the command works on. Only here is its code loaded: what needs no project starts at once."""
        from storeconf.project.project import Project

        return Project.open(
            self.settings.folder, now=self.now, lang=self.lang, progress=self.progress, remark=self.remark
        )

    # -- diagnostics -----------------------------------------------------------------------------------------------

    def diagnostics(self, items: Iterable[PlanDiagnostic], root: Path) -> str:
        """Diagnostics as text, with the lines they are about."""
        return rendered.bounded(list(items), self.lang, self.paint, _line_reader(root))

    def problems(self, items: Iterable[Diagnostic], root: Path) -> None:
        """Diagnostics that end the command."""
        entities = [rendered.entity(item, self.lang) for item in items]
        self.err(rendered.text(entities, self.lang, self.paint_err, _line_reader(root)))

    def report(self, items: Iterable[PlanDiagnostic], root: Path, *, limit: int = 0) -> None:
        """Diagnostics beside the data."""
        found = list(items)
        if found:
            self.err(rendered.text(found, self.lang, self.paint_err, _line_reader(root), limit=limit))


def _line_reader(root: Path) -> rendered.Lines:
    """Lines of the project's own files: a link that leaves it is not followed to show what lies there."""
    files = ProjectFiles(root)

    @lru_cache(maxsize=64)
    def lines(name: str) -> tuple[str, ...]:
        try:
            data = files.read(name, limit=MAX_FILE)
        except FileProblem:
            return ()
        return tuple(LINE_BREAK.split(data.decode("utf-8", "replace")))

    def line(name: str, number: int) -> str | None:
        found = lines(name)
        return found[number - 1] if name.endswith((".yaml", ".yml", ".j2", ".csv")) and number <= len(found) else None

    return line
