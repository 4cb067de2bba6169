"""Which texts quote a price. A number counts only by itself: 19.9 is not in 119.9, 19.95 or 2019.9."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from storeconf.core.money import spoken
from storeconf.core.values import Attrs
from storeconf.model.kind import Compare, Kind


def mentions(kind: Kind, attrs: Attrs, old: str, new: str) -> Iterator[tuple[str, Literal["follows", "stays"]]]:
    """Texts that quote the new price (they follow), or still the old one (they stay wrong), by attribute path."""
    for attribute in kind.attributes:
        path, value = attribute.path, attrs.get(attribute.path)
        if attribute.compare is not Compare.TEXT or not isinstance(value, str):
            continue
        text = unicodedata.normalize("NFKC", value)
        if _quotes(text, old):
            yield path, "stays"
        elif _quotes(text, new):
            yield path, "follows"


def _quotes(text: str, yuan: str) -> bool:
    """A whole number needs its unit behind it: 98 may be anything, 98元 is a price."""
    said = re.escape(spoken(yuan))
    if "." in spoken(yuan):
        return re.search(rf"(?<![\d.]){said}0*(?!\d|\.\d)", text) is not None
    return re.search(rf"(?<![\d.]){said}(\.0{{1,2}})?\s*(元|块|¥)", text) is not None
