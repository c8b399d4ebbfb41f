"""What subscribers rest on, as they left it in docs/contracts/consumers, and which change of ours would break it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from deploy.contracts.schemas import Key, Schema, frozen_part, published

CONSUMERS = Path(__file__).resolve().parents[2] / "docs/contracts/consumers"
_EVENT = re.compile(r"([a-z]+)/([A-Za-z]+)\.v([1-9][0-9]*)")
_STEP = re.compile(r"[^.\[{]+|\[\]|\{\}")
_INSIDE = {"[]": "items", "{}": "additionalProperties"}


class NoExpectations(ValueError):
    """A file does not say what its subscriber rests on."""


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that a subscriber rests on and would no longer find."""

    consumer: str
    event: str
    field: str | None
    what: str

    def __str__(self) -> str:
        place = f", field {self.field}" if self.field else ""
        return f"{self.consumer} rests on {self.event}{place}: {self.what}."

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def broken_in(folder: Path, schemas: Mapping[Key, Schema] | None = None) -> list[Broken]:
    """Everything that the subscribers in `folder` would miss. Raises NoExpectations."""
    now = published() if schemas is None else schemas
    return [broken for file in sorted(folder.glob("*.json")) for broken in _broken(*_read(file), now)]


def _read(file: Path) -> tuple[str, dict[Key, list[str]]]:
    try:
        said = orjson.loads(file.read_bytes())
        events = {_key(event): [*map(str, fields)] for event, fields in said["events"].items()}
        if said["consumer"] != file.stem:
            raise ValueError(f"`consumer` is not {file.stem}")
    except (OSError, ValueError, LookupError, AttributeError, TypeError) as error:
        raise NoExpectations(f"{file}: {error}") from None
    return file.stem, events


def _key(text: str) -> Key:
    match = _EVENT.fullmatch(text)
    if match is None:
        raise ValueError(f"{text} is not written as reviews/PlanAdopted.v1")
    return Key(match[1], match[2], int(match[3]))


def _broken(consumer: str, expected: Mapping[Key, list[str]], now: Mapping[Key, Schema]) -> Iterator[Broken]:
    for key, fields in expected.items():
        said = f"{key.service} {key.event} v{key.version}"
        if key not in now:
            yield Broken(consumer, said, None, "it is gone")
            continue
        missing = [field for field in fields if part(now[key], field) is None]
        yield from (Broken(consumer, said, field, "there is no such field") for field in missing)
        newest = max(it for it in now if it[:2] == key[:2])
        if newest.version > max(it.version for it in expected if it[:2] == key[:2]):
            yield from _unlike(consumer, key, [field for field in fields if field not in missing], newest, now)


def _unlike(consumer: str, key: Key, fields: list[str], newest: Key, now: Mapping[Key, Schema]) -> Iterator[Broken]:
    """What is no longer the same in a newer version than the subscriber knows."""
    for field in fields:
        then, there = part(now[key], field), part(now[newest], field)
        if frozen_part(then) != frozen_part(there):
            what = f"v{newest.version} has it no more" if there is None else f"it is another one in v{newest.version}"
            said = f"{key.service} {key.event} v{key.version}"
            yield Broken(consumer, said, field, f"{what}; the subscriber must be ready for v{newest.version} first")


def part(schema: Schema, field: str) -> Schema | None:
    """The schema of a field, such as `levels[].ends_on`; None if there is no such field."""
    found: Any = schema
    for step in _STEP.findall(field):
        found = found.get(_INSIDE[step]) if step in _INSIDE else found.get("properties", {}).get(step)
        if not isinstance(found, dict):
            return None
    return found
