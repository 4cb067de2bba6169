"""What our app may see and do in an account: by role, by scope, by the merchant's authorisation."""

from __future__ import annotations

import pytest

from lab import ALL_SCOPES, SHOP, Lab, change, product, product_wanted
from storeconf.platform.douyin import errors
from storeconf.platform.live import Existence, Unknown
from storeconf.platform.protocol import Impossible, ReadFailed, Request, Wanted
from storeconf.platform.sandbox import seed

REVOKED = "POST /goodlife/v1/goods/product/operate/"


def console_made(lab: Lab) -> str:
    """A product that the merchant made in the console."""
    (request,) = lab.requests(product())
    return seed.put_product(lab.database, lab.account.account_id, "", request.body, by_app=False)


def request(op: str, path: str, **body: object) -> Request:
    return Request(op=op, method="POST", path=path, body=body, sets=())


# -- roles ---------------------------------------------------------------------------------------------------------------


def test_a_vendor_is_shown_few_fields_of_what_the_merchant_made(lab: Lab) -> None:
    product_id = console_made(lab)
    lab.become("vendor")
    live = lab.product("", product_id=product_id, bound=True)
    assert {"title", "price", "items", "sale.start", "sale.end"} <= set(live.attrs)
    assert live.unknown["stores"] is Unknown.MASKED
    assert live.unknown["usage_notes"] is Unknown.MASKED
    assert "stores" not in live.attrs


def test_a_masked_product_is_never_saved_as_a_whole(lab: Lab) -> None:
    product_id = console_made(lab)
    lab.become("vendor")
    live = lab.product("", product_id=product_id, bound=True)
    found = lab.platform.compose(change(lab.account, {"title": "新标题"}, live, out_id="", bound=True))
    assert isinstance(found, Impossible)
    assert found.code == "would_send_unknown"


def test_what_a_vendor_does_not_find_is_not_proven_absent(lab: Lab) -> None:
    lab.become("vendor")
    seen = lab.snapshot(product_wanted("never-made"))
    assert seen.get("@shuyu/product/never-made").why is Unknown.MASKED
    assert not seen.accounts["shuyu"].complete


@pytest.mark.parametrize("role", ["self", "operator"])
def test_the_merchants_own_app_sees_everything(lab: Lab, role: str) -> None:
    product_id = console_made(lab)
    lab.become(role)
    live = lab.product("", product_id=product_id, bound=True)
    assert dict(live.unknown) == {}
    assert live.attrs["stores"] == [SHOP]
    assert lab.product("never-made").existence is Existence.ABSENT


# -- scopes --------------------------------------------------------------------------------------------------------------

WRITES = {
    "publish": [
        ("product.save", "/goodlife/v1/goods/product/save/"),
        ("product.operate", "/goodlife/v1/goods/product/operate/"),
        ("product.free_audit", "/goodlife/v1/goods/product/free_audit/"),
        ("product.stock", "/goodlife/v1/goods/stock/sync/"),
        ("product.poi.add", "/goodlife/v1/goods/open/common/product/poi/operate/"),
    ],
    "poi_update": [("poi.update", "/goodlife/v1/poi/poi/update/")],
    "booking": [("booking.config", "/goodlife/v1/akte/booking/config/")],
}


@pytest.mark.parametrize(("scope", "op", "path"), [(s, op, path) for s, calls in WRITES.items() for op, path in calls])
def test_a_write_without_its_scope_is_refused_and_names_the_scope(lab: Lab, scope: str, op: str, path: str) -> None:
    lab.become("self", ALL_SCOPES - {scope})
    outcome = lab.write(request(op, path, account_id=lab.account.account_id))
    assert not outcome.ok
    assert not outcome.unclear
    assert outcome.problem is not None
    assert outcome.problem.code is errors.CAPABILITY
    fix = outcome.problem.fix
    assert not isinstance(fix, str)
    assert "life.capacity." in fix.render("zh")


