"""What was so once, and what has ended."""

from __future__ import annotations

import pytest

from storeconf.rules.text.tense import past


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("以前谢绝自带酒水，今年起放开", "谢绝自带酒水"),
        ("开业头两周开不了票的问题已解决，现在可正常开票", "开不了票"),
        ("谢绝自带的规矩已取消，茶酒水果随便带", "自带"),
        ("以前写过“最终解释权归本店”，已删掉", "最终解释权归本店"),
        ("去年国庆加收过服务费，今年取消了", "国庆加收"),
        ("转发抽奖活动上月已结束", "转发抽奖"),
        ("以前不给打包，上个月开始免费给盒", "不给打包"),
    ],
)
def test_it_is_no_more(text: str, words: str) -> None:
    start = text.index(words)
    assert past(text, start, start + len(words))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("以前可开票，现在不开发票了", "不开发票"),
        ("以前不开发票，现在也一样不开", "不开发票"),
        ("不开发票，已取消该服务", "不开发票"),
        ("去年起谢绝自带酒水", "谢绝自带酒水"),
        ("去年起谢绝自带，现在严格执行", "谢绝自带"),
        ("使用之前不可退", "不可退"),
        ("包间最低消费800元", "最低消费"),
    ],
)
def test_it_still_holds(text: str, words: str) -> None:
    start = text.index(words)
    assert not past(text, start, start + len(words))
