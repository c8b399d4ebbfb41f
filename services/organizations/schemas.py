"""The bodies and queries that the organizations service takes. Fields are those of its events."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from shared.contracts import vocabulary
from shared.contracts.base import a_code, a_date, a_text, one_of
from shared.web import PageQuery

OPTIONAL: dict[str, Any] = {"required": False, "allow_none": True, "load_default": None}


class OrganizationBody(Schema):
    code = a_code()
    name = a_text()
    type = one_of(vocabulary.ORGANIZATION_TYPES)
    parent = a_code(**OPTIONAL)
    founded_on = a_date(**OPTIONAL)
    ended_on = a_date(**OPTIONAL)


class CollectiveBody(Schema):
    code = a_code()
    name = a_text()
    type = one_of(vocabulary.COLLECTIVE_TYPES)
    organization = a_code()
    management_level = one_of(vocabulary.MANAGEMENT_LEVELS)
    founded_on = a_date(**OPTIONAL)


class PersonBody(Schema):
    code = a_code()
    full_name = a_text()
    birth_date = a_date(**OPTIONAL)
    admitted_on = a_date(**OPTIONAL)
    member_status = one_of(vocabulary.MEMBER_STATUSES)
    civil_category = one_of(vocabulary.CIVIL_CATEGORIES, **OPTIONAL)
    cell = a_code(**OPTIONAL)
    sick_leave_months = fields.Integer(strict=True, validate=validate.Range(0, 12), **OPTIONAL)


class PostBody(Schema):
    code = a_code()
    person = a_code()
    collective = a_code()
    title = a_text()
    post_group = a_code()
    head = fields.Boolean(required=True, truthy={True}, falsy={False})
    management_level = one_of(vocabulary.MANAGEMENT_LEVELS)
    held_from = a_date(**OPTIONAL)
    held_to = a_date(**OPTIONAL)


class EndingBody(Schema):
    ended_on = a_date()
    successors = fields.List(a_code(), load_default=())


class PostEndingBody(Schema):
    held_to = a_date()


class TransferBody(Schema):
    cell = a_code()
    moved_on = a_date()


class StatusBody(Schema):
    member_status = one_of(vocabulary.MEMBER_STATUSES)
    changed_on = a_date()


class OrganizationsQuery(PageQuery):
    parent = fields.String(load_default=None)


class PeopleQuery(PageQuery):
    cell = fields.String(required=True)
