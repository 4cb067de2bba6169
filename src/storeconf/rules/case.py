"""What rules read: the texts, the product, the store, the account and the facts of one moment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from storeconf.rules.fields import Fields
from storeconf.rules.settings import Settings
from storeconf.rules.text.normal import Normal, normal

PRODUCT_TEXTS = ("title", "description", "usage_notes", "purchase_notes")
"""What a product's page says."""
COPY = ("description", "usage_notes", "purchase_notes")
"""The page below the title."""
PICTURE_TEXTS = ("head_image_text", "detail_image_text")
SPOKEN = ("caption", "host_script", "call_script", "payment_reply", "overlay_text")
"""What is said or written around a product."""
PROSE = (*PRODUCT_TEXTS, *PICTURE_TEXTS, *SPOKEN)
"""Every field with running text. `subtitle_tags`, `phone` and `tracking` have rules of their own."""
NOTHING = Fields({}, complete=False)
AS_SHIPPED = Settings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One text as it stands somewhere, with what it speaks about."""

    field: str
    """Which kind of text: `title`, `usage_notes`, `caption`, `head_image_text` …"""
    path: str
    """Where it stands, for the reader of a finding."""
    raw: str
    html: bool = False
    """Rich text: tags are no words."""
    product: Fields = NOTHING
    """The product it speaks of; for a livestream with several, the first."""
    others: tuple[Fields, ...] = ()
    """Further products it may speak of."""
    store: Fields = NOTHING

    @property
    def normal(self) -> Normal:
        """The text as rules read it, with the way back to the original characters."""
        return normal(self.raw, html=self.html)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """A whole store: what is mounted, said, sold and set up, and what people or the API saw."""

    store: Fields
    """`Store.spec`: poi, licences, videos, lives, payment_reply, voice_call, pinned_video, booking …"""
    account: Fields
    """`Account.spec`: verification_tool, anomaly_rules, attribution."""
    products: Mapping[str, Fields]
    """Every product sold here, by name."""
    observed: Mapping[str, Fields]
    """Live values by address, with `S` for the store and `@A` for the account."""
    videos: Mapping[str, Fields] = field(default_factory=dict)
    lives: Mapping[str, Fields] = field(default_factory=dict)
    siblings: Mapping[str, str] = field(default_factory=dict)
    """Tracking sources of the account's other stores, each with the address of its video."""
    name: str = ""
    """The store's name in the project; a line of lint has none and calls its store S."""

    def seen(self, address: str) -> Fields:
        """What is live at an address; knows nothing when nobody saw it."""
        return self.observed.get(address, NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One subject of review. What is not known of it is not there."""

    now: datetime
    """The moment of submission."""
    texts: tuple[Written, ...] = ()
    """Texts to be judged; findings in texts point into these only."""
    product: Fields = NOTHING
    is_product: bool = False
    """A product is judged, not only texts with some of its fields for context."""
    store: Fields = NOTHING
    """`licences` and `poi.*` of the store it is sold at."""
    facts: Fields = NOTHING
    """`paid_price`, `shelf`, `location.*`, `images`, `licences`, `pinned_video.*`, `channels.*`, `orders`."""
    chain: Chain | None = None
    settings: Settings = AS_SHIPPED

    def written(self, fields: Sequence[str]) -> Iterator[Written]:
        """The texts of some fields."""
        return (text for text in self.texts if text.field in fields)

    @property
    def category(self) -> str:
        """What is sold, in the platform's words: the product's category, else the place's."""
        return self.product.text("category") or self.store.text("poi.category")
