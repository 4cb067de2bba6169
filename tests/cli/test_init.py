"""`storeconf init`: a project that validates, plans and applies as it is."""

from __future__ import annotations

from pathlib import Path

from support import Cli


def test_new_project_goes_through_the_whole_story(tmp_path: Path) -> None:
    cli = Cli(tmp_path)
    made = cli("init", "demo")
    assert "demo/storeconf.yaml" in made.out
    assert (tmp_path / "demo/.github/workflows/storeconf.yaml").is_file()
    inside = Cli(tmp_path / "demo")
    assert inside("validate").out.strip() == "没有发现问题"
    assert "新建 1" in inside("plan").out
    inside("apply", "--yes")
    inside("sandbox", "review")
    inside("apply", "--yes")
    assert "新建 0，修改 0，移除 0" in inside("plan").out


def test_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "storeconf.yaml").write_text("mine", encoding="utf-8")
    result = Cli(tmp_path)("init", code=3)
    assert "storeconf.yaml" in result.err
    assert [path.name for path in tmp_path.iterdir()] == ["storeconf.yaml"]
    assert (tmp_path / "storeconf.yaml").read_text(encoding="utf-8") == "mine"
