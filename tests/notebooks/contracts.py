"""What the notebooks publish."""

from __future__ import annotations

from marshmallow import fields

from shared.contracts import Contract


class Notebooks(Contract):
    service = "notebooks"


class NoteTaken(Notebooks):
    """Something was written down."""

    text = fields.String(required=True)
    on = fields.Date(format="iso", required=True, allow_none=True)
    marks = fields.List(fields.String(), required=True)


class NotebookNamedV2(Notebooks):
    """The notebook has a title; version 1 called it a name and knew no reason."""

    schema_version = 2
    title = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)


class FactsGathered(Notebooks):
    """Facts of any form."""

    facts = fields.Dict(required=True)
