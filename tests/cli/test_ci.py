"""`storeconf ci`: where its comment goes, what it needs, what it says when that is missing."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from githost import HOOK, GitHost, git_host
from storeconf.render.markdown import octets
from support import Cli

LANGUAGES = ("zh", "en")


@pytest.fixture
def host() -> Iterator[GitHost]:
    with git_host() as host:
        yield host


@pytest.fixture(scope="module")
def sample_plan(prepared_fleet: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The sample's plan, as text."""
    file = tmp_path_factory.mktemp("plan") / "plan.json"
    Cli(prepared_fleet)("plan", "-o", str(file))
    return file.read_text(encoding="utf-8")


@pytest.fixture
def saved(sample_plan: str, tmp_path: Path) -> str:
    """A file with the sample's plan."""
    file = tmp_path / "plan.json"
    file.write_text(sample_plan, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", ["plan", "drift", "validate"])
def test_markdown(command: str, lang: str, fleet: Cli, snapshot: object) -> None:
    fleet.lang = lang
    assert fleet(command, "--format", "md").out == snapshot


@pytest.mark.parametrize("lang", LANGUAGES)
def test_dry_run_shows_issues_and_notices(lang: str, fleet: Cli, saved: str, snapshot: object) -> None:
    fleet.lang = lang
    _notify(fleet, "  - {name: 全部, url_env: ALL}\n  - {name: 重庆, url_env: CQ, where: {city: 重庆}}\n")
    issues = fleet("ci", "issues", "--plan", saved, "--by", "label:city", "--dry-run").out
    assert issues + fleet("ci", "digest", "--plan", saved, "--dry-run").out == snapshot


def test_comment_is_made_once_and_then_left_as_it_is(fleet: Cli, saved: str, host: GitHost) -> None:
    fleet.env |= host.env()
    assert "已评论" in fleet("ci", "comment", "--plan", saved, "--number", "7").err
    assert "已经是最新" in fleet("ci", "comment", "--plan", saved, "--number", "7").err
    assert host.writes == ["POST /issues/7/comments"]
    assert "已评论" in fleet("ci", "comment", "--plan", saved, "--number", "7", "--target", "south").err
    assert len(host.comments) == 2


@pytest.mark.parametrize(
    ("read_only", "number", "token", "why"),
    [
        (True, "7", True, "Resource not accessible"),
        (False, "", True, "没有合并请求"),
        (False, "7", False, "GITHUB_TOKEN"),
    ],
    ids=["read-only token", "no pull request", "no token"],
)
def test_where_it_may_not_comment_the_summary_has_the_plan(
    read_only: bool, number: str, token: bool, why: str, fleet: Cli, saved: str, tmp_path: Path
) -> None:
    with git_host(read_only=read_only) as host:
        fleet.env |= host.env(GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"))
        if not token:
            fleet.env["GITHUB_TOKEN"] = ""
        (tmp_path / "summary.md").write_text("之前的一步\n", encoding="utf-8")
        result = fleet("ci", "comment", "--plan", saved, *(("--number", number) if number else ()))
    assert why in result.err
    assert (tmp_path / "summary.md").read_text(encoding="utf-8").startswith("之前的一步\n## storeconf：")


def test_without_a_summary_the_plan_is_printed(fleet: Cli, saved: str) -> None:
    assert fleet("ci", "comment", "--plan", saved).out.startswith("## storeconf：")


def test_summary_that_is_nearly_full_is_left_alone(fleet: Cli, saved: str, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("x" * 990_000, encoding="utf-8")
    fleet.env["GITHUB_STEP_SUMMARY"] = str(summary)
    assert "SC831" in fleet("ci", "comment", "--plan", saved, code=1).err
    assert octets(summary.read_text(encoding="utf-8")) == 990_000


def test_token_is_never_shown(fleet: Cli, saved: str, host: GitHost) -> None:
    fleet.env |= host.env(GITHUB_TOKEN="ghs_wrong", GITHUB_STEP_SUMMARY="")
    result = fleet("ci", "comment", "--plan", saved, "--number", "7")
    assert "401 Bad credentials" in result.err
    assert "ghs_wrong" not in result.err + result.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("comment", "--plan", "{plan}", "--target", "a b"), "--target"),
        (("comment", "--plan", "{plan}", "--report", "javascript:alert(1)"), "--report"),
        (("comment", "--plan", "{plan}", "--number", "0"), "--number"),
        (("issues", "--plan", "{plan}", "--by", "city"), "--by"),
        (("digest",), "--plan"),
    ],
)
def test_wrong_usage_is_said(arguments: tuple[str, ...], says: str, fleet: Cli, saved: str) -> None:
    result = fleet("ci", *(one.format(plan=saved) for one in arguments), code=64)
    assert says in result.err


