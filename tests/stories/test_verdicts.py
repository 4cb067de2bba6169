"""What the reviewers said is kept beside what the rules had said, and counted."""

from __future__ import annotations

from pathlib import Path

from runs import Shop, open_row, row_of, write_row


def test_verdicts_are_kept_once_and_scored(tmp_path: Path) -> None:
    cli = open_row(tmp_path / "row", row_of("s1", "s2"))
    write_row(cli.folder, (Shop("s1", price="21.90"), Shop("s2", price="22.90")))
    assert "还没有审核结果" in cli("rules", "--score").out
    cli("apply", "--yes")
    cli("sandbox", "review", "s1.lunch", "--reject", "客服电话打不通")
    cli("sandbox", "review")
    for _ in range(2):
        cli("apply", "--yes")
        found = cli("rules", "--score", "--format", "json").json
        assert (found["rejected"], found["passed"]) == (1, 1)
    assert found["predicted"] == 0
    assert [(one["address"], one["rule"]) for one in found["missed"]] == [("s1/product/lunch", "R12-02")]
    assert "R12-02" in cli("status").out
