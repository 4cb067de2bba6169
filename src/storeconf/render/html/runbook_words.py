"""The sentences of the runbook's page."""

from __future__ import annotations

from collections.abc import Mapping

from storeconf.core.text import Text

WORDS: Mapping[str, Text] = {
    "title": Text("要人做的步骤", "Steps by hand"),
    "made": Text("计划时间 {moment}（北京时间）", "planned at {moment}, Beijing time"),
    "noscript": Text(
        "这一页要用浏览器打开，并且允许它自己的脚本（不联网）。文字版：storeconf todo。",
        "Open this page in a browser that lets its own script run; it needs no network. As text: storeconf todo.",
    ),
    "about": Text(
        "在后台照着做，做完打勾，最后导出清单，交给 storeconf confirm -f。带 * 的要看或要改，其余供对照。勾选只存在这台设备上。",
        "Do each step in the console, tick it, then export the sheet for storeconf confirm -f. "
        "What has a * is to be looked at or changed, the rest is to compare. Ticks stay on this device.",
    ),
    "filters": Text("筛选", "Filters"),
    "search": Text("搜索门店、地址、内容", "Search stores, addresses, content"),
    "owner": Text("负责人", "Owner"),
    "anyone": Text("全部负责人", "every owner"),
    "nobody": Text("没写负责人", "no owner"),
    "open_only": Text("只看没做的", "open ones only"),
    "progress": Text("已做 {n} / {all}", "done: {n} of {all}"),
    "none": Text("没有要人做的步骤。", "Nothing to do by hand."),
    "no_match": Text("没有符合筛选的步骤。", "No step matches the filters."),
    "copy": Text("复制", "Copy"),
    "copy_what": Text("复制{what}", "Copy {what}"),
    "copied": Text("已复制", "Copied"),
    "change": Text("要看或要改", "look at or change"),
    "compare": Text("供对照", "to compare"),
    "was": Text("现在是 {value}", "it is {value} now"),
    "due": Text("{due} 之前", "before {due}"),
    "blind": Text("线上现在是什么没人看过", "nobody has seen what is there now"),
    "proof": Text("留凭证", "Keep as proof"),
    "done": Text("做完了", "done"),
    "tick_all": Text("全部勾上（{n}）", "tick all ({n})"),
    "untick_all": Text("全部取消（{n}）", "untick all ({n})"),
    "url": Text("上传后的网址", "address of the upload"),
    "url_first": Text("先填上传后的网址", "enter the address of the upload first"),
    "command": Text("或者在命令行确认", "Or attest on the command line"),
    "show_more": Text("再显示 {n} 件", "Show {n} more"),
    "export": Text("导出清单", "Export the sheet"),
    "sheet": Text("确认清单", "The sheet"),
    "by": Text("谁做的", "Done by"),
    "by_hint": Text("姓名；留空就是运行 confirm 的人", "a name; empty means whoever runs confirm"),
    "save": Text("存成文件", "Save as a file"),
    "copy_sheet": Text("复制清单", "Copy the sheet"),
    "then": Text("存好后运行：storeconf confirm -f {file}", "Then run: storeconf confirm -f {file}"),
    "nothing_ticked": Text("还没有勾选任何步骤。", "Nothing is ticked yet."),
    "clear": Text("清掉这些勾", "Clear these ticks"),
    "close": Text("关闭", "Close"),
    "different": Text(
        "看到的不一样又不打算改，不要打勾：storeconf confirm 地址 --saw 文件",
        "If it differs and stays so, don't tick it: storeconf confirm ADDRESS --saw FILE",
    ),
}
