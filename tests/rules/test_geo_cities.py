"""Cities: names in fields, and where a text says that the shop is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storeconf.rules.data import table
from storeconf.rules.geo.cities import City, city_of, known
from storeconf.rules.geo.whereabouts import in_copy, in_title

PLACED = (
    "天津情侣写真2套服装",
    "上海大床房1晚",
    "【杭州】大床房1晚",
    "成都IFS店双人餐",
    "武汉光谷店单人剪发",
    "厦门旅拍写真",
    "长沙IFS双人下午茶",
    "昆山足疗80分钟",
    "深圳市洗车单次",
    "苏州工业园区店KTV欢唱",
    "重庆解放碑店双人套餐",
    "西安大雁塔店洗剪吹",
    "南京亲子写真",
    "北京朝阳大悦城店下午茶",
    "广州天河城店4人餐",
    "100元代金券（长沙店）",
    "[青岛]海景大床房",
    "郑州宠物洗澡",
    "佛山私教体验课",
    "天津代金券100元",
    "成都太古里双人下午茶",
    "昆明翠湖店单人自助",
    "大连海景房民宿一晚",
    "宁波美甲单色",
    "上海迪士尼附近民宿1晚",
    "哈尔滨洗浴汗蒸单人",
    "合肥KTV包厢欢唱3小时",
)
NOT_PLACED = (
    "成都路店双人餐",
    "广州路店洗剪吹",
    "天津路店足疗",
    "北京东路店美甲",
    "四川火锅双人餐",
    "成都小吃双人餐",
    "重庆江湖菜双人餐",
    "潮汕牛肉火锅",
    "潮州牛肉火锅双人餐",
    "天津包子",
    "天津煎饼果子",
    "西安凉皮肉夹馍单人餐",
    "长沙糖油粑粑",
    "南昌拌粉",
    "沙县小吃",
    "柳州螺蛳粉单人餐",
    "温州馄饨",
    "扬州炒饭单人餐",
    "上海小笼包双人",
    "广东早茶4人餐",
    "北京炸酱面",
    "哈尔滨红肠拼盘",
    "内蒙古羊肉",
    "兰州牛肉面双人套餐",
    "青岛扎啤畅饮",
    "桂林米粉单人餐",
    "武汉鸭脖",
    "德州扒鸡",
    "绍兴黄酒品鉴",
    "金华火腿双人煲",
    "宁波汤圆",
    "延吉冷面双人餐",
    "延边烤肉4人餐",
    "锦州烧烤4人餐",
    "徐州烧烤双人餐",
    "淄博烧烤双人餐",
    "徐州地锅鸡",
    "赣州小炒鱼双人餐",
    "南京盐水鸭",
    "杭州片儿川",
    "苏州汤面",
    "顺德双皮奶",
    "顺德鱼生双人餐",
    "台州海鲜4人餐",
    "舟山海鲜双人餐",
    "湛江生蚝12只",
    "汕头牛肉丸",
    "新疆烤串",
    "大连海鲜自助餐",
    "香港茶餐厅单人餐",
    "东京烧肉",
    "三明治单人早餐",
    "明珠海鲜自助",
    "美丽江景大床房",
    "室内江景房",
    "优雅安静大床房",
    "平衡水油面部护理",
    "组合肥牛双人餐",
    "大理石纹美甲",
    "开封菜双人",
    "日照充足大床房",
    "安康幸福家庭餐",
    "朝南阳台大床房",
    "无烟台球厅",
    "滨江门店洗剪吹",
    "香港中路店双人餐",
    "澳门路店足疗",
    "台北夜市双人餐",
    "老上海下午茶",
    "民国上海写真",
    "敦煌飞天写真",
    "苏州园林汉服写真",
    "洛阳牡丹汉服写真",
    "扬州修脚单次",
    "成都采耳30分钟",
    "上海式旗袍写真",
    "港风写真",
    "景德镇陶艺DIY",
    "北京布鞋手作",
    "长沙洗脚90分钟",
    "东北搓澡单人",
    "成都火锅4人餐",
    "重庆老火锅双人餐",
    "重庆九宫格火锅四人餐",
    "重庆烤鱼双人餐",
    "成都冒菜单人餐",
    "成都串串双人套餐",
    "四川成都钵钵鸡双人餐",
    "云南昆明过桥米线单人餐",
    "长沙臭豆腐双人餐",
    "长沙小龙虾双人餐",
    "南京鸭血粉丝单人套餐",
    "北京涮羊肉双人餐",
    "北京铜锅涮肉双人餐",
    "天津菜四人餐",
    "武汉三鲜豆皮套餐",
    "西安羊肉泡馍套餐",
    "西安biangbiang面单人餐",
    "广州肠粉单人餐",
    "厦门沙茶面套餐",
    "福州鱼丸单人餐",
    "福建沙县",
    "海口椰子鸡双人餐",
    "海南椰子鸡",
    "三亚椰子鸡双人餐",
    "贵阳肠旺面",
    "遵义羊肉粉单人餐",
    "昆明鲜花饼",
    "桂林山水主题下午茶",
    "大连焖子",
    "沈阳鸡架双人餐",
    "锦州小串双人餐",
    "保定驴肉火烧双人餐",
    "河间驴肉火烧",
    "石家庄板面单人餐",
    "安徽板面",
    "太原刀削面单人餐",
    "大同刀削面套餐",
    "平遥牛肉套餐",
    "新疆大盘鸡双人餐",
    "乌鲁木齐烤包子套餐",
    "喀什烤肉双人餐",
    "吐鲁番葡萄",
    "兰州酿皮套餐",
    "西宁酸奶",
    "银川滩羊双人餐",
    "宁夏滩羊",
    "拉萨甜茶下午茶",
    "黄山臭鳜鱼双人餐",
    "徽州臭鳜鱼",
    "合肥小龙虾双人餐",
    "盱眙小龙虾双人餐",
    "潜江小龙虾双人餐",
    "信阳热干面",
    "信阳菜四人餐",
    "洛阳不翻汤套餐",
    "洛阳水席四人餐",
    "开封灌汤包双人餐",
    "郑州烩面单人餐",
    "济南把子肉单人餐",
    "临沂炒鸡双人餐",
    "青岛大虾双人餐",
    "烟台焖子",
    "威海海鲜双人餐",
    "东台鱼汤面单人餐",
    "无锡酱排骨双人餐",
    "镇江锅盖面单人餐",
    "常州银丝面单人餐",
    "淮安龙虾双人餐",
    "泰州早茶双人餐",
    "南通文蛤",
    "绍兴臭豆腐",
    "嵊州小笼包单人餐",
    "温州猪脏粉单人餐",
    "江西南昌瓦罐汤单人餐",
    "景德镇冷粉套餐",
    "衡阳鱼粉单人餐",
    "常德米粉单人餐",
    "岳阳烧烤双人餐",
    "攸县香干",
    "柳州螺蛳粉火锅双人餐",
    "南宁老友粉单人餐",
    "北海沙虫",
    "玉林串串店双人餐",
    "自贡冷吃兔双人餐",
    "自贡盐帮菜四人餐",
    "乐山跷脚牛肉双人餐",
    "乐山钵钵鸡双人餐",
    "宜宾燃面单人餐",
    "泸州白糕",
    "绵阳米粉单人餐",
    "南充米粉单人餐",
    "万州烤鱼双人餐",
)


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("成都", City("成都")),
        ("成都市", City("成都")),
        ("四川省成都市", City("成都")),
        ("四川成都武侯区", City("成都", "武侯")),
        ("浙江金华义乌", City("金华", "义乌")),
        ("金华市义乌市", City("金华", "义乌")),
        ("朝阳区", City("北京", "朝阳区")),
        ("朝阳市", City("朝阳")),
        ("吉林省长春市", City("长春")),
        ("吉林市", City("吉林")),
        ("海南三亚", City("三亚")),
        ("内蒙古自治区呼和浩特市", City("呼和浩特")),
        ("延边朝鲜族自治州延吉市", City("延边", "延吉")),
        ("白银区", None),
        ("天边外", None),
        ("", None),
    ],
)
def test_city_of_a_field(text: str, city: City | None) -> None:
    assert city_of(text) == city


@pytest.mark.parametrize(
    ("one", "other", "shares"),
    [
        ("义乌", "金华", True),
        ("义乌", "永康", False),
        ("上海市浦东新区", "上海", True),
        ("苏州", "昆山", True),
        ("苏州", "无锡", False),
    ],
)
def test_places_that_lie_in_each_other(one: str, other: str, shares: bool) -> None:
    first, second = city_of(one), city_of(other)
    assert first is not None
    assert second is not None
    assert first.shares(second) is second.shares(first) is shares


@pytest.mark.parametrize("title", PLACED)
def test_titles_that_say_where_the_shop_is(title: str) -> None:
    assert any(mention.places for mention in in_title(title))


@pytest.mark.parametrize("title", NOT_PLACED)
def test_names_of_dishes_streets_and_manners_place_nothing(title: str) -> None:
    assert not any(mention.places for mention in in_title(title))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("仅限南京门店使用", True),
        ("门店地址：南京市鼓楼区", True),
        ("本店位于成都春熙路", True),
        ("位于上海路88号", False),
        ("仅限上海户籍", False),
        ("距上海站500米", False),
        ("赠北京烤鸭一只", False),
    ],
)
def test_copy_places_the_shop_in_so_many_words(text: str, places: bool) -> None:
    assert any(mention.places for mention in in_copy(text)) is places


def test_every_listed_word_holds_a_name_that_titles_use() -> None:
    cities = table("cities")
    reading = cities["reading"]
    names = {city for province in cities["provinces"].values() for city in province} | set(reading["towns"])
    assert [word for word in reading["containing"] if not any(name in word for name in names)] == []
    assert set(reading["towns"]) | set(reading["vague"]) <= set(known())


@given(st.text(alphabet="北京上海南长沙路店市场双人餐火锅【】（）的近老美甲 +", max_size=24))
def test_any_title_is_read(title: str) -> None:
    for mention in [*in_title(title), *in_copy(title)]:
        assert title[mention.start : mention.end] in known()
