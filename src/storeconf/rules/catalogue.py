"""All rules, in the order of their ids."""

from __future__ import annotations

from collections.abc import Mapping

from storeconf.rules.operations import attribution, follow_up, listing, mounts, tool
from storeconf.rules.review import (
    booking,
    description,
    law,
    phone,
    pictures,
    place,
    prices,
    promotion,
    refund,
    sale,
    service,
    validity,
    vulgar,
)
from storeconf.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    *law.RULES,
    *vulgar.RULES,
    *pictures.RULES,
    *prices.RULES,
    *sale.RULES,
    *validity.RULES,
    *refund.RULES,
    *place.RULES,
    *service.RULES,
    *description.RULES,
    *promotion.RULES,
    *phone.RULES,
    *booking.RULES,
    *listing.RULES,
    *mounts.RULES,
    *tool.RULES,
    *follow_up.RULES,
    *attribution.RULES,
)
BY_ID: Mapping[str, Rule] = {rule.id: rule for rule in RULES}
