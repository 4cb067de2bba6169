"""What a project may change about the rules: severities, thresholds and word lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from storeconf.rules.data import words as shipped_words

THRESHOLDS: Mapping[str, Decimal] = {
    "distance_warning_km": Decimal("0.5"),
    "distance_error_km": Decimal("3"),
    "review_hours": Decimal("24"),
    "image_short_side_px": Decimal("350"),
    "image_blur": Decimal("0.6"),
    "licence_side_px": Decimal("800"),
    "licence_mb": Decimal("5"),
    "terse_characters": Decimal("10"),
    "warn_ahead_days": Decimal("7"),
}
"""Thresholds that the project file may set, with what holds when it doesn't."""

WORD_LISTS = ("coercive_hype", "permits", "picture_hosts", "prohibited", "travel_categories")
"""Word lists that the project file may add to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A rule of the firm's own: words that its texts don't use."""

    id: str
    words: tuple[str, ...]
    unless: tuple[str, ...]
    """Longer words that hold one of them and are fine."""
    fields: tuple[str, ...]
    """Which texts; empty for all."""
    message: str
    fix: str
    severity: str


@dataclass(frozen=True, slots=True)
class Settings:
    """The project's choices; what it doesn't say is as shipped."""

    severity: Mapping[str, str] = field(default_factory=dict)
    """Rule id to error, warning, info or off."""
    thresholds: Mapping[str, Decimal] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """List name to words that are added to the shipped list."""
    house: tuple[House, ...] = ()
    """Rules of the firm's own. They hold nothing back: the platform knows nothing of them."""

    def threshold(self, name: str) -> Decimal:
        """A threshold in force. Raises KeyError for a name that no rule knows."""
        return self.thresholds.get(name, THRESHOLDS[name])

    def word_list(self, name: str) -> tuple[str, ...]:
        """A word list in force. Raises LookupError for one that projects can't add to."""
        if name not in WORD_LISTS:
            raise LookupError(f"no word list {name}")
        return (*shipped_words(name), *self.words.get(name, ()))
