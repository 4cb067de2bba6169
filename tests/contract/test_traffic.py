"""The traffic itself: tokens, limits, the write log, and writes whose answer got lost."""

from __future__ import annotations

import pytest

from lab import OTHER_SHOP, SHOP, Lab, product, product_wanted
from storeconf.platform.douyin.client import App, Client
from storeconf.platform.live import Existence
from storeconf.platform.sandbox import app as sandbox
from wire import TOKEN, answers, lost, refused, says, swallowed

BUSY, TOO_OFTEN, TOO_OFTEN_NEW = 2100004, 2119003, 28003018


# -- tokens --------------------------------------------------------------------------------------------------------------


def test_one_token_serves_a_whole_run(lab: Lab) -> None:
    lab.online()
    lab.product()
    lab.change({"stock": 3})
    assert len(lab.wire.calls(TOKEN)) == 1


def test_a_token_that_runs_out_on_the_way_is_renewed_once(lab: Lab) -> None:
    lab.online()
    lab.clock.advance(hours=2, seconds=1)
    assert lab.product().existence is Existence.PRESENT
    assert len(lab.wire.calls(TOKEN)) == 2


def test_a_new_token_leaves_the_one_before_it_five_minutes(lab: Lab) -> None:
    lab.product()
    other = Client(App(lab.wire, lambda: lab.credentials), lab.account.account_id)
    other.get("/goodlife/v1/shop/poi/query/", {"account_id": lab.account.account_id})
    tokens = len(lab.wire.calls(TOKEN))
    lab.clock.advance(seconds=sandbox.OVERLAP_SECONDS)
    lab.product()
    assert len(lab.wire.calls(TOKEN)) == tokens, "still within the overlap"
    lab.clock.advance(seconds=1)
    lab.product()
    assert len(lab.wire.calls(TOKEN)) == tokens + 1


def test_only_the_newest_two_tokens_of_an_app_live(lab: Lab) -> None:
    lab.product()
    for _ in range(2):
        other = Client(App(lab.wire, lambda: lab.credentials), lab.account.account_id)
        other.get("/goodlife/v1/shop/poi/query/", {"account_id": lab.account.account_id})
    tokens = len(lab.wire.calls(TOKEN))
    lab.product()
    assert len(lab.wire.calls(TOKEN)) == tokens + 1


def test_too_many_tokens_are_refused_and_that_is_not_retried(lab: Lab) -> None:
    lab.wire.sent.clear()
    for _ in range(sandbox.TOKEN_CALLS):
        lab.transport.send("POST", TOKEN, {}, {}, b'{"client_key": "k", "client_secret": "s"}')
    reading = lab.snapshot(product_wanted()).accounts["shuyu"]
    assert not reading.ok
    assert "10020" in reading.problem
    assert len(lab.wire.calls(TOKEN)) == 1


# -- limits --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [BUSY, TOO_OFTEN, TOO_OFTEN_NEW])
@pytest.mark.parametrize("sub", [0, 12001])
def test_a_busy_platform_is_asked_again_for_reads_and_writes_alike(lab: Lab, code: int, sub: int) -> None:
    lab.online()
    lab.wire.plan(says(code=code, sub=sub, text="请求过于频繁"), says(code=code, sub=sub))
    assert lab.product().existence is Existence.PRESENT
    (request,) = lab.requests({"stock": 9}, lab.product())
    lab.wire.sent.clear()
    lab.wire.plan(says(code=code, sub=sub), says(code=code, sub=sub))
    assert lab.write(request).ok
    assert len(lab.wire.calls("stock/sync")) == 3
    assert lab.product().attrs["stock"] == 9


def test_a_platform_that_stays_busy_is_left_alone_after_four_attempts(lab: Lab) -> None:
    lab.wire.always(says(code=TOO_OFTEN, text="请求过于频繁"))
    reading = lab.snapshot(product_wanted()).accounts["shuyu"]
    assert not reading.ok
    assert "请求过于频繁" in reading.problem
    assert len(lab.wire.calls()) == 4


def test_a_gateway_that_says_too_many_requests_is_obeyed(lab: Lab) -> None:
    lab.online()
    (request,) = lab.requests({"stock": 9}, lab.product())
    lab.wire.plan(answers(429, "<html>slow down</html>", retry_after="1"))
    assert lab.write(request).ok


# -- answers that get lost -----------------------------------------------------------------------------------------------


def test_a_write_whose_answer_got_lost_is_unclear_and_is_not_repeated_blindly(lab: Lab) -> None:
    lab.online()
    (request,) = lab.requests({"stock": 9}, lab.product())
    lab.wire.plan(lost)
    outcome = lab.write(request)
    assert (outcome.ok, outcome.unclear) == (False, True)
    assert [call for call, _, _ in lab.log()].count(request.path) == 1
    assert lab.product().attrs["stock"] == 9, "a look tells that it had arrived"


def test_a_write_that_never_arrived_is_just_as_unclear(lab: Lab) -> None:
    lab.online()
    (request,) = lab.requests({"stock": 9}, lab.product())
    lab.wire.plan(swallowed)
    assert lab.write(request).unclear
    assert lab.product().attrs["stock"] == 500


def test_a_write_that_found_nobody_is_sent_again(lab: Lab) -> None:
    lab.online()
    (request,) = lab.requests({"stock": 9}, lab.product())
    lab.wire.plan(refused, refused)
    assert lab.write(request).ok
    assert [call for call, _, _ in lab.log()].count(request.path) == 1


def test_a_submission_repeated_after_a_lost_answer_stays_one_product(lab: Lab) -> None:
    (request,) = lab.requests(product())
    lab.wire.plan(lost)
    assert lab.write(request).unclear
    assert not lab.write(request).ok, "it lies with the reviewers already"
    lab.decide()
    assert lab.product().existence is Existence.PRESENT
    assert len(lab.database.rows("SELECT product_id FROM products")) == 1


def test_binding_a_shop_twice_binds_it_once(lab: Lab) -> None:
    lab.online()
    (request,) = lab.requests({"stores": [SHOP, OTHER_SHOP]}, lab.product())
    lab.wire.plan(lost)
    assert lab.write(request).unclear
    assert lab.write(request).ok
    assert lab.product().attrs["stores"] == [SHOP, OTHER_SHOP]


# -- the log -------------------------------------------------------------------------------------------------------------


def test_the_log_holds_every_write_with_its_body_and_result(lab: Lab) -> None:
    lab.create()
    lab.write(lab.requests(product(title="第二版"))[0])
    (first, body, ok), (second, _, result) = lab.log()
    assert first == second == "/goodlife/v1/goods/product/save/"
    assert (body["product"]["out_id"], ok) == ("mxw-1", "ok")
    assert "审核中" in result


def test_the_log_holds_no_reads_and_no_credentials(lab: Lab) -> None:
    lab.online()
    lab.product()
    assert len(lab.log()) == 1
    assert lab.credentials.client_secret not in str(lab.log())
