"""`storeconf media`: what is in pictures and videos; needs no project."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from storeconf.cli.base import Command, argument, option, settings
from storeconf.cli.language import current
from storeconf.cli.output import write
from storeconf.cli.ruleset import rules_in_force
from storeconf.core.text import Text
from storeconf.media.extras import MissingExtra, require_words
from storeconf.media.facts import Unreadable
from storeconf.media.prober import probe
from storeconf.render import media as rendered
from storeconf.rules.media import verdicts

TEXT = Text(
    "看图片和视频：尺寸、空白、模糊、二维码、时长，以及审核会说什么。不需要项目。\n有打不开的文件时退出码是 1。",
    "Look at pictures and videos: size, blank, blur, QR codes, length, and what reviewers would say. Needs no project.\n"
    "Exit code 1 when a file doesn't open.",
)


@click.command("media", cls=Command, text=TEXT, formats=("json",))
@argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    label=Text("文件", "FILE"),
    text=Text("图片或视频", "pictures or videos"),
)
@option(
    "--ocr",
    is_flag=True,
    text=Text(
        "也读里面的文字（每张约 2 秒，要装 storeconf[ocr]）。",
        "Read the words in them too (some 2 s each; needs storeconf[ocr]).",
    ),
)
def command(files: tuple[Path, ...], ocr: bool) -> int:
    """Print what is in each file; 1 when one of them doesn't open."""
    if ocr:
        require_words()
    as_json = settings().format == "json"
    found = []
    for one in _looked_at(files, words=ocr):
        found.append(one)
        if not as_json:
            write(sys.stdout, rendered.text(one, current()), painted=False)
    if as_json:
        write(sys.stdout, json.dumps(rendered.as_json(found, current()), ensure_ascii=False, indent=2), painted=False)
    return int(any(isinstance(one.facts, Unreadable) for one in found))


def _looked_at(files: tuple[Path, ...], *, words: bool) -> Iterator[rendered.Looked]:
    chosen, moment, lang = rules_in_force(settings().folder), settings().moment(), current()
    for file in files:
        try:
            facts = probe(file, words=words)
        except MissingExtra as missing:
            raise missing.failure from None
        yield rendered.Looked(str(file), facts, tuple(verdicts(str(file), facts, moment, lang, chosen)))
