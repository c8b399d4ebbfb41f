"""The form in which an event travels: CloudEvents 1.0, over AMQP 0-9-1 and as JSON in the feed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import orjson

from shared.contracts import in_newest_version, newest_version
from shared.eventstore import Blank, Recorded

SEQUENCE_DIGITS = 20
"""Width of a publication number as text, so that it sorts as text."""

_HEADER = "cloudEvents_"
_PERSISTENT = 2


class UnreadableMessage(ValueError):
    """A message is no event in the form that this module writes."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One published event, as every subscriber gets it.

    `source` names province and service (`/binh-dinh/reviews`), `number` is the service's publication
    number (1, 2, 3 … without a gap), `subject` the stream and `version` the place in it. `body` is the
    canonical JSON text of the data, untouched since it was stored, so that `hash` can be checked.
    """

    source: str
    number: int
    id: str
    type: str
    subject: str
    version: int
    time: str
    schema: int
    body: str
    hash: str
    actor: str
    organization: str | None = None
    correlation: str | None = None
    causation: str | None = None
    traceparent: str | None = None

    @classmethod
    def of(cls, recorded: Recorded, source: str) -> Self:
        """The envelope of a stored event of the service that `source` names."""
        return cls(
            source,
            recorded.number,
            recorded.id,
            recorded.type,
            recorded.stream,
            recorded.version,
            recorded.time,
            recorded.schema,
            recorded.body,
            recorded.hash,
            recorded.actor,
            recorded.organization,
            recorded.correlation,
            recorded.causation,
            recorded.traceparent,
        )

    def recorded(self) -> Recorded:
        """The event as its service stores it, so that its hash can be checked."""
        return Recorded(
            number=self.number,
            id=self.id,
            stream=self.subject,
            version=self.version,
            type=self.type,
            schema=self.schema,
            body=self.body,
            time=self.time,
            actor=self.actor,
            organization=self.organization,
            correlation=self.correlation,
            causation=self.causation,
            traceparent=self.traceparent,
            hash=self.hash,
        )

    @property
    def data(self) -> Any:
        """The fact itself, parsed anew at each call: callers may change what they get."""
        return orjson.loads(self.body)

    @property
    def service(self) -> str:
        """The service that published the event, e.g. `reviews`."""
        return service_of(self.source)

    def in_newest_version(self) -> Self:
        """The event as the newest version of its contract says it; the hash stays that of what was published.

        Raises NewerVersion where the contract here is the older one. An event without any contract is left as it is.
        """
        newest = newest_version(self.service, self.type)
        if newest is None or newest == self.schema:
            return self
        data = in_newest_version(self.service, self.type, self.schema, self.data)
        return replace(self, schema=newest, body=orjson.dumps(data, option=orjson.OPT_SORT_KEYS).decode())

    def to_message(self) -> tuple[bytes, dict[str, str], dict[str, Any]]:
        """Body, headers and properties on AMQP 0-9-1.

        The body is the plain data, so that a reader that knows nothing of envelopes gets what it expects.
        """
        headers = {_HEADER + name: value for name, value in self._attributes().items()}
        if self.traceparent is not None:
            headers["traceparent"] = self.traceparent
        properties = {
            "content_type": "application/json",
            "content_encoding": "utf-8",
            "delivery_mode": _PERSISTENT,
            "message_id": self.id,
        }
        return self.body.encode(), headers, properties

    @classmethod
    def from_message(cls, body: bytes, headers: Mapping[str, Any]) -> Self:
        """The envelope that `to_message` wrote. Raises UnreadableMessage; the JSON of the body is not looked at."""
        attributes = {name.removeprefix(_HEADER): value for name, value in headers.items() if name.startswith(_HEADER)}
        attributes["traceparent"] = headers.get("traceparent")
        try:
            text = body.decode()
        except UnicodeDecodeError as error:
            raise UnreadableMessage(f"the body is not UTF-8: {error.reason}") from None
        return cls._of_attributes(attributes, text)

    def to_json(self) -> dict[str, Any]:
        """The event in CloudEvents' structured mode, as the feed gives it."""
        document: dict[str, Any] = {**self._attributes(), "datacontenttype": "application/json", "data": self.data}
        if self.traceparent is not None:
            document["traceparent"] = self.traceparent
        return document

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """The envelope that `to_json` wrote. Raises UnreadableMessage."""
        if "data" not in document:
            raise UnreadableMessage("the event has no data")
        return cls._of_attributes(document, orjson.dumps(document["data"], option=orjson.OPT_SORT_KEYS).decode())

    def _attributes(self) -> dict[str, str]:
        attributes = {
            "specversion": "1.0",
            "id": self.id,
            "source": self.source,
            "type": self.type,
            "time": self.time,
            "subject": self.subject,
            "sequence": str(self.number).zfill(SEQUENCE_DIGITS),
            "streamversion": str(self.version),
            "dataschema": f"urn:kiemdiem:event:{self.service}:{self.type}:{self.schema}",
            "hash": self.hash,
            "actor": self.actor,
        }
        if self.organization is not None:
            attributes["organization"] = self.organization
        if self.correlation is not None:
            attributes["correlationid"] = self.correlation
        if self.causation is not None:
            attributes["causationid"] = self.causation
        return attributes

    @classmethod
    def _of_attributes(cls, attributes: Mapping[str, Any], body: str) -> Self:
        return cls(
            source=_text(attributes, "source"),
            number=_number(attributes, "sequence"),
            id=_text(attributes, "id"),
            type=_text(attributes, "type"),
            subject=_text(attributes, "subject"),
            version=_number(attributes, "streamversion"),
            time=_text(attributes, "time"),
            schema=_positive(_text(attributes, "dataschema").rpartition(":")[2], "dataschema"),
            body=body,
            hash=_text(attributes, "hash"),
            actor=_text(attributes, "actor"),
            organization=_text_or_none(attributes, "organization"),
            correlation=_text_or_none(attributes, "correlationid"),
            causation=_text_or_none(attributes, "causationid"),
            traceparent=_text_or_none(attributes, "traceparent"),
        )


