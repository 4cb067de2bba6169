"""A pattern that is compiled later is the pattern."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from storeconf.rules.text.patterns import lazy


def test_it_finds_what_the_pattern_finds() -> None:
    later, now = lazy("(?P<word>[a-z]+)([0-9])", re.IGNORECASE), re.compile("(?P<word>[a-z]+)([0-9])", re.IGNORECASE)
    text = "Ab1 c22"
    assert [one.span() for one in later.finditer(text)] == [one.span() for one in now.finditer(text)]
    assert later.sub("x", text) == now.sub("x", text) and later.split(text) == now.split(text)
    assert (later.pattern, later.flags, later.groupindex) == (now.pattern, now.flags, now.groupindex)
    assert later.search(text, 1, 2) is None and later.match(text) and later.fullmatch(text) is None


def test_it_has_nothing_that_patterns_lack() -> None:
    with pytest.raises(AttributeError):
        _ = lazy("a").nonsense  # type: ignore[attr-defined]


def test_the_rules_compile_next_to_nothing_until_they_are_asked() -> None:
    count = "import re, sys\nmade = []\nfirst = re.compile\nre.compile = lambda *one, **more: made.append(one) or first(*one, **more)\n"
    script = count + "import storeconf.rules.catalogue\nprint(len(made))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 60
