"""What can go wrong between us and the platform: one clear sentence each, repeated only where that is safe."""

from __future__ import annotations

import json

import pytest
import stamina

from lab import ACCOUNT_ID, KEYS
from storeconf.core.text import say
from storeconf.platform.douyin import errors
from storeconf.platform.douyin.client import ATTEMPTS, MAX_WAIT, App, Client
from storeconf.platform.douyin.errors import Cure
from storeconf.platform.douyin.replies import PlatformError
from wire import TOKEN, Fault, Wire, answers, refused, says, swallowed, token

READ, WRITE = "/goodlife/v1/goods/product/online/get/", "/goodlife/v1/goods/stock/sync/"


@pytest.fixture
def wire() -> Wire:
    """A platform that says nothing but what a test plans."""
    found = Wire()
    found.always(token(), on=TOKEN)
    return found


@pytest.fixture
def client(wire: Wire) -> Client:
    return Client(App(wire, lambda: KEYS), ACCOUNT_ID)


def failure(client: Client, method: str) -> PlatformError:
    """The error of one call that has to fail."""
    with pytest.raises(PlatformError) as caught:
        client.get(READ, {}) if method == "GET" else client.post(WRITE, {"out_id": "x"})
    return caught.value


def sentence(problem: PlatformError, lang: str = "zh") -> str:
    return say(problem.diagnostic.detail, "en" if lang == "en" else "zh")


# -- faults that leave no doubt: nothing was carried out -----------------------------------------------------------------

SAFE_TO_REPEAT = {
    "connection refused": refused,
    "busy": says(code=2100004, text="系统繁忙"),
    "busy, new code": says(code=28001005),
    "busy, other code": says(code=2119002),
    "too often": says(code=2119003, text="请求过于频繁"),
    "too often, new code": says(code=28003018),
    "too often, sub code": says(code=2100005, sub=12001),
    "429 of a gateway": answers(429, "<html>Too Many Requests</html>"),
    "429 with JSON": answers(429, '{"message": "limit"}'),
}


@pytest.mark.parametrize("fault", SAFE_TO_REPEAT.values(), ids=SAFE_TO_REPEAT)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_was_not_carried_out_is_asked_again(wire: Wire, client: Client, method: str, fault: Fault) -> None:
    wire.plan(fault, fault, says({"product_id": "1"}))
    data = client.get(READ, {}) if method == "GET" else client.post(WRITE, {})
    assert data["product_id"] == "1"
    assert len(wire.calls()) == 3


@pytest.mark.parametrize("fault", SAFE_TO_REPEAT.values(), ids=SAFE_TO_REPEAT)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_in_the_end_it_is_given_up_and_surely_not_done(wire: Wire, client: Client, method: str, fault: Fault) -> None:
    wire.always(fault)
    assert not failure(client, method).unclear
    assert len(wire.calls()) == ATTEMPTS


# -- faults after which a write may have been carried out ----------------------------------------------------------------

UNSURE = {
    "no answer": swallowed,
    "500": answers(500, "Internal Server Error"),
    "502": answers(502, "<html>Bad Gateway</html>"),
    "503": answers(503, ""),
    "504": answers(504, "<html>Gateway Time-out</html>"),
    "500 with an empty envelope": answers(500, '{"data": {"error_code": 0}, "extra": {"error_code": 0}}'),
    "HTML instead of JSON": answers(200, "<html><title>登录</title></html>"),
    "empty answer": answers(200, b""),
    "cut JSON": answers(200, '{"data": {"error_code": 0, "produ'),
    "not UTF-8": answers(200, '{"data": {"error_code": 0, "x": "\xe7'.encode("latin-1")),
    "NaN": answers(200, '{"data": {"error_code": 0, "total": NaN}, "extra": {"error_code": 0}}'),
    "infinity": answers(200, '{"data": {"error_code": 0, "total": -Infinity}}'),
    "overflow": answers(200, '{"data": {"error_code": 0, "total": 1e999}}'),
    "a name twice": answers(200, '{"data": {"error_code": 0, "price": 1, "price": 2}}'),
    "nested without end": answers(200, "[" * 100_000),
    "a number without end": answers(200, '{"data": {"error_code": 0, "total": ' + "9" * 5_000 + "}}"),
    "a list": answers(200, "[1, 2]"),
    "no data": answers(200, '{"err_no": 0, "err_msg": "ok"}'),
    "data is a list": answers(200, '{"data": [], "extra": {"error_code": 0}}'),
    "no error code anywhere": answers(200, '{"data": {"products": []}}'),
    "unknown error": says(code=2100001, text="系统错误"),
    "network inside": says(code=28001006),
    "time-out inside": says(code=2100005, sub=13000),
}


@pytest.mark.parametrize("fault", UNSURE.values(), ids=UNSURE)
def test_a_write_is_then_sent_once_and_unclear(wire: Wire, client: Client, fault: Fault) -> None:
    wire.always(fault)
    assert failure(client, "POST").unclear
    assert len(wire.calls()) == 1


@pytest.mark.parametrize("fault", UNSURE.values(), ids=UNSURE)
def test_a_read_is_then_repeated(wire: Wire, client: Client, fault: Fault) -> None:
    wire.plan(fault, says({"product_id": "1"}))
    assert client.get(READ, {})["product_id"] == "1"


@pytest.mark.parametrize("fault", UNSURE.values(), ids=UNSURE)
def test_the_sentence_names_the_call_in_both_languages(wire: Wire, client: Client, fault: Fault) -> None:
    wire.always(fault)
    problem = failure(client, "POST")
    assert f"POST {WRITE}" in sentence(problem)
    assert f"POST {WRITE}" in sentence(problem, "en")
    assert problem.diagnostic.fix


