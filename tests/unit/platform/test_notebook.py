"""Writing observations: what stands in the file is never touched, what was written reads back as it was meant."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import MakeProject
from journey import account, confirm_everything, indented, settled, store, terms, todo
from pictures import plate, stored
from storeconf.core.diagnostics import StoreconfError
from storeconf.core.text import say
from storeconf.platform import observations
from storeconf.platform.notebook import NewObservation, append
from storeconf.source.documents import Library
from storeconf.source.files import ProjectFiles
from support import Cli

CALL = "bj/voice_call"
FILE = Path("observations") / "bj.yaml"
HEAD = "apiVersion: storeconf/v1\nkind: Observations\n"
BY_HAND = f"""\
# 三里屯店
{HEAD}items:
  # 陈督导周一去看的
  - attrs:   {{enabled: "true", script: '您好'}}   # 店长确认过
    address: {CALL}
    at: 2026-03-01
    by: 陈督导
# 完
"""


def note(**attrs: Any) -> NewObservation:
    """Somebody saw something of the call."""
    return NewObservation(address=CALL, attrs=attrs, by="林店长", at="2026-03-09T10:00:00+08:00")


def write(folder: Path, *notes: NewObservation) -> str:
    """Append to the file of the store, and give its new text."""
    assert append(ProjectFiles(folder), "bj", notes) == FILE.as_posix()
    return (folder / FILE).read_bytes().decode("utf-8")


def standing(folder: Path, text: str) -> Path:
    """A project that has an observations file."""
    (folder / FILE).parent.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_bytes(text.encode())
    return folder


def read_back(folder: Path) -> list[dict[str, Any]]:
    """The attributes of every observation, as the next run reads them."""
    found = observations.read(Library(ProjectFiles(folder)), {}, lambda address: address)
    assert found.diagnostics == []
    return [dict(one.attrs) for one in found.by_address[CALL]]


def refused(folder: Path) -> str:
    """Why nothing can be appended; the file stays what it was."""
    before = (folder / FILE).read_bytes()
    with pytest.raises(StoreconfError) as caught:
        append(ProjectFiles(folder), "bj", [note(enabled=True)])
    assert (folder / FILE).read_bytes() == before
    return say(caught.value.diagnostics[0].detail, "zh")


def test_first_observation_makes_the_file(tmp_path: Path) -> None:
    text = write(tmp_path, note(enabled=True, within_minutes=60))
    assert text.startswith(HEAD + "items:\n")
    assert read_back(tmp_path) == [{"enabled": True, "within_minutes": 60}]


@pytest.mark.parametrize(
    "before",
    [
        BY_HAND,
        BY_HAND.replace("\n", "\r\n"),
        BY_HAND.removesuffix("# 完\n"),
        BY_HAND.removesuffix("\n# 完\n"),
        BY_HAND.replace("\n  ", "\n"),
        BY_HAND.replace("\n  ", "\n      "),
        f"---\n{BY_HAND}",
    ],
    ids=["as it is", "windows lines", "no last comment", "no last line end", "not indented", "wide", "marked start"],
)
def test_what_stands_there_is_not_touched(before: str, tmp_path: Path) -> None:
    after = write(standing(tmp_path, before), note(enabled=False))
    assert after.startswith(before)
    assert ("\r\n" in before) == ("\r\n" in after.removeprefix(before))
    assert read_back(tmp_path) == [{"enabled": True, "script": "您好"}, {"enabled": False}]


@pytest.mark.parametrize("empty", ["items: []\n", "items: [ ]  # 还没有\n", "# 还没有\n"])
def test_empty_list_is_opened(empty: str, tmp_path: Path) -> None:
    write(standing(tmp_path, HEAD + empty), note(enabled=True))
    assert read_back(tmp_path) == [{"enabled": True}]


@pytest.mark.parametrize("comments", ["# 三里屯店\n", "# 三里屯店", "\n\n# 还没有\n", "---\n"])
def test_file_without_a_document_is_begun(comments: str, tmp_path: Path) -> None:
    after = write(standing(tmp_path, comments), note(enabled=True))
    assert after.startswith(comments)
    assert read_back(tmp_path) == [{"enabled": True}]


def test_order_of_writing_is_kept(tmp_path: Path) -> None:
    for minutes in (1, 2, 3):
        write(tmp_path, note(within_minutes=minutes), note(enabled=True))
    assert read_back(tmp_path) == [
        found for minutes in (1, 2, 3) for found in ({"within_minutes": minutes}, {"enabled": True})
    ]


@pytest.mark.parametrize(
    "script",
    [
        "一行",
        "两行\n话",
        "末尾换行\n",
        "空行\n\n之后",
        "  缩进",
        "缩进\n  在后",
        "冒号: 和 # 号",
        "- 列表",
        "null",
        "010",
        "true",
        "'引号\"",
        "{{模板}}",
        "@门店",
        "行尾空格 \n第二行",
        "\t制表",
        "*别名 &锚",
        "emoji 😀",
        "%YAML 1.2",
        "---\n...",
    ],
)
def test_any_script_reads_back_as_it_was_seen(script: str, tmp_path: Path) -> None:
    write(standing(tmp_path, BY_HAND), note(script=script))
    assert read_back(tmp_path)[-1] == {"script": script}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.text(alphabet="a文 \n\t:#-'\"\\{}[]|>&*!%@`,?~", min_size=1, max_size=30).filter(str.strip))
def test_any_text_reads_back(tmp_path: Path, script: str) -> None:
    standing(tmp_path, BY_HAND)
    write(tmp_path, note(script=script))
    assert read_back(tmp_path)[-1] == {"script": script}


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ("{apiVersion: storeconf/v1, kind: Observations, items: []}\n", "没法在后面追加"),
        (f"{HEAD}items: [{{address: {CALL}, by: x, at: 2026-03-01}}]\n", "没法在后面追加"),
        (f"{BY_HAND}---\n{HEAD}items: []\n", "没法在后面追加"),
        (f"{BY_HAND}<<<<<<< HEAD\n", "没法在后面追加"),
        (f"{HEAD}items: text\n", "没法在后面追加"),
        ("\ufeff" + BY_HAND, "BOM"),
        (
            f"{HEAD}items:\n- address: {CALL}\n  by: x\n  at: 2026-03-01\n  attrs:\n    script: |\n      您好",
            "没有换行",
        ),
    ],
    ids=["flow", "flow list", "two documents", "conflict", "no list", "byte order mark", "open text"],
)
def test_file_that_cannot_be_continued_is_refused_whole(before: str, sentence: str, tmp_path: Path) -> None:
    assert sentence in refused(standing(tmp_path, before))


@pytest.mark.parametrize("script", ["左\u202e右", "\ud800", "\ufeffx", "a\x00"])
def test_text_that_the_next_run_would_refuse_is_not_written(script: str, tmp_path: Path) -> None:
    standing(tmp_path, BY_HAND)
    with pytest.raises(StoreconfError):
        append(ProjectFiles(tmp_path), "bj", [note(script=script)])
    assert (tmp_path / FILE).read_text(encoding="utf-8") == BY_HAND


def test_nothing_is_written_outside_the_project(tmp_path: Path) -> None:
    project, outside = tmp_path / "project", tmp_path / "outside"
    project.mkdir()
    outside.mkdir()
    (project / "observations").symlink_to(outside)
    with pytest.raises(StoreconfError) as caught:
        append(ProjectFiles(project), "bj", [note(enabled=True)])
    assert "项目之外" in say(caught.value.diagnostics[0].detail, "zh")
    assert list(outside.iterdir()) == []


def test_disk_that_fails_leaves_the_old_file_and_no_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    standing(tmp_path, BY_HAND)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert "磁盘满了" in refused(tmp_path)
    assert [path.name for path in (tmp_path / FILE).parent.iterdir()] == [FILE.name]


def test_leftovers_of_a_killed_run_are_no_observations(tmp_path: Path) -> None:
    write(tmp_path, note(enabled=True))
    (tmp_path / FILE).with_name(".bj.yaml.x1y2z3").write_text("items: [half", encoding="utf-8")
    assert read_back(tmp_path) == [{"enabled": True}]


@pytest.fixture
def salon(make_project: MakeProject) -> Cli:
    """An account without an API; a picture that lies in the project, and a field of the platform's own."""
    picture = terms(price="68.00").replace('url: "https://cdn.example/noodles.jpg"', "file: assets/a.png")
    product = indented(f'{picture}platform: {{RecPersonNum: "2"}}\n', 6)
    shop = f"  products:\n    cut:\n{product}  voice_call: {{enabled: true, script: 您好}}\n"
    files = {
        "stores/salon.yaml": account("salon", api="none"),
        "stores/bj.yaml": store("bj", 1, account="salon", more=shop),
    }
    return make_project({**files, "assets/a.png": stored(plate())})


def test_what_confirm_writes_of_any_kind_is_what_the_next_run_reads(salon: Cli) -> None:
    confirm_everything(salon)
    assert "0 个错误" in salon("validate").out
    settled(salon)


def test_digest_of_what_was_done_is_that_of_the_step(salon: Cli) -> None:
    step = next(one for one in todo(salon) if one["address"] == CALL)
    canonical = '{"attrs":{"enabled":true,"script":"您好"},"kind":"voice_call"}'
    assert step["digest"] == hashlib.sha256(canonical.encode()).hexdigest()[:12]
    salon("confirm", CALL, "--step", step["digest"])
    assert f"digest: {step['digest']}\n" in (salon.folder / FILE).read_text(encoding="utf-8")
