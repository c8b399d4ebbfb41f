"""What the readers publish."""

from __future__ import annotations

from marshmallow import fields

from shared.contracts import Contract


class Readers(Contract):
    service = "readers"


class NoteRead(Readers):
    """Somebody has read a note."""

    text = fields.String(required=True)
