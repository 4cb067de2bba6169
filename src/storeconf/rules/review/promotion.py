"""⑪ Promotion for third parties, and copy that lures or presses people to share, install or go elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from storeconf.core.diagnostics import Severity
from storeconf.core.text import Message, Text
from storeconf.rules.case import PROSE, Case, Written
from storeconf.rules.review.contact import code_in_head, code_in_picture, leads_to_chat, scan_to_join
from storeconf.rules.rule import Hit, InText, Needs, Outcome, Rule
from storeconf.rules.text.clauses import clause_of, phrase_of, sentence_of
from storeconf.rules.text.denial import coerced, denied, warned_of
from storeconf.rules.text.gate import Gated
from storeconf.rules.text.normal import View
from storeconf.rules.text.outward import Platform, links, platforms
from storeconf.rules.text.patterns import lazy
from storeconf.rules.text.tense import past

EVERYWHERE = ("phone", "subtitle_tags", *PROSE)
Found = tuple[int, int]
Finder = Callable[[str], Iterator[Found]]


def _worded(find: Finder, gate: str, message: Text) -> InText:
    """A rule over the squashed text: `find` gives places; `gate` is a cheap look whether it can find any."""
    gated = re.compile(gate)

    def judge(written: Written, case: Case) -> Iterator[Outcome]:
        del case
        view = written.normal.squashed
        if gated.search(view.text):
            for place in find(view.text):
                yield _hit(written, view, place, message)

    return judge


def _hit(written: Written, view: View, place: Found, message: Text, severity: Severity | None = None) -> Hit:
    start, end = view.raw_span(*place)
    said: Message = message(words=written.raw[start:end])
    return Hit(message=said, start=start, end=end, severity=severity)


# -- R11-03 downloads --------------------------------------------------------------------------------------------------

_APP = "app(?![a-z])|客户端|软件|应用(?!于|场景)|安装包|apk"
_INSTALL = lazy(
    rf"(?<![线以楼地])下(?:客户端|app(?![a-z]))|(?:下载|安装|(?<!附)装(?:一)?[个下]|下个|下一个|下载?一下|下好|装好|装上|"
    rf"装有)[^,。;!?\n]{{0,14}}?(?:{_APP})|(?:{_APP})[^,。;!?\n]{{0,4}}?(?:下载|安装)(?!费)|"
    r"下载(?:链接|地址|网址|二维码|码|注册|登[录陆]|送|领|即|后|有礼|方式|入口)|(?:扫一?扫?码?|二维码|点击|点此|链接|戳)[^,。;!?\n]{0,6}下载|"
    r"(?:应用商店|应用市场|app\s?store|苹果商店|安卓市场|应用宝)[^,。;!?\n]{0,8}?(?:搜|下载|安装|找|获取)"
)
_COPY = lazy(
    r"(?:复制|拷贝|长按复制)(?:本|此|这|该|下面?|以下?|上面?|整|方|一|行的?|的)*(?:段|条|串|行|句|一[段条串行句])?(?:的)?(?:文字|字(?![体画帖])|"
    r"字符|字母|英文|数字|密码|文案|消息|信息|内容|链接|口令|网址|暗号|话|代码|淘口令|地址到)|"
    r"(?:复制|拷贝)[^,。;!?\n]{0,10}(?:打开|粘贴[到至]|去搜|搜索|到?浏览器)|(?<!无法)(?:用|到|在|从|至|手机|系统|外部|去|打开)?浏览器(?:中|里|内|"
    r"上)?(?:打开|访问|搜|输入|登[录陆])|"
    r"淘口令|吱口令|(?:打开|进入|复制)口令"
)
_TOKEN = lazy(
    r"[¥$€£₤](?=[a-z]*\d?[a-z0-9]*[a-z])[a-z0-9]{8,14}[¥$€£₤]|[(/¥][a-z0-9]{10,12}[)/¥](?=[^a-z0-9]{0,4}(?:打开|复制))"
)
_FILES = lazy(
    r"(?:照片|原片|底片|电子|高清|相[片册]|图片|发?票|作品|成片|精修|视频|资料|样片|音频|报告|证书|课件|菜谱|曲|歌|壁纸|合同)"
)
_OWN_APP = lazy("抖音|来客")


def _downloads(text: str) -> Iterator[Found]:
    done = -1
    for pattern in (_INSTALL, _COPY, _TOKEN):
        for found in pattern.finditer(text):
            start, end = found.span()
            near = text[max(sentence_of(text, start)[0], start - 12) : min(end + 6, phrase_of(text, end - 1)[1])]
            file = pattern is _INSTALL and _FILES.search(near) and not re.search(_APP, found.group())
            if start < done or file or _OWN_APP.search(found.group()) or denied(text, start) or warned_of(text, start):
                continue
            done = end
            yield start, end


# -- R11-04 rewards for sharing ----------------------------------------------------------------------------------------

_WHO = (
    "(?:新的?|老|未到店的?|没来过的?|没(?:买|用|吃|做)过的?|身边的?|您的|你的|任意|其他)*(?:好友|朋友|新客|新人|新用户|新顾客|"
    "新会员|亲友|亲朋|闺蜜|小伙伴|同事|同学|他人|别人|身边|家人)"
)
_PEERS = "姐妹们?|兄弟们?|哥们儿?|老铁|室友|邻居|老乡|街坊|宝妈|家长|同学|战友|球友|牌友|麻友|饭搭子|搭子|发小|亲戚|[123一两二三][个位名]"
_SPREADS = lazy(
    rf"集满?[^,。;!?\n]{{0,4}}赞|攒[^,。;!?\n]{{0,4}}赞|求赞|助力(?!马|车|自行|器)|砍一?刀|裂变|拉新|转介绍|推荐(?:有[礼奖]|[一两二三\d]+(?:[位名]|人)(?:好友|新客|新人|朋友|客人|会员|学员)?(?=来|到店|办|买|下单|消费|成功|报名|购|加入|注册|进店|入会|即|就|各|得|返)|即)|"
    rf"老(?:客|会员|顾客|用户|学员|带)?带新|带新(?:客|人|顾客|用户|朋友|会员)|"
    rf"转发(?!与否|不转发)|转一[下转]|点一?[个下]赞|(?:推|分享)(?:广)?赚|分享(?:券|码|链接|截图|得|返|送|有礼|有奖|即|后|就能?|可(?:得|领|享|获|返)|并|领|享|抽|立|(?:到|至|给|于|出去|一下|本|此|该|这|"
    rf"我们|门店|店铺|活动|套餐|团购|商品|页面|链接|海报|直播间?|视频|朋友圈|好友|抖音|体验|探店|笔记|\d|[一二三两]))|"
    rf"邀请?(?:到)?(?:\d+|[一二两三四五六七八九十几])?(?:名|位|个)?(?:{_WHO}|人(?!气|均))|推荐(?:给)?(?:\d+|[一二两三四五六几])?(?:名|位|"
    rf"个)?(?:{_WHO})(?!聚|一起|相|使用|分享)|转给[^,。;!?\n]{{0,4}}(?:{_WHO}|群)(?!使用|用|食)|邀请(?:有|即|就|得|送)|推广(?:本店|商品|套餐|团购|"
    rf"门店|链接|活动)|赚佣|返佣|"
    rf"(?:带|叫|约|喊|拉|请|邀)[^,。;!?\n]{{0,8}}?(?:{_WHO}|人)[^。;!?\n]{{0,12}}?(?:双方|两人都|各(?=[得减返领送享有抵])|[您你咱我][俩们]|俩人|"
    rf"两个人|返(?=现|\d))|"
    rf"拉(?:来|上|着|满|够|齐|到)?(?:\d+|[一二两三四五六几])?(?:名|位|个)?(?:{_WHO}|人(?!力))|介绍(?:\d+|[一二两三四五六几])?(?:名|位|个)?(?:{_WHO})|"
    r"(?:(?:发|晒|po|上传|发布|更新)(?:一?[条个篇])?(?:布|到|上|至|出|了|图|文|带)*|拍(?:摄)?[^,。;!?\n]{0,6}(?:发|传|上传|发布)(?:布|到|上|"
    r"至)*)[^,。;!?\n]{0,6}?(?:朋友圈|抖音|短视频|视频号|视频(?!通话|给)|动态|小红书|笔记|微博)|"
    r"(?:发|晒)圈|(?:发|晒|转|在)[^,。;!?\n]{0,3}朋友圈|朋友圈(?:集|转|分享|截图|晒|发|打卡)|点赞|拍[^,。;!?\n]{0,4}视频[^,。;!?\n]{0,3}@|艾特|截图[^,。;!?\n]{0,3}朋友圈|晒(?:美图|美照|图|单)|(?:帮忙?|找人|好友)砍价?|砍价(?=(?:就|可|即|后)?(?:[0得拿送免]|零元))|"
    r"@(?:\d|[一二两三])*(?:位|个|名)?(?:好友|朋友|闺蜜)|"
    rf"(?:叫|喊|拉|带|约|找|邀|拼|凑)(?:上|来|着|够|满|齐)?[^,。;!?\n]{{0,6}}?(?:{_WHO}|{_PEERS}|人)[^,。;!?\n]{{0,5}}?(?:下单|购买|买(?!单|菜)|拼单|拼团|办卡|报名|充值|注册|扫码|入会)|"
    rf"(?:介绍|安利|推荐|引荐)(?:过?来|给)?(?:\d+|[一两二三四五六几])?(?:名|位|个)?(?:{_WHO}|{_PEERS}|新?学员|新?会员|新?顾客|客户|客人|人)(?=来|过来|到店|办|买|下单|消费|成功|报名|购|加入|注册|进店|入会|也)|"
    rf"(?:{_WHO}|{_PEERS}|别人|他人|粉丝)[^,。;!?\n]{{0,6}}?(?:通过|用|点|扫|从)(?:您|你|自己|专属)的?(?:专属|分享|推广|邀请)*(?:链接|码|口令|海报|二维码)|"
    rf"(?:甩|转|推)(?:给|到)(?:{_WHO}|{_PEERS})|"
    r"(?:推送?|发|甩|扔|丢|转|传)(?:给|到|至|进|去|在)[^,。;!?\n]{0,6}?(?:群(?!体|众|里的)|圈子?(?![圈层])|朋友圈|空间|好友|朋友)"
)
_REWARD = lazy(
    r"(?<![配派接运护投外输播传赶选目护])送(?!餐|货|达|到|至|客|往|机|站|医|审|检|气|风|菜|上|别|行|水|礼(?:佳|首|必|长|自)|给(?:他|她|好友|朋友|"
    r"家人|亲)|亲|长辈|人|出|回|[^,。;]{0,2}入口)|"
    r"赠(?!言)|(?<![值觉记懂显难不舍心使懒晓])得(?=[\d一两二三半红券礼奖免饮优立小大代现佣积])|立得|可得|[可能]获|获得|获赠|返(?!程|回|场|乡|校|"
    r"京|航|工|厂)|立减|减(?=[\d一二三五十免])|红包|免单|"
    r"各[得减返领送享有抵获拿]|\d元(?:吃|喝|购|抢|体验|拿|得)|免费(?:吃|喝|领|得|送|体验|续|用|享|加)|抽(?=奖|免|大|红)|奖励|有奖|有礼|奖金|佣金|提成|"
    r"积分|优惠券?|代金券|现金|礼[品物包]|小礼|福利|"
    r"领(?!座|位|班|队|略|先|导|带|口|域|结)|解锁|打[\d一二三五六七八九]+\.?\d?折|打折(?!扣)|半价|[\d五六七八九]折|享(?=[\d一优专折免半])|赚|霸王餐|"
    r"换(?![鞋衣位座乘气洗水班季])(?=[^,。;]{0,6}(?:一|[杯份碗瓶个张次券]))|有(?:红包|券|礼|奖|惊喜)|抹零|抹掉零头|免零头|加赠|抽成|分成|分佣|抽佣|分红|返点|老板(?:娘)?(?:请|送|给)|送(?=[^,。;!?\n]{0,4}(?:菜|汤|水)(?:[一1]|$|[,。;!~]))|(?:的)?那[份张单杯]免费|免费(?=$|[,。;!~])|白送|[各都]有\d+元"
)
_FORCES = lazy(r"才(?:能|可|会|享|给)|方(?:可|能)(?!案)|否则|即可(?:使用|核销|入场|享|消费|进)|必须")
_TOGETHER = lazy(
    r"(?:适合|共同|一起|同享|多人|家人|朋友|闺蜜|好友|情侣|[一二三四五六\d]+人|与|和)(?:们)?(?:一起|共同|来)?$"
)
_DEMANDS = lazy(r"(?:需要?|须|请|凭|要求|只要|仅需|条件[:是]?|先|快来?|记得|通过|只需|\()[^,。;!?\n]{0,6}$")
_AHEAD = 16


def _sharing(text: str) -> Iterator[Found]:
    done = -1
    for act in _SPREADS.finditer(text):
        start = act.start()
        if start < done or denied(text, start) or warned_of(text, start):
            continue
        if act.group().startswith("分享") and _TOGETHER.search(text, phrase_of(text, start)[0], start):
            continue
        place = _rewarded(text, act)
        if place is not None and not past(text, *place):
            done = sentence_of(text, start)[1]
            yield place


def _rewarded(text: str, act: re.Match[str]) -> Found | None:
    """The act with what it brings: behind it in the same sentence, or in front when the act is demanded for it."""
    left, right = sentence_of(text, act.start())
    start, end = act.span()
    for pattern in (_REWARD, _FORCES):
        from_, to = min(start + 2, end), min(right, end + _AHEAD)
        inside = next(
            (one for one in pattern.finditer(text, from_, to) if not _NONE.search(text, from_, one.start())), None
        )
        if inside is not None and not _APART.search(text, end, max(end, inside.start())):
            return start, max(inside.end(), end)
    if coerced(text, start) or re.match(r"集(?:满|齐|够)?\d+个?赞|拉新|裂变", text[start:end]):
        return start, end
    before = [found.span() for found in _REWARD.finditer(text, left, start) if start - found.end() <= _AHEAD]
    demanded = _DEMANDS.search(text, max(left, phrase_of(text, start)[0] - 1), start)
    return (before[-1][0], end) if before and demanded is not None else None


_NONE = lazy("(?:没有?|并?无(?!门槛|条件)|不(?:会|再|设|给|含)*(?:有)?)(?:任何|什么|额外|现金|相应)*的?$")
"""Before what sharing would bring: it brings none. 分享好友没有奖励."""
_APART = lazy("另外?|此外|同时提供|到店(?:消费)?即?(?:送|赠)|[;。]|本套餐|套餐内|本店提供|凭本券")

# -- R11-05 mini-programs ----------------------------------------------------------------------------------------------

_KEEP = lazy(
    r"(?:收藏|添加|(?<![增参])加到?|置顶|星标|保存|固定|关注|注册|绑定)(?:到|本店|我们|门店|店铺|一下|的|官方|微信|抖音|我的|该|此|下方|右上角|"
    r"会员|点餐|专属|品牌|商家|商城|[“”\"「」])*小程序|"
    r"小程序[^,。;!?\n]{0,6}?(?:(?<!已)收藏|添加|置顶|星标|加入?到?(?:我的|桌面)|到(?:手机)?桌面|注册(?:会员|成为|账号|后|登录)?)|(?:添加|加|放|"
    r"保存)[到至]?(?:手机)?桌面[^,。;!?\n]{0,6}|添加到我的小程序"
)
_OR_ELSE = lazy(
    r"才(?:能|可|会|享|给)|方(?:可|能)(?!案)|必须|务必|须|需(?!求)|请(?:先|务必)|先|后(?:可|即|才|方|享|领|使用|核销|下单|再|凭|抽|到店)|"
    r"即可?(?:送|领|享|得|获|赠|使用|核销|抽|返|减|立|可)|送(?!餐|货|达)|赠|领(?!座|位)|红包|优惠|"
    r"立减|减\d|返|享\d|享(?:受)?[会专折优]|免费|抽奖|礼|福利|否则|折扣|积分|得\d"
)


def _miniapps(text: str) -> Iterator[Found]:
    done = -1
    for found in _KEEP.finditer(text):
        start, end = found.span()
        left, right = sentence_of(text, start)
        if start < done or "小程序" not in text[max(left, start - 12) : end + 4] or denied(text, start):
            continue
        lure = _OR_ELSE.search(text, max(left, start - 6), min(right, end + 14))
        if coerced(text, start):
            done = right
            yield start, end
        elif lure is not None and not denied(text, lure.start(), reach=2):
            done = right
            yield min(start, lure.start()), max(end, lure.end())


# -- R11-06 other platforms and addresses ------------------------------------------------------------------------------

_GO = lazy(
    r"(?:(?<![以晚早线马网地店楼])上|去|(?<!存正现自)在|到(?!账)|打开|登[录陆]|搜索?|下载|进入?|关注|移步|转至|前往|通过|(?<!适通)用|从|点开|"
    r"逛逛?|认准|请|同步|入驻|见|查看)(?:我们?的?|一下|本店|门店|店铺|各大|平台|外卖平台|也可|手机|的|[“”\"「」【】])*$"
)
_THEN = lazy(
    r"(?:app|平台|网|上|里|内|中|外卖|官方|旗舰|我们|也|还|都|给|可以?|能|直接|同步|同名|店铺?|账号|号|那边|那里|同样|一下|线上|自营|商城|本店|"
    r"咱们?|[、/和及与或等]|大众点评|美团|饿了么|小红书|[“”\"「」【】:])*?"
    r"(?:搜|下单(?!的)|预[约订定](?!的)|订(?!单)|购买?(?!的|过)|买(?!的|过)|抢购?|领(?!先|导)|领券|团购(?!的|券码)|关注|收藏|打卡(?!地|点|圣|榜|"
    r"店|必|热|网红|位|同)|点赞|写?(?:个)?(?:五星|5星)?(?:好|差)?评(?!榜|率|如|分|不|店|最|多|超|4|\d)|评价(?!高|很|超|不错|最|[45])|写评|晒|"
    r"发(?:布)?(?:笔记|帖|文|作品|图)|"
    r"查看|查找|看(?!起|着|似)|店(?=$|[,。;!])|咨询|扫|私信|店铺(?!排|榜)|旗舰店|官方店|有售|有卖|在售|更(?:低|便宜|优惠|划算|多优惠|实惠)|"
    r"同款(?:更|只|才|低|价|也|卖|要|比|仅)|同价|便宜|半价|账?号[:是为]|小程序|直播间(?!搭|布|设|风|体|装|场)|优惠券?(?!不|可|均|等|码)|通用|同步|"
    r"券(?:可用|通用|也可)|评论|"
    r"店?同名|同号|店名|[搭开](?:播|店)(?!前|后|时|至今)|直播(?!间?(?:搭|布|设|风|体|装|场))|(?:正在|每[天晚周]|天天)[^,。;]{0,6}(?:直播|更新)|"
    r"有(?:我们|咱|本店|店铺?|旗舰|账?号|直播|同款|卖|售|更多|新品|这[个款]|主理人|老板|[^,。;!?\n]{0,8}?(?:的店|小店|文章|视频|作品|图|照片|套餐|"
    r"优惠|活动|券|出售|教程|笔记|攻略|直播|账号|卖|出(?=$|[,。;])|满减|折扣|补贴))|"
    r"满减|拍(?![摄照片过立出爆])|领(?!先|导|队)|找(?:到|我|咱|本店)|来?找我|连载|更新|放出|补拍|主页|首页|个人页|空间(?!大|小|宽)|橱窗|小店|"
    r"也?在(?:卖|售)|id(?=[:是为a-z\u4e00-\u9fff])|留言|私聊|配件|拍下|凑单|囤|(?:也|能|可以)点(?=$|[,。;!到])|[也还都]有(?=$|[,。;!~]))"
)
_IS_THERE = lazy(
    r"(?:客片|作品|视频|图(?:片|集)?|照片|案例|更多|样片|攻略|教程|直播|内容|笔记|动态|账号|菜单|商品|配件|周边|零食|底料|"
    r"同款)[^,。;!?\n]{0,4}(?:都|也|全|均|已|会)?(?:放|发|更新|存|上传|发布|同步|上架|挂)?(?:在|到|上|了)$|(?:走|点|叫|订)(?:的)?$"
)
"""What stands before a platform where something of the shop is said to be: 客片都在微博, 外卖走饿了么."""
_LATER = lazy(
    r"[^,。;!?\n]{0,6},(?:记得|快来?|可以?|大家|直接|去|请|也|都|一起|那边|那里|线上|网上|上面|价格?|配件|下单)*(?:关注|搜|三连|捧场|逛逛|点赞|"
    r"更?便宜|更(?:低|优惠|划算|实惠)|优惠更|折扣更)"
)
"""What the next phrase says of the platform: 美团券也收，那边更便宜."""
_LESS = lazy(r"(?:比|低于|优于|超过|对标|完胜|秒杀|吊打|胜过|便宜过|不输)(?:某)?$")
_DEARER = lazy(r"(?:价|卖|要|标价|售价|原价)[^,。;!?\n]{0,4}\d")
_EXCLUDES = lazy(
    r"(?:不(?:再)?(?:与|和|同|能|可|支持|参与|适用|接受|享|得|予|包含|含|在|通|互)|勿|无法|未(?:入驻|上线|开通|合作|授权)|没有(?:入驻|上线|开通)|"
    r"除外|无关|无合作|并非|不是|以外|另行|对应平台|原平台|各自平台|谢绝|恕)"
)
_HONOUR = lazy(
    r"(?:app|平台|网|上|的|[、/和及与或等]|大众点评|美团|小红书|\d{2,4}年?度?|连续|多年|本地|全城|城市)*(?:必吃|必住|必玩|必打卡|黑珍珠|上榜|榜|"
    r"热门|人气|评分|好评(?:榜|率|如|多|不|店|最)|\d(?:\.\d)?分|[五5]星(?:商户|店)|推荐|爆款|爆火|网红|热搜|热评|口碑|收录|认证|霸榜|高分|博主|"
    r"达人|种草|刷屏|同款(?!更|只|才|低|价|也|卖|要|比|仅))"
)
_OFFICIAL = lazy(
    r"(?:官网|官方网站|自有商城|会员商城|线上商城|(?:官方|自有|本店|我们的?|会员|品牌)app)(?:上|里|内|中)?(?:直接|可|也可|提前|搜索?)*(?:下单|"
    r"预[约订定]|购买?|抢购?|领(?!先)|注册|查看|咨询|订|充值|办卡|更)|"
    r"(?:登[录陆]|访问|打开|进入|上|去|到|详见|见|关注|移步|前往|查看|浏览)(?:我们?的?|本店|公司|品牌|酒店)?(?:官网|官方网站)"
)
OUTSIDE = Text("“{words}”是站外网址", "“{words}” is a web address outside")
ELSEWHERE = Text("“{words}”把顾客引到其他平台", "“{words}” leads customers to another platform")
MAP_LINK = Text("“{words}”是站外地图短链接", "“{words}” is the short link of an outside map")
MAP_FIX = Text("导航改用门店 POI 的链接或卡片", "for navigation use the link or card of the store's place")


def _elsewhere(written: Written, case: Case) -> Iterator[Outcome]:
    del case
    surface = written.normal.surface
    for link in links(surface.text):
        if not warned_of(surface.text, link.start) and not denied(surface.text, link.start):
            yield _link(written, link.start, link.end, is_map=link.is_map and written.field == "payment_reply")
    view = written.normal.squashed
    done = -1
    for platform in platforms(view.text):
        place = _led(view.text, platform) if platform.start >= done else None
        if place is not None:
            done = phrase_of(view.text, place[1] - 1)[1]
            yield _hit(written, view, place, ELSEWHERE)
    if "官" in view.text or "商城" in view.text or "app" in view.text:
        for found in _OFFICIAL.finditer(view.text):
            if not denied(view.text, found.start()):
                yield _hit(written, view, found.span(), ELSEWHERE)


def _link(written: Written, start: int, end: int, *, is_map: bool) -> Hit:
    view = written.normal.surface
    if not is_map:
        return _hit(written, view, (start, end), OUTSIDE)
    from_, to = view.raw_span(start, end)
    words = written.raw[from_:to]
    return Hit(message=MAP_LINK(words=words), fix=MAP_FIX, start=from_, end=to, severity=Severity.WARNING)


def _led(text: str, platform: Platform) -> Found | None:
    """Where customers are sent to the platform, or prices compared with it; None when it is only named or excluded."""
    left, right = phrase_of(text, platform.start)
    # An enumeration with 、 or brackets is one statement with what the clause says of it at its end.
    clause = clause_of(text, platform.start)
    if _EXCLUDES.search(text, max(left, platform.start - 14), right) or denied(text, platform.start):
        return None
    if _excluded_later(text, platform, clause) or warned_of(text, platform.start):
        return None
    compared = _LESS.search(text, left, platform.start)
    if compared is not None:
        return compared.start(), platform.end
    if _HONOUR.match(text, platform.end):
        return None
    goes = _GO.search(text, left, platform.start)
    then = _THEN.match(text, platform.end) or _DEARER.match(text, platform.end) or _LATER.match(text, platform.end)
    if then is not None:
        return (goes.start() if goes else platform.start), then.end()
    there = _IS_THERE.search(text, left, platform.start)
    if there is not None:
        return there.start(), platform.end
    if goes is not None and re.search("搜|打开|登|移步|前往|关注|下载|认准|转至|逛", goes.group()):
        return goes.start(), platform.end
    return None


def _excluded_later(text: str, platform: Platform, clause: Found) -> bool:
    """美团、大众点评（含外卖）等渠道的券，在本店不可用: the clause goes on with another phrase that excludes."""
    rest = text[platform.end : clause[1]]
    found = re.match(
        r"[^;。]{0,24}?(?:等|渠道|平台|的券|订单|券码?|优惠|活动|用户|顾客|团购)[^;。]{0,16}?(?:不(?!同凡|错|少)|勿|无法|除外|无关|对应|原平台|各自|"
        r"概不|恕)",
        rest,
    )
    return found is not None


# -- R11-07 coercion and hype ------------------------------------------------------------------------------------------

_SURE_TO = (
    "(?:就|都|要|会|准|肯定|绝对|一定|真|得|必|铁定|是|等于|等同于|相当于|简直|纯属|你|您|自己|算|可|的|怕是|只能|那|这辈子|要|连|"
    "全家|老婆|老公|朋友|家人|闺蜜|孩子|隔壁|邻居|大家|等着|坐等|就等|被|回家|晚上|半夜|今晚|今夜|以后|明天|早晚|迟早|一辈子|三天|整晚|整夜|,)*"
)
_HARM = (
    r"后悔|悔死|悔青|亏死|亏大|吃大亏|倒霉|没朋友|(?:大)?傻[子瓜缺]?(?=$|[,。;!了])|对不起(?:自己|祖宗|爹妈|父母|[^,。;]{0,3}(?:钱包|胃|嘴|良心|"
    r"青春|人生))|脑子(?:有|进)|有病|枉|"
    r"跟自?己?的?钱(?:包)?(?:过不去|有仇)|[和与]钱(?:包)?(?:过不去|有仇)|[和跟与]自己(?:过不去|有仇|作对)|把?钱(?:往|扔|丢|打|"
    r"倒)[^,。;]{0,3}(?:水|河|海|扔|垃圾)|打水漂|白活|白来(?:一趟|人间|世上)|白长|骂(?:你|您|死|我|人)|被骂|挨骂|"
    r"恨(?:死|自己|你|透)|拍(?:断|烂|肿)?大腿|睡不着|失眠|哭(?:死|晕|着|瞎|一[年夜])|抽自己|扇自己|捶胸|跺脚|痛心|跪搓衣板|离婚|分手|绝交|断交|"
    r"拉黑|穷(?:一|三|死)|穷鬼|活该|损失|吃亏|落伍|单身一辈子|被[^,。;!?\n]{0,4}嫌弃|没救|不配|别想(?:发财|暴富|好过|过好)|"
    r"不是(?!很|太|特别|必须|因为|为了|说|只|要)[^,。;!?\n]{0,8}(?:人|朋友|兄弟|姐妹|邻居|吃货|粉丝|老铁|爷们|男人|女人|好汉|闺蜜|行家|老饕)"
)
_PRESSED = Gated(
    rf"不(?:转发?|分享|买|来|吃|抢|囤|点赞?|进|收藏|下单|看|冲|拍|尝|试|入|团|约|做(?!作)|剪|泡|关注|评论)(?:它|(?:这|那|上|满|"
    rf"够)?[一几两]?[张份次个单下回顿口波]|就|的|的话|几[张份]|尝|试|看|下单|的(?:朋友|人|都|宝子|家人|"
    rf"亲))?[^,。;!?\n]{{0,4}}?[,]?{_SURE_TO}(?:{_HARM})|"
    rf"(?:谁|哪个)(?:不|要是不|没)(?:买|来|抢|吃|囤|点|转)[^,。;!?\n]{{0,3}}(?:谁|就)?(?:{_SURE_TO})(?:{_HARM}|是)|"
    rf"(?:还|再|要是|如果|都)(?:还|再)?不(?:买|来|抢|吃|囤|下单|冲|入手|拍)[^。;!?\n]{{0,10}}?[,]?{_SURE_TO}(?:{_HARM})|"
    r"错过(?:了|这|今|本|它|此)*[^,。;!?\n]{0,6}?[,]?(?:你|您)?(?:(?:就|都|要|会|准|肯定|绝对|一定|真|得|必|铁定)+(?:后悔|哭|亏|恨|心碎|失眠|"
    r"睡不着|肉疼|扇|抽自己)|再?等(?:上)?(?:[一二三十百\d]+)年|后悔|悔死|悔恨|哭死|等于亏|恨死|捶胸|拍大腿|心碎|损失)|"
    r"(?:假一|少一[克两斤]|不好吃|不新鲜|缺斤少两|不正宗|骗人|骗你)(?:就)?(?:赔|罚|拿|砍|剁|要)(?:我|老板|店长)?(?:命|全部家产|房|店|老板|头|手|"
    r"脑袋|人头)|"
    r"不(?:转|分享)[^,。;!?\n]{0,4}(?:走|滑走|划走)[^,。;!?\n]{0,4}(?:穷|霉|灾)|"
    r"(?:不好吃|不满意|骗你|骗人|假的)[^,。;!?\n]{0,6}(?:我|老板|店长|厨师)?(?:去死|跳楼|当场?吃(?:键盘|屎|桌子)|直播吃(?:键盘|屎)|倒立|砍头|全家)|"
    r"(?:老板|店长|厂家|掌柜)(?:娘|家|自己)?(?:已经|要|都|快|差点|直接|亏得|亏到|被(?:老板娘|老婆|媳妇|股东|合伙人|财务|家人|骂)?|天天|在|含泪|"
    r"赔得|彻底)*(?:疯了|跑路|跳楼|哭晕|吐血|气疯|破产|赶出|扫地出门|打断腿|离婚|跪|倾家荡产|气得要?(?:离婚|打人|吐血|分家)|拿刀(?:追|砍|要|逼|架)|不想活(?!得)|不过了|卖房|卖肾|打死|骂死|骂哭|割肉|自杀|"
    r"逼疯|哭着|当裤|连夜逃)|"
    r"(?:老板|店长|掌柜)[^,。;!?\n]{0,10}?被(?:老板娘|老婆|媳妇|股东|合伙人|财务|总部|家里人?)[^,。;!?\n]{0,3}(?:赶|打|骂|休|揍|开除|离婚|追杀)|"
    r"(?:赔|亏)(?:到|得|本)*(?:老板娘?)?(?:跳楼|吐血|倾家荡产|破产|当裤|哭|想死|卖房|姥姥|裤衩|底裤|没朋友|怀疑人生|妈都不认)|"
    r"[跟和与](?:自己的?)?钱(?:包)?(?:过不去|有仇)|拿(?:命|人头|性命|脑袋)(?:担保|保证|发誓|起誓)|不(?:好吃|甜|鲜|香|满意)(?:你)?(?:打|砍|揍)我|(?:抢|买|吃)不到[^,。;!?\n]{0,4}?后悔|是兄弟就来?砍|[哭跪]着也要(?:抢|买)|(?:抢|买|拍)不到(?:就|可|的|了)?别哭"
)
_EASED = lazy(
    "(?:不会|不用|不必|绝不|从不|永不|不|没|无需|避免|告别|拒绝|杜绝|不搞|不玩|没有|非)(?:再|有|什么|任何|因此|搞|做|玩|怕|是)*$"
)


def _hype(written: Written, case: Case) -> Iterator[Outcome]:
    view = written.normal.squashed
    text = view.text
    places = [found.span() for found in _PRESSED.finditer(text)]
    places += [
        (at, at + len(word)) for word in case.settings.word_list("coercive_hype") if (at := text.find(word)) >= 0
    ]
    done = -1
    for start, end in sorted(places):
        if start >= done and not _EASED.search(text, max(0, start - 8), start):
            done = end
            yield _hit(written, view, (start, end), HYPE)


# -- the rules ---------------------------------------------------------------------------------------------------------

DOWNLOAD = Text("“{words}”引导下载或跳出抖音", "“{words}” makes customers install something or leave the app")
SHARE = Text(
    "“{words}”用好处诱导顾客分享、拉新或集赞", "“{words}” rewards customers for sharing, recruiting or collecting likes"
)
MINIAPP = Text("“{words}”强制或诱导顾客添加小程序", "“{words}” forces or lures customers to add a mini-program")
HYPE = Text("“{words}”用夸张的话胁迫或引诱顾客", "“{words}” presses or lures customers with exaggeration")

RULES: tuple[Rule, ...] = (
    Rule(
        id="R11-01",
        name="contact-diversion",
        title=Text(
            "不能引导顾客加微信、公众号、QQ 或进群",
            "no leading of customers to WeChat, public accounts, QQ or chat groups",
        ),
        severity=Severity.ERROR,
        needs=(Needs.TEXT,),
        source="S004 ⑪1",
        remedy=Text(
            "删掉站外联系方式，只留门店电话；平台内私信可以写",
            "take the contact out and leave the store's phone; messages inside the platform are fine",
        ),
        bad="详情加店长微❤：shuyu66，进群领福利",
        good="详情请致电门店，或在抖音主页私信我们",
        note=Text(
            "微信支付、退回微信零钱、提醒顾客别加陌生人微信都不算引流；抖音自己的粉丝群也不算。",
            "Paying by WeChat, refunds to it and warnings of strangers there are no diversion, nor are the platform's own fan groups.",
        ),
        fields=EVERYWHERE,
        of_terms=True,
        in_text=leads_to_chat,
    ),
    Rule(
        id="R11-02",
        name="qr",
        title=Text("不能用二维码引导加人、关注或领券", "no QR codes to add contacts, follow or collect coupons"),
        severity=Severity.ERROR,
        needs=(Needs.TEXT, Needs.MEDIA),
        source="S004 ⑪1",
        remedy=Text("去掉引导加人、关注、领券的二维码", "take out codes for adding, following or collecting"),
        bad="扫描下方二维码进群领5元券",
        good="到店出示订单二维码核销，扫码点餐",
        note=Text(
            "核销、点餐、入园、开柜、停车用的二维码不在此列：支付后消息和置顶视频还要求有核销二维码。图片里的二维码要在图上写明用途。",
            "Codes for verification, ordering, entry, lockers or parking are fine: "
            "the message after payment and the pinned video even need the verification code. "
            "In a picture, the use has to be written beside the code.",
        ),
        fields=PROSE,
        of_terms=True,
        in_text=scan_to_join,
        on_product=code_in_picture,
        on_chain=code_in_head,
    ),
    Rule(
        id="R11-03",
        name="download",
        title=Text(
            "不能引导下载、复制链接或口令、用浏览器打开",
            "no downloads, no links or tokens to copy, no opening in a browser",
        ),
        severity=Severity.ERROR,
        needs=(Needs.TEXT,),
        source="S004 ⑪2",
        remedy=Text("删掉下载和复制的引导", "take out what asks to download or copy"),
        bad="复制链接到浏览器打开领券",
        good="在抖音内购买，到店核销",
        note=Text(
            "下载抖音、下载照片底片等交付内容不算。",
            "Installing Douyin itself, and downloading what was bought, such as photos, are fine.",
        ),
        fields=PROSE,
        of_terms=True,
        in_text=_worded(
            _downloads,
            "下载|安装|装[一个下好上有]|下[个一好客a]|复制|拷贝|浏览器|口令|应用|app store|appstore|商店|市场|[¥$€£₤/]",
            DOWNLOAD,
        ),
    ),
    Rule(
        id="R11-04",
        name="share-reward",
        title=Text("不能用好处诱导分享、拉新、集赞", "no rewards for sharing, recruiting or collecting likes"),
        severity=Severity.ERROR,
        needs=(Needs.TEXT,),
        source="S004 ⑪3",
        remedy=Text("去掉分享的条件和奖励，优惠直接给", "take out the condition and give the offer to everybody"),
        bad="转发朋友圈集30个赞送酸梅汤一扎",
        good="到店即送酸梅汤一扎",
        note=Text(
            "允许把视频转发到私信是要求做到的（OPS-10），只是不能给奖励。",
            "Letting people forward a video is required (OPS-10); rewarding it is what is banned.",
        ),
        fields=PROSE,
        of_terms=True,
        in_text=_worded(
            _sharing,
            "赞|享|转|邀|请|叫|约|喊|推|拉|带|介绍|裂变|助力|砍|圈|发|晒|po|上传|更新|拍|艾特|@|传|甩|链接|安利|荐|找|凑",
            SHARE,
        ),
    ),
    Rule(
        id="R11-05",
        name="force-miniapp",
        title=Text("不能强制或诱导添加小程序", "no forcing or luring to add a mini-program"),
        severity=Severity.ERROR,
        needs=(Needs.TEXT,),
        source="S004 ⑪3",
        remedy=Text("删掉收藏、添加小程序的条件或奖励", "take out the condition or reward for adding it"),
        bad="收藏小程序后才可使用本券",
        good="可在小程序内查看订单和可预约时段",
        fields=PROSE,
        of_terms=True,
        in_text=_worded(_miniapps, "小程序", MINIAPP),
    ),
    Rule(
        id="R11-06",
        name="other-platform",
        title=Text("不能引导顾客去其他平台或网址", "no leading to other platforms or web addresses"),
        severity=Severity.ERROR,
        needs=(Needs.TEXT,),
        source="S004 ⑪1",
        remedy=Text("删掉其他平台和网址", "take out other platforms and addresses"),
        bad="大众点评搜索店名可领更多优惠，或登录 www.shuyu.com",
        good="更多套餐见本店抖音主页",
        note=Text(
            "“不与美团等平台优惠同享”“大众点评必吃榜”只是提到，不算引流。支付后消息里的站外地图短链接是警告：导航请用门店 POI 链接。",
            "Excluding other platforms' offers or naming an award is no diversion. "
            "An outside map's short link in the message after payment is a warning: use the place's own link.",
        ),
        fields=PROSE,
        of_terms=True,
        in_text=_elsewhere,
    ),
    Rule(
        id="R11-07",
        name="coercive-hype",
        title=Text("不能用夸张的话胁迫、引诱顾客", "no exaggeration that presses or lures customers"),
        severity=Severity.WARNING,
        needs=(Needs.TEXT,),
        source="S004 ⑪3",
        remedy=Text("换成事实：价格、数量、时间", "give facts instead: price, quantity, time"),
        bad="不转不是成都人，错过后悔一辈子",
        good="活动至6月30日，每日限50份",
        fields=PROSE,
        in_text=_hype,
    ),
)
