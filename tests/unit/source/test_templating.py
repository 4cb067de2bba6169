"""Templates make one text out of declared values, and can do nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from declared import text
from storeconf.source import templating
from storeconf.source.files import FileProblem, ProjectFiles
from storeconf.source.reader import Unreadable
from storeconf.source.templating import TemplateProblem, Templates

CONTEXT: dict[str, Any] = {
    "store": {"name": "bj", "title": "三里屯店", "labels": {"city": "北京"}},
    "poi": {"phone": "010", "claimed": True, "location": {"lat": "39.9"}},
    "product": {"title": "毛血旺", "price": "19.90", "items": [{"name": "米饭"}], "description": {"html": "<b>"}},
    "products": [{"title": "毛血旺", "price": "19.90"}, {"title": "鸭脖", "price": "8.00"}],
    "vars": {"gift": "酸梅汤", "words": ["一", "二", "三"], "empty": []},
}

PARTS = (
    *("{{", "}}", "{%", "%}", " store", ".title", "|", "join", "for x in ", "vars.words", "endfor", "if ", "else"),
    *("endif", "(", ")", "[0]", "'a'", "1", "-", "{#", "#}", "\n", "门店", " is defined"),
)


def render(folder: Path, source: str | bytes, context: dict[str, Any] | None = None) -> str:
    """The text of one template."""
    (folder / "templates").mkdir(exist_ok=True)
    data = source if isinstance(source, bytes) else source.encode()
    (folder / "templates" / "t.j2").write_bytes(data)
    return Templates(ProjectFiles(folder)).render("t.j2", CONTEXT if context is None else context)


def refused(folder: Path, source: str | bytes, context: dict[str, Any] | None = None) -> tuple[str, str, str]:
    """Code, place and sentence of what is wrong."""
    with pytest.raises((TemplateProblem, Unreadable, FileProblem)) as caught:
        render(folder, source, context)
    found = caught.value.diagnostic  # type: ignore[attr-defined]
    return found.code.id, str(found.span), text(found)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("到{{ store.title }}核销\n", "到三里屯店核销"),
        ("{{ store['title'] }}，{{ store.labels.city }}", "三里屯店，北京"),
        ("{{ products[1].title }}{{ (products|last).title }}{{ products|length }}", "鸭脖鸭脖2"),
        ("{% if poi.claimed %}已认领{% else %}未认领{% endif %}", "已认领"),
        ("{% if store.counter is defined %}{{ store.counter }}{% else %}前台{% endif %}", "前台"),
        ("{{ store.counter | default('前台') }}", "前台"),
        ("{{ '有' if vars.words and not vars.empty else '无' }}", "有"),
        ("{% for word in vars.words %}{{ loop.index }}{{ word }}{% if not loop.last %}、{% endif %}{% endfor %}", "1一、2二、3三"),
        ("{{ vars.words | join }}{{ vars.words | join('/') }}", "一、二、三一/二/三"),
        ("{{ product.price | yuan }} {{ 1.256 | round(2) }} {{ 3 }}", "19.9 1.26 3"),
        ("{{ store.name | upper }}{{ vars.words | first }}{{ vars.words | last }}", "BJ一三"),
        ("{% if 'J' in 'BJ' and product.price == '19.90' %}{% if poi %}对{% endif %}{% endif %}", "对"),
        ("{# 备注 #}{% if true %}\n  一\n{% endif %}\n二", "一\n二"),
        ("{{ '{{' }} % {% raw %}{{ x }}{% endraw %}", "{{ % {{ x }}"),
        ("&lt;b&gt; <b>", "&lt;b&gt; <b>"),
    ],
)  # fmt: skip
def test_what_a_merchant_needs(source: str, said: str, tmp_path: Path) -> None:
    assert render(tmp_path, source) == said


# -- undefined values --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "line", "name"),
    [
        ("好\n{{ store.nothing }}", 2, "store.nothing"),
        ("{{ nothing }}", 1, "nothing"),
        ("一\n二\n{{ poi.location.alt }}", 3, "poi.location.alt"),
        ("{{ vars.gfit }}", 1, "vars.gfit"),
        ("{% if store.nothing %}x{% endif %}", 1, "store.nothing"),
        ("{% for x in nothing %}{{ x }}{% endfor %}", 1, "nothing"),
        ("{{ poi.nothing | join }}{{ 1 }}", 1, "poi.nothing"),
        ("{{ nothing | round }}", 1, "nothing"),
        ("{{ nothing | yuan }}", 1, "nothing"),
        ("{{ nothing.more.still }}", 1, "nothing"),
        ("{{ products[7].title }}", 1, ""),
        ("{{ nothing | upper }}", 1, "nothing"),
        ("{{ store.title.__class__ is defined }}{{ vars.x }}", 1, "__class__"),
    ],
)
def test_undefined_value_is_an_error_with_its_line(source: str, line: int, name: str, tmp_path: Path) -> None:
    code, place, sentence = refused(tmp_path, source)
    assert code in ("SC402", "SC403")
    assert place == f"templates/t.j2:{line}:1"
    assert name in sentence


# -- nothing else ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__ }}",
        "{{ store.__class__.__mro__ }}",
        "{{ store['__class__'] }}",
        "{{ ''['__class__']['__mro__'] }}",
        "{{ store|attr('__class__') }}",
        "{{ store.keys() }}",
        "{{ store.items }}",
        "{{ vars.words.append }}",
        "{{ 'x'.upper() }}",
        "{{ 'x'.format }}",
        "{{ '{0.__class__}'.format(1) }}",
        "{{ '%s' % 1 }}",
        "{{ 'x' * 1000000000 }}",
        "{{ 2 ** 1000000 }}",
        "{{ 1 + 1 }}",
        "{{ 'a' ~ 'b' }}",
        "{{ vars.words[0:2] }}",
        "{{ range(9) }}",
        "{% for x in range(1000000000) %}x{% endfor %}",
        "{{ lipsum(9) }}",
        "{{ cycler('a') }}",
        "{{ joiner }}",
        "{{ namespace }}",
        "{{ dict(a=1) }}",
        "{{ self }}",
        "{{ self.x() }}",
        "{{ super() }}",
        "{{ caller() }}",
        "{{ varargs }}",
        "{{ config }}",
        "{{ loop.cycle }}",
        "{% include 'other.j2' %}",
        "{% include '/etc/passwd' %}",
        "{% import 'other.j2' as x %}",
        "{% from 'other.j2' import x %}",
        "{% extends 'other.j2' %}",
        "{% macro m() %}x{% endmacro %}",
        "{% call m() %}x{% endcall %}",
        "{% set x = 1 %}{{ x }}",
        "{% block b %}x{% endblock %}",
        "{% filter upper %}x{% endfilter %}",
        "{% with x = 1 %}{{ x }}{% endwith %}",
        "{% do x %}",
        "{% for a in vars.words %}{% for b in vars.words %}x{% endfor %}{% endfor %}",
        "{% for a in vars.words recursive %}x{% endfor %}",
        "{% for a in 'abc' %}{{ a }}{% endfor %}",
        "{% for a in store %}{{ a }}{% endfor %}",
        "{{ store|map('x') }}",
        "{{ 'x'|center(1000000000) }}",
        "{{ 'x'|indent(1000000000) }}",
        "{{ 'a'|replace('a', 'bbbb') }}",
        "{{ 1|format }}",
        "{{ 'x'|pprint }}",
        "{{ vars.words|sort }}",
        "{{ vars.words|join('x' * 9) }}",
        "{{ vars.words|join('xxxxxxxxxxxxxxxxxxxxxxx') }}",
        "{{ 1.5|round(99999999) }}",
        "{{ 1.5|round(2, 'ceil') }}",
        "{{ vars.words|join(*vars.words) }}",
        "{{ 1 is sameas 1 }}",
        "{{ 'x' is callable }}",
        "{{ vars.words }}",
        "{{ store }}",
        "{{ poi.claimed }}",
        "{{ none }}",
        "{{ product.title|yuan }}",
        "{{ vars.words|yuan }}",
        "{{ store|upper }}",
        "{{ vars.words|lower }}",
        "{{ poi.claimed|trim }}",
        "{{ products|join }}",
        "{{ {'a': 1} }}",
        "{{ [1, 2] }}",
        "{{ (1, 2) }}",
    ],
)
def test_there_is_no_way_out_and_nothing_that_grows(source: str, tmp_path: Path) -> None:
    code, place, sentence = refused(tmp_path, f"好\n{source}\n")
    assert code in ("SC401", "SC402", "SC403")
    assert place == "templates/t.j2:2:1"
    assert "object at 0x" not in sentence
    assert "Traceback" not in sentence


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("好\n{{ store.title", "SC401"),
        ("好\n{% if poi %}\n", "SC401"),
        ("{% endif %}", "SC401"),
        ("{{ }}", "SC401"),
        ("{{ 'x }}", "SC401"),
        ("{{ x | }}", "SC401"),
        ("{% unknown %}", "SC401"),
        ("{% autoescape true %}x{% endautoescape %}", "SC403"),
        ("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "SC401"),
        ("{{ " + "not " * 4000 + "1 }}", "SC401"),
        ("{{ " + "9" * 5000 + " }}", "SC401"),
        ("{% if poi %}" * 300 + "x" + "{% endif %}" * 300, "SC401"),
        ("{{ vars" + ".x" * 4000 + " }}", "SC40"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_template_that_is_none(source: str, says: str, tmp_path: Path) -> None:
    code, place, _ = refused(tmp_path, source)
    assert code.startswith(says)
    assert place.startswith("templates/t.j2:")


@given(parts=st.lists(st.sampled_from(PARTS), max_size=15))
@settings(deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_written_gives_a_text_or_an_error(parts: list[str], tmp_path: Path) -> None:
    try:
        assert render(tmp_path, "".join(parts))
    except TemplateProblem as problem:
        assert problem.diagnostic.span is not None
        assert problem.diagnostic.span.file == "templates/t.j2"


# -- size --------------------------------------------------------------------------------------------------------------


def test_output_is_bounded(tmp_path: Path) -> None:
    at_most = "好" * templating.MAX_OUTPUT
    assert render(tmp_path, "{{ vars.long }}", {"vars": {"long": at_most}}) == at_most
    code, place, _ = refused(tmp_path, "{{ vars.long }}", {"vars": {"long": at_most + "!"}})
    assert (code, place) == ("SC404", "templates/t.j2:1:1")


def test_loop_can_not_make_a_long_text(tmp_path: Path) -> None:
    context = {"vars": {"list": ["x"] * templating.MAX_ITEMS, "long": "好" * 1000}}
    assert refused(tmp_path, "{% for x in vars.list %}{{ vars.long }}{% endfor %}", context)[0] == "SC404"


@pytest.mark.parametrize("source", ["{% for x in vars.list %}{{ x }}{% endfor %}", "{{ vars.list | join }}"])
def test_list_is_bounded(source: str, tmp_path: Path) -> None:
    assert render(tmp_path, source, {"vars": {"list": ["x"] * templating.MAX_ITEMS}})
    code, _, sentence = refused(tmp_path, source, {"vars": {"list": ["x"] * (templating.MAX_ITEMS + 1)}})
    assert code == "SC401"
    assert str(templating.MAX_ITEMS) in sentence


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"x" * (templating.MAX_TEMPLATE + 1), "SC110"),
        ("好".encode("gbk"), "SC102"),
        ("\ufeff好".encode(), "SC103"),
        (b"text\x00", "SC104"),
        ("a\u202eb".encode(), "SC104"),
        (b"", "SC405"),
        (b" \n ", "SC405"),
        (b"{{ '\\u202e' }}x", "SC403"),
    ],
)
def test_file_that_can_not_be_used(source: bytes, code: str, tmp_path: Path) -> None:
    assert refused(tmp_path, source)[0] == code