def withheld(event: Envelope) -> dict[str, str]:
    """What the feed gives in the place of an event that its reader was not granted: the chain of hashes goes on."""
    sequence = str(event.number).zfill(SEQUENCE_DIGITS)
    return {"source": event.source, "sequence": sequence, "hash": event.hash, "withheld": "personal"}


def is_withheld(document: Mapping[str, Any]) -> bool:
    """Whether an item of a feed is such a blank."""
    return "withheld" in document


def blank_of(document: Mapping[str, Any]) -> Blank:
    """The blank that `withheld` wrote. Raises UnreadableMessage."""
    return Blank(_number(document, "sequence"), _text(document, "hash"))


def service_of(source: str) -> str:
    """The service's name in a source: `reviews` in `/binh-dinh/reviews`."""
    return source.rpartition("/")[2]


def source_beside(source: str, service: str) -> str:
    """The source of another service of the same province: `/binh-dinh/ratings` beside `/binh-dinh/reviews`."""
    return f"{source.rpartition('/')[0]}/{service}"


def _text(attributes: Mapping[str, Any], name: str) -> str:
    value = attributes.get(name)
    if not isinstance(value, str) or not value:
        raise UnreadableMessage(f"the attribute {name} is missing or is no text")
    return value


def _text_or_none(attributes: Mapping[str, Any], name: str) -> str | None:
    return None if attributes.get(name) is None else _text(attributes, name)


def _number(attributes: Mapping[str, Any], name: str) -> int:
    return _positive(_text(attributes, name), name)


def _positive(text: str, name: str) -> int:
    if not text.isascii() or not text.isdigit() or not (number := int(text)):
        raise UnreadableMessage(f"the attribute {name} is no number from 1 on: {text[:40]!r}")
    return number
