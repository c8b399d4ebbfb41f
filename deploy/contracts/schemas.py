"""JSON Schema of every event in every version, from the marshmallow schema that validates it when it is recorded."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

import orjson
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import fields

from deploy.services import NAMES
from shared.contracts import Contract, contracts_of

Schema = dict[str, Any]
LOCK = "versions.json"
"""The file of an export with the fingerprints of all versions."""


class Key(NamedTuple):
    """One published event in one version."""

    service: str
    event: str
    version: int

    @property
    def file(self) -> str:
        """Where its schema and its sample lie below `schemas/` and `samples/`."""
        return f"{self.service}/{self.event}.v{self.version}.json"

    @property
    def urn(self) -> str:
        """What the header `cloudEvents_dataschema` says of such an event."""
        return f"urn:kiemdiem:event:{self.service}:{self.event}:{self.version}"


def published() -> dict[Key, Schema]:
    """The schemas of all services' events."""
    return {
        Key(service, *named): schema_of(Key(service, *named), contract)
        for service in NAMES
        for named, contract in contracts_of(service).items()
    }


def schema_of(key: Key, contract: Contract) -> Schema:
    """The JSON Schema (draft 2020-12) of a contract, whole: it refers to no other file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": key.urn,
        "title": key.event,
        "description": inspect.cleandoc(contract.__doc__ or ""),
        "x-personal": contract.personal,
        **_converter().schema2jsonschema(contract),
    }


def frozen_part(schema: Any) -> Any:
    """What of a schema may never change once it is published: all but descriptions and the order of choices."""
    match schema:
        case {"properties": dict() as properties, **rest}:
            return {**frozen_part(rest), "properties": {name: frozen_part(it) for name, it in properties.items()}}
        case dict():
            kept = {name: frozen_part(it) for name, it in schema.items() if name != "description"}
            return {**kept, "enum": sorted(kept["enum"], key=str)} if "enum" in kept else kept
        case list():
            return [frozen_part(it) for it in schema]
    return schema


def fingerprint(schema: Schema) -> str:
    """SHA-256 of the frozen part, in hexadecimal."""
    return sha256(orjson.dumps(frozen_part(schema), option=orjson.OPT_SORT_KEYS)).hexdigest()


def lock_of(schemas: Mapping[Key, Schema]) -> dict[str, dict[str, dict[str, str]]]:
    """The fingerprints by service, event and version, as `versions.json` keeps them."""
    lock: dict[str, dict[str, dict[str, str]]] = {}
    for key, schema in schemas.items():
        lock.setdefault(key.service, {}).setdefault(key.event, {})[str(key.version)] = fingerprint(schema)
    return lock


def _converter() -> Any:
    plugin = MarshmallowPlugin(schema_name_resolver=lambda _: None)
    APISpec(title="events", version="1", openapi_version="3.1.0", plugins=[plugin])
    plugin.converter.add_attribute_function(_names_of_keys)
    return plugin.converter


def _names_of_keys(self: Any, field: fields.Field, ret: Schema) -> Schema:
    """apispec tells what values a dictionary has; what its keys may be is told here."""
    if isinstance(field, fields.Dict) and field.key_field is not None:
        return {"propertyNames": self.field2property(field.key_field)}
    return {}
