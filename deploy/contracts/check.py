"""Whether every version that was ever published still exists, and says what it said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from deploy.contracts.schemas import LOCK, Key, Schema, fingerprint, frozen_part, published

_INSIDE = {"properties": "", "items": "[]", "additionalProperties": "{}"}
"""Where a schema holds others, and how that is written in a path."""


class NoExport(ValueError):
    """The folder holds no export to compare with."""


@dataclass(frozen=True, slots=True)
class Break:
    """A published version that is no longer what it was; `field` is the path of what changed, if that is known."""

    service: str
    event: str
    version: int
    field: str | None
    what: str
    remedy: str

    def __str__(self) -> str:
        place = f", field {self.field}" if self.field else ""
        return f"{self.service} {self.event} v{self.version}{place}: {self.what}. {self.remedy}"

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


class PublishedBroken(ValueError):
    """Published versions are no longer what they were."""

    def __init__(self, broken: list[Break]) -> None:
        super().__init__("\n".join(map(str, broken)))


def breaks_since(old: Path, new: Mapping[Key, Schema] | None = None) -> list[Break]:
    """Every break of a version that the export in `old` holds. Raises NoExport."""
    now = published() if new is None else new
    return [broken for key, mark in _locked(old) for broken in _breaks(key, mark, old, now)]


def _locked(old: Path) -> list[tuple[Key, str]]:
    try:
        lock = orjson.loads((old / LOCK).read_bytes())
        return [
            (Key(service, event, int(version)), mark)
            for service, events in lock.items()
            for event, versions in events.items()
            for version, mark in versions.items()
        ]
    except (OSError, ValueError, AttributeError):
        raise NoExport(f"{old / LOCK} is missing, or is not what `kiemdiem contracts export` writes") from None


def _breaks(key: Key, mark: str, old: Path, now: Mapping[Key, Schema]) -> Iterator[Break]:
    if key not in now:
        yield Break(*key, None, "it is gone", "A published version stays for ever: put its contract back.")
        return
    if fingerprint(now[key]) == mark:
        return
    newest = max(it.version for it in now if it[:2] == key[:2])
    remedy = (
        f"A published version is never changed: leave it as it was and add {key.event}V{newest + 1}, "
        f"with schema_version = {newest + 1} and an upcaster."
    )
    changes = list(differences(frozen_part(_old_schema(old, key)), frozen_part(now[key])))
    for field, what in changes or [(None, "it is not what its fingerprint says")]:
        yield Break(*key, field, what, remedy)


def _old_schema(old: Path, key: Key) -> Schema:
    try:
        schema: Schema = orjson.loads((old / "schemas" / key.file).read_bytes())
    except (OSError, ValueError):
        return {}
    return schema


def differences(before: Schema, after: Schema, path: str = "") -> Iterator[tuple[str | None, str]]:
    """What changed between two schemas, field by field; a field of a list's items is `points[].text_sha256`."""
    if not before:
        return
    inside = {name for name in _INSIDE if isinstance(before.get(name), dict) and isinstance(after.get(name), dict)}
    for name in sorted(inside):
        if name == "properties":
            yield from _of_fields(before, after, path and f"{path}.")
        elif before[name] != after[name]:
            yield from differences(before[name], after[name], path + _INSIDE[name])
    told = (before.keys() | after.keys()) - inside - {"required"}
    if changed := [name for name in sorted(told) if before.get(name) != after.get(name)]:
        yield path or None, f"{', '.join(changed)} changed"


def _of_fields(before: Schema, after: Schema, prefix: str) -> Iterator[tuple[str | None, str]]:
    fields, others = before["properties"], after["properties"]
    needed, needed_now = set(before.get("required", ())), set(after.get("required", ()))
    for name in sorted(fields.keys() | others.keys()):
        if name not in others:
            yield prefix + name, "it is gone"
        elif name not in fields:
            yield prefix + name, "it is new"
        else:
            if (name in needed) != (name in needed_now):
                yield prefix + name, "it is required now" if name in needed_now else "it is required no longer"
            if fields[name] != others[name]:
                yield from differences(fields[name], others[name], prefix + name)
