"""R01: content that breaks the law or the platform's rules."""

from __future__ import annotations

from storeconf.rules.review import law_claims, law_licences, law_pictures, law_terms
from storeconf.rules.rule import Rule

RULES: tuple[Rule, ...] = (*law_licences.RULES, *law_pictures.RULES, *law_terms.RULES, *law_claims.RULES)
