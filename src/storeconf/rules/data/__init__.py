"""Dated word lists and tables that rules use, as TOML beside this file: `source`, `date`, then the data."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=64)
def table(name: str) -> dict[str, Any]:
    """One data file. Raises LookupError when there is none of that name."""
    place = files(__package__).joinpath(f"{name}.toml")
    if not place.is_file():
        raise LookupError(f"no data file {name}")
    return tomllib.loads(place.read_text(encoding="utf-8"))


@lru_cache(maxsize=256)
def words(name: str) -> tuple[str, ...]:
    """The `words` of a data file."""
    return tuple(table(name)["words"])
