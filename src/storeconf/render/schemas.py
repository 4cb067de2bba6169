"""JSON Schemas, generated from the models: for editors, and for whoever reads our JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import TaggedUnionSchema

from storeconf.model import documents as docs
from storeconf.plan import planfile
from storeconf.plan.entities import PlanDiagnostic
from storeconf.platform.live import Snapshot
from storeconf.records.findings import LABEL, RULE_NAMES

DRAFT = "https://json-schema.org/draft/2020-12/schema"


class _Generator(GenerateJsonSchema):
    """A text may satisfy several members of a union (any text is a slug's text): one of them is enough."""

    def tagged_union_schema(self, schema: TaggedUnionSchema) -> JsonSchemaValue:
        """`anyOf` where pydantic writes `oneOf`: the reader tells the members apart, a schema can't."""
        found = super().tagged_union_schema(schema)
        return {"anyOf" if name == "oneOf" else name: value for name, value in found.items()}


def _document(model: type[docs.Header]) -> Callable[[], dict[str, Any]]:
    return lambda: model.model_json_schema(by_alias=True, schema_generator=_Generator)


def _diagnostics() -> dict[str, Any]:
    one = TypeAdapter(PlanDiagnostic).json_schema(by_alias=True)
    definitions = one.pop("$defs", {})
    counts = {name: {"type": "integer", "minimum": 0} for name in ("errors", "warnings", "infos", "waived", "skipped")}
    skipped = {"type": "object", "properties": {name: {"type": "string"} for name in ("code", "address", "reason")}}
    return {
        "type": "object",
        "required": ["format_version", "diagnostics", "skipped", "summary"],
        "properties": {
            "format_version": {"type": "string"},
            "diagnostics": {"type": "array", "items": one},
            "skipped": {"type": "array", "items": skipped},
            "summary": {"type": "object", "required": list(counts), "properties": counts},
        },
        "$defs": definitions,
    }


def _records() -> dict[str, Any]:
    def entry(required: Sequence[str], **more: dict[str, Any]) -> dict[str, Any]:
        names = {name: {"type": "string"} for name in required}
        return {"type": "object", "required": list(required), "properties": {**names, **more}}

    def action(name: str, *fields: str, **more: dict[str, Any]) -> dict[str, Any]:
        return entry(("action", *fields), action={"const": name}, **more)

    count = {"type": "integer", "minimum": 1}
    actions = [
        action("pause_sale", "product_id", "date", date={"type": "string", "format": "date"}),
        action("manual_review", "phone"),
        action("label", "order_id", "label", label={"const": LABEL}),
    ]
    pending = entry(("order_id", "pay_time", "product_id", "store_id", "phone"))
    skipped = [
        entry(("rule", "reason"), rule={"enum": list(RULE_NAMES)}),
        entry(("file", "reason"), row=count, rows=count),
    ]
    return {
        "type": "object",
        "required": ["format_version", "actions", "pending", "rows", "skipped"],
        "properties": {
            "format_version": {"type": "string"},
            "actions": {"type": "array", "items": {"oneOf": actions}},
            "pending": {"type": "array", "items": pending},
            "rows": {"type": "integer", "minimum": 0},
            "skipped": {"type": "array", "items": {"oneOf": skipped}},
        },
    }


SCHEMAS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "project": _document(docs.ProjectDoc),
    "account": _document(docs.AccountDoc),
    "store": _document(docs.StoreDoc),
    "product": _document(docs.ProductDoc),
    "defaults": _document(docs.DefaultsDoc),
    "set": _document(docs.StoreSetDoc),
    "observations": _document(docs.ObservationsDoc),
    "sandbox": _document(docs.SandboxDoc),
    "plan": planfile.json_schema,
    "snapshot": lambda: TypeAdapter(Snapshot).json_schema(),
    "diagnostics": _diagnostics,
    "records": _records,
}
"""Schemas by name."""


def schema_text(name: str) -> str:
    """One schema as the file that is kept in `schemas/`. Raises KeyError for an unknown name."""
    schema = {"$schema": DRAFT, "$id": f"storeconf/v1/{name}.json", **SCHEMAS[name]()}
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=False) + "\n"
