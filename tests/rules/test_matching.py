"""From a rejection in the platform's words to the rule: free wordings of every kind, and words that mean nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.rules.catalogue import BY_ID, RULES
from storeconf.rules.data import table
from storeconf.rules.matching import match

REASONS = (
    ("您的商品【双人火锅套餐】审核未通过，原因：标题中的金额和实际售价对不上，请修改后重新提交", "R04-01"),
    ("付款时的金额和商品展示价格不一致", "R04-03"),
    ("主播说的价格和商品不一样", "R04-05"),
    ("国庆期间加收20元", "R04-04"),
    ("店家注明活动最终解释权归本店", "R01-06"),
    ("文案中出现“恕不开票”", "R01-07"),
    ("套餐图文详情写明剩菜不可打包", "R01-08"),
    ("限制顾客自带酒水", "R01-09"),
    ("包厢设有最低消费", "R01-10"),
    ("贵重物品遗失概不负责", "R01-11"),
    ("收取餐位费和开瓶费", "R01-12"),
    ("含极限词“全国第一”", "R01-13"),
    ("宣传治疗颈椎病", "R01-14"),
    ("未提供食品经营许可证", "R01-02"),
    ("食品经营许可证已于上月到期", "R01-03"),
    ("执照边缘被裁切，请重新上传完整图片", "R01-05"),
    ("存在陪酒等服务", "R02-01"),
    ("内容低俗", "R02-03"),
    ("详情页图片打不开，显示空白", "R03-01"),
    ("富文本里的外链图片需要转存", "R03-02"),
    ("首图模糊不清", "R03-03"),
    ("商品已经卖完了，无法下单，库存为0", "R05-01"),
    ("还没到开抢时间", "R05-02"),
    ("券的使用期限比售卖截止还早", "R06-02"),
    ("文案写购买后30天有效，与后台配置的有效期不同", "R06-03"),
    ("有效期描述前后不一致", "R06-04"),
    ("未勾选随时退", "R07-01"),
    ("缺少过期自动退标签", "R07-02"),
    ("说明里写了概不退换，与随时退标签矛盾", "R07-03"),
    ("门店POI离商品所在地太远", "R08-01"),
    ("标题写的是上海，门店在杭州", "R08-02"),
    ("该门店经营范围不含此类商品", "R08-03"),
    ("商场POI下售卖某商户代金券", "R08-04"),
    ("酒店与门票的组合应挂在酒店下", "R08-05"),
    ("出现两日游字样", "R08-06"),
    ("该类目属于平台禁售范围", "R09-01"),
    ("观光车项目请选择门票类目并以日历票提交", "R09-02"),
    ("没有填写原价", "R10-01"),
    ("商品详情没有任何内容", "R10-02"),
    ("套餐未上传菜品图片", "R10-03"),
    ("商品描述太简单，无法了解套餐内容", "R10-04"),
    ("标题“代金卷”有错别字", "R10-05"),
    ("小程序搜索不到该商品", "R10-06"),
    ("图片上有价格", "R10-07"),
    ("火锅类套餐请在标题写清楚含不含锅底", "R10-08"),
    ("套餐不能在包间使用但标题没有写", "R10-09"),
    ("页面留有微信号，引导用户站外交易", "R11-01"),
    ("海报上有群二维码", "R11-02"),
    ("让用户下载APP领取优惠", "R11-03"),
    ("要求用户转发朋友圈后赠送小菜", "R11-04"),
    ("引导收藏小程序领奖", "R11-05"),
    ("引导用户去美团下单", "R11-06"),
    ("夸张文案诱导消费", "R11-07"),
    ("座机号区号后有横线", "R12-01"),
    ("客服电话拨打为空号", "R12-02"),
    ("写了免预约，但使用规则里要求提前一天致电", "R13-01"),
    ("酒店商品不允许写免预约", "R13-02"),
    ("门店未认领", "OPS-02"),
)
ENOUGH_FIRST = 0.9


def ids(reason: str, limit: int = 3) -> list[str]:
    """The likeliest rules."""
    return [one.rule.id for one in match(reason, limit=limit)]


@pytest.mark.parametrize(("reason", "rule"), REASONS, ids=lambda value: str(value)[:12])
def test_rule_is_among_the_first_three(reason: str, rule: str) -> None:
    assert rule in ids(reason)


def test_rule_is_mostly_the_first() -> None:
    assert sum(ids(reason)[:1] == [rule] for reason, rule in REASONS) / len(REASONS) >= ENOUGH_FIRST


@pytest.mark.parametrize("sentence", table("sentences")["sentences"], ids=lambda one: str(one["item"]))
def test_sentences_of_the_sources_lead_to_their_rules(sentence: dict[str, object]) -> None:
    found, wanted = ids(str(sentence["text"]), limit=5), sentence["rules"]
    assert isinstance(wanted, list)
    assert set(found) & set(wanted)


@pytest.mark.parametrize("rule", sorted(table("reasons")["rules"]))
def test_known_wordings_lead_to_their_rule(rule: str) -> None:
    for phrase in table("reasons")["rules"][rule]["phrases"]:
        assert rule in ids(phrase, limit=5), phrase


@pytest.mark.parametrize(
    "reason", ["", "请修改", "你好", "今天天气很好", "asdf", "12345", "🙂", "您的商品审核未通过，请修改后重新提交"]
)
def test_words_that_mean_nothing_lead_nowhere(reason: str) -> None:
    assert ids(reason) == []


def test_id_in_the_reason_is_believed() -> None:
    (first, *_) = match("内部备注：r11-06，请处理")
    assert (first.rule.id, first.score) == ("R11-06", 1.0)


def test_several_reasons_are_all_found() -> None:
    found = ids("1、标题价格与售价不一致；2、火锅未注明锅底；3、缺少随时退标签", limit=6)
    assert {"R04-01", "R10-08", "R07-01"} <= set(found)


def test_every_rule_has_wordings_and_every_wording_a_rule() -> None:
    assert set(table("reasons")["rules"]) == set(BY_ID)


@given(reason=st.text(max_size=80))
def test_any_text_has_an_answer(reason: str) -> None:
    found = match(reason)
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    assert len({one.rule.id for one in found}) == len(found) <= 5
    assert all(one.rule in RULES for one in found)
