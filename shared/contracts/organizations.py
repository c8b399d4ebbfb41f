"""What the organizations service publishes: who exists, and since when."""

from __future__ import annotations

from marshmallow import fields, validate

from shared.contracts import vocabulary
from shared.contracts.base import MAYBE, Contract, a_code, a_date, a_text, one_of


class Organizations(Contract):
    service = "organizations"


class OrganizationRegistered(Organizations):
    """A Party organization is known. `parent` is null for the province."""

    code = a_code()
    name = a_text()
    type = one_of(vocabulary.ORGANIZATION_TYPES)
    parent = a_code(**MAYBE)
    founded_on = a_date(**MAYBE)


class OrganizationEnded(Organizations):
    """The organization exists no longer after `ended_on`; `successors` carry on its work."""

    code = a_code()
    ended_on = a_date()
    successors = fields.List(a_code(), required=True)


class CollectiveRegistered(Organizations):
    """A leading collective of an organization is known, with the level that manages it."""

    code = a_code()
    name = a_text()
    type = one_of(vocabulary.COLLECTIVE_TYPES)
    organization = a_code()
    management_level = one_of(vocabulary.MANAGEMENT_LEVELS)
    founded_on = a_date(**MAYBE)


class PersonRegistered(Organizations):
    """A person is known; with a `cell`, as a Party member of that cell."""

    personal = True

    code = a_code()
    full_name = a_text()
    birth_date = a_date(**MAYBE)
    admitted_on = a_date(**MAYBE)
    member_status = one_of(vocabulary.MEMBER_STATUSES)
    civil_category = one_of(vocabulary.CIVIL_CATEGORIES, **MAYBE)
    cell = a_code(**MAYBE)
    sick_leave_months = fields.Integer(required=True, strict=True, validate=validate.Range(0, 12), **MAYBE)


class MemberTransferred(Organizations):
    """The member's activity moves to another cell from `moved_on`."""

    personal = True

    person = a_code()
    cell = a_code()
    moved_on = a_date()


class MemberStatusChanged(Organizations):
    """The member becomes active, exempt or suspended from `changed_on`."""

    personal = True

    person = a_code()
    member_status = one_of(vocabulary.MEMBER_STATUSES)
    changed_on = a_date()


class PostAssigned(Organizations):
    """A person holds a post in a leading collective. `post_group` names posts compared with each other."""

    personal = True

    code = a_code()
    person = a_code()
    collective = a_code()
    title = a_text()
    post_group = a_code()
    head = fields.Boolean(required=True, truthy={True}, falsy={False})
    management_level = one_of(vocabulary.MANAGEMENT_LEVELS)
    held_from = a_date(**MAYBE)


class PostRetitled(Organizations):
    """The post is called `title` from the day `since` on."""

    personal = True

    code = a_code()
    title = a_text()
    since = a_date()
    document = a_text(**MAYBE)


class PostReclassified(Organizations):
    """The post is compared with those of `post_group` from the day `since` on, as the head's or not."""

    personal = True

    code = a_code()
    post_group = a_code()
    head = fields.Boolean(required=True, truthy={True}, falsy={False})
    since = a_date()
    document = a_text(**MAYBE)


class PostManagementTransferred(Organizations):
    """The post is managed at another level from the day `since` on."""

    personal = True

    code = a_code()
    management_level = one_of(vocabulary.MANAGEMENT_LEVELS)
    since = a_date()
    document = a_text(**MAYBE)


class PostEnded(Organizations):
    """The person holds the post no longer after `held_to`."""

    personal = True

    code = a_code()
    held_to = a_date()


class OrganizationRenamed(Organizations):
    """The organization is called `name` from the day `since` on."""

    code = a_code()
    name = a_text()
    since = a_date()
    document = a_text(**MAYBE)


class OrganizationMoved(Organizations):
    """The organization stands directly under `parent` from the day `since` on."""

    code = a_code()
    parent = a_code()
    since = a_date()
    document = a_text(**MAYBE)


class OrganizationReclassified(Organizations):
    """The organization is one of another type from the day `since` on: a cell becomes a grassroots cell."""

    code = a_code()
    type = one_of(vocabulary.ORGANIZATION_TYPES)
    since = a_date()
    document = a_text(**MAYBE)


class OrganizationSucceeded(Organizations):
    """The organization carries on the work of its predecessors from the day `since` on.

    A predecessor that has ended names its successors in OrganizationEnded; one that a part was split from lives on.
    """

    code = a_code()
    predecessors = fields.List(a_code(), required=True, validate=validate.Length(min=1))
    how = one_of(vocabulary.SUCCESSIONS)
    since = a_date()
    document = a_text(**MAYBE)


class ExternalCodeAssigned(Organizations):
    """Other systems know the organization as `external_code`; null takes the code away."""

    code = a_code()
    external_code = a_code(**MAYBE)


class CollectiveRenamed(Organizations):
    """The leading collective is called `name` from the day `since` on."""

    code = a_code()
    name = a_text()
    since = a_date()


class CollectiveMoved(Organizations):
    """The leading collective leads `organization` from the day `since` on."""

    code = a_code()
    organization = a_code()
    since = a_date()


class CollectiveReclassified(Organizations):
    """The leading collective is one of another type from the day `since` on."""

    code = a_code()
    type = one_of(vocabulary.COLLECTIVE_TYPES)
    since = a_date()
    document = a_text(**MAYBE)


class CollectiveManagementTransferred(Organizations):
    """The leading collective is managed at another level from the day `since` on."""

    code = a_code()
    management_level = one_of(vocabulary.MANAGEMENT_LEVELS)
    since = a_date()
    document = a_text(**MAYBE)


class CollectiveEnded(Organizations):
    """The leading collective exists no longer after `ended_on`; `successors` carry on its work."""

    code = a_code()
    ended_on = a_date()
    successors = fields.List(a_code(), required=True)


class PersonRenamed(Organizations):
    """The person's name is written so from the day `since` on."""

    personal = True

    person = a_code()
    full_name = a_text()
    since = a_date()


class CivilCategoryChanged(Organizations):
    """The person is a cadre, civil servant, public employee or none of them (null) from the day `since` on."""

    personal = True

    person = a_code()
    civil_category = one_of(vocabulary.CIVIL_CATEGORIES, **MAYBE)
    since = a_date()


class SickLeaveNoted(Organizations):
    """Months of sick leave that the person had in the twelve months before the day `since`."""

    personal = True

    person = a_code()
    months = fields.Integer(required=True, strict=True, validate=validate.Range(0, 12))
    since = a_date()


class MembershipEnded(Organizations):
    """The person is no Party member after `ended_on`."""

    personal = True

    person = a_code()
    ended_on = a_date()
    reason = one_of(vocabulary.MEMBERSHIP_ENDINGS)
