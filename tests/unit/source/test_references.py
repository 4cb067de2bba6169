"""What refers to something else: accounts, products of a store, stores of a product, and identities that clash."""

from __future__ import annotations

from pathlib import Path

import pytest

from declared import account, declared, product, store, text

VIDEO = "{{products: {{{own}}}, videos: {{v1: {{product: {ref}}}}}}}"


def video(ref: str, own: str = "") -> str:
    """A store's spec with one video that carries a product."""
    return VIDEO.format(ref=ref, own=own)


OWN = "mxw: {title: 毛血旺, price: 19.9}"

# -- a product of a store ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ref", ["mxw", "one/product/mxw"])
def test_stores_own_product(ref: str, tmp_path: Path) -> None:
    found = declared(tmp_path, {"stores/one.yaml": store("one", video(f"'{ref}'", OWN))})
    assert found.resource("one/video/v1").mounts == ("one/product/mxw",)


@pytest.mark.parametrize("ref", ["mxw", "@acme/product/mxw"])
def test_accounts_product_that_is_sold_here(ref: str, tmp_path: Path) -> None:
    files = {
        "stores/chain.yaml": product("mxw", "{title: 餐, stores: [one]}"),
        "stores/one.yaml": store("one", video(f"'{ref}'")),
    }
    assert declared(tmp_path, files).resource("one/video/v1").mounts == ("@acme/product/mxw",)


def test_name_of_both_is_an_error_and_a_full_address_decides(tmp_path: Path) -> None:
    files = {
        "stores/chain.yaml": product("mxw", "{title: 餐, stores: [one, two]}"),
        "stores/one.yaml": store("one", video("mxw", OWN)),
        "stores/two.yaml": store("two", video("two/product/mxw", OWN)),
    }
    found = declared(tmp_path, files)
    assert found.errors() == ["SC305 stores/one.yaml:4:75 spec.videos.v1.product"]
    assert found.resource("two/video/v1").mounts == ("two/product/mxw",)
    assert "one/video/v1" in found.unknown()


@pytest.mark.parametrize(
    ("ref", "says"),
    [
        ("mxx", "是不是想写 mxw？"),
        ("lzj", "不在门店 one 卖"),
        ("'@acme/product/lzj'", "不在门店 one 卖"),
        ("two/product/mxw", "没有商品"),
        ("'@other/product/mxw'", "没有商品"),
        ("'*/product/*'", "没有商品"),
        ("a/b", "没有商品"),
        ("one/product/", "没有商品"),
    ],
)
@pytest.mark.parametrize(
    "spec",
    [
        "products: {{{own}}}, videos: {{v1: {{product: {ref}}}}}",
        "products: {{{own}}}, lives: {{v1: {{products: [{ref}], host_script: {{template: host.j2}}}}}}",
        "products: {{{own}}}, poi: {{head_image: {{product: {ref}}}}}",
    ],
    ids=["video", "live", "head image"],
)
def test_product_that_is_not_there(ref: str, says: str, spec: str, tmp_path: Path) -> None:
    files = {
        "templates/host.j2": "今天卖 {{ product.title }}",
        "stores/lzj.yaml": product("lzj", "{title: 餐, stores: [two]}"),
        "stores/one.yaml": store("one", "{" + spec.format(ref=ref, own=OWN) + "}"),
        "stores/two.yaml": store("two", "{products: {mxw: {title: 餐}}}"),
    }
    found = declared(tmp_path, files)
    errors = [item for item in found.diagnostics() if item.level == "error"]
    assert {item.code.id for item in errors} == {"SC305"}
    assert says in text(errors[0])
    assert errors[0].span is not None
    assert (errors[0].span.file, errors[0].span.start.line) == ("stores/one.yaml", 4)
    assert len(found.unknown()) == 1
    assert {"one/product/mxw", "two/product/mxw", "@acme/product/lzj"} <= found.addresses()


def test_reference_to_a_broken_product_is_reported_at_the_product_alone(tmp_path: Path) -> None:
    files = {
        "stores/chain.yaml": product("mxw", "{title: 餐, stores: [one], price: 很便宜}"),
        "stores/one.yaml": store("one", video("mxw")),
    }
    found = declared(tmp_path, files)
    assert [error.split()[1].split(":")[0] for error in found.errors()] == ["stores/chain.yaml"]
    assert found.unknown() == {"@acme/product/mxw", "one/video/v1"}


def test_head_image_is_the_products_cover(tmp_path: Path) -> None:
    own = "mxw: {images: [{role: detail, url: 'https://x/1.jpg'}, {role: head, url: 'https://x/2.jpg'}]}"
    spec = f"{{products: {{{own}, ydp: {{title: 餐}}}}, poi: {{head_image: {{product: KEY}}}}}}"
    files = {"stores/one.yaml": store("one", spec.replace("KEY", "mxw"))}
    assert declared(tmp_path / "a", files).attrs("one/poi")["head_image"] == {
        "product": "one/product/mxw",
        "url": "https://x/2.jpg",
    }
    bare = declared(tmp_path / "b", {"stores/one.yaml": store("one", spec.replace("KEY", "ydp"))})
    assert bare.error().code.id == "SC308"
    assert bare.unknown() == {"one/poi"}


def test_video_is_at_its_stores_place_unless_it_says_otherwise(tmp_path: Path) -> None:
    spec = "{poi: {id: '66'}, videos: {a: {caption: 一}, b: {caption: 二, poi: '77'}}}"
    found = declared(tmp_path, {"stores/one.yaml": store("one", spec)})
    assert (found.attrs("one/video/a")["poi"], found.attrs("one/video/b")["poi"]) == ("66", "77")


