"""What the reader says: libyaml's complaints put into sentences that a store operator understands."""

from __future__ import annotations

from typing import Any

import yaml

from storeconf.core.diagnostics import Diagnostic
from storeconf.core.span import at
from storeconf.core.text import Text
from storeconf.source import codes

UTF16 = Text("文件是 UTF-16 编码", "the file is UTF-16")
HAS_BOM = Text(
    "文件开头有看不见的 BOM 标记（UTF-8 with BOM）", "the file starts with an invisible BOM (UTF-8 with BOM)"
)
LOOKS_GBK = Text("文件像是 GBK（简体中文 Windows 的旧编码）", "the file looks like GBK")
NOT_TEXT_FILE = Text("文件里有不是 UTF-8 文字的字节", "the file holds bytes that are no UTF-8 text")
SAVE_AS_UTF8 = Text("用编辑器另存为 UTF-8（不带 BOM）", "save it as UTF-8 without BOM")
CONTROL_AT = Text(
    "这里有不可见字符 {code}，看上去和实际内容会不一样",
    "an invisible character {code} makes the text look like another one",
)
DELETE_IT = Text("删掉这个字符", "delete the character")
NOTHING = Text(
    "文件里只有空白或注释，不知道是清空了还是没写完",
    "the file holds only blanks or comments: nobody knows whether it was emptied or never finished",
)
DELETE_FILE = Text("不再管理就把文件删掉", "delete the file if nothing is managed here any more")
PERCENT = Text("行首的 % 是 YAML 指令", "a % at the start of a line is a YAML directive")
DROP_LINE = Text("删掉这一行", "delete the line")
CONFLICT = Text("这里有没解决的 git 合并冲突", "an unresolved git merge conflict stands here")
RESOLVE = Text(
    "选好要留下的内容，删掉 <<<<<<<、=======、>>>>>>> 这几行",
    "keep what is meant, and delete the <<<<<<<, ======= and >>>>>>> lines",
)
TOO_MANY = Text("文件里的内容超过 {limit} 项", "the file holds more than {limit} nodes")
MANY_KEYS = Text("同一层的键超过 {limit} 个", "more than {limit} keys in one map")
TOO_DEEP = Text("嵌套超过 {limit} 层", "nested deeper than {limit}")
LONG_SCALAR = Text("这段文字有 {size} 个字符，超过上限 {limit}", "this text has {size} characters, more than {limit}")
DOCUMENT_MAP = Text(
    "文档应从 apiVersion: storeconf/v1 开始，键和值之间是英文冒号加一个空格",
    "a document starts with apiVersion: storeconf/v1, as key: value with a space after the colon",
)
ALIAS = Text("用了别名 *{name}", "the alias *{name} is used")
ANCHOR = Text("用了锚点 &{name}", "the anchor &{name} is used")
MERGE_KEY = Text("用了合并键 <<", "the merge key << is used")
USE_DEFAULTS = Text("相同的内容请写到 kind: Defaults 里", "put what is shared into a document of kind: Defaults")
TAG = Text("用了标签 {tag}", "the tag {tag} is used")
DROP_TAG = Text(
    "去掉标签，直接写值；需要当作文字时加引号", "remove the tag and write the value; quote it to keep it text"
)
COMPLEX_KEY = Text("键不能是列表或键值", "a key can't be a list or a map")
EMPTY_KEY = Text("键不能是空的、null 或特别长", "a key can't be empty, null or very long")
TWICE = Text(
    "{key} 在同一处写了两次，不知道该用哪个", "{key} is written twice here, and it is unclear which one is meant"
)
KEEP_ONE = Text("留下一个", "keep one of them")
NO_VALUE = Text("冒号后面是空的", "there is nothing after the colon")
DELETE_OR_NULL = Text(
    "不想管理这一项就整行删掉；要取消继承来的值写 null",
    "remove the line to leave it unmanaged, or write null to cancel an inherited value",
)
UNCLEAR = Text("YAML 解析器读不懂这个文件", "the YAML parser can't make sense of this file")

