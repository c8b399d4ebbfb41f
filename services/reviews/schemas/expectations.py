"""Bodies and queries about what is owed, and how much of it has come."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from services.reviews.domain.expectations.owed import Owed
from services.reviews.schemas.common import OPTIONAL
from shared.contracts import vocabulary
from shared.contracts.base import a_code, a_subject, a_text, one_of
from shared.web import PageQuery

OF = {"reviews": Owed.REVIEW, "ratings": Owed.RATING, "dossiers": Owed.DOSSIER}
"""What completeness can be asked of."""

IN_QUERY: dict[str, Any] = {"required": False, "load_default": None}


class ExpectationBody(Schema):
    """`owes` is what remains owed of what the rulebook asks for."""

    subject = a_subject()
    owes = fields.List(one_of(vocabulary.OWED), required=True)
    reason = a_text()
    document = a_text(**OPTIONAL)


class ExpectationsQuery(PageQuery):
    """`of` limits the list to those who owe this; `received` further to those of whom it has come, or has not."""

    of = one_of(OF, **IN_QUERY)
    received = fields.Boolean(load_default=None, truthy={"true"}, falsy={"false"})
    unit = a_code(**IN_QUERY)
    grassroots = a_code(**IN_QUERY)


class CompletenessQuery(Schema):
    of = one_of(OF)
    by = one_of(("unit", "grassroots"), required=False, load_default="unit")