# -- the account -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected", "says"),
    [
        ("acne", "SC303 stores/one.yaml:3:32 metadata.account", "是不是想写 acme？"),
        ("", "SC303 stores/one.yaml:3:1 metadata", "metadata.account"),
    ],
)
def test_store_without_a_known_account_is_unknown(written: str, expected: str, says: str, tmp_path: Path) -> None:
    found = declared(tmp_path, {"stores/one.yaml": store("one", account=written), "stores/two.yaml": store("two")})
    assert found.errors() == [expected]
    assert says in text(found.error())
    assert found.failed("one")
    assert not found.failed("two")


def test_unreadable_account_is_one_error_and_its_stores_are_unknown(tmp_path: Path) -> None:
    files = {"stores/acme.yaml": account().replace("account_id", "account"), "stores/one.yaml": store("one")}
    found = declared(tmp_path, {**files, "stores/other.yaml": account("other")})
    assert {error.split()[1].split(":")[0] for error in found.errors()} == {"stores/acme.yaml"}
    assert found.failed("one")
    assert not found.failed("@other")


# -- what may be there only once ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [store, account])
def test_name_twice_is_told_at_both_places_and_makes_it_unknown(make: object, tmp_path: Path) -> None:
    assert callable(make)
    found = declared(
        tmp_path, {"stores/a.yaml": make("one"), "stores/b.yaml": make("one"), "stores/c.yaml": store("c")}
    )
    error = found.error()
    assert error.code.id == "SC301"
    assert {str(error.span), str(error.related[0].span)} == {"stores/a.yaml:3:18", "stores/b.yaml:3:18"}
    assert found.failed("one" if make is store else "@one")
    assert not found.failed("c")


def test_chain_product_twice_is_unknown(tmp_path: Path) -> None:
    files = {f"stores/{n}.yaml": product("mxw", "{title: 餐, stores: [one]}") for n in "ab"}
    found = declared(tmp_path, {**files, "stores/one.yaml": store("one", "{counter: 左}")})
    assert found.error().code.id == "SC301"
    assert found.unknown() == {"@acme/product/mxw"}


@pytest.mark.parametrize(
    ("one", "two", "unknown"),
    [
        ("{products: {a: {out_id: x}}}", "{products: {b: {out_id: x}}}", {"one/product/a", "two/product/b"}),
        ("{products: {a: {out_id: two.b}}}", "{products: {b: {title: 餐}}}", {"one/product/a", "two/product/b"}),
        ("{products: {a: {out_id: mxw}}}", "{}", {"one/product/a", "@acme/product/mxw"}),
    ],
)
def test_out_id_twice_names_both_and_makes_both_unknown(one: str, two: str, unknown: set[str], tmp_path: Path) -> None:
    files = {
        "stores/one.yaml": store("one", one),
        "stores/two.yaml": store("two", two),
        "stores/chain.yaml": product("mxw", "{title: 餐, stores: [one]}"),
    }
    found = declared(tmp_path, files)
    error = found.error()
    assert error.code.id == "SC302"
    assert all(address in text(error) for address in unknown)
    assert error.related
    assert found.unknown() == unknown


def test_out_id_may_come_again_in_another_account(tmp_path: Path) -> None:
    files = {
        "stores/other.yaml": account("other"),
        "stores/one.yaml": store("one", "{products: {a: {out_id: x}}}"),
        "stores/two.yaml": store("two", "{products: {a: {out_id: x}}}", account="other"),
    }
    assert declared(tmp_path, files).errors() == []


def test_same_place_twice_is_an_error_of_both(tmp_path: Path) -> None:
    files = {f"stores/{n}.yaml": store(n, "{poi: {id: '66'}}") for n in ("one", "two")}
    found = declared(tmp_path, files)
    assert found.error().code.id == "SC309"
    assert found.unknown() == {"one", "two"}


# -- files -------------------------------------------------------------------------------------------------------------


def test_missing_file_is_told_where_it_is_named(tmp_path: Path) -> None:
    spec = "  pinned_video:\n    file: assets/none.mp4\n  payment_reply:\n    text: 谢谢\n"
    found = declared(tmp_path, {"stores/one.yaml": store("one", spec)})
    assert found.errors() == ["SC306 stores/one.yaml:6:11 spec.pinned_video.file"]
    assert found.unknown() == {"one/pinned_video"}
    assert found.addresses() == {"one/payment_reply"}


def test_file_that_is_null_in_a_list_is_not_declared(tmp_path: Path) -> None:
    spec = "{products: {mxw: {images: [{role: head, file: null, url: 'https://x/1.jpg'}, {role: detail, file: null}]}}}"
    found = declared(tmp_path, {"stores/one.yaml": store("one", spec)})
    assert found.errors() == []
    assert found.attrs("one/product/mxw")["images"] == [{"role": "head", "url": "https://x/1.jpg"}, {"role": "detail"}]


@pytest.mark.parametrize("path", ["../secret.mp4", "/etc/passwd", "a/../../b.mp4", "a\\b.mp4", "assets//x.mp4"])
def test_path_that_may_leave_the_project_is_refused_before_anything_is_opened(path: str, tmp_path: Path) -> None:
    found = declared(tmp_path, {"stores/one.yaml": store("one", f"{{pinned_video: {{file: '{path}'}}}}")})
    assert found.error().code.id == "SC204"
    assert "项目内的相对路径" in text(found.error())


def test_link_out_of_the_project_is_refused_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "secret.mp4").write_bytes(b"x")
    project = tmp_path / "project"
    (project / "assets").mkdir(parents=True)
    (project / "assets" / "v.mp4").symlink_to(tmp_path / "secret.mp4")
    found = declared(project, {"stores/one.yaml": store("one", "{pinned_video: {file: assets/v.mp4}}")})
    assert found.errors() == ["SC113 stores/one.yaml:4:29"]
