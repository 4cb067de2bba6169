"""Templates: jinja2 for one text, with nothing in it that could run long, run code or reach anything.

Jinja's sandbox limits what is reached, not what is spent, so the constructs are an allow-list: output, names, attributes,
comparisons, if, one level of for over a short list, and a few filters. There is no call, no arithmetic, no joining of texts
inside an expression and no nesting of loops, so the work is bounded by the size of the template times that of its data. The
context is plain data.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, Undefined, UndefinedError, nodes
from jinja2.exceptions import SecurityError, TemplateError, TemplateRuntimeError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from storeconf.core import money
from storeconf.core.diagnostics import Code, Diagnostic
from storeconf.core.span import Span, at
from storeconf.core.text import Message, Say, Text
from storeconf.core.weekdays import days_text
from storeconf.source import codes
from storeconf.source.files import FileProblem, ProjectFiles
from storeconf.source.reader import FORBIDDEN, Unreadable, decode

FOLDER = "templates"
"""Where the templates of a project lie."""
FOLDER = "templates"
"""Where templates lie in a project."""
MAX_TEMPLATE = 16 * 1024
MAX_OUTPUT = 20_000
"""Characters of one rendered text."""
MAX_LOOPS = 1
MAX_ITEMS = 200
"""Items of one list that a template may walk or join."""
MAX_SEPARATOR = 16
MAX_DIGITS = 6
"""Decimals that `round` takes; jinja's own would raise ten to any power."""

_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Const,
    nodes.Filter,
    nodes.If,
    nodes.CondExpr,
    nodes.For,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Test,
)
_FILTERS = frozenset({"default", "d", "first", "join", "last", "length", "lower", "round", "trim", "upper", "yuan"})
_BOUNDED = "storeconf_bounded"
_LOOP_FACTS = frozenset({"first", "last", "index", "length"})
_RESERVED = frozenset({"self", "super", "caller", "varargs", "kwargs", "cycler"})
_TESTS = frozenset({"defined", "undefined", "none", "true", "false", "eq", "ne", "in"})

NOT_DECLARED = Text(
    "模板 {template} 用到 {name}，但这里没有声明它", "template {template} uses {name}, which is not declared here"
)
HAS = Text(
    "这里能用的有：store、poi、account、product、products、vars 里声明过的值",
    "available are declared values in store, poi, account, product, products, vars",
)
SYNTAX = Text("模板写法有误：{problem}", "template syntax error: {problem}")
NOT_ENDED = Text("if 或 for 没有写完，缺 endif 或 endfor", "an if or a for is not finished: endif or endfor is missing")
UNFIT = Text("过滤器或比较用不了这样的值", "a filter or a comparison can't use such a value")
NOT_ALLOWED = Text("不允许 {construct}", "{construct} is not allowed")
ALLOWED = Text(
    "模板里只能用 {{{{ 值 }}}}、if、一层 for 和过滤器 {filters}",
    "a template takes {{{{ value }}}}, if, one level of for, and the filters {filters}",
)
NOT_A_VALUE = Text(
    "只能输出文字和数字，这里是一组键值、列表或开关；列表用 join 或 for",
    "only texts and numbers can be put out, not a map, a list or a switch; use join or for with a list",
)
BAD_ROUND = Text("round 只用于数字，最多 {limit} 位小数", "round takes a number and at most {limit} decimals")
NOT_MONEY = Text("yuan 只用于金额，例如 19.90", "yuan takes an amount such as 19.90")
INVISIBLE = Text(
    "模板 {template} 生成的文字里有不可见字符 {code}",
    "template {template} renders an invisible character {code}",
)
EMPTY = Text("模板 {template} 没有生成任何文字", "template {template} renders no text")
TOO_COMPLEX = Text("模板嵌套太深或数字太长", "the template is nested too deep, or holds too long a number")
LONG_SEPARATOR = Text(
    "join 的分隔符只能是 16 个字符以内的文字", "join takes a plain separator of at most 16 characters"
)
NOT_A_LIST = Text("for 和 join 只用于 {limit} 项以内的列表", "for and join take a list of at most {limit} items")
NESTED_FOR = Text("for 里面的 for", "a for inside a for")
TOO_LONG = Text(
    "模板 {template} 生成的文字超过 {limit} 个字符", "template {template} renders more than {limit} characters"
)
FAILED = Text("模板 {template} 用不了这里的值：{problem}", "template {template} can't use these values: {problem}")


class TemplateProblem(Exception):
    """A template can't give a text. Carries the diagnostic."""

    def __init__(self, code: Code, detail: Message, span: Span, *, fix: Say = "") -> None:
        """What, where and how to fix it."""
        super().__init__(code.id)
        self.diagnostic = Diagnostic(code=code, detail=detail, span=span, fix=fix)


class _Misuse(TemplateRuntimeError):
    """A filter that can't use its value, in both languages."""

    def __init__(self, reason: Say) -> None:
        super().__init__()
        self.reason = reason


