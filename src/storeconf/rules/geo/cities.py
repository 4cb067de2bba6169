"""Chinese cities: which one a field names, and whether two names are one place.

A county-level place lies in its prefecture, so a shop in 义乌 is a shop in 金华 as well. A name that isn't known is no
city, and nothing follows from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from storeconf.rules.data import table
from storeconf.rules.text.patterns import lazy

_PROVINCE_END = "(?:省|(?:壮族|回族|维吾尔)?自治区)"
_CITY_END = lazy("市|地区|盟|[一-鿿]{0,8}自治州|州|特别行政区|县")


@dataclass(frozen=True, slots=True)
class City:
    """A place of the table; `town` is empty for a whole prefecture-level city."""

    city: str
    town: str = ""

    @property
    def name(self) -> str:
        """The narrowest name."""
        return self.town or self.city

    def shares(self, other: City) -> bool:
        """Whether one of the two lies in the other, or both are the same."""
        return self.city == other.city and (not self.town or not other.town or self.town == other.town)


@lru_cache(maxsize=1)
def known() -> Mapping[str, City]:
    """Every name of the table."""
    found: dict[str, City] = {}
    for cities in table("cities")["provinces"].values():
        for city, towns in cities.items():
            found[city] = City(city)
            found.update({town: City(city, town) for town in towns})
    return found


@lru_cache(maxsize=4096)
def city_of(text: str) -> City | None:
    """The city that a field names, in any usual form: 成都, 成都市, 四川省成都市, 浙江金华义乌. None when it isn't known."""
    plain = re.sub(r"[\s·,，/>-]", "", text)
    province = _province(plain)
    if province.endswith(("省", "区")):
        return _read(plain[len(province) :])
    return _read(plain) or _read(plain[len(province) :])


def _read(text: str) -> City | None:
    head = _start(text)
    if head is None:
        return None
    name, place = head
    rest = text[len(name) :]
    if place.town or not rest:
        return place
    if rest == "区":
        return None  # A district of some city that only shares the name: 白银区 is in 白银, 朝阳区 isn't in 朝阳.
    end = _CITY_END.match(rest)
    below = _start(rest[end.end() :]) if end is not None else _start(rest)
    return below[1] if below is not None and below[1].city == place.city and below[1].town else place


def _province(text: str) -> str:
    """The province that a text begins with. Some cities share its name: 吉林市 lies in 吉林省."""
    found = _provinces().match(text)
    return found.group() if found is not None else ""


@lru_cache(maxsize=1)
def _provinces() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(table('cities')['provinces'])}){_PROVINCE_END}?")


def _start(text: str) -> tuple[str, City] | None:
    """The longest known name that a text begins with."""
    names = known()
    return next(
        ((text[:end], names[text[:end]]) for end in range(min(len(text), 8), 1, -1) if text[:end] in names), None
    )
