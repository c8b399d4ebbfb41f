"""One message for every event and version: as it was recorded in a play of the sample province, or made up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
from jsonschema import Draft202012Validator

from deploy.contracts.schemas import Key, Schema
from shared.messaging import Envelope

RECORDED = Path(__file__).with_name("recorded.json")
LONGEST = 3000
"""Characters of a body that is still a readable sample."""

SOURCE = "/binh-dinh/"
_TEXTS = ("7.5", "mem:DV001", "ab" * 32, "A1")
"""What a text with a pattern is tried to be, in this order."""

_FORMATS = {"date": "2020-12-31", "date-time": "2020-12-31T02:30:00Z"}


def recorded() -> dict[Key, Envelope]:
    """The kept messages of a played campaign, at most one for each event and version."""
    kept = map(Envelope.from_json, orjson.loads(RECORDED.read_bytes()))
    return {Key(it.service, it.type, it.schema): it for it in kept}


def sample(key: Key, schema: Schema, kept: Envelope | None) -> dict[str, Any]:
    """Headers and body as a subscriber on RabbitMQ gets them; `origin` says whether it really happened in a play."""
    envelope = kept or _made_up(key, schema)
    body, headers, _ = envelope.to_message()
    return {"origin": "recorded" if kept else "generated", "headers": headers, "body": orjson.loads(body)}


def keep_of(log: list[Envelope]) -> list[dict[str, Any]]:
    """The first event of each type and version of a log that is short enough, as `recorded.json` keeps it."""
    first: dict[tuple[str, int], Envelope] = {}
    for event in log:
        if len(event.body) <= LONGEST:
            first.setdefault((event.type, event.schema), event)
    return [first[named].to_json() for named in sorted(first)]


def _made_up(key: Key, schema: Schema) -> Envelope:
    body = orjson.dumps(_value(schema, key.event), option=orjson.OPT_SORT_KEYS).decode()
    return Envelope(
        source=SOURCE + key.service,
        number=1,
        id="01900000-0000-7000-8000-000000000001",
        type=key.event,
        subject=f"{key.event}-1",
        version=1,
        time="2020-12-31T02:30:00.000000Z",
        schema=key.version,
        body=body,
        hash="0" * 64,
        actor="sample",
    )


def _value(schema: Schema, name: str) -> Any:
    """A value that the schema allows; never null where something can be said."""
    if "enum" in schema:
        return schema["enum"][0]
    kinds = schema.get("type", "string")
    match kinds if isinstance(kinds, str) else kinds[0]:
        case "object":
            return _object(schema)
        case "array":
            return [_value(schema["items"], name)]
        case "integer":
            return max(schema.get("minimum", 1), 1)
        case "boolean":
            return True
    return _text(schema, name)


def _object(schema: Schema) -> dict[str, Any]:
    if "properties" in schema:
        return {name: _value(it, name) for name, it in schema["properties"].items()}
    key = _value(schema.get("propertyNames", {}), "key")
    return {key: _value(schema["additionalProperties"], key)}


def _text(schema: Schema, name: str) -> str:
    if "format" in schema:
        return _FORMATS[schema["format"]]
    if "pattern" not in schema:
        return name
    return next(text for text in _TEXTS if Draft202012Validator(schema).is_valid(text))
