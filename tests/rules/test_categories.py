"""Every rule has its place: a category, a sentence of the sources or a law, thresholds that exist."""

from __future__ import annotations

import re

import pytest

from codebase import trees
from storeconf.core.text import LANGS
from storeconf.render.rule_pages import pages
from storeconf.rules.catalogue import BY_ID, RULES
from storeconf.rules.categories import CATEGORIES, CATEGORY_OF, CHAIN, REJECTIONS, THRESHOLDS_OF
from storeconf.rules.data import table
from storeconf.rules.settings import THRESHOLDS

SENTENCES = table("sentences")["sentences"]
ITEM = re.compile(r"S004 [①-⑬]\d?|S000 [一二三四五](\.\d)?")
ASKS = re.compile(r"threshold\(['\"](\w+)")


def test_every_rule_is_in_one_category() -> None:
    filed = [rule.id for category in CATEGORIES for rule in category.rules]
    assert sorted(filed) == sorted(rule.id for rule in RULES)
    assert len(set(filed)) == len(filed)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_category_agrees_with_the_id(rule: object) -> None:
    assert hasattr(rule, "id")
    category = CATEGORY_OF[rule.id]
    assert category.source is (CHAIN if rule.id.startswith("OPS") else REJECTIONS)
    if category.source is REJECTIONS:
        assert category.key.startswith(rule.id[1:3])
        assert "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬"[int(rule.id[1:3]) - 1] == category.mark


def test_thresholds_belong_to_rules_that_exist() -> None:
    assert set(THRESHOLDS_OF) <= set(BY_ID)
    assert {name for names in THRESHOLDS_OF.values() for name in names} == set(THRESHOLDS)


def test_every_threshold_is_asked_for_and_known() -> None:
    from codebase import SOURCE

    asked = {name for file, _ in trees() for name in ASKS.findall((SOURCE / file).read_text(encoding="utf-8"))}
    assert asked == set(THRESHOLDS)


def test_sentences_name_their_place_and_rules_that_exist() -> None:
    assert [one["item"] for one in SENTENCES if not ITEM.fullmatch(one["item"])] == []
    assert [one for one in SENTENCES if not one["rules"] or not set(one["rules"]) <= set(BY_ID)] == []


def test_every_rule_is_covered_by_a_sentence() -> None:
    assert set(BY_ID) - {rule for one in SENTENCES for rule in one["rules"]} == set()


@pytest.mark.parametrize("lang", LANGS)
def test_pages_explain_every_rule(lang: str) -> None:
    ending = ".zh-CN.md" if lang == "zh" else ".md"
    text = "".join(page for name, page in pages().items() if name.endswith(ending))
    for rule in RULES:
        assert f"## {rule.id} {rule.name}\n" in text
        assert rule.remedy.render("zh" if lang == "zh" else "en") in text


def test_pages_link_to_headings_that_exist() -> None:
    made = pages()
    for name, page in made.items():
        for file, anchor in re.findall(r"\]\(([\w.-]+\.md)#([\w-]+)\)", page):
            heads = [head.lower().replace(" ", "-") for head in re.findall(r"^## (.+)$", made[file], re.MULTILINE)]
            assert anchor in heads, f"{name}: {file}#{anchor}"
