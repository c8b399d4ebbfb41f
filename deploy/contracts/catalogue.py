"""The catalogue of events: what each means, who may hear it, its fields, and a sample."""

from __future__ import annotations

import inspect
from functools import cache

import orjson
from marshmallow import fields

from deploy.contracts.samples import recorded, sample
from deploy.contracts.schemas import Key, schema_of
from deploy.services import NAMES
from shared.contracts import Contract, contracts_of

HEAD = """# Events

Every public event, from the schemas that validate it when it is recorded. On RabbitMQ: exchange
`<service>.events`, routing key = the event's name, body = the data as plain JSON, CloudEvents attributes in
`cloudEvents_…` headers. The same events in the same order, for ever: `GET /<service>/events?after=N`.

Each event's JSON Schema and a sample message lie in [contracts](contracts), with AsyncAPI and OpenAPI documents; how to
subscribe is in the [guide](guides/subscribers.md).

*Personal* marks data about an identifiable person: it needs the grant `SERVICE/personal`, the others
`SERVICE`. `?` marks a field that may be null.
The number after an event's name is its version, with the release that published it first; a newer one is published
alone from its deployment on, the older ones stay in the feed. *Recorded* samples come from a play of the sample
province, *generated* ones were made up.
"""

WHEN = {
    "organizations": "Published when an officer or an import records the fact. The day from which it holds is in the "
    "event, and may be an earlier or a later one.",
    "reviews": "Published when the act is accepted, in the same transaction; what an import brings later carries its "
    "own instant. By itself comes ExpectationChanged, when something that was heard changes who owes what.",
    "ratings": "Published when the act is accepted, in the same transaction; what an import brings later carries its "
    "own day. By itself comes RatingQuestioned, when something becomes known after a rating.",
    "reporting": "Published when an officer issues a report.",
}
"""When a service publishes: what the meaning of its events does not say already."""


def catalogue() -> str:
    """The event catalogue as Markdown."""
    return "\n".join([HEAD, *(_service(name) for name in NAMES)])


def _service(name: str) -> str:
    contracts = {Key(name, *named): contract for named, contract in contracts_of(name).items()}
    entries = [
        _entry(key, contract, max(it for it in contracts if it.event == key.event))
        for key, contract in contracts.items()
    ]
    return "\n".join([f"## {name}\n\n{WHEN[name]}\n", *entries])


def _entry(key: Key, contract: Contract, newest: Key) -> str:
    personal = " · *personal*" if contract.personal else ""
    older = f" · *until v{key.version + 1}*" if key != newest else ""
    title = f"### {key.event} v{key.version} · since {contract.first_release}{personal}{older}"
    links = f"[schema](contracts/schemas/{key.file}) · [sample](contracts/samples/{key.file})"
    names = ", ".join(f"`{field}`{'?' if it.allow_none else ''} {_kind(it)}" for field, it in contract.fields.items())
    return f"{title}\n\n{inspect.cleandoc(contract.__doc__ or '')}\n\n{names}\n\n{links}\n\n{_sample(key, contract)}"


def _sample(key: Key, contract: Contract) -> str:
    """What a subscriber gets, to be unfolded."""
    found = sample(key, schema_of(key, contract), _recorded().get(key))
    body = orjson.dumps(found["body"], option=orjson.OPT_INDENT_2).decode()
    about = found["origin"]
    if about == "recorded":
        about += f", subject <code>{found['headers']['cloudEvents_subject']}</code>"
    return f"<details><summary>{about}</summary>\n\n```json\n{body}\n```\n\n</details>\n"


_recorded = cache(recorded)


def _kind(field: fields.Field) -> str:
    match field:
        case fields.List():
            return f"list of {_kind(field.inner)}"
        case fields.Nested():
            inner = ", ".join(f"{name} {_kind(it)}" for name, it in field.schema.fields.items())
            return f"({inner})"
        case fields.Dict() if field.value_field is not None:
            return f"{_kind(field.value_field)} by key"
    return _KINDS[type(field)]


_KINDS: dict[type, str] = {
    fields.String: "text",
    fields.Date: "date",
    fields.AwareDateTime: "instant",
    fields.Integer: "integer",
    fields.Boolean: "true or false",
    fields.Dict: "object",
}
