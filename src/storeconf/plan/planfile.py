"""The plan as JSON: what is saved is what was shown, and what is read back is checked before anything trusts it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter, ValidationError

from storeconf.core import versioned
from storeconf.core.diagnostics import Code, fail, refuse
from storeconf.core.span import path_text
from storeconf.core.text import Text
from storeconf.core.values import digest
from storeconf.plan.entities import PLAN_VERSION, Plan

NOT_A_PLAN = Code("SC620", "not-a-plan", Text("这不是 storeconf 的计划文件", "this is no plan file of storeconf"))
NEWER_PLAN = Code(
    "SC621", "plan-newer", Text("计划文件是更新版本的 storeconf 写的", "the plan was written by a newer storeconf")
)
EDITED = Code("SC622", "plan-edited", Text("计划文件保存后被改过", "the plan file was edited after it was saved"))
PLAN_AGAIN = Text("重新运行 storeconf plan -o", "run storeconf plan -o again")
DIGEST_DIFFERS = Text("内容和保存时的摘要不一致", "its content does not agree with its digest")

_ADAPTER: TypeAdapter[Plan] = TypeAdapter(Plan)


def as_data(plan: Plan) -> dict[str, Any]:
    """A plan as JSON data, by its contract's names."""
    data: dict[str, Any] = _ADAPTER.dump_python(plan, mode="json", by_alias=True)
    return data


def sealed(plan: Plan) -> Plan:
    """The plan with the digest over everything else in it."""
    return replace(plan, digest=_digest(as_data(plan)))


def dumps(plan: Plan) -> str:
    """A saved plan: readable JSON."""
    return json.dumps(as_data(sealed(plan)), ensure_ascii=False, indent=1) + "\n"


def loads(text: str | bytes) -> Plan:
    """A plan read back. Raises StoreconfError for a file that is none or is newer, Refusal for one that was edited."""
    data = versioned.load(text, PLAN_VERSION, no_such=NOT_A_PLAN, newer=NEWER_PLAN, fix=PLAN_AGAIN)
    try:
        plan = _ADAPTER.validate_python(data)
    except ValidationError as error:
        path = path_text(error.errors(include_url=False)[0]["loc"])
        raise fail(NOT_A_PLAN, versioned.WRONG_FIELD(path=path), fix=PLAN_AGAIN) from None
    if plan.digest != _digest(data):
        raise refuse(EDITED, DIGEST_DIFFERS, fix=PLAN_AGAIN)
    return plan


def _digest(data: dict[str, Any]) -> str:
    return digest({name: value for name, value in data.items() if name != "digest"})


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a plan."""
    return _ADAPTER.json_schema(by_alias=True)
