"""Phone numbers, of which only two things are kept: what may be shown, and a keyed hash to count by.

There are some ten thousand million mobile numbers in China, so a hash without a key is undone in minutes; the key stays
with the project (`.storeconf/`, readable by its owner alone) or, without a project, dies with the process.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from functools import partial
from typing import NamedTuple

KEY_BYTES = 32
_HASH_BYTES = 16
_COUNTRY = re.compile(r"^(?:\+|00)?86[\s-]*(?=1\d{2}|1\d[\d*])")
_NOISE = re.compile(r"[\s()\-‐-―'\"=]+")
"""After NFKC; exports write ="139…" so that Excel keeps the digits."""
_FLOAT = re.compile(r"[0-9]{11}\.0").fullmatch
"""What becomes of a number that a table took for one."""
_ORDERLY = re.compile(r"1[0-9]{10}").fullmatch


class Phone(NamedTuple):
    """A phone number without the number."""

    masked: str
    """`139****1111`, the only form that is shown, written or logged."""
    key: bytes
    """Equal for equal numbers under one project key."""


_PHONE = partial(tuple.__new__, Phone)
"""Without the detour through Phone.__new__."""


class Phones:
    """Reads phone numbers under one key. Nothing is remembered: most numbers of an export come once."""

    def __init__(self, key: bytes) -> None:
        """`key`: 16 to 32 random bytes. Equal numbers meet only under equal keys."""
        self._hasher = hashlib.blake2s(key=key, digest_size=_HASH_BYTES)

    @classmethod
    def for_this_run(cls) -> Phones:
        """Under a key that nobody keeps."""
        return cls(secrets.token_bytes(KEY_BYTES))

    def read(self, text: str) -> Phone | None:
        """A number as it was written; None when there is none. The platform's own masks (`139****1111`) pass through."""
        number = text if _ORDERLY(text) else normal(text)
        if not number:
            return None
        hasher = self._hasher.copy()
        hasher.update(number.encode())
        shown = f"{number[:3]}****{number[-4:]}" if len(number) >= 11 else "****"
        return _PHONE((shown, hasher.digest()))


def normal(text: str) -> str:
    """One spelling for one number: no country code of a Chinese mobile, no spaces or dashes, no full-width digits."""
    found = _NOISE.sub("", _COUNTRY.sub("", unicodedata.normalize("NFKC", text).strip()))
    return found.removesuffix(".0") if _FLOAT(found) else found
