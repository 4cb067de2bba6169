"""「是不是想写」: the nearest known word for an unknown one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from storeconf.core.text import Say, Text

DID_YOU_MEAN = Text("是不是想写 {name}？", "did you mean {name}?")
ONE_OF = Text("可用的有：{names}", "known here: {names}")
SHOWN = 12


def did_you_mean(word: str, known: Iterable[str]) -> Say:
    """A fix for an unknown word: the nearest known one, or the list when nothing is near and it is short."""
    names = sorted(set(known))
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return DID_YOU_MEAN(name=near[0])
    return ONE_OF(names=names) if 0 < len(names) <= SHOWN else ""
