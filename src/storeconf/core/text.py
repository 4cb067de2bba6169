"""Bilingual messages: Chinese is the source, English stands beside it, so neither can be forgotten.

A `Text` is a sentence with named gaps, a `Message` is a sentence with the gaps filled. Both stay unrendered until the
edge of the program knows the reader's language, so one diagnostic can be shown in either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages; `{name}` marks a gap, with the same names in both."""

    zh: str
    en: str

    def __call__(self, **values: object) -> Message:
        """Fill the gaps. Values may themselves be texts or messages; they are rendered in the reader's language."""
        return Message(self, values)

    def render(self, lang: Lang) -> str:
        """The sentence itself, gaps and all."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with its gaps filled."""

    text: Text
    values: Mapping[str, object] = field(default_factory=dict)

    def render(self, lang: Lang) -> str:
        """The filled sentence in one language."""
        return self.text.render(lang).format(**{name: say(value, lang) for name, value in self.values.items()})


ITEMS, CLAUSES, COMMA, COLON = Text("、", ", "), Text("；", "; "), Text("，", ", "), Text("：", ": ")
"""What stands between things, clauses and words."""


def joined(parts: Iterable[str], separator: Text, lang: Lang) -> str:
    """Parts with the language's own separator between them."""
    return separator.render(lang).join(parts)


Say: TypeAlias = Text | Message | str
"""What may be shown to a person: a text, a message, or words that are the same in every language."""


def say(value: object, lang: Lang) -> str:
    """Render anything that may stand in a sentence. Lists are joined with the language's own comma.

    A named tuple is no list: an address has a spelling of its own.
    """
    if isinstance(value, Text | Message):
        return value.render(lang)
    if isinstance(value, list | tuple | frozenset | set) and not hasattr(value, "_fields"):
        return joined((say(item, lang) for item in value), ITEMS, lang)
    return str(value)
