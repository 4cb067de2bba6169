"""What sentences do with a thing: forbid, permit, spare it, or say nothing of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.rules.text.normal import normal
from storeconf.rules.text.polarity import Polarity, Stage, cues, forbids, penalty, permits, polarity, stage

CASES = [
    ("打包", "不可打包", Polarity.FORBIDS),
    ("打包", "吃剩不能打包", Polarity.FORBIDS),
    ("打包", "剩菜可打包，餐盒1元一个", Polarity.PERMITS),
    ("打包", "吃不完可以打包", Polarity.PERMITS),
    ("打包", "打包不行", Polarity.FORBIDS),
    ("打包", "打包：不可以", Polarity.FORBIDS),
    ("打包", "打包不收费", Polarity.PERMITS),
    ("打包", "打包时请勿浪费餐盒", Polarity.SAYS_NOTHING),
    ("打包", "本店不禁止打包", Polarity.PERMITS),
    ("打包", "不会以任何理由拒绝打包", Polarity.PERMITS),
    ("打包", "能否打包请咨询店员", Polarity.SAYS_NOTHING),
    ("打包", "可以打包吗？可以", Polarity.PERMITS),
    ("打包", "可以打包吗？不可以哦", Polarity.FORBIDS),
    ("打包", "以前不可打包，现在可以了", Polarity.PERMITS),
    ("打包", "特别提示打包盒1元", Polarity.SAYS_NOTHING),
    ("打包", "谢绝餐后打包", Polarity.FORBIDS),
    ("打包", "免费停车 不可打包 可开发票", Polarity.FORBIDS),
    ("发票", "免费停车 不可打包 可开发票", Polarity.PERMITS),
    ("发票", "如遇门店拒绝开发票，请联系客服", Polarity.SAYS_NOTHING),
    ("发票", "如需发票本店不提供", Polarity.FORBIDS),
    ("发票", "发票开不了", Polarity.FORBIDS),
    ("发票", "别店不开发票我们开", Polarity.FORBIDS),
    ("发票", "不存在不开发票的情况", Polarity.PERMITS),
    ("发票", "门店不得拒绝开具发票", Polarity.PERMITS),
    ("发票", "告别不开发票的套路", Polarity.PERMITS),
    ("发票", "🚫发票", Polarity.FORBIDS),
    ("酒水", "酒水不得自带", Polarity.FORBIDS),
    ("酒水", "酒水一律不得自带", Polarity.FORBIDS),
    ("酒水", "不可自带酒水", Polarity.FORBIDS),
    ("酒水", "欢迎自带酒水", Polarity.PERMITS),
    ("酒水", "可乐无限续，酒水可自带", Polarity.PERMITS),
    ("酒水", "不限酒水自带", Polarity.PERMITS),
    ("酒水", "谢绝一切外带酒水", Polarity.FORBIDS),
    ("酒水", "禁止：外带酒水", Polarity.FORBIDS),
    ("酒水", "酒水可自带，不收开瓶费", Polarity.PERMITS),
    ("开瓶费", "酒水可自带，不收开瓶费", Polarity.NEEDLESS),
    ("开瓶费", "免开瓶费", Polarity.NEEDLESS),
    ("开瓶费", "无开瓶费", Polarity.FORBIDS),
    ("开瓶费", "收取开瓶费50元", Polarity.SAYS_NOTHING),
    ("预约", "无需预约", Polarity.NEEDLESS),
    ("预约", "包间需预约、大厅免预约", Polarity.SAYS_NOTHING),
    ("低消", "没有低消", Polarity.FORBIDS),
    ("低消", "包间低消500元", Polarity.SAYS_NOTHING),
    ("打包", "不是不让打包", Polarity.PERMITS),
    ("打包", "再也不用担心不能打包", Polarity.PERMITS),
    ("外带", "酒水饮料不可以外带", Polarity.FORBIDS),
    ("打包", "可堂食、不可外带打包", Polarity.FORBIDS),
    ("打包", "吃不完打包，不可浪费", Polarity.SAYS_NOTHING),
]


@pytest.mark.parametrize(("head", "raw", "expected"), CASES)
def test_polarity(head: str, raw: str, expected: Polarity) -> None:
    view = normal(raw).squashed
    start = view.text.index(head)
    assert polarity(view.text, start, start + len(head), breaks=view.breaks) is expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("核销前不可开票，核销后可开发票", "开票", Stage.BEFORE_USE),
        ("核销前不可开票，核销后可开发票", "发票", Stage.AFTER_USE),
        ("未使用随时退", "退", Stage.BEFORE_USE),
        ("不支持退款", "退款", Stage.ANY),
        ("一经核销，不予退款", "退款", Stage.AFTER_USE),
    ],
)
def test_stage(text: str, word: str, expected: Stage) -> None:
    assert stage(text, text.index(word)) is expected


@pytest.mark.parametrize(
    ("text", "penalised"),
    [
        ("自带酒水者恕不享受本套餐", True),
        ("自带酒水罚款200元", True),
        ("自带酒水不另收费", False),
        ("自带酒水请告知店员", False),
    ],
)
def test_penalty(text: str, penalised: bool) -> None:
    assert (penalty(text, 0, 4) is not None) is penalised


@given(st.sampled_from([case[:2] for case in CASES]), st.sampled_from(["不可", "可以", "谢绝", "欢迎"]))
def test_the_other_clause_changes_nothing(case: tuple[str, str], cue: str) -> None:
    head, raw = case
    text = normal(raw).squashed.text
    start = text.index(head)
    more = f"{cue}吸烟。{text}"
    moved = start + len(more) - len(text)
    assert polarity(more, moved, moved + len(head)) is polarity(text, start, start + len(head))


@given(
    st.text(st.sampled_from("不可以没有禁止打包发票，。？吗以前现在如果请:、免无谢绝"), max_size=40),
    st.integers(0, 40),
    st.integers(0, 5),
)
def test_any_text_has_a_polarity(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    found = polarity(text, start, end)
    assert forbids(text, start, end) is (found is Polarity.FORBIDS)
    assert permits(text, start, end) is (found is Polarity.PERMITS)
    penalty(text, start, end)
    stage(text, start)
    assert all(0 <= cue.start < cue.end <= len(text) for cue in cues(text))
