"""The AsyncAPI 3.0 description of what a service publishes on RabbitMQ."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from deploy.contracts.schemas import Key, Schema
from shared.messaging import exchange_of

BINDING = "0.3.0"
_JSON_SCHEMA = "application/schema+json;version=draft-2020-12"
_PERSISTENT = 2
_NUMBER = {"type": "string", "pattern": "^[0-9]+$"}
_TEXT = {"type": "string", "minLength": 1}
_ALWAYS: dict[str, Any] = {
    "specversion": {"const": "1.0"},
    "id": {**_TEXT, "description": "The event's id: what was seen under it once need not be taken again"},
    "source": {**_TEXT, "description": "Province and service: /binh-dinh/reviews"},
    "type": {**_TEXT, "description": "The event's name, which is the routing key too"},
    "time": {"type": "string", "format": "date-time", "description": "When it was recorded, in UTC"},
    "subject": {**_TEXT, "description": "The stream that the event belongs to"},
    "sequence": {**_NUMBER, "description": "Publication number of the service, without a gap, with leading zeros"},
    "streamversion": {**_NUMBER, "description": "Its place in the stream"},
    "dataschema": {"type": "string", "pattern": "^urn:kiemdiem:event:", "description": "The $id of its JSON Schema"},
    "hash": {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "The log's chain of hashes up to here"},
    "actor": {**_TEXT, "description": "Who did it"},
}
_SOMETIMES: dict[str, Any] = {
    "organization": {**_TEXT, "description": "On whose behalf"},
    "correlationid": {**_TEXT, "description": "What belongs to one request has one"},
    "causationid": {**_TEXT, "description": "The id of the event that led to it"},
}
HEADERS: Schema = {
    "type": "object",
    "description": "CloudEvents 1.0 in the AMQP binding, and the trace that it belongs to (W3C Trace Context)",
    "required": [f"cloudEvents_{name}" for name in _ALWAYS],
    "properties": {
        **{f"cloudEvents_{name}": schema for name, schema in {**_ALWAYS, **_SOMETIMES}.items()},
        "traceparent": _TEXT,
    },
}


def asyncapi_of(service: str, schemas: Mapping[Key, Schema]) -> dict[str, Any]:
    """The description of one service: a channel for each event, a message for each of its versions."""
    own = {key: schema for key, schema in schemas.items() if key.service == service}
    versions: dict[str, list[Key]] = {}
    for key in own:
        versions.setdefault(key.event, []).append(key)
    return {
        "asyncapi": "3.0.0",
        "id": f"urn:kiemdiem:{service}",
        "info": {
            "title": f"kiemdiem {service}: events",
            "version": version("kiemdiem"),
            "description": "Bind a queue of your own to the exchange, with an event's name as routing key. "
            "What was missed is in the feed: GET /" + service + "/events?after=N.",
        },
        "defaultContentType": "application/json",
        "channels": {event: _channel(service, keys) for event, keys in versions.items()},
        "operations": {f"publish{event}": _operation(event, keys) for event, keys in versions.items()},
        "components": {
            "messages": {_name(key): _message(key, schema) for key, schema in own.items()},
            "schemas": {"Headers": HEADERS},
        },
    }


def _channel(service: str, keys: list[Key]) -> dict[str, Any]:
    exchange = {"name": exchange_of(service), "type": "topic", "durable": True, "autoDelete": False}
    return {
        "address": keys[-1].event,
        "messages": {_name(key): {"$ref": f"#/components/messages/{_name(key)}"} for key in keys},
        "bindings": {"amqp": {"is": "routingKey", "exchange": exchange, "bindingVersion": BINDING}},
    }


def _operation(event: str, keys: list[Key]) -> dict[str, Any]:
    """New events come in the newest version; those before it are in the feed, as they were recorded."""
    return {
        "action": "send",
        "channel": {"$ref": f"#/channels/{event}"},
        "messages": [{"$ref": f"#/channels/{event}/messages/{_name(keys[-1])}"}],
        "bindings": {"amqp": {"deliveryMode": _PERSISTENT, "bindingVersion": BINDING}},
    }


def _message(key: Key, schema: Schema) -> dict[str, Any]:
    return {
        "name": key.event,
        "summary": schema["description"].splitlines()[0],
        "contentType": "application/json",
        "headers": {"$ref": "#/components/schemas/Headers"},
        "payload": {"schemaFormat": _JSON_SCHEMA, "schema": {"$ref": f"../schemas/{key.file}"}},
        "bindings": {"amqp": {"contentEncoding": "utf-8", "bindingVersion": BINDING}},
        "x-sample": f"../samples/{key.file}",
        "x-personal": schema["x-personal"],
    }


def _name(key: Key) -> str:
    return f"{key.event}.v{key.version}"
