"""Everything that is exported, as files below one folder."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import orjson

from deploy.contracts.asyncapi import asyncapi_of
from deploy.contracts.check import PublishedBroken, breaks_since
from deploy.contracts.samples import recorded, sample
from deploy.contracts.schemas import LOCK, lock_of, published
from deploy.services import CENTRE, NAMES, service_class
from services.reporting.api import session
from services.reporting.centre.routes import centre_routes
from shared.web import routes_of
from shared.web.builtin import builtin_routes
from shared.web.openapi import description_of

_NO_PARTS: Any = None
"""Routes that are only described need no parts."""


def exported() -> dict[str, str]:
    """The text of every file by its path: the same code gives the same text."""
    schemas, kept = published(), recorded()
    documents: dict[str, Any] = {LOCK: lock_of(schemas)}
    for service in NAMES:
        documents[f"asyncapi/{service}.json"] = asyncapi_of(service, schemas)
        routes = routes_of(import_module(f"services.{service}.api"))
        documents[f"openapi/{service}.json"] = description_of(
            service,
            (*routes, *builtin_routes(_NO_PARTS, routes)),
            with_past=hasattr(service_class(service), "history"),
        )
    routes = routes_of(session)
    documents[f"openapi/{CENTRE}.json"] = description_of(CENTRE, (*routes, *centre_routes(_NO_PARTS, routes)))
    for key, schema in schemas.items():
        documents[f"schemas/{key.file}"] = schema
        documents[f"samples/{key.file}"] = sample(key, schema, kept.get(key))
    return {path: _readable(document) for path, document in documents.items()}


def write(folder: Path) -> list[str]:
    """Write the export below `folder`, and give the paths.

    Raises PublishedBroken, with nothing written, over an export of which a published version is no longer what it was.
    """
    if (folder / LOCK).exists() and (broken := breaks_since(folder)):
        raise PublishedBroken(broken)
    files = exported()
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return sorted(files)


def _readable(document: Any) -> str:
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()
