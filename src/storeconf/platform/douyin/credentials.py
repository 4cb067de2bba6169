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
from storeconf.core.oserror import os_reason
from storeconf.core.text import Text
from storeconf.platform.douyin.errors import CREDENTIALS

MISSING = Text("环境里没有 {names}（也没有 …_FILE）", "the environment holds neither {names} nor the same with _FILE")
UNREADABLE = Text("{name}_FILE 指向的文件读不了：{reason}", "the file named by {name}_FILE can't be read: {reason}")
TOO_OPEN = Text("{name}_FILE 指向的文件别人也能读", "the file named by {name}_FILE is readable by others")
CHMOD = Text("chmod 600 那个文件", "chmod 600 that file")
NOT_TEXT = Text("{name}_FILE 指向的文件是空的，或不是文字", "the file named by {name}_FILE is empty, or no text")
SET_THEM = Text("在运行环境里设置它；不要写进 YAML", "set it in the environment; don't put it into YAML")


@dataclass(frozen=True, slots=True)
class Credentials:
    """Key and secret of an app. Never shown: the representation is empty on purpose."""

    client_key: str = field(repr=False)
    client_secret: str = field(repr=False)


def from_environment(prefix: str, environ: Mapping[str, str]) -> Credentials:
    """`<PREFIX>_CLIENT_KEY` and `<PREFIX>_CLIENT_SECRET`, or the same with `_FILE`. Raises StoreconfError."""
    names = (f"{prefix}_CLIENT_KEY", f"{prefix}_CLIENT_SECRET")
    missing = [name for name in names if not environ.get(name) and not environ.get(f"{name}_FILE")]
    if missing:
        raise fail(CREDENTIALS, MISSING(names=missing), fix=SET_THEM)
    key, secret = (_secret(name, environ) for name in names)
    return Credentials(key, secret)


def _secret(name: str, environ: Mapping[str, str]) -> str:
    if environ.get(name):
        return environ[name]
    try:
        path = Path(environ[f"{name}_FILE"])
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise fail(CREDENTIALS, TOO_OPEN(name=name), fix=CHMOD)
        found = path.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError:
        found = ""
    except OSError as error:
        raise fail(CREDENTIALS, UNREADABLE(name=name, reason=os_reason(error))) from None
    if not found:
        raise fail(CREDENTIALS, NOT_TEXT(name=name))
    return found
