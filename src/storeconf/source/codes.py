"""What can be wrong with the files themselves. `SC1xx` reading, `SC2xx` schema, `SC3xx` references, `SC4xx` templates."""

from __future__ import annotations

from storeconf.core.diagnostics import Code, Severity
from storeconf.core.text import Text

UNREADABLE = Code("SC101", "file-unreadable", Text("文件读不了", "the file can't be read"))
NOT_UTF8 = Code("SC102", "not-utf8", Text("文件不是 UTF-8 编码", "the file is not UTF-8"))
BOM = Code("SC103", "byte-order-mark", Text("文件开头有 BOM", "the file starts with a byte order mark"))
CONTROL = Code(
    "SC104", "control-character", Text("文件里有不可见的控制字符", "the file holds an invisible control character")
)
SYNTAX = Code("SC105", "yaml-syntax", Text("YAML 写法有误", "YAML syntax error"))
DUPLICATE_KEY = Code("SC106", "duplicate-key", Text("同一个键写了两次", "a key is written twice"))
NO_ANCHORS = Code(
    "SC107", "anchor-or-alias", Text("不支持锚点、别名和 <<", "anchors, aliases and << are not supported")
)
NO_TAGS = Code("SC108", "yaml-tag", Text("不支持 YAML 标签（!…）", "YAML tags (!…) are not supported"))
EMPTY_VALUE = Code("SC109", "empty-value", Text("键后面没有值", "a key has no value"))
TOO_BIG = Code(
    "SC110", "too-big", Text("文件或文字太大、嵌套太深", "the file or a text is too big, or nested too deep")
)
BAD_KEY = Code("SC111", "key-not-text", Text("键必须是普通文字", "a key must be plain text"))
NOT_A_MAP = Code("SC112", "document-not-a-map", Text("文档最外层应是键值", "a document must be a map"))
OUTSIDE = Code(
    "SC113", "outside-project", Text("指向项目之外或不是普通文件", "points outside the project, or is no regular file")
)
TABLE = Code("SC114", "table", Text("表格读不了或内容不对", "the table can't be read, or holds something wrong"))

DIRECTIVE = Code("SC115", "yaml-directive", Text("不支持 YAML 指令（%…）", "YAML directives (%…) are not supported"))
EMPTY_FILE = Code("SC116", "empty-file", Text("文件里没有内容", "the file holds nothing"))

UNKNOWN_KIND = Code("SC201", "unknown-kind", Text("不认识的 kind", "unknown kind"))
UNKNOWN_KEY = Code("SC202", "unknown-key", Text("不认识的字段", "unknown field"))
MISSING_KEY = Code("SC203", "missing-key", Text("缺少必填字段", "a required field is missing"))
BAD_VALUE = Code("SC204", "bad-value", Text("字段的值不对", "a field has a wrong value"))
MISPLACED = Code("SC205", "misplaced", Text("这个文档不能放在这里", "this document can't stand here"))
CREATE_NEEDS = Code(
    "SC206",
    "create-needs",
    Text("新建商品时平台会要求的字段没有写", "a field that the platform asks for at creation is missing"),
    Severity.WARNING,
)
DERIVED_PRICE = Code(
    "SC207",
    "origin-price-derived",
    Text("原价由套餐内容算出", "the original price is computed from the items"),
    Severity.WARNING,
)
LICENCE_NUMBER = Code(
    "SC209",
    "licence-number",
    Text("营业执照的代码校验位不对", "the credit code of a business licence has a wrong check digit"),
    Severity.WARNING,
)
LICENCE_HOLDER = Code(
    "SC210",
    "licence-holder",
    Text("同一家店的证照持证人不一致", "the licences of one store have different holders"),
    Severity.WARNING,
)
MORE = Code("SC208", "more-problems", Text("这个文档还有别的问题", "this document has more problems"))

DUPLICATE_NAME = Code("SC301", "duplicate-name", Text("两个文档用了同一个名称", "two documents have the same name"))
DUPLICATE_OUT_ID = Code(
    "SC302", "duplicate-out-id", Text("两个商品用了同一个 out_id", "two products have the same out_id")
)
NO_ACCOUNT = Code("SC303", "unknown-account", Text("账号不存在", "no such account"))
NO_STORE = Code("SC304", "unknown-store", Text("门店不存在或不属于这个账号", "no such store in this account"))
NO_PRODUCT = Code("SC305", "unknown-product", Text("商品不存在或不在这家店卖", "no such product at this store"))
NO_FILE = Code("SC306", "missing-file", Text("找不到引用的文件", "a referenced file is missing"))
NO_POI = Code("SC307", "store-without-poi", Text("门店没有写 poi.id", "the store declares no poi.id"))
NO_IMAGE = Code("SC308", "product-without-cover", Text("商品没有头图", "the product has no cover image"))
DUPLICATE_POI = Code("SC309", "duplicate-poi", Text("两家店用了同一个 POI", "two stores have the same POI"))
REACH = Code(
    "SC310",
    "lifecycle-out-of-reach",
    Text("lifecycle 管不到这个地址", "the lifecycle does not reach that address"),
    Severity.WARNING,
)

TEMPLATE_SYNTAX = Code("SC401", "template-syntax", Text("模板写法有误", "template syntax error"))
TEMPLATE_UNDEFINED = Code(
    "SC402", "template-undefined", Text("模板用到没有声明的值", "the template uses a value that is not declared")
)
TEMPLATE_FORBIDDEN = Code(
    "SC403", "template-forbidden", Text("模板用了不允许的写法", "the template uses a construct that is not allowed")
)
TEMPLATE_TOO_LONG = Code("SC404", "template-too-long", Text("模板生成的文字太长", "the rendered text is too long"))
TEMPLATE_EMPTY = Code("SC405", "template-empty", Text("模板生成的文字是空的", "the rendered text is empty"))
