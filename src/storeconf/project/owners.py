"""Who answers for which file, as a CODEOWNERS file: GitHub, Gitee and GitLab then ask them for a review.

The format: one pattern a line, the last one that matches wins; no `!`, no `[ ]` (docs.github.com, about code owners).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from storeconf.core.diagnostics import StoreconfError
from storeconf.core.text import ITEMS, Lang, Text, joined, say
from storeconf.platform.observations import file_of
from storeconf.render.cells import one_line
from storeconf.source.fleet import Fleet
from storeconf.source.git import Repository

HEADER = Text(
    "# storeconf show --codeowners 按 metadata.owner 生成，不要手改",
    "# made by storeconf show --codeowners from metadata.owner; don't edit it",
)
NOBODY = Text(
    "# {path}：{owners} 不是 @用户、@组织/团队 或邮箱，没有列进来",
    "# {path}: {owners} is no @user, @org/team or mail address, so it is left out",
)
_OWNER = re.compile(r"@[A-Za-z0-9][\w.-]*(/[\w.-]+)*|[^@\s,、#]+@[\w-]+(\.[\w-]+)+", re.ASCII)
_SPECIAL = re.compile(r"[\\*?#!\[\]]")

Owners = tuple[str, ...]


def codeowners(fleet: Fleet, lang: Lang) -> str:
    """The file. A folder's line comes from its Defaults, a file's own line only where it says something else."""
    folders = {folder: _split(owner) for folder, owner in _folders(fleet)}
    files: dict[str, Owners] = {}
    for name, owner in _files(fleet):
        files[name] = tuple(dict.fromkeys((*files.get(name, ()), *_split(owner))))
    lines, prefix = [HEADER.render(lang)], _prefix(fleet)
    for folder in sorted(folders):
        lines += _line(f"{prefix}{folder}/", folders[folder], lang)
    for name in sorted(files):
        if files[name] and files[name] != _inherited(name, folders):
            lines += _line(f"{prefix}{name}", files[name], lang)
    return "\n".join(lines) + "\n"


def _folders(fleet: Fleet) -> Iterator[tuple[str, str]]:
    for document in fleet.index.defaults:
        metadata = document.tree().get("metadata")
        if isinstance(metadata, dict) and metadata.get("owner"):
            yield document.folder, str(metadata["owner"])


def _files(fleet: Fleet) -> Iterator[tuple[str, str]]:
    """Every document's file with its owner; tables with the owners of all their rows, and what was observed of a unit."""
    index = fleet.index
    for name, info in fleet.accounts.items():
        yield index.accounts[name].origin.file, info.owner
        yield file_of(info.unit), info.owner
    for product in index.products.values():
        yield product.origin.file, product.owner
    for name, store in index.stores.items():
        yield store.origin.file, store.info.owner
        yield file_of(name), store.info.owner


def _split(owner: str) -> Owners:
    return tuple(part for part in re.split(r"[\s,、，]+", owner) if part)


def _inherited(name: str, folders: Mapping[str, Owners]) -> Owners:
    """What the lines of the folders say; those of people who can't be listed say nothing."""
    above = (folders.get(str(folder), ()) for folder in PurePosixPath(name).parents)
    return next((owners for owners in above if any(map(_OWNER.fullmatch, owners))), ())


def _line(path: str, owners: Owners, lang: Lang) -> Iterator[str]:
    known = [one for one in owners if _OWNER.fullmatch(one)]
    others = [one for one in owners if one not in known]
    if others:
        yield say(NOBODY(path=one_line(path), owners=one_line(joined(others, ITEMS, lang))), lang)
    if known:
        yield f"/{_pattern(path)} {' '.join(known)}"


def _pattern(path: str) -> str:
    """Characters that mean something else, or nothing can quote, as `?`: any one character."""
    return _SPECIAL.sub("?", one_line(path)).replace(" ", "\\ ")


def _prefix(fleet: Fleet) -> str:
    """Where the project lies in its repository; nowhere special when there is none."""
    try:
        return Repository(fleet.root).prefix
    except StoreconfError:
        return ""