@pytest.mark.parametrize(
    ("env", "code"),
    [
        ({"GITHUB_REPOSITORY": ""}, "SC830"),
        ({"GITHUB_REPOSITORY": "a/b/c"}, "SC834"),
        ({"GITHUB_API_URL": "http://example.com"}, "SC830"),
        ({"GITHUB_API_URL": "nonsense"}, "SC830"),
        ({"GITHUB_TOKEN": "a b"}, "SC830"),
        ({"GITHUB_TOKEN": ""}, "SC834"),
    ],
    ids=str,
)
def test_wrong_environment_is_said(env: dict[str, str], code: str, fleet: Cli, saved: str, host: GitHost) -> None:
    fleet.env |= host.env(**env)
    assert code in fleet("ci", "issues", "--plan", saved, code=1).err


def test_plan_that_was_edited_is_not_published(fleet: Cli, saved: str) -> None:
    text = Path(saved).read_text(encoding="utf-8")
    Path(saved).write_text(text.replace("21.90", "1.90"), encoding="utf-8")
    assert "SC622" in fleet("ci", "comment", "--plan", saved, "--dry-run", code=3).err


# -- notices -------------------------------------------------------------------------------------------------------------


def _notify(cli: Cli, rows: str) -> None:
    with (cli.folder / "storeconf.yaml").open("a", encoding="utf-8") as stream:
        stream.write(f"notify:\n{rows}")


def test_notice_arrives_and_its_address_is_not_repeated(fleet: Cli, saved: str, host: GitHost) -> None:
    _notify(fleet, "  - {name: 运营群, url_env: OPS}\n  - {name: 天津, url_env: TJ, where: {city: 天津}}\n")
    fleet.env["OPS"] = host.url.replace("http://", "json://user:hidden@") + HOOK
    result = fleet("ci", "digest", "--plan", saved)
    assert "运营群：已发" in result.err
    assert "天津：没有要说的，没有发" in result.err
    assert "hidden" not in result.err
    [notice] = host.notices
    assert notice.startswith("【storeconf】2026-03-09 10:00 漂移 4 处")


@pytest.mark.parametrize(
    ("url", "code"), [("", "SC833"), ("nonsense://hidden", "SC833"), ("json://user:hidden@127.0.0.1:1/x", "SC835")]
)
def test_notice_that_is_not_sent_fails_without_a_word_of_its_address(
    url: str, code: str, fleet: Cli, saved: str
) -> None:
    _notify(fleet, "  - {name: 运营群, url_env: OPS}\n")
    fleet.env["OPS"] = url
    result = fleet("ci", "digest", "--plan", saved, code=1)
    assert code in result.err
    assert "运营群" in result.err
    assert "hidden" not in result.err


def test_missing_part_is_named(fleet: Cli, saved: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _notify(fleet, "  - {name: 运营群, url_env: OPS}\n")
    monkeypatch.setitem(sys.modules, "apprise", None)
    fleet.env["OPS"] = "json://127.0.0.1"
    assert "storeconf[notify]" in fleet("ci", "digest", "--plan", saved, code=1).err


def test_project_that_names_nobody_is_told_how(fleet: Cli, saved: str) -> None:
    assert "SC836" in fleet("ci", "digest", "--plan", saved, code=1).err


def test_drift_as_json_can_be_published(fleet: Cli, tmp_path: Path) -> None:
    file = tmp_path / "drift.json"
    file.write_text(fleet("drift", "--format", "json").out, encoding="utf-8")
    assert json.loads(file.read_text(encoding="utf-8"))["digest"]
    assert fleet("ci", "issues", "--plan", str(file), "--dry-run").out.count("<!-- storeconf:drift:default") == 4
