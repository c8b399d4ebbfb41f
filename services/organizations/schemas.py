"""The bodies and queries that the organizations service takes. Fields are those of its events."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, NoReturn

from marshmallow import Schema, ValidationError, fields, validate

from services.organizations.domain.organization import PROVINCE_TYPE
from shared.contracts import vocabulary
from shared.contracts.base import a_code, a_date, a_plain_code, a_text, one_of
from shared.web import PageQuery

OPTIONAL: dict[str, Any] = {"required": False, "allow_none": True, "load_default": None}
MOST_AT_ONCE = 500
"""Organizations that one merger or split names."""
FIRST_DAY = date(1900, 1, 1)
"""No fact took effect earlier; the year is a slip of the pen."""
FOUNDED_TYPES = [type_ for type_ in vocabulary.ORGANIZATION_TYPES if type_ != PROVINCE_TYPE]
"""What a merger or a split may found: there is one province."""
LONGEST_NUMBER = 18
"""Digits of an event's number."""


def a_day() -> fields.Date:
    """The day on which a change takes effect."""
    return a_date(validate=validate.Range(min=FIRST_DAY))


class OrganizationBody(Schema):
    code = a_plain_code()
    name = a_text()
    type = one_of(vocabulary.ORGANIZATION_TYPES)
    parent = a_code(**OPTIONAL)
    founded_on = a_date(**OPTIONAL)
    ended_on = a_date(**OPTIONAL)


class CollectiveBody(Schema):
    code = a_plain_code()
    name = a_text()
    type = one_of(vocabulary.COLLECTIVE_TYPES)
    organization = a_code()
    management_level = one_of(vocabulary.MANAGEMENT_LEVELS)
    founded_on = a_date(**OPTIONAL)


class PersonBody(Schema):
    code = a_plain_code()
    full_name = a_text()
    birth_date = a_date(**OPTIONAL)
    admitted_on = a_date(**OPTIONAL)
    member_status = one_of(vocabulary.MEMBER_STATUSES)
    civil_category = one_of(vocabulary.CIVIL_CATEGORIES, **OPTIONAL)
    cell = a_code(**OPTIONAL)
    sick_leave_months = fields.Integer(strict=True, validate=validate.Range(0, 12), **OPTIONAL)


class PostBody(Schema):
    code = a_plain_code()
    person = a_code()
    collective = a_code()
    title = a_text()
    post_group = a_code()
    head = fields.Boolean(required=True, truthy={True}, falsy={False})
    management_level = one_of(vocabulary.MANAGEMENT_LEVELS)
    held_from = a_date(**OPTIONAL)
    held_to = a_date(**OPTIONAL)


class RenamingBody(Schema):
    name = a_text()
    since = a_day()
    document = a_text(**OPTIONAL)


class MoveBody(Schema):
    parent = a_code()
    since = a_day()
    document = a_text(**OPTIONAL)


class ReclassificationBody(Schema):
    type = one_of(vocabulary.ORGANIZATION_TYPES)
    since = a_day()
    document = a_text(**OPTIONAL)


class CollectiveReclassificationBody(Schema):
    type = one_of(vocabulary.COLLECTIVE_TYPES)
    since = a_day()
    document = a_text(**OPTIONAL)


class ManagementTransferBody(Schema):
    management_level = one_of(vocabulary.MANAGEMENT_LEVELS)
    since = a_day()
    document = a_text(**OPTIONAL)


class EndingBody(Schema):
    ended_on = a_day()
    successors = fields.List(a_code(), load_default=())


class ExternalCodeBody(Schema):
    external_code = a_code(allow_none=True)


class CollectiveRenamingBody(Schema):
    name = a_text()
    since = a_day()


class CollectiveMoveBody(Schema):
    organization = a_code()
    since = a_day()


class PersonRenamingBody(Schema):
    full_name = a_text()
    since = a_day()


class CivilCategoryBody(Schema):
    civil_category = one_of(vocabulary.CIVIL_CATEGORIES, allow_none=True)
    since = a_day()