class _PlainData(ImmutableSandboxedEnvironment):
    """An environment in which a dot means a key of a map, never an attribute or a method of a Python object."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A key of a map, a few facts of a loop, or undefined."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        if isinstance(obj, LoopContext) and attribute in _LOOP_FACTS:
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A key of a map or an item of a list."""
        if isinstance(obj, Mapping):
            return self.getattr(obj, str(argument))
        if isinstance(obj, list | tuple) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
            return obj[argument]
        return self.undefined(obj=obj, name=str(argument))


class Templates:
    """The templates of a project, each compiled once."""

    def __init__(self, files: ProjectFiles, folder: str = FOLDER) -> None:
        """Nothing is read until a template is used."""
        self._files = files
        self._folder = folder
        self._compiled: dict[str, Template | TemplateProblem | FileProblem | Unreadable] = {}
        self._names: dict[tuple[str, int, str], str] = {}
        """What stands in front of an attribute, by template and line."""
        self._environment = _PlainData(
            undefined=StrictUndefined,
            autoescape=False,
            keep_trailing_newline=False,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_plain,
        )
        self._environment.globals.clear()
        self._environment.filters = {
            name: item for name, item in self._environment.filters.items() if name in _FILTERS
        } | dict(_OWN_FILTERS)
        self._environment.tests = {name: item for name, item in self._environment.tests.items() if name in _TESTS}

    def file_of(self, name: str) -> str:
        """The project path of a template."""
        return f"{self._folder}/{name}"

    def render(self, name: str, context: Mapping[str, Any]) -> str:
        """The text of a template. Raises TemplateProblem, FileProblem or Unreadable."""
        template = self._template(name)
        parts: list[str] = []
        size = 0
        try:
            for part in template.generate(**context):
                size += len(part)
                if size > MAX_OUTPUT:
                    raise TemplateProblem(
                        codes.TEMPLATE_TOO_LONG, TOO_LONG(template=name, limit=MAX_OUTPUT), at(self.file_of(name), 1, 1)
                    )
                parts.append(part)
        except UndefinedError as error:
            missing, place = _missing(str(error.message)), self._place(name, error)
            dotted = self._names.get((name, place.start.line, missing), missing)
            detail = NOT_DECLARED(template=name, name=dotted)
            raise TemplateProblem(codes.TEMPLATE_UNDEFINED, detail, place, fix=HAS) from None
        except (
            TemplateError,
            TypeError,
            ValueError,
            ArithmeticError,
            LookupError,
            RecursionError,
            MemoryError,
        ) as error:
            detail = FAILED(template=name, problem=_why(error))
            code = codes.TEMPLATE_FORBIDDEN if isinstance(error, SecurityError) else codes.TEMPLATE_SYNTAX
            raise TemplateProblem(code, detail, self._place(name, error)) from None
        return self._presentable("".join(parts).strip(), name)

    def _presentable(self, text: str, name: str) -> str:
        """A text that can be shown as it is: escapes in a template can make what its file may not hold."""
        place = at(self.file_of(name), 1, 1)
        if not text:
            raise TemplateProblem(codes.TEMPLATE_EMPTY, EMPTY(template=name), place)
        found = FORBIDDEN.search(text)
        if found:
            detail = INVISIBLE(template=name, code=f"U+{ord(found.group()):04X}")
            raise TemplateProblem(codes.TEMPLATE_FORBIDDEN, detail, place)
        return text

    def _template(self, name: str) -> Template:
        known = self._compiled.get(name)
        if known is None:
            try:
                known = self._compile(name)
            except (TemplateProblem, FileProblem, Unreadable) as problem:
                known = problem
            self._compiled[name] = known
        if isinstance(known, Exception):
            raise known
        return known

    def _compile(self, name: str) -> Template:
        file = self.file_of(name)
        source = decode(self._files.read(file, limit=MAX_TEMPLATE), file)
        try:
            tree = self._environment.parse(source, name=file, filename=file)
            _check(tree, file)
            reads = tree.find_all(nodes.Getattr)
            self._names.update({(name, node.lineno, node.attr): _dotted(node) for node in reads})
            return Template.from_code(
                self._environment, self._environment.compile(tree, name=file, filename=file), {}, None
            )
        except TemplateSyntaxError as error:
            ended = "Unexpected end of template" in (error.message or "")
            detail = SYNTAX(problem=NOT_ENDED if ended else error.message or "")
            raise TemplateProblem(
                codes.TEMPLATE_SYNTAX, detail, at(file, error.lineno or 1, 1), fix=_allowed()
            ) from None
        except (RecursionError, SyntaxError, MemoryError, ValueError):
            raise TemplateProblem(codes.TEMPLATE_SYNTAX, TOO_COMPLEX(), at(file, 1, 1), fix=_allowed()) from None
        except TemplateError as error:
            raise TemplateProblem(
                codes.TEMPLATE_SYNTAX, SYNTAX(problem=error), at(file, 1, 1), fix=_allowed()
            ) from None

    def _place(self, name: str, error: BaseException) -> Span:
        file = self.file_of(name)
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
        return at(file, lines[-1] or 1 if lines else 1, 1)


def _allowed() -> Message:
    return ALLOWED(filters=sorted(_FILTERS))


