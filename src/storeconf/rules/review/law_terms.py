"""R01-06 … R01-12: terms that the law doesn't let a shop write."""

from __future__ import annotations

from storeconf.rules.review import (
    terms_fees,
    terms_interpretation,
    terms_invoice,
    terms_minimum,
    terms_own_food,
    terms_packing,
    terms_waiver,
)
from storeconf.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    *terms_interpretation.RULES,
    *terms_invoice.RULES,
    *terms_packing.RULES,
    *terms_own_food.RULES,
    *terms_minimum.RULES,
    *terms_waiver.RULES,
    *terms_fees.RULES,
)
