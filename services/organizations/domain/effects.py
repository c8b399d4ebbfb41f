"""From which day on a fact holds, and what it says from then on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, timedelta
from typing import Any, NamedTuple

from services.organizations.domain import events
from shared.domain import Event

Picture = dict[str, Any]
"""Everything known of an organization, collective, person or post on one day, by the names of its facts."""

SINCE_EVER = date.min
"""The day of what holds since ever: a registration, and the code that others use."""

DAY = timedelta(days=1)


class Effect(NamedTuple):
    day: date
    says: Mapping[str, Any]


def effect_of(event: Event) -> Effect:
    """What `event` says of the thing that it is about, and from which day on."""
    match event:
        case (
            events.OrganizationRegistered()
            | events.CollectiveRegistered()
            | events.PersonRegistered()
            | events.PostAssigned()
        ):
            return Effect(SINCE_EVER, {field.name: getattr(event, field.name) for field in fields(event)})
        case events.MemberTransferred():
            # Who moved away and comes back is a member again.
            return Effect(event.moved_on, {"cell": event.cell, "membership_ended_on": None, "membership_ending": None})
        case events.MemberStatusChanged():
            return Effect(event.changed_on, {"member_status": event.member_status})
        case events.MembershipEnded():
            gone = {"cell": None, "membership_ended_on": event.ended_on, "membership_ending": event.reason}
            return Effect(event.ended_on + DAY, gone)
        case events.PersonRenamed():
            return Effect(event.since, {"full_name": event.full_name})
        case events.CivilCategoryChanged():
            return Effect(event.since, {"civil_category": event.civil_category})
        case events.SickLeaveNoted():
            return Effect(event.since, {"sick_leave_months": event.months})
        case events.OrganizationRenamed() | events.CollectiveRenamed():
            return Effect(event.since, {"name": event.name})
        case events.OrganizationMoved():
            return Effect(event.since, {"parent": event.parent})
        case events.CollectiveMoved():
            return Effect(event.since, {"organization": event.organization})
        case events.OrganizationReclassified() | events.CollectiveReclassified():
            return Effect(event.since, {"type": event.type})
        case events.CollectiveManagementTransferred() | events.PostManagementTransferred():
            return Effect(event.since, {"management_level": event.management_level})
        case events.PostRetitled():
            return Effect(event.since, {"title": event.title})
        case events.PostReclassified():
            return Effect(event.since, {"post_group": event.post_group, "head": event.head})
        case events.OrganizationSucceeded():
            return Effect(event.since, {})  # a link to others: it changes nothing in the organization itself
        case events.OrganizationEnded() | events.CollectiveEnded():
            return Effect(event.ended_on, {"ended_on": event.ended_on, "successors": event.successors})
        case events.ExternalCodeAssigned():
            return Effect(SINCE_EVER, {"external_code": event.external_code})
        case events.PostEnded():
            return Effect(event.held_to, {"held_to": event.held_to})
    raise TypeError(f"{type(event).__name__} says nothing of who exists")


def picture(said: Iterable[Mapping[str, Any]]) -> Picture:
    """What holds after all of it was said, in order of effect day and then of recording: the last word counts."""
    known: Picture = {}
    for changes in said:
        known.update(changes)
    return known