def _check(tree: nodes.Template, file: str) -> None:
    """Raise TemplateProblem for the first construct that is not on the list."""

    def forbid(node: nodes.Node, construct: Say) -> TemplateProblem:
        detail = NOT_ALLOWED(construct=construct)
        return TemplateProblem(codes.TEMPLATE_FORBIDDEN, detail, at(file, node.lineno or 1, 1), fix=_allowed())

    pending: list[tuple[nodes.Node, int]] = [(tree, 0)]
    while pending:
        node, loops = pending.pop()
        if not isinstance(node, _ALLOWED):
            raise forbid(node, type(node).__name__.lower())
        if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
            raise forbid(node, f"|{node.name}")
        if isinstance(node, nodes.Filter) and (node.dyn_args is not None or node.dyn_kwargs is not None):
            raise forbid(node, "*")
        if isinstance(node, nodes.Filter) and node.name == "join" and not all(_is_short(arg) for arg in node.args):
            raise forbid(node, LONG_SEPARATOR)
        if isinstance(node, nodes.Test) and node.name not in _TESTS:
            raise forbid(node, f"is {node.name}")
        if isinstance(node, nodes.Getattr | nodes.Name) and _is_reserved(node):
            raise forbid(node, _attribute(node))
        if isinstance(node, nodes.For):
            if loops >= MAX_LOOPS or node.recursive:
                raise forbid(node, NESTED_FOR)
            loops += 1
            walked = node.iter
            node.iter = nodes.Filter(walked, _BOUNDED, [], [], None, None, lineno=node.lineno)
            pending.extend((child, loops) for child in (walked, *node.iter_child_nodes()) if child is not node.iter)
            continue
        pending.extend((child, loops) for child in node.iter_child_nodes())


def _is_reserved(node: nodes.Getattr | nodes.Name) -> bool:
    return _attribute(node).startswith("_") or (isinstance(node, nodes.Name) and node.name in _RESERVED)


def _dotted(node: nodes.Node) -> str:
    """`poi.phone` for the node that reads it."""
    if isinstance(node, nodes.Getattr):
        return f"{_dotted(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "…"


def _attribute(node: nodes.Getattr | nodes.Name) -> str:
    return node.attr if isinstance(node, nodes.Getattr) else node.name


def _is_short(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Const) and isinstance(node.value, str) and len(node.value) <= MAX_SEPARATOR


def _bounded(value: object) -> Sequence[object]:
    """A list short enough to walk. Raises a template error otherwise."""
    _declared(value)
    if not isinstance(value, list | tuple) or len(value) > MAX_ITEMS:
        raise _Misuse(NOT_A_LIST(limit=MAX_ITEMS))
    return value


def _join(value: object, separator: str = "、") -> str:
    """The items of a list as one text."""
    return separator.join(_text(item) for item in _bounded(value))


def _round(value: object, digits: object = 0) -> float:
    """A number with few decimals."""
    _declared(value)
    known = isinstance(digits, int) and 0 <= digits <= MAX_DIGITS
    if not known or not isinstance(value, int | float) or isinstance(value, bool):
        raise _Misuse(BAD_ROUND(limit=MAX_DIGITS))
    return round(value, int(str(digits)))


def _plain(value: object) -> object:
    """What may be put out. Raises a template error for what would look like a program's inside to a customer."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Undefined):
        raise _Misuse(NOT_A_VALUE)
    return value


def _text(value: object) -> str:
    """What may be put out, as text. Raises a template error otherwise, also for what is not declared."""
    return str(_plain(value))


def _declared(value: object) -> None:
    """Raise jinja's error for a value that is not declared, whose text it is."""
    if isinstance(value, Undefined):
        str(value)


def _why(error: Exception) -> Say:
    """What a template can't do, in words; Python's own say nothing to who writes a text."""
    if isinstance(error, _Misuse):
        return error.reason
    return (error.message if isinstance(error, TemplateError) else None) or UNFIT


def _missing(message: str) -> str:
    """The name out of jinja's sentence: `'poi' is undefined`, `'dict object' has no attribute 'phone'`."""
    quoted = message.split("'")
    return quoted[-2] if len(quoted) >= 3 else message


def _yuan(value: object) -> str:
    """Money as it is spoken: 19.90 → 19.9. Raises a template error for what is no amount."""
    amount = _text(value)
    try:
        money.fen(amount)
    except ValueError:
        raise _Misuse(NOT_MONEY) from None
    return money.spoken(amount)


_OWN_FILTERS: Mapping[str, Callable[..., object]] = {
    "yuan": _yuan,
    "join": _join,
    "round": _round,
    "upper": lambda value: _text(value).upper(),
    "lower": lambda value: _text(value).lower(),
    "trim": lambda value: _text(value).strip(),
    _BOUNDED: _bounded,
}
"""Instead of jinja's, which would show a list or a map to a customer as Python writes it."""


def hours_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """Opening hours as a sentence for customers: `周一至周五 10:30-14:00,周一至周日 17:00-次日02:00`."""
    return "，".join(
        f"{days_text(row['days'])} {row['open']}-{'次日' if row['close'] <= row['open'] else ''}{row['close']}"
        for row in rows
    )
