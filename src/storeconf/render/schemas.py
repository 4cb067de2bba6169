"""JSON Schemas, generated from the models: for editors, and for whoever reads our JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import TaggedUnionSchema

from storeconf.model import documents as docs
from storeconf.plan import planfile
from storeconf.plan.entities import PlanDiagnostic
from storeconf.platform.live import Snapshot

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
}
"""Schemas by name."""


def schema_text(name: str) -> str:
    """One schema as the file that is kept in `schemas/`. Raises KeyError for an unknown name."""
    schema = {"$schema": DRAFT, "$id": f"storeconf/v1/{name}.json", **SCHEMAS[name]()}
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=False) + "\n"
