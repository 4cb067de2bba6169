"""The sentences behind the codes of a plan. A test holds that every code has one, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from storeconf.core import clock
from storeconf.core.text import Lang, Text, say
from storeconf.plan.entities import Note
from storeconf.rules.catalogue import BY_ID as RULES

REASONS: Mapping[str, Text] = {
    "create": Text("平台上还没有", "not on the platform yet"),
    "recreate": Text("线上没有了，YAML 也改过", "gone from the platform, and changed in the YAML"),
    "update": Text("你改了 YAML", "you changed the YAML"),
    "restore": Text("恢复成声明的值", "put back to what is declared"),
    "take_declared": Text("按你的选择以声明为准", "the declared side was taken"),
    "blind": Text("线上的值没人看过，直接设置", "set without having seen what is there"),
    "check": Text("还没有记录：去看一眼，不一样就改成这样", "nothing recorded yet: look, and set it if it differs"),
    "claim": Text("门店不在账号名下，先认领", "the place is not in the account: claim it first"),
    "rebind": Text("换绑到另一个门店 POI", "rebound to another place (POI)"),
    "undeclared": Text("YAML 里已经没有", "no longer in the YAML"),
    "drifted": Text("YAML 里已经没有，而且线上被改过", "no longer in the YAML, and it had drifted"),
    "adopt": Text("线上和声明一致，开始管理", "live agrees with the YAML: managed from now on"),
    "record": Text("线上和声明一致，只更新记录", "live agrees with the YAML: only the record follows"),
    "forget": Text("不再管理这一项", "no longer managed"),
    "approved": Text("审核通过，更新记录", "passed review: the record follows"),
    "moved": Text("改了地址，记录跟过去", "renamed: the record follows"),
    "conflict": Text("你和后台都改了，而且改得不一样", "changed here and in the console, differently"),
    "adopt_differs": Text(
        "第一次接管，线上和声明不一样", "taken over for the first time, and live differs from the YAML"
    ),
    "take_live": Text("按你的选择以线上为准：把 YAML 改成线上的值", "the live side was taken: change the YAML to it"),
    "changed": Text("有人在后台改了", "somebody changed it in the console"),
    "gone": Text("线上没有了", "gone from the platform"),
    "in_review": Text("正在审核，不会重复提交", "in review, not submitted again"),
    "in_review_foreign": Text("后台提交的另一个版本正在审核", "another version, sent from the console, is in review"),
    "in_review_changed": Text(
        "审核中；之后的修改等审核结果出来再提交", "in review; what changed since waits for the verdict"
    ),
    "in_review_reverted": Text("审核中的内容 YAML 里已经撤回", "in review, though taken back in the YAML"),
    "rejected": Text(
        "审核没通过，改了再提交（或 --resubmit 原样重提）", "rejected: change it, or --resubmit it as it is"
    ),
    "needs_upload": Text("有图片还没上传", "a picture has to be uploaded first"),
    "content_first": Text("等修改的内容过审再上架", "goes on the shelf once its changes have passed review"),
    "product_missing": Text("等商品上线", "waits for its product"),
    "product_in_review": Text("等商品审核通过", "waits for its product to pass review"),
    "product_rejected": Text("商品审核没通过，等它改好过审", "its product was rejected: waits until it passes review"),
    "product_offline": Text("等商品上架", "waits for its product to go on the shelf"),
    "product_other_poi": Text("等商品在这个门店卖", "waits for its product to be sold at this place"),
    "product_unknown": Text("商品的现状还不知道", "its product's state is not known"),
    "product_not_live": Text("等商品上线后再设置", "waits until the product is live"),
    "not_seen": Text("没有接口能读，也没人看过", "no API reads it, and nobody has looked"),
    "stale": Text("上次看过的已经过期，请再看一眼", "what was seen is too old: look again"),
    "error": Text("读取失败", "the read failed"),
    "masked": Text("我们的角色看不到", "our role is not shown it"),
    "partial": Text("平台的列表不完整，不能当作没有", "the platform's list is not complete; absence proves nothing"),
    "declared_unknown": Text("YAML 有误，这一项没有计划", "its YAML is wrong, so nothing is planned for it"),
    "unmanaged": Text("YAML 里没有，不会动它", "not in the YAML: never touched"),
    "held": Text("已暂停售卖，释放之前不恢复也不算漂移", "on hold: neither restored nor drift until released"),
    "pause": Text("核销失败太多，暂停售卖", "too many failed verifications: paused"),
    "banned": Text("被平台封禁", "banned by the platform"),
    "protect": Text("YAML 里加了保护，记录跟着改", "protected in the YAML: the record follows"),
    "unprotect": Text("YAML 里去掉了保护，记录跟着改", "no longer protected in the YAML: the record follows"),
    "kept_store": Text(
        "适用门店不减少；真要解绑就在后台解绑",
        "its shops never shrink by a missing document; unbind in the console if that is meant",
    ),
    "ignored": Text("按 lifecycle.ignore 不比较", "not compared (lifecycle.ignore)"),
}

BLOCKS: Mapping[str, Text] = {
    "allow:remove": Text("要下架请加 --allow remove", "taking it off the shelf needs --allow remove"),
    "allow:unbind": Text("要解绑门店请加 --allow unbind", "unbinding a shop needs --allow unbind"),
    "allow:rebind": Text("要换绑门店请加 --allow rebind", "rebinding needs --allow rebind"),
    "protect": Text("受 lifecycle.protect 保护", "protected by lifecycle.protect"),
    "immutable": Text(
        "这一项平台不能改：下架旧的，另建一个新的", "the platform can't change this: retire it and create another"
    ),
    "rejected": Text(
        "原样不会再提交；改了再来，或加 --resubmit", "not sent again as it is: change it, or add --resubmit"
    ),
    "banned": Text("被平台封禁，先在后台申诉", "banned by the platform: appeal in the console first"),
    "twin": Text(
        "账号里已有同名、同门店的商品：用 product_id 绑定它",
        "the account has a product of that title at a shared shop: bind it by product_id",
    ),
    "no_stores": Text("没有可卖的门店，空的门店列表从不发送", "no shops to sell at; an empty list is never sent"),
    "no_poi": Text("有门店没写 poi.id", "a store declares no poi.id"),
    "poi_not_claimed": Text("门店还不在账号名下", "a shop is not in the account yet"),
    "category_unknown": Text("平台没有这个类目", "the platform has no such category"),
    "category_ambiguous": Text("类目名不唯一，请写完整路径", "several categories have this name: write the whole path"),
    "would_send_unknown": Text("整单提交会带上读不到的字段", "it would send fields that could not be read"),
    "no_route": Text("没有接口能写", "no API can write it"),
    "missing:title": Text("缺标题", "the title is missing"),
    "missing:price": Text("缺售价", "the price is missing"),
}

NOTES: Mapping[str, Text] = {
    "rejected": Text("平台说：{reason}", "the platform says: {reason}"),
    "ignored": Text("原因：{reason}", "because: {reason}"),
    "held": Text("{by}：{reason}", "{by}: {reason}"),
    "pause": Text("{reason}；放开之前不再上架", "{reason}; off the shelf until released"),
    "moved": Text("原来是 {old}", "it was {old}"),
    "held_until": Text("{by}：{reason}；到 {until} 为止", "{by}: {reason}, until {until}"),
    "sale_over": Text("售卖期已过，下架是正常的", "the sale is over, so off the shelf is expected"),
    "submission_lost": Text(
        "之前提交的版本不在平台上了（被撤回或替换）", "what was submitted is not on the platform any more"
    ),
    "rebinds": Text(
        "{stores} 的 POI 换了，这个商品也换过去", "the POI of {stores} is another, and this product follows"
    ),
    "unbinds": Text("不再在这些门店卖：{stores}", "no longer sold at: {stores}"),
    "kept_store": Text(
        "门店 {store} 的文档不在了，绑定保持不变", "store {store} has no document any more; its binding is kept"
    ),
    "left_out_store": Text(
        "门店 {store} 的 YAML 有误，先不绑定它", "store {store} can't be read, so it is left out for now"
    ),
    "still_on_sale": Text("商品仍在售：{title}", "still on sale: {title}"),
    "immutable": Text("{path}：{old} → {new}", "{path}: {old} → {new}"),
    "rebind": Text(
        "POI {old} → {new}，在这里卖的商品都会换门店", "POI {old} → {new}: everything sold here changes shops"
    ),
    "twin": Text("已有商品 {product_id}", "the other is {product_id}"),
    "no_poi": Text("缺 poi.id 的门店：{stores}", "stores without poi.id: {stores}"),
    "poi_not_claimed": Text("{store} 的 POI {poi} 未认领", "POI {poi} of {store} is not claimed"),
    "category_unknown": Text("类目：{category}", "category: {category}"),
    "category_ambiguous": Text("类目：{category}", "category: {category}"),
    "would_send_unknown": Text("读不到：{paths}", "unreadable: {paths}"),
    "stock_unlimited": Text("没写库存，按不限提交", "no stock declared: sent as unlimited"),
    "quote_follows": Text("写的是新价 {new} 元：{path}", "quoting the new price {new}: {path}"),
    "quote_stays": Text("还写着旧价 {old} 元：{path}", "still quoting the old price {old}: {path}"),
    **dict.fromkeys(
        (
            "product_missing",
            "product_in_review",
            "product_rejected",
            "product_offline",
            "product_other_poi",
            "product_unknown",
        ),
        Text("等的是 {product}", "namely {product}"),
    ),
    "product_not_live": Text("商品还没上线", "the product is not live yet"),
    "no_route": Text("没有接口能写", "no API can write it"),
    "no_stores": Text("没有可卖的门店", "no shops to sell at"),
}

LIMITS: Mapping[str, Text] = {
    "update.count": Text("一次修改的对象数", "objects updated in one run"),
    "update.share": Text("一次修改的比例", "share of objects updated in one run"),
    "remove.count": Text("一次移除的对象数", "objects removed in one run"),
    "remove.share": Text("一次移除的比例", "share of objects removed in one run"),
    "price_delta": Text("价格变动幅度", "price change"),
}

STEPS: Mapping[str, Text] = {
    "hand.set": Text("设置成下面这样", "set it to this"),
    "hand.check": Text("看一眼；不一样就改成下面这样", "look, and set it to this if it differs"),
    "hand.look": Text("看一眼是不是还是这样", "look whether it is still like this"),
    "hand.claim": Text("认领这个门店", "claim this place"),
    "hand.clean": Text(
        "（可选）YAML 里已经没有，看要不要在后台也清掉", "(optional) no longer in the YAML: clean it up if you like"
    ),
    "hand.upload": Text("上传这张图片，记下网址", "upload this picture and note its address"),
    "product.save": Text("保存并送审", "save and submit for review"),
    "product.free_audit": Text("改免审字段", "edit without review"),
    "product.stock": Text("改库存", "set the stock"),
    "product.operate": Text("上下架", "put on or take off the shelf"),
    "product.poi.add": Text("增加适用门店", "bind shops"),
    "product.poi.remove": Text("解绑适用门店", "unbind shops"),
    "poi.update": Text("更新门店信息", "update the place"),
    "booking.config": Text("更新订座设置", "update the booking settings"),
}

RULE_BLOCK = Text("审核规则 {rule}", "review rule {rule}")


def reason(code: str, lang: Lang) -> str:
    """Why an entry stands in its list."""
    found = REASONS.get(code)
    return found.render(lang) if found is not None else code


def op(code: str, lang: Lang) -> str:
    """What a step does."""
    return STEPS[code].render(lang)


def block(code: str, lang: Lang) -> str:
    """What stands in the way. A code without a sentence is a rule's id."""
    found = BLOCKS.get(code)
    if found is not None:
        return found.render(lang)
    rule = RULES.get(code)
    return say(RULE_BLOCK(rule=f"{code} {rule.title.render(lang)}" if rule is not None else code), lang)


def note(item: Note, lang: Lang) -> str:
    """A remark."""
    found = NOTES.get(item.code)
    values = {name: _spoken(value) for name, value in item.values.items()}
    return say(found(**values), lang) if found is not None else item.code


def _spoken(value: str) -> str:
    return clock.readable(value)
