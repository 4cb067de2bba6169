"""HTML pages taken apart: elements, attributes, the data and the script inside."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass
class Page(HTMLParser):
    """What a page holds."""

    text: str
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    bodies: list[tuple[str, str]] = field(default_factory=list)
    """Name and content of each `script` and `style`."""

    def __post_init__(self) -> None:
        """Reads it."""
        super().__init__()
        self.feed(self.text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps the element."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        """Keeps what scripts and styles hold."""
        if self.cdata_elem is not None:
            self.bodies.append((self.cdata_elem, data))

    def attributes(self, tag: str) -> list[dict[str, str]]:
        """Of every element of a name."""
        return [found for name, found in self.tags if name == tag]

    @property
    def policy(self) -> str:
        """Its content security policy."""
        return next(one["content"] for one in self.attributes("meta") if "http-equiv" in one)

    @property
    def data(self) -> Any:
        """What its script shows."""
        return json.loads(next(body for _, body in self.bodies if body.startswith("{")))