# -- faults that no repetition cures -------------------------------------------------------------------------------------

FINAL: dict[str, tuple[Fault, str]] = {
    "bad parameter": (says(code=2100005, text="参数错误"), "参数错误"),
    "no such scope": (says(code=2190004, text="无权限"), "无权限"),
    "not authorised": (says(code=2119005, text="商家未授权"), "商家未授权"),
    "quota": (says(code=28003017, text="quota已用完"), "quota已用完"),
    "barred": (says(code=2119008, text="能力被禁用"), "能力被禁用"),
    "business": (says(code=4000003, text="商品不存在"), "商品不存在"),
    "code nobody knows": (says(code=987654321, text="新错误"), "987654321"),
    "negative code": (says(code=-1, text="失败"), "-1"),
    "403 of a gateway": (answers(403, "<html>Forbidden</html>"), "403"),
    "404": (answers(404, "not found"), "404"),
    "redirect": (answers(302, "", location="https://elsewhere.example/"), "302"),
}


@pytest.mark.parametrize(("fault", "said"), FINAL.values(), ids=FINAL)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_error_that_stays_ends_the_call_at_once(
    wire: Wire, client: Client, method: str, fault: Fault, said: str
) -> None:
    wire.always(fault)
    problem = failure(client, method)
    assert said in sentence(problem)
    assert not problem.unclear
    assert len(wire.calls()) == 1


def test_an_error_code_counts_wherever_it_stands(wire: Wire, client: Client) -> None:
    for envelope in (
        {"data": {"error_code": 2119005, "description": "商家未授权"}, "extra": {"error_code": 0}},
        {"data": {"error_code": "2119005", "description": "商家未授权"}},
        {"data": None, "extra": {"error_code": 2119005, "description": "商家未授权"}},
        {"extra": {"error_code": 2119005, "description": "商家未授权"}},
    ):
        wire.plan(answers(200, json.dumps(envelope)))
        problem = failure(client, "POST")
        assert problem.diagnostic.code is errors.AUTHORISATION
        assert "商家未授权" in sentence(problem)


def test_the_platforms_own_words_and_log_id_are_passed_on(wire: Wire, client: Client) -> None:
    wire.always(says(code=4000003, text="商品审核中，暂不可修改"))
    assert sentence(failure(client, "POST")) == (
        f"POST {WRITE}：平台返回 4000003（商品审核中，暂不可修改），日志号 log-1"
    )


def test_half_a_character_in_a_reply_is_replaced_not_passed_on(wire: Wire, client: Client) -> None:
    wire.plan(answers(200, '{"data": {"error_code": 0, "name": "火锅\\ud83c", "ok": "\\ud83c\\udf36"}}'))
    data = client.get(READ, {})
    assert data == {"error_code": 0, "name": "火锅�", "ok": "🌶"}


def test_a_whole_number_of_nineteen_digits_keeps_every_digit(wire: Wire, client: Client) -> None:
    wire.plan(says({"poi_id": 6601137575719602181}))
    assert client.get(READ, {})["poi_id"] == 6601137575719602181


# -- how long is waited --------------------------------------------------------------------------------------------------


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that are made, without making them."""
    stamina.set_testing(False)
    made: list[float] = []
    monkeypatch.setattr("time.sleep", made.append)
    return made


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry_after": "7"}, 7.0),
        ({"retry_after": "0"}, 0.0),
        ({"retry_after": "Mon, 09 Mar 2026 02:00:12 GMT", "date": "Mon, 09 Mar 2026 02:00:00 GMT"}, 12.0),
        ({"retry_after": "Mon, 09 Mar 2026 01:00:00 GMT", "date": "Mon, 09 Mar 2026 02:00:00 GMT"}, 0.0),
    ],
)
def test_a_retry_after_is_waited_for(
    wire: Wire, client: Client, pauses: list[float], headers: dict[str, str], wait: float
) -> None:
    wire.plan(answers(429, "", **headers), says())
    client.post(WRITE, {})
    assert pauses == [wait]


@pytest.mark.parametrize("header", ["", "soon", "-5", "1e9", "٣", "Mon, 99 Mar 2026"])
def test_a_retry_after_without_sense_means_an_ordinary_pause(
    wire: Wire, client: Client, pauses: list[float], header: str
) -> None:
    wire.plan(answers(429, "", retry_after=header), says())
    client.post(WRITE, {})
    assert len(pauses) == 1
    assert 0 < pauses[0] <= MAX_WAIT


def test_who_asks_for_more_patience_than_we_have_is_not_asked_again(
    wire: Wire, client: Client, pauses: list[float]
) -> None:
    wire.always(answers(429, "", retry_after="3600"))
    problem = failure(client, "GET")
    assert (pauses, len(wire.calls())) == ([], 1)
    assert "3600" in say(problem.diagnostic.fix, "zh")


def test_pauses_grow(wire: Wire, client: Client, pauses: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("random.uniform", lambda low, high: low)
    wire.always(says(code=2119003))
    failure(client, "GET")
    assert pauses == sorted(pauses)
    assert len(set(pauses)) == ATTEMPTS - 1


def test_retries_leave_standard_error_alone(
    wire: Wire, client: Client, pauses: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    wire.plan(says(code=2100004), says())
    client.get(READ, {})
    assert (len(pauses), capsys.readouterr().err) == (1, "")


def test_every_cure_of_the_table_is_one_of_the_known(wire: Wire) -> None:
    assert {errors.cure(code) for code in (0, 10001, 2119003, 2190008, 2100001)} == {
        Cure.STOP,
        Cure.RETRY,
        Cure.SLOW_DOWN,
        Cure.NEW_TOKEN,
        Cure.LOOK,
    }
