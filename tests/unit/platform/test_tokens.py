"""Tokens: one for all accounts of an app, renewed once when it is over, never shown."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest

from lab import ACCOUNT_ID, KEYS
from storeconf.core.diagnostics import fail
from storeconf.core.text import say
from storeconf.platform.douyin import errors
from storeconf.platform.douyin.client import App, Client
from storeconf.platform.douyin.credentials import MISSING, Credentials
from storeconf.platform.douyin.replies import PlatformError
from storeconf.platform.douyin.transport import Reply
from wire import TOKEN, Fault, Wire, answers, refused, says, swallowed, token

READ, WRITE = "/goodlife/v1/goods/product/online/get/", "/goodlife/v1/goods/stock/sync/"
OVER = [2190002, 2190008, 28001003, 28001008]


def connected(*tokens: Fault) -> tuple[Wire, Client]:
    wire = Wire()
    wire.plan(*tokens, on=TOKEN)
    return wire, Client(App(wire, lambda: KEYS), ACCOUNT_ID)


def test_the_token_and_the_account_travel_in_headers() -> None:
    wire, client = connected(token("clt.one"))
    wire.plan(says())
    client.get(READ, {})
    (sent,) = wire.calls()
    assert sent.headers["access-token"] == "clt.one"
    assert sent.headers["rpc-transit-life-account"] == ACCOUNT_ID


@pytest.mark.parametrize("code", OVER)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_token_that_is_over_is_renewed_once_and_the_call_repeated(code: int, method: str) -> None:
    wire, client = connected(token("clt.old"))
    wire.plan(says(code=code, text="access_token 过期"))
    wire.plan(token("clt.new"), on=TOKEN)
    wire.plan(says({"product_id": "1"}))
    assert (client.get(READ, {}) if method == "GET" else client.post(WRITE, {}))["product_id"] == "1"
    assert [call.headers["access-token"] for call in wire.calls()] == ["clt.old", "clt.new"]


@pytest.mark.parametrize("code", OVER)
def test_a_new_token_that_is_refused_too_ends_the_call(code: int) -> None:
    wire, client = connected()
    wire.always(token(), on=TOKEN)
    wire.always(says(code=code, text="access_token 无效"))
    with pytest.raises(PlatformError) as caught:
        client.post(WRITE, {})
    assert not caught.value.unclear
    assert (len(wire.calls()), len(wire.calls(TOKEN))) == (2, 2)


@pytest.mark.parametrize(
    "fault", [refused, swallowed, says(code=10001), answers(502, "<html>"), answers(200, "<html>"), answers(429, "")]
)
def test_the_token_is_asked_for_again_whatever_happened(fault: Fault) -> None:
    wire, client = connected(fault, fault, token())
    wire.plan(says())
    client.post(WRITE, {})
    assert len(wire.calls(TOKEN)) == 3


@pytest.mark.parametrize("fault", [refused, swallowed, answers(502, "<html>"), answers(200, "{}")])
def test_a_write_that_got_no_token_was_surely_not_carried_out(fault: Fault) -> None:
    wire, client = connected()
    wire.always(fault, on=TOKEN)
    with pytest.raises(PlatformError) as caught:
        client.post(WRITE, {})
    assert not caught.value.unclear
    assert wire.calls() == []


@pytest.mark.parametrize("code", [10003, 10013])
def test_wrong_credentials_are_not_tried_again_and_say_what_to_check(code: int) -> None:
    wire, client = connected(says(code=code, text="client_key 不存在"))
    with pytest.raises(PlatformError) as caught:
        client.get(READ, {})
    assert caught.value.diagnostic.code is errors.CREDENTIALS
    assert "client_secret" in say(caught.value.diagnostic.fix, "zh")
    assert len(wire.calls(TOKEN)) == 1


@pytest.mark.parametrize("value", ["", "clt. with blank", "clt.\r\nx-evil: 1", "令牌", "x" * 5_000])
def test_a_token_that_can_not_stand_in_a_header_is_refused_without_being_quoted(value: str) -> None:
    _, client = connected(token(value))
    with pytest.raises(PlatformError) as caught:
        client.get(READ, {})
    said = say(caught.value.diagnostic.detail, "zh")
    assert "access_token" in said
    assert not value or value not in said


@pytest.mark.parametrize("body", ['{"data": {"error_code": 0}}', '{"data": {"error_code": 0, "access_token": 17}}'])
def test_a_reply_without_a_token_is_refused(body: str) -> None:
    _, client = connected(answers(200, body))
    with pytest.raises(PlatformError) as caught:
        client.get(READ, {})
    assert caught.value.diagnostic.code is errors.MALFORMED


def test_all_accounts_of_an_app_share_one_token() -> None:
    wire = Wire()
    wire.always(token(), on=TOKEN)
    wire.always(says())
    app = App(wire, lambda: KEYS)
    for account_id in ("1", "2", "3"):
        Client(app, account_id).get(READ, {})
    assert len(wire.calls(TOKEN)) == 1
    assert [call.headers["rpc-transit-life-account"] for call in wire.calls()] == ["1", "2", "3"]


class Forgetful:
    """A platform that takes every token but the first; those who come with the first wait for each other."""

    def __init__(self, threads: int) -> None:
        self.made = 0
        self._together = threading.Barrier(threads)

    def send(
        self, method: str, path: str, query: Mapping[str, str], headers: Mapping[str, str], body: bytes | None
    ) -> Reply:
        if path == TOKEN:
            self.made += 1
            return token(f"clt.{self.made}")(unreachable)
        if headers["access-token"] == "clt.1":
            self._together.wait(timeout=30)
            return says(code=2190008)(unreachable)
        return says()(unreachable)


def unreachable() -> Reply:
    raise AssertionError("nothing stands behind")


def test_threads_that_lose_the_same_token_get_one_new_one() -> None:
    platform = Forgetful(threads=4)
    app = App(platform, lambda: KEYS)
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(Client(app, "1").get, READ, {}) for _ in range(4)]:
            done.result(timeout=30)
    assert platform.made == 2


def test_missing_credentials_end_the_call_with_their_own_message() -> None:
    wire = Wire()

    def none() -> Credentials:
        raise fail(errors.CREDENTIALS, MISSING(names=["SHUYU_CLIENT_KEY"]))

    with pytest.raises(PlatformError) as caught:
        Client(App(wire, none), "1").get(READ, {})
    assert "SHUYU_CLIENT_KEY" in say(caught.value.diagnostic.detail, "zh")
    assert wire.sent == []


def test_nothing_is_asked_of_the_credentials_before_a_call() -> None:
    Client(App(Wire(), lambda: pytest.fail("asked too early")), "1")


def test_what_the_platform_repeats_of_a_secret_is_not_shown() -> None:
    _, client = connected(says(code=10013, text=f"secret {KEYS.client_secret} of {KEYS.client_key} is wrong"))
    with pytest.raises(PlatformError) as caught:
        client.get(READ, {})
    said = say(caught.value.diagnostic.detail, "en")
    assert KEYS.client_secret not in said
    assert KEYS.client_key not in said


def test_what_the_platform_repeats_of_a_token_is_not_shown() -> None:
    wire, client = connected(token("clt.topsecret"))
    wire.plan(says(code=2100005, text="bad token clt.topsecret"))
    with pytest.raises(PlatformError) as caught:
        client.get(READ, {})
    assert "topsecret" not in say(caught.value.diagnostic.detail, "en")
