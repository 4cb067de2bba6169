"""Pydantic's complaints as diagnostics: in words, at the place in the file, with the nearest known key."""

from __future__ import annotations

import types
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from storeconf.core.diagnostics import Code, Diagnostic
from storeconf.core.span import Path, child, holds, path_text
from storeconf.core.text import Message, Say, Text
from storeconf.model.kind import UNION_TAGS
from storeconf.source import codes
from storeconf.source.documents import Library
from storeconf.source.layers import Traced
from storeconf.source.suggest import did_you_mean

UNKNOWN = Text("这里没有 {key} 这个字段", "there is no field {key} here")
MISSING = Text("缺少 {key}", "{key} is missing")
WANTED_MAP = Text("{path} 应是一组键值", "{path} must be a map")
WANTED_LIST = Text("{path} 应是列表，写成 - 开头的行或 [a, b]", "{path} must be a list, written with - or as [a, b]")
WANTED_WORD = Text("{path} 应是 {words} 之一，现在是 {value!r}", "{path} must be one of {words}, not {value!r}")
TOO_FEW = Text("{path} 至少要有 {count} 项", "{path} needs at least {count}")
TOO_MANY = Text("{path} 最多 {count} 项", "{path} takes at most {count}")
BAD_FORM = Text("{path} 的写法不对：{value!r}", "{path} has a wrong form: {value!r}")
AT = Text("{path}：{problem}", "{path}: {problem}")
MORE = Text(
    "这个文档还有 {count} 处问题没有列出，先改好上面的",
    "{count} more problems of this document are not listed; mend these first",
)
MAX_PROBLEMS = 50
"""Of one document; who generated a wrong one by machine learns nothing from the rest."""
OTHER = Text("{path} 的值不对：{problem}", "{path} has a wrong value: {problem}")


def diagnose(
    error: ValidationError,
    model: type[BaseModel],
    layered: Traced,
    library: Library,
    *,
    store: str = "",
    below: Path = (),
) -> list[Diagnostic]:
    """One diagnostic for each wrong place of a merged part of a document. `below`: what the part is called in messages."""
    tree: Any = layered.merged() or {}
    found: dict[Path, Diagnostic] = {}
    items = error.errors(include_url=False)
    for position, item in enumerate(items):
        path = _real_path(item["loc"], tree, missing=item["type"] in ("missing", "extra_forbidden"))
        if path in found and item["type"] != "storeconf":
            continue
        origin, where, _ = layered.trace(path)
        if len(found) >= MAX_PROBLEMS:
            more = MORE(count=len(items) - position)
            span = library.span(origin, where)
            found[path] = Diagnostic(code=codes.MORE, detail=more, store=store, path=where, span=span)
            break
        at_key = item["type"] in ("extra_forbidden", "missing")
        code, detail, fix = _explain(item, (*below, *path) or where, model)
        found[path] = Diagnostic(
            code=code, detail=detail, fix=fix, store=store, path=where, span=library.span(origin, where, key=at_key)
        )
    return list(found.values())


def first_problem(error: ValidationError, model: type[BaseModel], tree: Any) -> tuple[Say, Say]:
    """The first wrong place of values that stand in no document of the project: what is wrong, and how to mend it.

    A word that is not known explains one that is missing, so it comes first.
    """
    items = error.errors(include_url=False)
    item = next((one for one in items if one["type"] == "extra_forbidden"), items[0])
    path = _real_path(item["loc"], tree, missing=item["type"] in ("missing", "extra_forbidden"))
    _, detail, fix = _explain(item, path, model)
    return detail, fix


def _explain(item: Any, path: Path, model: type[BaseModel]) -> tuple[Code, Say, Say]:
    name, context, shown = path_text(path), item.get("ctx", {}), _shown(item.get("input"))
    match item["type"]:
        case "storeconf":
            message: Message = context["message"]
            return codes.BAD_VALUE, AT(path=name, problem=message) if name else message, ""
        case "extra_forbidden":
            fix = did_you_mean(str(path[-1]), _fields_at(model, item["loc"][:-1]))
            return codes.UNKNOWN_KEY, UNKNOWN(key=name), fix
        case "missing":
            return codes.MISSING_KEY, MISSING(key=name), ""
        case "literal_error" | "enum":
            words = [word.strip(" '") for word in str(context.get("expected", "")).replace(" or ", ", ").split(",")]
            return codes.BAD_VALUE, WANTED_WORD(path=name, words=words, value=shown), did_you_mean(shown, words)
        case "dict_type" | "model_type" | "model_attributes_type" | "dataclass_type":
            return codes.BAD_VALUE, WANTED_MAP(path=name), ""
        case "list_type":
            return codes.BAD_VALUE, WANTED_LIST(path=name), ""
        case "too_short":
            return codes.BAD_VALUE, TOO_FEW(path=name, count=context.get("min_length")), ""
        case "too_long":
            return codes.BAD_VALUE, TOO_MANY(path=name, count=context.get("max_length")), ""
        case "string_pattern_mismatch" | "string_type":
            return codes.BAD_VALUE, BAD_FORM(path=name, value=shown), ""
        case _:
            return codes.BAD_VALUE, OTHER(path=name, problem=item["msg"]), ""


def _shown(value: object) -> str:
    text = "null" if value is None else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _real_path(location: Sequence[str | int], tree: Any, *, missing: bool) -> Path:
    """The location without what pydantic put in: union tags, `[key]` markers."""
    path: list[str | int] = []
    node = tree
    for position, part in enumerate(location):
        if holds(node, part):
            path.append(part)
            node = child(node, part)
        elif missing and position == len(location) - 1 and part not in UNION_TAGS:
            path.append(part)
    return tuple(path)


def _fields_at(model: type[BaseModel], location: Sequence[str | int]) -> Iterator[str]:
    """The keys that a model knows at a location, as pydantic names it."""
    kind: Any = model
    for part in location:
        kind = _step(kind, part)
    for member in _members(kind):
        if isinstance(member, type) and issubclass(member, BaseModel):
            yield from (field.alias or name for name, field in member.model_fields.items())


def _step(kind: Any, part: str | int) -> Any:
    if part in UNION_TAGS:
        return next((m for m in _members(kind, tags=True) if part in str(m)), kind)
    for member in _members(kind):
        if isinstance(member, type) and issubclass(member, BaseModel):
            field = member.model_fields.get(str(part))
            if field is not None:
                return field.annotation
        elif get_origin(member) is list and isinstance(part, int):
            return get_args(member)[0]
        elif get_origin(member) is dict:
            return get_args(member)[1]
    return None


def _members(kind: Any, *, tags: bool = False) -> Iterator[Any]:
    """The members of a union, or the type itself; annotations are taken off unless the tags in them are wanted."""
    if get_origin(kind) is Annotated:
        base = get_args(kind)[0]
        if tags and get_origin(base) not in (Union, types.UnionType):
            yield kind
        else:
            yield from _members(base, tags=tags)
    elif get_origin(kind) in (Union, types.UnionType):
        for member in get_args(kind):
            yield from _members(member, tags=tags)
    elif kind is not None and kind is not type(None):
        yield kind
