"""An account without any API: the whole story by hand, attested by people."""

from __future__ import annotations

import pytest

from conftest import MakeProject
from journey import (
    account,
    confirm_everything,
    indented,
    listed,
    planned,
    settled,
    store,
    terms,
    todo,
    values,
    writes,
)
from support import Cli, edit

CUT, REPLY, VIDEO = "lake/product/cut", "lake/payment_reply", "lake/video/hello"
NEXT_DAY = "2026-03-10T10:00:00+08:00"
SHOP = f"""\
  products:
    cut:
{indented(terms(price="68.00", title="洗剪吹一次"), 6)}\
  payment_reply: {{text: 感谢购买，到店出示核销码。}}
  videos:
    hello: {{video_id: "7344000000000000001", product: cut, mount: component}}
"""


@pytest.fixture
def cli(make_project: MakeProject) -> Cli:
    """A salon with one shop; nobody has opened the console yet."""
    return make_project(
        {
            "stores/salon.yaml": account("salon", api="none"),
            "stores/lake.yaml": store("lake", 1, account="salon", more=SHOP),
        }
    )


def saw(cli: Cli, address: str, text: str, by: str = "林店长") -> None:
    """Somebody notes what they see in the console."""
    path = cli.folder / "saw.yaml"
    path.write_text(text, encoding="utf-8")
    cli("confirm", address, "--saw", str(path), "--by", by)
    path.unlink()


def test_whole_story_by_hand(cli: Cli) -> None:
    # Everything is a task for a person; the mount waits until the product is known to be there.
    assert [step["op"] for step in todo(cli)] == ["hand.check"] * 3
    assert listed(planned(cli), "waiting")[VIDEO]["reason"] == "product_unknown"
    runbook = cli("todo").out
    assert "感谢购买，到店出示核销码。" in runbook
    assert "抖音来客【商品】-【团购商品】" in runbook
    assert confirm_everything(cli, by="林店长") == 3
    assert [step["address"] for step in todo(cli)] == [VIDEO]
    assert confirm_everything(cli, by="林店长") == 1
    settled(cli)

    # The next day somebody changed things in the console, and a colleague noted it.
    cli.now = NEXT_DAY
    saw(cli, CUT, "price: 66\n")
    saw(cli, REPLY, "text: 谢谢惠顾\n")
    saw(cli, VIDEO, "absent: true\n")
    cli("drift", "--detailed-exitcode", code=2)
    drift = listed(planned(cli), "drift")
    assert values(drift[CUT], "price") == ("drift-changed", "68.00", "68.00", "66.00")
    assert values(drift[REPLY], "text") == (
        "drift-changed",
        "感谢购买，到店出示核销码。",
        "感谢购买，到店出示核销码。",
        "谢谢惠顾",
    )
    assert drift[VIDEO]["reason"] == "gone"

    # Nothing is to be done until somebody decides; then it is a task again.
    assert todo(cli) == []
    assert {step["address"]: step["op"] for step in todo(cli, "--restore", "*")} == dict.fromkeys(
        (CUT, REPLY, VIDEO), "hand.set"
    )
    assert confirm_everything(cli, "--restore", "*") == 3
    settled(cli)
    assert writes(cli) == []


def test_changed_text_is_a_new_step_and_the_old_digest_is_refused(cli: Cli) -> None:
    before = next(step["digest"] for step in todo(cli) if step["address"] == REPLY)
    edit(cli.folder / "stores/lake.yaml", "到店出示核销码", "到店出示二维码")
    refused = cli("confirm", REPLY, "--step", before, code=3)
    assert before in refused.err
    assert not (cli.folder / "observations").exists()


def test_equal_texts_over_many_shops_are_one_task_with_one_digest(make_project: MakeProject) -> None:
    reply = "  payment_reply: {text: 感谢购买，到店出示核销码。}\n"
    shops = {f"stores/{slug}.yaml": store(slug, n, account="salon", more=reply) for n, slug in enumerate("abc", 1)}
    cli = make_project({"stores/salon.yaml": account("salon", api="none"), **shops})
    steps = [step for step in todo(cli) if step["address"].endswith("/payment_reply")]
    assert len(steps) == 3
    (digest,) = {step["digest"] for step in steps}
    assert cli("todo").out.count("感谢购买，到店出示核销码。") == 1
    cli("confirm", "*/payment_reply", "--step", digest, "--by", "林店长")
    assert [step for step in todo(cli) if step["address"].endswith("/payment_reply")] == []


def test_attestations_expire_and_ask_for_a_look_not_for_a_change(cli: Cli) -> None:
    confirm_everything(cli)
    confirm_everything(cli)
    cli.now = "2026-09-10T10:00:00+08:00"
    assert {step["op"] for step in todo(cli)} == {"hand.look"}
    settled(cli)
    confirm_everything(cli)
    assert todo(cli) == []


def test_wrong_sighting_is_refused_with_the_field_and_what_there_is(cli: Cli) -> None:
    path = cli.folder / "saw.yaml"
    path.write_text("enabled: true\n", encoding="utf-8")
    said = cli("confirm", REPLY, "--saw", str(path), code=1).err
    assert "没有 enabled 这个字段" in said
    assert "text" in said
    assert not (cli.folder / "observations").exists()


def test_sheet_with_one_outdated_line_writes_nothing(cli: Cli) -> None:
    good = next(step for step in todo(cli) if step["address"] == REPLY)
    sheet = cli.folder / "sheet.yaml"
    sheet.write_text(
        f"items:\n- {{address: {REPLY}, step: '{good['digest']}'}}\n- {{address: {CUT}, step: '000000000000'}}\n",
        encoding="utf-8",
    )
    assert CUT in cli("confirm", "-f", str(sheet), code=3).err
    assert not (cli.folder / "observations").exists()
