"""A project's pictures and videos: what is wrong with a file is found where it is named, and blocks what shows it."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from conftest import MakeProject
from declared import account, product, store
from pictures import blurred, clip, plate, stored, with_code
from storeconf.media import prober
from support import Cli

BIG = (1200, 900)
SHOP = """\
  licences:
    - {type: 营业执照, expires: 长期, image: assets/licence.png}
  poi:
    id: "6601136930000001"
    name: 一间饭馆
    category: 川菜
    head_image: {file: assets/shop.png}
  pinned_video: {file: assets/counter.mp4}
"""
DISH = """\
  stores: [one]
  title: 毛血旺单人餐(含米饭)
  images:
    - {role: head, file: assets/head.png}
    - {role: detail, file: assets/detail.png}
"""
PAPERS = "{account_id: '7012345678901234567', verification_tool: {papers: [{type: 营业执照, file: assets/paper.png}]}}"
PRODUCT = "@acme/product/dish"


@dataclass(frozen=True)
class Wrong:
    """A file, and what is said of it where."""

    name: str
    content: bytes
    code: str
    place: str
    severity: str = "error"
    says: str = ""


def at(path: str, line: int, file: str = "stores/dish.yaml") -> str:
    """Where a finding stands."""
    return f"{file}:{line} {path}"


HEAD, DETAIL = at("images.0.file", 8), at("images.1.file", 9)
LICENCE = at("licences.0.image", 6, "stores/one.yaml")
BLANK = stored(Image.new("RGB", BIG, "white"))
WRONG = [
    Wrong("head.png", BLANK, "R03-01", HEAD, says="assets/head.png"),
    Wrong("head.png", b"", "R03-01", HEAD, says="0 字节"),
    Wrong("head.png", stored(plate())[:3000], "R03-01", HEAD, says="损坏"),
    Wrong("detail.png", b"<svg xmlns='x'/>", "R03-01", DETAIL, says="SVG"),
    Wrong("detail.png", b"<html></html>", "R03-01", DETAIL, says="HTML"),
    Wrong("detail.png", stored(blurred(9)), "R03-03", DETAIL, says="模糊度"),
    Wrong("detail.png", stored(plate((349, 800))), "R03-03", DETAIL, says="349×800"),
    Wrong("head.png", stored(plate((900, 900))), "R10-07", HEAD, says="900×900"),
    Wrong("detail.png", stored(with_code()), "R11-02", DETAIL, says="二维码"),
    Wrong("licence.png", b"\xff\xd8\xff", "R01-05", LICENCE, says="打不开"),
    Wrong("licence.png", BLANK, "R01-05", LICENCE, says="空白"),
    Wrong("licence.png", stored(plate((799, 900))), "R01-05", LICENCE, "warning", "799×900"),
    Wrong("licence.png", stored(plate(BIG), "WEBP"), "R01-05", LICENCE, "warning", "WEBP"),
    Wrong("shop.png", BLANK, "R03-01", at("head_image.file", 11, "stores/one.yaml"), says="门店页头图"),
    Wrong("shop.png", stored(with_code()), "R11-02", at("head_image.file", 11, "stores/one.yaml"), says="门店页头图"),
    Wrong("counter.mp4", b"ftyp", "OPS-16", at("file", 12, "stores/one.yaml"), says="打不开"),
    Wrong("counter.mp4", stored(plate()), "OPS-16", at("file", 12, "stores/one.yaml"), says="不是视频"),
    Wrong("paper.png", b"", "OPS-11", at("papers.0.file", 4, "stores/acme.yaml"), "warning", "0 字节"),
    Wrong("head.png", stored(plate(), "JPEG"), "SC722", HEAD, "warning", "JPEG"),
    Wrong("paper.png", stored(plate().convert("CMYK"), "TIFF"), "SC722", at("papers.0.file", 4, "stores/acme.yaml"), "warning"),
]  # fmt: skip


@pytest.fixture
def shop(make_project: MakeProject, tmp_path: Path) -> Cli:
    """A shop whose files are all right."""
    picture, large = stored(plate()), stored(plate(BIG))
    return make_project(
        {
            "stores/acme.yaml": account().replace(account().splitlines()[-1], f"spec: {PAPERS}"),
            "stores/one.yaml": store("one", SHOP),
            "stores/dish.yaml": product("dish", DISH),
            **{f"assets/{name}.png": picture for name in ("head", "detail", "shop")},
            **{f"assets/{name}.png": large for name in ("licence", "paper")},
            "assets/counter.mp4": clip(tmp_path / "a.mp4", 15).read_bytes(),
        }
    )


def about_files(cli: Cli) -> list[dict[str, Any]]:
    """What is said of pictures and videos."""
    found = cli("validate", "--format", "json", code=None).json["diagnostics"]
    return [one for one in found if one["code"] in {wrong.code for wrong in WRONG}]


def test_good_files_are_not_spoken_of(shop: Cli) -> None:
    assert [one for one in about_files(shop) if "papers" not in one["detail"] and one["code"] != "OPS-11"] == []
    skipped = {one["code"] for one in shop("validate", "--format", "json", code=None).json["skipped"]}
    assert not skipped & {"R03-01", "R03-03", "R11-02", "OPS-16"}


@pytest.mark.parametrize("wrong", WRONG, ids=lambda one: f"{one.name}-{one.code}-{one.says}")
def test_wrong_file_is_found_where_it_is_named(wrong: Wrong, shop: Cli) -> None:
    (shop.folder / "assets" / wrong.name).write_bytes(wrong.content)
    found = [one for one in about_files(shop) if one["code"] == wrong.code and wrong.says in one["detail"]]
    assert {f"{one['file']}:{one['range']['start']['line']} {one['path'].removeprefix('poi.')}" for one in found} >= {
        wrong.place
    }, found
    assert {one["severity"] for one in found} == {wrong.severity}
    assert all(wrong.name in one["detail"] or wrong.code == "R10-07" for one in found)
    assert all(one["fix"] for one in found)


def test_long_video_is_found(shop: Cli, tmp_path: Path) -> None:
    clip(tmp_path / "b.mp4", 15.1)
    shutil.copy(tmp_path / "b.mp4", shop.folder / "assets" / "counter.mp4")
    (found,) = [one for one in about_files(shop) if one["code"] == "OPS-16"]
    assert "15.1" in found["detail"]


def test_error_in_a_picture_blocks_its_product_alone(shop: Cli) -> None:
    (shop.folder / "assets" / "detail.png").write_bytes(BLANK)
    changes = [one for unit in shop("plan", "--format", "json", code=None).json["stores"] for one in unit["changes"]]
    assert {one["address"]: one["blocked_by"] for one in changes if "R03-01" in one["blocked_by"]}.keys() == {PRODUCT}


def test_links_that_leave_the_project_are_not_followed(shop: Cli, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(stored(plate(BIG)))
    licence = shop.folder / "assets" / "licence.png"
    licence.unlink()
    licence.symlink_to(tmp_path / "secret.png")
    (found,) = [one for one in about_files(shop) if one["code"] == "R01-05"]
    assert "项目之外" in found["detail"]


def test_pipe_in_place_of_a_picture_is_one_finding(shop: Cli) -> None:
    licence = shop.folder / "assets" / "licence.png"
    licence.unlink()
    os.mkfifo(licence)
    (found,) = [one for one in about_files(shop) if one["code"] == "R01-05"]
    assert "不是普通文件" in found["detail"]


def test_missing_picture_of_a_licence_is_found(shop: Cli) -> None:
    (shop.folder / "assets" / "licence.png").unlink()
    (found,) = [one for one in about_files(shop) if one["code"] == "R01-05"]
    assert "不存在" in found["detail"]


def test_licence_of_a_store_that_sells_only_chain_products_is_judged(shop: Cli) -> None:
    text = (shop.folder / "stores" / "one.yaml").read_text(encoding="utf-8")
    (shop.folder / "stores" / "one.yaml").write_text(text.replace("expires: 长期", "expires: 2026-01-31"), "utf-8")
    codes = [one["code"] for one in shop("validate", "--format", "json", code=1).json["diagnostics"]]
    assert "R01-03" in codes


def test_files_are_looked_at_once(shop: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    before = shop("validate", "--format", "json", code=None).out

    def never(*_: object) -> object:
        raise AssertionError("looked at again")

    monkeypatch.setattr(prober.Prober, "_measured", never)
    assert shop("validate", "--format", "json", code=None).out == before


@pytest.mark.parametrize(("lang", "words"), [("zh", "图片和视频没有看"), ("en", "were not looked at")])
def test_missing_library_is_told_once_and_nothing_is_judged(
    shop: Cli, lang: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.lang = lang
    (shop.folder / "assets" / "head.png").write_bytes(BLANK)
    for name in ("image", "video"):
        monkeypatch.setitem(sys.modules, f"storeconf.media.{name}", None)
        monkeypatch.delattr(f"storeconf.media.{name}", raising=False)
    found = shop("validate", "--format", "json", code=None).json
    (told,) = [one for one in found["diagnostics"] if one["code"] == "SC721"]
    assert words in told["detail"]
    assert "storeconf[media]" in told["detail"]
    assert "R03-01" not in {one["code"] for one in found["diagnostics"]}
    assert "storeconf[media]" in {one["code"]: one["reason"] for one in found["skipped"]}["R03-01"]


def test_words_need_their_reader(shop: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storeconf.media.extras.find_spec", lambda name: None)
    result = shop("validate", "--ocr", code=1)
    assert "storeconf[ocr]" in result.err
    assert "Traceback" not in result.err