class SickLeaveBody(Schema):
    """Months of sick leave in the twelve months before the day `since`."""

    months = fields.Integer(required=True, strict=True, validate=validate.Range(0, 12))
    since = a_day()


class TransferBody(Schema):
    cell = a_code()
    moved_on = a_day()


class StatusBody(Schema):
    member_status = one_of(vocabulary.MEMBER_STATUSES)
    changed_on = a_day()


class MembershipEndingBody(Schema):
    ended_on = a_day()
    reason = one_of(vocabulary.MEMBERSHIP_ENDINGS)


class PostRetitlingBody(Schema):
    title = a_text()
    since = a_day()
    document = a_text(**OPTIONAL)


class PostReclassificationBody(Schema):
    """The group of posts that it is compared with, and whether its holder heads the collective."""

    post_group = a_code()
    head = fields.Boolean(required=True, truthy={True}, falsy={False})
    since = a_day()
    document = a_text(**OPTIONAL)


class PostEndingBody(Schema):
    held_to = a_day()


class FoundationBody(Schema):
    """An organization that a merger or a split founds, on the day on which it takes effect."""

    name = a_text()
    type = one_of(FOUNDED_TYPES)
    parent = a_code(**OPTIONAL)


class MergerBody(Schema):
    """`successor` lives already, or is founded as `registration` says.

    `collectives` names for a predecessor's collective the one that carries on its work, or itself if it goes along;
    the others end without a successor.
    """

    predecessors = fields.List(a_code(), required=True, validate=validate.Length(1, MOST_AT_ONCE))
    successor = a_plain_code()
    registration = fields.Nested(FoundationBody, **OPTIONAL)
    merged_on = a_day()
    how = one_of(("merged", "reorganized"), required=False, load_default="merged")
    document = a_text(**OPTIONAL)
    collectives = fields.Dict(a_code(), a_code(), load_default=dict)


class PartBody(Schema):
    """Who takes over the named children and members: an organization that lives already, or one that is founded."""

    organization = a_plain_code()
    registration = fields.Nested(FoundationBody, **OPTIONAL)
    children = fields.List(a_code(), load_default=())
    members = fields.List(a_code(), load_default=())


class SplitBody(Schema):
    """With `ends`, the parts take over everyone, and the collectives end; `collectives` as in a merger."""

    organization = a_code()
    split_on = a_day()
    ends = fields.Boolean(required=True, truthy={True}, falsy={False})
    parts = fields.List(fields.Nested(PartBody), required=True, validate=validate.Length(1, MOST_AT_ONCE))
    how = one_of(("split", "reorganized"), required=False, load_default="split")
    document = a_text(**OPTIONAL)
    collectives = fields.Dict(a_code(), a_code(), load_default=dict)


class KnownAt(fields.String):
    """The number of an event of this service, or an instant with its offset."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text: str = super()._deserialize(value, attr, data, **options)
        if text.isascii() and text.isdigit():
            return int(text) if len(text) <= LONGEST_NUMBER else self._refuse()
        try:
            # A plus that was not encoded arrives as a space.
            instant = datetime.fromisoformat(re.sub(r" (?=\d\d:?\d\d$)", "+", text))
        except ValueError:
            self._refuse()
        return instant if instant.tzinfo else self._refuse()

    def _refuse(self) -> NoReturn:
        raise ValidationError("Not a valid aware datetime.")


class AsOf(Schema):
    """Of which day an answer is to be (now, if not given), and as it was known at which time (now, if not given)."""

    on = a_date(required=False, load_default=None)
    known_at = KnownAt(load_default=None)


class OrganizationsQuery(PageQuery, AsOf):
    parent = fields.String(load_default=None)


class CollectivesQuery(PageQuery, AsOf):
    organization = fields.String(required=True)


class PeopleQuery(PageQuery, AsOf):
    cell = fields.String(required=True)


class PostsQuery(PageQuery, AsOf):
    collective = fields.String(required=True)
