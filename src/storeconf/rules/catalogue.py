"""All rules, in the order of the documents that they come from."""

from __future__ import annotations

from collections.abc import Mapping

from storeconf.rules.categories import CATEGORIES
from storeconf.rules.rule import Rule

RULES: tuple[Rule, ...] = tuple(rule for category in CATEGORIES for rule in category.rules)
BY_ID: Mapping[str, Rule] = {rule.id: rule for rule in RULES}
