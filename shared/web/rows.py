"""One row of a service's tables as an answer."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select

from shared.web.call import Answer, Call
from shared.web.refusals import OutOfSight


def answer_with_row(call: Call, query: Select[*tuple[Any, ...]]) -> Answer:
    """The first row of `query` by column name; its `version`, if it has one, becomes the ETag. Raises OutOfSight."""
    rows = call.read(query)
    if not rows:
        raise OutOfSight()
    facts = dict(rows[0]._mapping)
    return Answer(facts, version=facts.pop("version", None))