@pytest.mark.parametrize(
    ("withheld", "scope"), [("shops", "life.capacity.shop"), ("products", "life.capacity.goods.query")]
)
def test_a_scope_that_the_app_lacks_makes_its_objects_unknown(lab: Lab, withheld: str, scope: str) -> None:
    lab.online()
    seed.admit_account(lab.database, lab.account)
    lab.database.run("UPDATE accounts SET scopes=?", str(sorted(ALL_SCOPES - {withheld})).replace("'", '"'))
    place = Wanted(address="bj/poi", kind="poi", account="shuyu", poi_id="6609999999999999999")
    seen = lab.snapshot(product_wanted(), place)
    reading = seen.accounts["shuyu"]
    assert (reading.ok, reading.code) == (False, errors.CAPABILITY.id)
    assert scope in reading.problem
    assert seen.get("@shuyu/product/mxw-1").why is Unknown.ERROR
    with pytest.raises(ReadFailed):
        lab.platform.reread(product_wanted() if withheld == "products" else place)


def test_a_scope_that_the_account_does_not_name_is_not_even_asked_for(lab: Lab) -> None:
    lab.become("self", frozenset({"shops"}))
    seen = lab.snapshot(product_wanted(), Wanted(address="bj/poi", kind="poi", account="shuyu", poi_id=SHOP))
    assert seen.get("bj/poi").existence is Existence.PRESENT
    assert seen.get("@shuyu/product/mxw-1").existence is Existence.UNKNOWN
    assert lab.wire.calls("/goods/") == []


def test_an_account_without_an_api_is_never_called(lab: Lab) -> None:
    lab.become("self", frozenset())
    seen = lab.snapshot(product_wanted())
    assert (dict(seen.accounts), dict(seen.objects)) == ({}, {})
    assert lab.wire.sent == []


# -- authorisation -------------------------------------------------------------------------------------------------------


def test_a_merchant_who_has_not_authorised_the_app_is_told_where_to_do_it(lab: Lab) -> None:
    lab.database.run("DELETE FROM accounts")
    reading = lab.snapshot(product_wanted()).accounts["shuyu"]
    assert (reading.ok, reading.code) == (False, errors.AUTHORISATION.id)
    assert "第三方应用授权" in reading.problem


def test_an_app_without_key_and_secret_is_refused(lab: Lab) -> None:
    lab.credentials = type(lab.credentials)("", "")
    lab.reconnect()
    reading = lab.snapshot(product_wanted()).accounts["shuyu"]
    assert (reading.ok, reading.code) == (False, errors.CREDENTIALS.id)


# -- what is wrong with one request --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("op", "path", "body"),
    [
        ("product.operate", "/goodlife/v1/goods/product/operate/", {"out_id": "never-made", "op_type": 1}),
        ("product.operate", "/goodlife/v1/goods/product/operate/", {"product_id": "7400000000000009999", "op_type": 2}),
        ("product.operate", "/goodlife/v1/goods/product/operate/", {"op_type": 2}),
        ("product.operate", "/goodlife/v1/goods/product/operate/", {"out_id": "mxw-1", "op_type": 9}),
        ("product.stock", "/goodlife/v1/goods/stock/sync/", {"out_id": "mxw-1", "stock": {"limit_type": 5}}),
        ("product.stock", "/goodlife/v1/goods/stock/sync/", {"out_id": "mxw-1", "stock": "many"}),
        ("product.save", "/goodlife/v1/goods/product/save/", {"product": {}, "sku": {}}),
        ("product.save", "/goodlife/v1/goods/product/save/", {"product": ["x"], "sku": 3}),
        (
            "product.save",
            "/goodlife/v1/goods/product/save/",
            {"product": {"product_name": "x"}, "sku": {"actual_amount": 19.9}},
        ),
        ("poi.update", "/goodlife/v1/poi/poi/update/", {"datas": []}),
        ("booking.config", "/goodlife/v1/akte/booking/config/", {"poi_ids": [], "config": {}}),
    ],
)
def test_an_impossible_request_is_an_error_inside_an_ordinary_answer(
    lab: Lab, op: str, path: str, body: dict[str, object]
) -> None:
    lab.online()
    before = lab.product()
    outcome = lab.write(request(op, path, account_id=lab.account.account_id, **body))
    assert (outcome.ok, outcome.unclear) == (False, False)
    assert outcome.problem is not None
    assert lab.product().attrs == before.attrs


def test_a_call_that_the_platform_does_not_have_is_an_error(lab: Lab) -> None:
    outcome = lab.write(
        request("product.save", "/goodlife/v1/goods/product/teleport/", account_id=lab.account.account_id)
    )
    assert (outcome.ok, outcome.unclear) == (False, False)
