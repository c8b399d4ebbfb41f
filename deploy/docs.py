"""`python -m deploy.docs`: writes the documentation that comes from the code. A test fails when the copy is old."""

from __future__ import annotations

import inspect
from pathlib import Path

from marshmallow import fields

from deploy.contracts.check import PublishedBroken
from deploy.contracts.export import write
from deploy.contracts.schemas import Key
from deploy.services import NAMES
from shared.config import CentreSettings, Setting, known_settings
from shared.contracts import Contract, contracts_of

DOCS = Path(__file__).resolve().parent.parent / "docs"
CATALOGUE = DOCS / "events.md"
CONTRACTS = DOCS / "contracts"
SETTINGS = DOCS / "settings.md"

HEAD = """# Events

Every public event, from the schemas that validate it when it is recorded. On RabbitMQ: exchange
`<service>.events`, routing key = the event's name, body = the data as plain JSON, CloudEvents attributes in
`cloudEvents_…` headers. The same events in the same order, for ever: `GET /<service>/events?after=N`.

Each event's JSON Schema and a sample message lie in [contracts](contracts), with AsyncAPI and OpenAPI documents; how to
subscribe is in the [guide](guides/subscribers.md).

*Personal* marks data about an identifiable person. `?` marks a field that may be null.
"""

SETTINGS_HEAD = """# Settings

A service reads its settings from its environment alone. Each may lie in a file instead: `…_FILE` names it, as for
secrets of Docker, Kubernetes and systemd. A wrong one stops the start with one line, in Vietnamese and English, that
names the setting, its value (never of a secret), what is allowed and the way out. `kiemdiem doctor` shows all settings
as a service would read them.

| setting | usual value | allowed | what it is for |
|---|---|---|---|
"""


CENTRE_HEAD = """
## The centre

`kiemdiem run centre`, which shows several provinces ([guide](guides/centre.md)), reads {shared} of these, and:

| setting | usual value | allowed | what it is for |
|---|---|---|---|
"""


def settings_reference() -> str:
    """Every setting as Markdown."""
    of_services, of_centre = known_settings(), known_settings(CentreSettings)
    shared = ", ".join(f"`{setting.name}`" for setting in of_centre if setting in of_services)
    own = [setting for setting in of_centre if setting not in of_services]
    head = CENTRE_HEAD.format(shared=shared)
    return SETTINGS_HEAD + "".join(map(_row, of_services)) + head + "".join(map(_row, own))


def _row(setting: Setting) -> str:
    usual = "*must be given*" if setting.default is None else f"`{setting.default}`" if setting.default else "empty"
    secret = " *Secret.*" if setting.secret else ""
    return f"| `{setting.name}` | {usual} | {setting.form.en} | {setting.meaning}{secret} |\n"


def catalogue() -> str:
    """The event catalogue as Markdown."""
    return "\n".join([HEAD, *(_service(name) for name in NAMES)])


def _service(name: str) -> str:
    entries = [_entry(Key(name, *named), contract) for named, contract in contracts_of(name).items()]
    return "\n".join([f"## {name}\n", *entries])


def _entry(key: Key, contract: Contract) -> str:
    version = f" v{key.version}" if key.version > 1 else ""
    title = f"### {key.event}{version}" + (" · *personal*" if contract.personal else "")
    links = f"[schema](contracts/schemas/{key.file}) · [sample](contracts/samples/{key.file})"
    names = ", ".join(f"`{field}`{'?' if it.allow_none else ''} {_kind(it)}" for field, it in contract.fields.items())
    return f"{title}\n\n{inspect.cleandoc(contract.__doc__ or '')}\n\n{names}\n\n{links}\n"


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


def regenerate() -> None:
    """Write everything anew. Ends with exit code 1, and nothing written, where a published contract has changed."""
    try:
        write(CONTRACTS)
    except PublishedBroken as broken:
        raise SystemExit(str(broken)) from None
    CATALOGUE.write_text(catalogue(), encoding="utf-8")
    SETTINGS.write_text(settings_reference(), encoding="utf-8")


if __name__ == "__main__":
    regenerate()
