"""The same over real HTTP: the sandbox as a process of its own on a loopback port."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator

import pytest

from conftest import MakeProject
from journey import apply_until_quiet, chain, confirm_everything, listed, planned, product, saves, settled, store
from support import Cli, edit

NOODLES = "@chain/product/noodles"
MOUNT = '  videos: {hello: {video_id: "7344000000000000001", product: noodles, mount: component}}\n'


@pytest.fixture
def served(make_project: MakeProject) -> Iterator[Cli]:
    """A chain whose platform listens on a port that the kernel chose."""
    files = chain({"noodles": product("noodles", "[one, two, three]")})
    cli = make_project({**files, "stores/one.yaml": store("one", 1, more=MOUNT)})
    with subprocess.Popen(cli.command("sandbox", "serve"), stderr=subprocess.PIPE, encoding="utf-8") as server:
        assert server.stderr is not None
        try:
            found = re.search(r"http://127\.0\.0\.1:\d+", server.stderr.readline())
            assert found is not None
            yield Cli(cli.folder, env={"STORECONF_BASE_URL": found[0]})
        finally:
            server.terminate()
            server.wait(timeout=20)


def test_story_over_http_comes_to_rest(served: Cli) -> None:
    served("apply", "--yes")
    assert set(listed(planned(served), "in_review")) == {NOODLES}
    served("sandbox", "review", "--reject", "标题含绝对化用语")
    assert set(listed(planned(served), "rejected")) == {NOODLES}
    edit(served.folder / "stores/products/noodles.yaml", "title: 重庆小面单人餐", "title: 小面单人餐")
    apply_until_quiet(served)
    assert confirm_everything(served) == 1
    settled(served)
    served("sandbox", "tamper", "price", NOODLES, "--value", "25.00")
    served("drift", "--detailed-exitcode", code=2)
    apply_until_quiet(served, "--restore", "*")
    settled(served)
    assert saves(served) == {"noodles": 3}


def test_records_are_the_same_with_the_embedded_sandbox(served: Cli) -> None:
    apply_until_quiet(served)
    confirm_everything(served)
    embedded = Cli(served.folder)
    settled(embedded)
    over_http = planned(served)
    assert planned(embedded) == over_http
    # Parallel units find the same, too.
    edit(served.folder / "stores/products/noodles.yaml", "price: 19.90", "price: 18.90")
    served("apply", "--yes", "--max-parallel", "4")
    assert set(listed(planned(embedded), "in_review")) == {NOODLES}


def test_platform_that_is_not_there_changes_and_forgets_nothing(make_project: MakeProject) -> None:
    cli = make_project(chain({"noodles": product("noodles", "[one]")}))
    apply_until_quiet(cli)
    nobody = Cli(cli.folder, env={"STORECONF_BASE_URL": "http://127.0.0.1:1"})
    plan = planned(nobody, "--allow", "remove", code=1)
    assert plan["steps"] == []
    assert listed(plan, "changes") == {}
    assert listed(plan, "drift") == {}
    assert "@chain" in nobody("drift", "--detailed-exitcode", code=1).err
    settled(cli)
