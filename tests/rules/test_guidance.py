"""What leads a customer to the counter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.rules.text import guidance
from storeconf.rules.text.normal import normal


def squashed(text: str) -> str:
    """The form that the functions read."""
    return normal(text).squashed.text


@pytest.mark.parametrize(
    "text", ["点击右下角黄色按钮", "小黄车里拍", "戳下方团购卡片", "拍3号链接", "右下角那个小标点一下"]
)
def test_leads_to_a_button(text: str) -> None:
    assert guidance.leads_to_button(squashed(text))


@pytest.mark.parametrize(
    "text",
    ["点击左上角关注", "点击屏幕给主播点点赞", "点击右下角领福袋", "不要点击链接", "喜欢的下单", "我们在左边第二家"],
)
def test_leads_nowhere(text: str) -> None:
    assert not guidance.leads_to_button(squashed(text))


@pytest.mark.parametrize("text", ["19.9元", "九块九", "抢毛血旺双拼", "拍双人餐", "100元代金券", "把水煮鱼拍下来"])
def test_names_goods(text: str) -> None:
    assert guidance.names_goods(text, ())


@pytest.mark.parametrize(
    "text", ["抢超值套餐", "赶紧下单团购", "欢迎来到蜀渝火锅直播间下单", "今天福利多多", "满200元可用"]
)
def test_names_no_goods(text: str) -> None:
    assert not guidance.names_goods(text, ())


def test_a_title_names_the_goods() -> None:
    assert guidance.names_goods("点下方按钮，藤椒抄手今天特别香", ["藤椒抄手(大份)"])


@pytest.mark.parametrize(
    "text",
    [
        "到店出示核销二维码",
        "券码见订单",
        "凭码入场",
        "出示此码",
        "核销码已发送",
        "客服提醒：核销二维码已附上",
        "扫码点餐后出示核销二维码",
    ],
)
def test_shows_the_code(text: str) -> None:
    assert guidance.shows_code(squashed(text))


@pytest.mark.parametrize(
    "text",
    ["扫描二维码加店长微信", "扫码进群领券", "无需出示二维码", "桌上二维码扫码点餐", "报手机尾号", "停车二维码在门口"],
)
def test_shows_no_code(text: str) -> None:
    assert not guidance.shows_code(squashed(text))


@pytest.mark.parametrize(
    "text",
    [
        "点击门店卡片导航",
        "导航链接见下方",
        "点开定位就能到",
        "到店路线见地图",
        "门店位置点击查看：https://v.douyin.com/a",
    ],
)
def test_shows_the_way(text: str) -> None:
    assert guidance.shows_way(squashed(text))


@pytest.mark.parametrize("text", ["地址：工体北路8号", "没有导航", "这份美食地图请收好", "旅游路线丰富"])
def test_shows_no_way(text: str) -> None:
    assert not guidance.shows_way(squashed(text))


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("购买蜀渝火锅团购券", "蜀渝火锅(三里屯店)", True),
        ("购买蜀渝火锅国贸店团购券", "蜀渝火锅(三里屯店)", False),
        ("购买蜀渝火锅旗舰店团购券", "蜀渝火锅(三里屯店)", True),
        ("您在三里屯店购买的团购券", "蜀渝火锅(三里屯店)", True),
        ("购买团购券", "蜀渝火锅(三里屯店)", False),
        ("购买湘里人家团购券", "", True),
        ("购买本店团购券", "", False),
        ("购买麻辣火锅双人餐", "", False),
        ("下单了我们家的双人套餐", "", False),
    ],
)
def test_names_the_store(text: str, name: str, found: bool) -> None:
    assert guidance.names_store(squashed(text), name) is found


@given(
    st.text(alphabet="点击右下角按钮抢购买到店出示二维码核销柜台营业时间10:00-22:00导航,。!店的您已成功", max_size=60)
)
def test_any_text_is_read(text: str) -> None:
    form = squashed(text)
    for told in (guidance.leads_to_button, guidance.calls_to_store, guidance.shows_code, guidance.shows_way):
        assert told(form) in (True, False)
    guidance.names_goods(text, (text[:10],))
    guidance.names_store(form, text[:8])
    guidance.overlay_lacks(form)
    assert guidance.tells_counter(form, "") in (True, False)
