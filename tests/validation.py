"""What the models say of data: the values they take, and the words in which they refuse."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from storeconf.core.text import Lang, say
from storeconf.model.documents import DOCUMENTS
from storeconf.source import reader
from storeconf.source.problems import first_problem
from support import ROOT

EVERY_FIELD = ROOT / "tests" / "data" / "documents" / "every_field.yaml"


def taken(model: type[BaseModel], data: Any) -> dict[str, Any]:
    """The canonical values that a model makes of data."""
    return model.model_validate(data).model_dump(exclude_unset=True, by_alias=True)


def refusal(model: type[BaseModel], data: Any, lang: Lang = "zh") -> str:
    """The first complaint of a model, with the advice; it must complain."""
    try:
        model.model_validate(data)
    except ValidationError as error:
        detail, fix = first_problem(error, model, data)
        return f"{say(detail, lang)}\n{say(fix, lang)}"
    raise AssertionError(f"{model.__name__} took {data!r}")


def typed(scalar: Any, value: object) -> Any:
    """What a scalar type makes of a value."""
    return TypeAdapter(scalar).validate_python(value)


def complaint(scalar: Any, value: object, lang: Lang = "zh") -> str:
    """Why a scalar type refuses a value; it must refuse."""
    try:
        found = typed(scalar, value)
    except ValidationError as error:
        (item,) = error.errors(include_url=False)
        return say(item["ctx"]["message"], lang)
    raise AssertionError(f"took {value!r} as {found!r}")


@cache
def every_field() -> tuple[tuple[type[BaseModel], dict[str, Any]], ...]:
    """Documents that use every field, as the reader gives them, with their models."""
    documents, problems = reader.parse(EVERY_FIELD.read_text(encoding="utf-8"), EVERY_FIELD.name)
    assert problems == []
    return tuple((DOCUMENTS[document.tree["kind"]], document.tree) for document in documents)
