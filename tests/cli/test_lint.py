"""`storeconf lint`: JSON lines in, answers out at once, whatever comes in."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storeconf.core.clock import parse_instant
from storeconf.rules.jsonlines import MAX_LINE, MAX_TEXT, parse
from storeconf.rules.lint import lint_line
from storeconf.rules.reading import FIELDS, BadLine
from support import NOW, Cli

WRONG_PHONE = {"id": "p", "field": "phone", "text": "0571-88886666"}
"""Rejected by R12-01."""
GOOD_PHONE = {"id": "g", "field": "phone", "text": "057188886666"}
PATIENCE = 20
"""Seconds; it takes about one."""
CHAIN: dict[str, Any] = {
    "id": "chain",
    "store": {
        "poi": {
            "id": "6601",
            "name": "蜀渝火锅(三里屯店)",
            "kind": "store",
            "claimed": True,
            "category": "火锅",
            "scope": ["火锅"],
            "city": "北京",
            "location": {"lat": 39.93, "lng": 116.45, "datum": "gcj02"},
            "phone": "01064171234",
            "hours": [{"days": [1, 2, 3], "open": "10:30", "close": "02:00"}],
            "special_hours": [{"date": "2027-02-17", "closed": True}],
        },
        "licences": [{"type": "营业执照", "number": "91110105MA01ABCD12", "holder": "蜀渝", "expires": "长期"}],
        "counter": "进门左手边",
        "videos": {
            "v1": {
                "video_id": "7344",
                "poi": "6601",
                "product": "solo",
                "mount": "component",
                "visible_within_s": 3,
                "share_to_dm": True,
                "tracking": "shortvideo_0309_douyin",
                "caption": "19.9元吃毛血旺，点击左下角，到店核销",
            }
        },
        "lives": {
            "l1": {
                "starts": "2026-03-09T19:00",
                "ends": "2026-03-09T22:00",
                "products": ["solo"],
                "host_script": "点击右下角黄色按钮，19.9元抢毛血旺单人餐，到店直接核销",
            }
        },
        "payment_reply": {
            "text": "出示二维码核销，营业时间10:30-02:00",
            "attachments": ["verification_qr", "poi_link"],
        },
        "voice_call": {"enabled": True, "within_minutes": 60, "script": "您好，您已成功购买蜀渝火锅团购券"},
        "pinned_video": {"file": "a.mp4", "shots": ["counter_location"], "overlay_text": "出示订单二维码，3秒完成核销"},
        "booking": {
            "button_on_success_page": True,
            "audience": "new_customers",
            "slots": [{"days": [1], "start": "17:00", "end": "21:00", "capacity": 12}],
        },
    },
    "account": {
        "verification_tool": {
            "stage": "enabled",
            "papers": [{"type": "营业执照", "file": "a.jpg"}],
            "authorised": "all",
        },
        "anomaly_rules": {"failures_per_day": 5, "per_phone_24h": 3, "slow_minutes": 1440},
        "attribution": {"channels": ["short_video"], "window_days": 7},
    },
    "products": {
        "solo": {
            "title": "毛血旺单人餐(含米饭)",
            "kind": "groupbuy",
            "category": "川菜",
            "price": 19.9,
            "origin_price": "39.90",
            "items": [{"group": "主菜", "items": [{"name": "毛血旺", "price": 39.9, "count": 1}]}],
            "sale": {"start": "2026-03-01", "end": "2026-12-31"},
            "use": {"start": "2026-03-01", "end": "2026-12-31", "days_after_purchase": 30},
            "unusable": {"weekdays": [6], "holidays": [1], "dates": ["2026-10-01"]},
            "usage_notes": "节假日通用，提前1天预约",
            "description": {"html": "<p>毛血旺一份</p>"},
            "refund_policy": "anytime",
            "subtitle_tags": ["随时退", "过期退"],
            "appointment": {"required": True, "ahead": {"days": 1}},
            "phone": "01064171234",
            "images": [{"role": "head", "url": "https://cdn.example/a.jpg"}],
            "stock": 100,
            "stores": ["bj"],
            "shelf": "online",
        }
    },
    "observed": {"S/poi": {"phone": "01064171234"}, "@A/verification_tool": {"stage": "enabled"}},
    "facts": {
        "now": "2026-03-09T10:00:00+08:00",
        "paid_price": 19.9,
        "shelf": "online",
        "location": {"city": "北京", "lat": 39.93, "lng": 116.45, "datum": "gcj02"},
        "images": [{"role": "head", "text": "毛血旺", "width": 750, "height": 560, "blur": 0.1, "has_qr": False}],
        "licences": [{"type": "营业执照", "complete": True}],
        "pinned_video": {"duration_s": 14.5, "shots": ["counter_location"]},
        "channels": {"short_video": 3, "live": 2, "search": 1},
    },
}
PRODUCT: dict[str, Any] = {
    "id": "product",
    "product": CHAIN["products"]["solo"],
    "store": {"licences": CHAIN["store"]["licences"], "poi": CHAIN["store"]["poi"]},
    "facts": CHAIN["facts"],
}
TEXT: dict[str, Any] = {
    "id": "text",
    "field": "usage_notes",
    "text": "满100元可用，请提前1天预约，解释权归本店所有，电话0571-88886666，有效期至2026年2月30日",
    "context": {**CHAIN["products"]["solo"], "poi": CHAIN["store"]["poi"], "licences": CHAIN["store"]["licences"]},
    "facts": CHAIN["facts"],
}


def lint(cli: Cli, *lines: object, code: int = 0, options: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """The answers to lines; what is no text is written as JSON."""
    given = "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)
    return [json.loads(row) for row in cli("lint", *options, stdin=given, code=code).out.splitlines()]


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """No project anywhere near."""
    return Cli(tmp_path)


# -- lines -------------------------------------------------------------------------------------------------------------


def test_each_line_has_its_answer(cli: Cli) -> None:
    wrong, good = lint(cli, WRONG_PHONE, GOOD_PHONE, code=1)
    (finding,) = wrong["findings"]
    assert wrong["id"] == "p"
    assert (finding["code"], finding["severity"], finding["path"]) == ("R12-01", "error", "phone")
    assert (finding["span"], finding["text"]) == ([0, 13], "0571-88886666")
    assert finding["message"]
    assert "057188886666" in finding["fix"]
    assert good == {"id": "g", "findings": [], "skipped": []}


def test_without_errors_it_succeeds(cli: Cli) -> None:
    assert [answer["id"] for answer in lint(cli, GOOD_PHONE)] == ["g"]


def test_nothing_in_nothing_out(cli: Cli) -> None:
    assert cli("lint").out == ""
    assert cli("lint", stdin="\n  \n").out == ""


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "nonsense",
        "[1]",
        "null",
        '"text"',
        "3",
        '{"id": NaN}',
        '{"id": 1e999}',
        f'{{"id": {"9" * 5000}}}',
        "[" * 100_000,
        '{"a":' * 100_000,
        "{}",
        '{"field": "title"}',
        '{"field": "title", "text": null}',
        '{"field": "title", "text": 3}',
        '{"field": "nothing", "text": "x"}',
        '{"field": ["title"], "text": "x"}',
        '{"field": "title", "text": "x", "context": []}',
        '{"field": "title", "text": "x", "facts": {"now": "soon"}}',
        '{"field": "title", "text": "x", "facts": {"now": []}}',
        '{"product": 1}',
        '{"store": {"products": [1]}}',
        '{"store": {"videos": 3}}',
        '{"store": {}, "products": {"a": 1}}',
        '{"store": {}, "observed": {"S/poi": 1}}',
    ],
    ids=lambda line: line[:40],
)
def test_bad_line_is_answered_and_the_others_too(cli: Cli, line: str) -> None:
    before, bad, after = lint(cli, GOOD_PHONE, line, GOOD_PHONE, code=1)
    assert before == after == {"id": "g", "findings": [], "skipped": []}
    assert set(bad) == {"id", "line", "error"}
    assert (bad["id"], bad["line"]) == (None, 2)
    assert "内部出错" not in bad["error"]


def test_bad_line_keeps_its_id(cli: Cli) -> None:
    (answer,) = lint(cli, {"id": [1, {"a": "b"}], "field": "title"}, code=1)
    assert answer["id"] == [1, {"a": "b"}]


def test_problem_is_told_in_the_readers_language(tmp_path: Path) -> None:
    (answer,) = lint(Cli(tmp_path, lang="en"), "{", code=1)
    assert answer["error"].startswith("it is no JSON")


def test_text_that_no_document_could_hold_is_refused(cli: Cli) -> None:
    line = {"id": 1, "field": "title", "text": "好" * (MAX_TEXT + 1)}
    assert str(MAX_TEXT) in lint(cli, line, code=1)[0]["error"]
    assert "error" not in lint(cli, {**line, "text": "好" * MAX_TEXT})[0]


@pytest.mark.parametrize("character", ["好", "9", "一", " ", "·", "🙂", "（", "<", "-", "。", "\n"])
def test_longest_text_is_judged_in_its_time(cli: Cli, character: str) -> None:
    """An editor waits; work that grows with the square of the length would take minutes."""
    line = {"id": 1, "field": "usage_notes", "text": character * MAX_TEXT}
    begin = time.monotonic()
    lint(cli, line)
    assert time.monotonic() - begin < PATIENCE


def test_line_that_never_ends_is_refused_and_the_next_is_read(cli: Cli) -> None:
    long, after = lint(cli, '{"id": 1, "field": "title", "text": "' + "x" * (2 * MAX_LINE), GOOD_PHONE, code=1)
    assert str(MAX_LINE) in long["error"]
    assert after["id"] == "g"


def test_lone_surrogates_come_out_as_they_came_in(cli: Cli) -> None:
    (answer,) = lint(cli, '{"id": "\\ud800", "field": "phone", "text": "0571-88886666\\udfff"}', code=1)
    assert answer["id"] == "\ud800"
    assert answer["findings"][0]["span"][0] == 0


def test_control_characters_never_reach_the_terminal(cli: Cli) -> None:
    line = {"id": "\x1b[2J\u202e", "field": "phone", "text": "\x1b[31m0571-88886666\u2028"}
    out = cli("lint", stdin=f"{json.dumps(line)}\n", code=1).out
    assert not set("\x1b\u202e\u2028") & set(out)
    assert json.loads(out)["id"] == line["id"]


# -- processes ---------------------------------------------------------------------------------------------------------


def test_bytes_that_are_no_text_and_a_mark_at_the_start(cli: Cli) -> None:
    given = (
        b"\xef\xbb\xbf" + json.dumps(GOOD_PHONE).encode() + b'\r\n{"id": "\xff"}\n\n' + json.dumps(WRONG_PHONE).encode()
    )
    done = subprocess.run(cli.command("lint"), input=given, capture_output=True, check=False, timeout=60)
    good, bad, wrong = (json.loads(line) for line in done.stdout.splitlines())
    assert (done.returncode, done.stderr) == (1, b"")
    assert good["findings"] == []
    assert bad["line"] == 2
    assert "UTF-8" in bad["error"]
    assert wrong["findings"]


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "gbk"])
def test_answers_are_json_in_every_locale(cli: Cli, encoding: str) -> None:
    line = {"id": "é🙂", "field": "phone", "text": "0571-88886666"}
    result = subprocess.run(
        cli.command("lint"),
        input=json.dumps(line).encode(),
        capture_output=True,
        env={"PYTHONIOENCODING": encoding, "PATH": "/usr/bin:/bin"},
        check=False,
        timeout=60,
    )
    assert json.loads(result.stdout.decode(encoding))["id"] == "é🙂"


def test_answer_comes_before_the_next_line_is_written(cli: Cli) -> None:
    """An editor keeps it running and waits for each answer."""
    with subprocess.Popen(cli.command("lint"), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        watchdog = threading.Timer(60, running.kill)
        watchdog.start()
        assert running.stdin is not None
        assert running.stdout is not None
        for number in range(3):
            running.stdin.write(json.dumps({**GOOD_PHONE, "id": number}).encode() + b"\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["id"] == number
        running.stdin.close()
        assert running.wait() == 0
        watchdog.cancel()


def test_nothing_of_the_project_layer_is_loaded(cli: Cli) -> None:
    """It starts at every key stroke of an editor."""
    heavy = ("storeconf.project", "storeconf.source", "storeconf.platform", "pydantic", "yaml", "jinja2")
    program = "import sys, storeconf.cli.main as m; m.run(sys.argv[1:]); print([n for n in sys.modules if n in %r])"
    arguments = [sys.executable, "-c", program % (heavy,), "-C", str(cli.folder), "lint"]
    done = subprocess.run(arguments, input=b"", capture_output=True, check=True, timeout=60)
    assert done.stdout == b"[]\n"


def test_reader_that_has_seen_enough_is_no_failure(cli: Cli) -> None:
    with subprocess.Popen(
        cli.command("lint"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        running.stdin.write(f"{json.dumps(GOOD_PHONE)}\n".encode() * 50)
        running.stdin.close()
        assert running.wait(timeout=60) == 0
        assert running.stderr.read() == b""


# -- one text ----------------------------------------------------------------------------------------------------------


def test_one_text_is_shown_with_the_characters_underlined(cli: Cli) -> None:
    result = cli("lint", "--field", "description", "牛肉火锅双人餐\n订座 0571-88886666 找小王", code=1)
    rows = result.out.splitlines()
    assert rows[0].startswith("错误 R12-01 ")
    at = rows.index("  --> description:2:4")
    assert rows[at + 1] == "  2 | 订座 0571-88886666 找小王"
    assert rows[at + 2] == "    |      ^^^^^^^^^^^^^"
    assert rows[at + 3].startswith("  改法：")
    assert rows[-1] == "1 个错误，0 个警告"


def test_clean_text(cli: Cli) -> None:
    assert cli("lint", "--field", "phone", "057188886666").out == "没有发现问题\n"


def test_one_text_as_json(cli: Cli) -> None:
    answer = cli("lint", "--field", "phone", "0571-88886666", "--format", "json", code=1).json
    assert [one["code"] for one in answer["findings"]] == ["R12-01"]
    assert "id" not in answer


@pytest.mark.parametrize("arguments", [("--field", "title"), ("毛血旺",), ("--field", "nothing", "x")])
def test_half_of_it_is_wrong_usage(cli: Cli, arguments: tuple[str, ...]) -> None:
    cli("lint", *arguments, code=64)


def test_colour_where_it_is_asked_for(cli: Cli) -> None:
    assert "\x1b[" in cli("lint", "--field", "phone", "0571-88886666", "--color", "always", code=1).out
    assert "\x1b[" not in cli("lint", "--field", "phone", "0571-88886666", code=1).out


def test_lines_are_judged_at_the_given_moment(cli: Cli) -> None:
    line = {"id": 1, "product": {"sale": {"start": "2026-03-01", "end": "2026-03-31"}}}
    for now, over in (("2026-03-09", False), ("2026-04-09", True)):
        result = cli("lint", stdin=json.dumps(line), now=now, code=None)
        assert ("R05-03" in {one["code"] for one in result.json["findings"]}) is over


# -- in a project ------------------------------------------------------------------------------------------------------

PROJECT = "apiVersion: storeconf/v1\nkind: Project\nlanguage: en\n"


def test_projects_choices_apply(cli: Cli) -> None:
    (cli.folder / "storeconf.yaml").write_text(f"{PROJECT}rules: {{severity: {{R12-01: info}}}}\n", encoding="utf-8")
    below = cli.folder / "stores"
    below.mkdir()
    (answer,) = lint(Cli(below), WRONG_PHONE)
    assert [(one["code"], one["severity"]) for one in answer["findings"]] == [("R12-01", "info")]
    assert "“" in answer["findings"][0]["message"] or '"' in answer["findings"][0]["message"]
    (cli.folder / "storeconf.yaml").write_text(f"{PROJECT}rules: {{severity: {{R12-01: off}}}}\n", encoding="utf-8")
    assert lint(cli, WRONG_PHONE)[0]["findings"] == []


def test_project_that_chose_nothing_changes_nothing(cli: Cli) -> None:
    (cli.folder / "storeconf.yaml").write_text(PROJECT, encoding="utf-8")
    assert lint(cli, WRONG_PHONE, code=1)[0]["findings"][0]["severity"] == "error"


def test_wrong_choices_are_told_rather_than_left_out(cli: Cli) -> None:
    (cli.folder / "storeconf.yaml").write_text(f"{PROJECT}rules: {{severity: {{R12-01: loud}}}}\n", encoding="utf-8")
    result = cli("lint", stdin=json.dumps(GOOD_PHONE), code=1)
    assert result.out == ""
    assert "storeconf.yaml" in result.err


# -- whatever comes ----------------------------------------------------------------------------------------------------

MARKS = "，。；：！？、（）0123456789.-~/元￥折人位张天年月日至满减免预约退微信解释权发票打包包间大厅锅底 \u200b🙂é\n"
WORDS = st.text(alphabet=st.one_of(st.sampled_from(MARKS), st.characters(codec=None)), max_size=40)
NASTY = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    WORDS,
    st.sampled_from(
        [
            "1e999999",
            "-1e-999999",
            "9" * 4000,
            "NaN",
            "Infinity",
            "sNaN",
            "-0",
            "２０２６-03-01",
            "2026-02-30",
            "9999-12-31",
        ]
    ),
    st.sampled_from(
        ["0001-01-01", "2026-03-01T25:00", "24:00", "长期", "<p>", "<script>", "&#xd800;", "&#99999999;", "{0}", "%s"]
    ),
    st.sampled_from(
        [[], {}, [[]], [None], {"html": 3}, {"html": None}, {"": ""}, {"template": "x"}, [{"role": 1, "text": 2}]]
    ),
    st.recursive(
        st.none() | st.integers(-5, 5) | WORDS,
        lambda below: st.lists(below, max_size=3) | st.dictionaries(WORDS, below, max_size=3),
        max_leaves=6,
    ),
)


def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in a tree but the top."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, below in value.items():
            yield from places(below, (*path, key))
    elif isinstance(value, list):
        for number, below in enumerate(value):
            yield from places(below, (*path, number))


def replaced(tree: dict[str, Any], path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    """The tree with another value at one place, unless an earlier replacement took the place away."""
    changed: Any = deepcopy(tree)
    below = changed
    for step in path[:-1]:
        try:
            below = below[step]
        except (KeyError, IndexError, TypeError):
            return tree
    try:
        below[path[-1]] = value
    except (TypeError, IndexError):
        return tree
    return dict(changed)


@st.composite
def broken_lines(draw: st.DrawFn) -> dict[str, Any]:
    """A good line with nasty values at a few places."""
    line: dict[str, Any] = draw(st.sampled_from([TEXT, PRODUCT, CHAIN]))
    for path in draw(st.lists(st.sampled_from(list(places(line))), min_size=1, max_size=4)):
        line = replaced(line, path, draw(NASTY))
    return line


def crashed(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """Rules that failed inside."""
    return [one for one in answer["skipped"] if "规则自身出错" in one["reason"]]


def judged(line: dict[str, Any]) -> None:
    """A line as it arrives: it is answered, or refused with a sentence, and no rule breaks on it."""
    sent = json.dumps(line).encode()
    try:
        answer = lint_line(parse(sent), parse_instant(NOW))
    except BadLine:
        return
    assert crashed(answer) == []
    json.dumps(answer, allow_nan=False)


examples = settings(
    max_examples=300,
    deadline=timedelta(seconds=10),
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@examples
@given(line=broken_lines())
def test_wrong_types_anywhere_break_nothing(line: dict[str, Any]) -> None:
    judged(line)


@examples
@given(field=st.sampled_from(FIELDS), text=WORDS)
def test_any_text_is_judged(field: str, text: str) -> None:
    judged({"field": field, "text": text})
    judged({**TEXT, "field": field, "text": text})


@examples
@given(text=WORDS)
def test_spans_point_at_the_given_characters(text: str) -> None:
    whole = f"{text}解释权归本店所有，0571-88886666"
    for one in lint_line({"field": "usage_notes", "text": whole}, parse_instant(NOW))["findings"]:
        if one["span"] is not None:
            start, end = one["span"]
            assert 0 <= start < end <= len(whole)
            assert whole[start:end] == one["text"]


@examples
@given(given=st.one_of(st.binary(max_size=60), st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_are_answered(given: bytes) -> None:
    try:
        assert isinstance(parse(given), dict)
    except BadLine as error:
        assert error.message.render("zh")
