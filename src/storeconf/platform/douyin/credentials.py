"""Credentials come from the environment, or from files that it names; never from YAML.

They leave this module only in the body of the token request.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from storeconf.core.diagnostics import fail
from storeconf.core.text import Text
from storeconf.platform.douyin.errors import CREDENTIALS

MISSING = Text("环境里没有 {name}（或 {name}_FILE）", "there is no {name} (or {name}_FILE) in the environment")
UNREADABLE = Text("{name}_FILE 指向的文件读不了：{reason}", "the file named by {name}_FILE can't be read: {reason}")
TOO_OPEN = Text("{name}_FILE 指向的文件别人也能读", "the file named by {name}_FILE is readable by others")
CHMOD = Text("chmod 600 那个文件", "chmod 600 that file")
SET_THEM = Text("在运行环境里设置它；不要写进 YAML", "set it in the environment; don't put it into YAML")


@dataclass(frozen=True, slots=True)
class Credentials:
    """Key and secret of an app. Never shown: the representation is empty on purpose."""

    client_key: str = field(repr=False)
    client_secret: str = field(repr=False)


def from_environment(prefix: str, environ: Mapping[str, str]) -> Credentials:
    """`<PREFIX>_CLIENT_KEY` and `<PREFIX>_CLIENT_SECRET`, or the same with `_FILE`. Raises StoreconfError."""
    return Credentials(_secret(f"{prefix}_CLIENT_KEY", environ), _secret(f"{prefix}_CLIENT_SECRET", environ))


def _secret(name: str, environ: Mapping[str, str]) -> str:
    if environ.get(name):
        return environ[name]
    file = environ.get(f"{name}_FILE")
    if not file:
        raise fail(CREDENTIALS, MISSING(name=name), fix=SET_THEM)
    try:
        path = Path(file)
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise fail(CREDENTIALS, TOO_OPEN(name=name), fix=CHMOD)
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise fail(CREDENTIALS, UNREADABLE(name=name, reason=error.strerror or "")) from None
