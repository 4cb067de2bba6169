"""Documents: every field of the contract is taken, a wrong shape is refused at its place."""

from __future__ import annotations

import copy
import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel, ValidationError

from storeconf.core.span import Path, path_text
from storeconf.model.documents import DOCUMENTS, AccountDoc, ObservationsDoc, ProductDoc, ProjectDoc, StoreDoc
from storeconf.source.layers import leaves
from validation import every_field, refusal, taken

FREE = {"value", "attrs", "recorded", "live"}
"""Fields that hold anything: what is below them is typed by the kind they speak of."""
LABELS = {"labels", "platform", "thresholds", "words", "vars", "severity", "expires", "columns", "where"}


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that a field's values may be."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (Annotated, Union, types.UnionType, list, dict):
        for part in get_args(annotation):
            yield from models_in(part)


def reachable(model: type[BaseModel], seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    """A model with all that its fields may hold."""
    if model not in seen:
        seen.add(model)
        for field in model.model_fields.values():
            for below in models_in(field.annotation):
                reachable(below, seen)
    return seen


def used(value: Any, found: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which fields of which models an instance has set."""
    if isinstance(value, BaseModel):
        for name in value.model_fields_set:
            found.add((type(value).__name__, name))
            used(getattr(value, name), found)
    elif isinstance(value, dict):
        for item in value.values():
            used(item, found)
    elif isinstance(value, list):
        for item in value:
            used(item, found)
    return found


def replaced(tree: Any, path: Path, value: object) -> Any:
    """A copy of a tree with one value put in."""
    changed = copy.deepcopy(tree)
    node = changed
    for part in path[:-1]:
        node = node[part]
    node[path[-1]] = value
    return changed


DOCUMENTS_WITH_EVERY_FIELD = every_field()
PLACES = [
    pytest.param(model, tree, path, id=f"{tree['kind']}:{path_text(path)}")
    for model, tree in DOCUMENTS_WITH_EVERY_FIELD
    for path, _ in leaves(tree)
    if not FREE & set(path)
]


@pytest.mark.parametrize(("model", "tree"), DOCUMENTS_WITH_EVERY_FIELD, ids=lambda one: getattr(one, "__name__", ""))
def test_every_field_of_the_contract_is_taken(model: type[BaseModel], tree: dict[str, Any]) -> None:
    assert taken(model, tree).keys() >= {"apiVersion", "kind"}


def test_no_field_is_left_out_of_these_tests() -> None:
    models: set[type[BaseModel]] = set()
    for document in DOCUMENTS.values():
        reachable(document, models)
    fields = {(model.__name__, name) for model in models for name in model.model_fields}
    found: set[tuple[str, str]] = set()
    for model, tree in DOCUMENTS_WITH_EVERY_FIELD:
        used(model.model_validate(tree), found)
    inherited = {("DefaultsSpec", name) for _, name in fields}  # a Defaults has what a Store has
    shells = {(model, name) for model, name in fields if name in ("lifecycle", "moved") and model != "ProjectDoc"}
    assert sorted(fields - found - inherited - shells - {("InheritedMetadata", "title")}) == []


@pytest.mark.parametrize(("model", "tree", "path"), PLACES)
@pytest.mark.parametrize("wrong", [[["x"]], {"no such field": "y"}, "\x01wrong"], ids=["list", "map", "text"])
def test_wrong_value_is_refused_at_its_place_or_is_mere_text(
    model: type[BaseModel], tree: dict[str, Any], path: Path, wrong: object
) -> None:
    broken = replaced(tree, path, wrong)
    try:
        model.model_validate(broken)
    except ValidationError as error:
        outer = [item["loc"][0] for item in error.errors()]
        assert set(outer) <= {path[0]}, "only what is wrong is complained about"
        assert refusal(model, broken).strip()
        assert refusal(model, broken, "en").strip()
    else:
        assert isinstance(wrong, str), f"{path_text(path)} took {wrong!r}"


@pytest.mark.parametrize(("model", "tree", "path"), PLACES)
def test_unknown_field_beside_any_other_is_refused(model: type[BaseModel], tree: dict[str, Any], path: Path) -> None:
    maps = [path[:n] for n in range(len(path)) if not LABELS & set(path[:n])]
    place = next(p for p in reversed(maps) if isinstance(_at(tree, p), dict) and not _keyed_by_people(p))
    assert "没有" in refusal(model, replaced(tree, (*place, "nonsense"), "x"))


def _at(tree: Any, path: Path) -> Any:
    for part in path:
        tree = tree[part]
    return tree


def _keyed_by_people(path: Path) -> bool:
    return bool(path) and path[-1] in {"products", "videos", "lives"}


@pytest.mark.parametrize(
    ("model", "tree", "said"),
    [
        (AccountDoc, {"spec": {"account_id": "1", "role": "vendor", "api": ["publish"]}}, "服务商"),
        (AccountDoc, {"spec": {"account_id": "1", "api": "all"}}, "none"),
        (AccountDoc, {"spec": {"account_id": "1", "api": ["publsh"]}}, "publish"),
        (AccountDoc, {"spec": {"account_id": "1", "credentials": "shuyu"}}, "spec.credentials"),
        (AccountDoc, {"spec": {}}, "缺少 spec.account_id"),
        (StoreDoc, {"spec": {"poi": {"location": {"lat": "1", "lng": "2"}}}}, "缺少 spec.poi.location.datum"),
        (StoreDoc, {"spec": {"poi": {"hours": [{"days": [], "open": "10:00", "close": "11:00"}]}}}, "至少要有 1 项"),
        (StoreDoc, {"spec": {"poi": {"phnoe": "1"}}}, "phone"),
        (StoreDoc, {"spec": {"videos": {"A b": {}}}}, "名称只能用"),
        (
            ProductDoc,
            {"spec": {"items": [{"group": "g", "choose": "2", "of": [{"name": "x", "price": "1"}]}]}},
            "选 2 项",
        ),
        (ProductDoc, {"spec": {"use": {"start": "2026-03-09", "days_after_purchase": "30"}}}, "其中一种"),
        (ProductDoc, {"spec": {"stock": "lots"}}, "整数或 unlimited"),
        (ProductDoc, {"spec": {"stock": "010"}}, "整数或 unlimited"),
        (ProductDoc, {"spec": {"stores": {"where": {}}}}, "至少要有 1 项"),
        (ProductDoc, {"spec": {"stores": "bj"}}, "应是列表"),
        (ProductDoc, {"spec": {"shelf": "on"}}, "online"),
        (ProductDoc, {"spec": {"title": {"template": "x.j2", "var": {}}}}, "vars"),
        (ProductDoc, {"spec": {"description": {"html": ""}}}, "不能是空文字"),
        (ProductDoc, {"spec": {"sale": "2026-03-09"}}, "spec.sale 应是一组键值"),
        (ProductDoc, {"spec": {"price": ["19.90"]}}, "spec.price"),
    ],
    ids=lambda value: str(value)[:60] if isinstance(value, dict) else "",
)
def test_wrong_document_is_refused_in_words(model: type[BaseModel], tree: dict[str, Any], said: str) -> None:
    kind = next(name for name, one in DOCUMENTS.items() if one is model)
    header = {"apiVersion": "storeconf/v1", "kind": kind, "metadata": {"name": "x"}}
    assert said in refusal(model, header | tree)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("timezone", "UTC", "Asia/Shanghai"),
        ("language", "fr", "zh"),
        ("on_drift", "repair", "restore"),
        ("limits", {"price_delta": "30"}, "百分比"),
        ("observations", {"expires": {"default": "forever"}}, "天数"),
        ("state", {"backend": "mysql"}, "sqlite"),
        ("polices", {}, "没有 polices 这个字段"),
    ],
)
def test_wrong_setting_of_the_project_is_refused(field: str, value: object, said: str) -> None:
    assert said in refusal(ProjectDoc, {"apiVersion": "storeconf/v1", "kind": "Project", field: value})


def test_project_without_settings_has_the_documented_ones() -> None:
    settings = ProjectDoc.model_validate({"apiVersion": "storeconf/v1", "kind": "Project"})
    assert settings.platform.base_url == "sandbox"
    assert settings.observations.expires == {"default": 90}
    assert (settings.limits.update.count, settings.limits.update.share) == (200, "30%")
    assert (settings.limits.remove.count, settings.limits.remove.share) == (5, "10%")
    assert (settings.limits.price_delta, settings.on_drift, settings.language) == ("30%", "report", "zh")


def test_account_without_an_api_has_no_scope() -> None:
    account = {"apiVersion": "storeconf/v1", "kind": "Account", "metadata": {"name": "x"}, "spec": {"account_id": "1"}}
    assert AccountDoc.model_validate(account).spec.scopes == frozenset()


@pytest.mark.parametrize("digest", ["0123456789a", "0123456789abc", "0123456789AB", "0123456789ag"])
def test_digest_of_an_observation_is_twelve_hex(digest: str) -> None:
    item = {"address": "bj/poi", "by": "x", "at": "2026-03-09", "digest": digest}
    tree = {"apiVersion": "storeconf/v1", "kind": "Observations", "items": [item]}
    assert "items.0.digest" in refusal(ObservationsDoc, tree)