_TAB = Text("用了 Tab 缩进，YAML 只认空格", "a tab is used for indentation; YAML takes spaces")
_COLON = Text(
    "这一行多了一个冒号或缩进太深，或上一行的冒号后面缺空格；文字里有冒号时要加引号",
    "one colon too many or too much indentation here, or no space after the colon on the line above;"
    " quote a text that holds a colon",
)
_SPECIAL = Text(
    "这里不能以这个字符开头（@ ` % * & 等要加引号）",
    "a value can't start with this character (quote @ ` % * & and the like)",
)
_LIST_END = Text("列表没有写完，缺 , 或 ]", "the list is not finished: , or ] is missing")
_MAP_END = Text("花括号没有写完，缺 , 或 }}", "the braces are not finished: , or }} is missing")
_UNFINISHED = Text("括号没有写完，或这里少了一个值", "a bracket is not closed, or a value is missing here")
_QUOTE_END = Text("引号没有成对", "a quote is not closed")
_INDENT = Text(
    "缩进和上面的行对不齐，或这里多写了内容；以 [ {{ 或引号开头的文字要整段加引号",
    "wrong indentation, or something too much here; quote the whole of a text that starts with [ {{ or a quote",
)
_BLOCK = Text(
    "| 或 > 后面要换行再写文字；不是多行文字就加引号", "the text goes on the line after | or >; quote it otherwise"
)
_ESCAPE = Text(
    "双引号里的 \\ 转义写错了；不需要转义就用单引号",
    "wrong \\ escape in double quotes; use single quotes when none is needed",
)
_NO_COLON = Text(
    "这一行缺英文冒号 :，或冒号后面少了空格", "a colon is missing on this line (a plain one, :), or the space after it"
)
_UNDEFINED_ALIAS = Text("用了没有定义的锚点", "an anchor is used that is not defined")
_OTHER = Text("YAML 写法有误：{problem}", "YAML syntax error: {problem}")
FIX_TAB = Text("把 Tab 换成两个空格", "replace the tab with two spaces")

_KNOWN: tuple[tuple[str, Text], ...] = (
    ("tab character", _TAB),
    ("'\\t'", _TAB),
    ("mapping values are not allowed", _COLON),
    ("cannot start any token", _SPECIAL),
    ("did not find expected ',' or ']'", _LIST_END),
    ("did not find expected ',' or '}'", _MAP_END),
    ("did not find expected node content", _UNFINISHED),
    ("unexpected end of stream", _QUOTE_END),
    ("unexpected document indicator", _QUOTE_END),
    ("could not find expected ':'", _NO_COLON),
    ("unknown escape character", _ESCAPE),
    ("Unicode character escape", _ESCAPE),
    ("did not find expected hexdecimal", _ESCAPE),
    ("expected alphabetic or numeric", _SPECIAL),
    ("expected comment or line break", _BLOCK),
    ("did not find expected", _INDENT),
    ("block sequence entries are not allowed", _INDENT),
    ("undefined alias", _UNDEFINED_ALIAS),
)


def diagnose(error: yaml.YAMLError, text: str, file: str) -> Diagnostic:
    """A parser's error as a diagnostic with its place."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    mark: Any = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    known = next((sentence for part, sentence in _KNOWN if part in problem), None)
    if known is _NO_COLON:  # noticed on a later line; the key without its colon is the context
        mark = getattr(error, "context_mark", None) or mark
    if mark is not None and text[mark.index : mark.index + 1] == "\t":
        known = _TAB
    span = at(file, mark.line + 1, mark.column + 1) if mark is not None else at(file, 1, 1)
    detail = known() if known is not None else _OTHER(problem=problem)
    return Diagnostic(code=codes.SYNTAX, detail=detail, span=span, fix=FIX_TAB if known is _TAB else "")
