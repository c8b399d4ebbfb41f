"""How the roster is kept: what each event changes in it.

An event of a campaign changes the columns that it tells of, in the row of its subject. Whatever else may change a
row, who somebody is, where an organization stands, what the rulebook says, has the rows concerned written anew from
the tables. So a row does not depend on which of two services was heard first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, select

from services.reporting.domain.subjects import NONE
from services.reporting.domain.vietnamese import name_key, search_text, sort_key
from services.reporting.readmodel import campaigns, names, register, roster
from services.reporting.roster.rows import LATE, MISSING, ON_TIME, SLICE, Rows
from shared.eventstore import Unit
from shared.messaging import Envelope, when
from shared.subjects import Kind

_campaigns = select(campaigns)


@when("organizations", "OrganizationRegistered")
@when("organizations", "OrganizationRenamed")
def when_an_organization_is_named_list_it(event: Envelope, unit: Unit) -> None:
    code = event.data["code"]
    _spell(unit, f"org:{code}", event.data["name"])
    _list(unit, {Kind.ORGANIZATION: register.organizations.c.code == code})


@when("organizations", "OrganizationEnded")
def when_an_organization_has_ended_list_it_no_longer(event: Envelope, unit: Unit) -> None:
    code = event.data["code"]
    _list(unit, {Kind.ORGANIZATION: register.organizations.c.code == code})


@when("organizations", "OrganizationMoved")
def when_an_organization_moves_list_everybody_in_it_anew(event: Envelope, unit: Unit) -> None:
    below = register.organizations.c.path.contains(f"/{event.data['code']}/", autoescape=True)
    _list(unit, dict.fromkeys(Kind, below))


@when("organizations", "CollectiveRegistered")
@when("organizations", "CollectiveRenamed")
def when_a_collective_is_named_list_it(event: Envelope, unit: Unit) -> None:
    _spell(unit, f"col:{event.data['code']}", event.data["name"])
    _list_collective(unit, event.data["code"])


@when("organizations", "CollectiveMoved")
@when("organizations", "CollectiveEnded")
def when_a_collective_changes_list_it_and_its_leaders_anew(event: Envelope, unit: Unit) -> None:
    _list_collective(unit, event.data["code"])


@when("organizations", "PersonRegistered")
@when("organizations", "PersonRenamed")
def when_a_person_is_named_list_the_person(event: Envelope, unit: Unit) -> None:
    data = event.data
    code, name = data["code"] if event.type == "PersonRegistered" else data["person"], data["full_name"]
    _keep_spelling(unit, f"mem:{code}", name, by_name=name_key(name))
    _list_person(unit, code)


@when("organizations", "MemberTransferred")
@when("organizations", "MemberStatusChanged")
@when("organizations", "MembershipEnded")
def when_a_member_changes_list_the_person_anew(event: Envelope, unit: Unit) -> None:
    _list_person(unit, event.data["person"])


@when("organizations", "PostAssigned")
def when_a_post_is_assigned_list_its_leader(event: Envelope, unit: Unit) -> None:
    code = event.data["code"]
    _spell(unit, f"ldr:{code}", event.data["title"])
    _list(unit, {Kind.LEADER: register.posts.c.code == code})


@when("organizations", "PostEnded")
def when_a_post_has_ended_list_its_leader_no_longer(event: Envelope, unit: Unit) -> None:
    code = event.data["code"]
    _list(unit, {Kind.LEADER: register.posts.c.code == code})


@when("reviews", "CampaignOpened")
@when("reviews", "CampaignClosed")
@when("reviews", "CampaignReopened")
def when_a_campaign_sees_another_register_write_its_roster_anew(event: Envelope, unit: Unit) -> None:
    _write_anew(unit, campaigns.c.campaign == event.data["campaign"])


@when("ratings", "RulebookPublished")
def when_a_rulebook_is_published_leave_out_whom_it_leaves_out(event: Envelope, unit: Unit) -> None:
    _write_anew(unit, campaigns.c.rulebook == event.data["rulebook"])


@when("reviews", "ReviewSubmitted")
@when("reviews", "ReviewSupplemented")
def when_a_review_is_submitted_say_so_in_the_roster(event: Envelope, unit: Unit) -> None:
    _change(event, unit, reviewed=True)


@when("reviews", "ReviewReturned")
def when_a_review_is_returned_say_so_in_the_roster(event: Envelope, unit: Unit) -> None:
    _change(event, unit, reviewed=False)


@when("reviews", "DossierForwarded")
def when_a_dossier_is_forwarded_say_so_in_the_roster(event: Envelope, unit: Unit) -> None:
    """The first forwarding decides; after it nothing is missing any more."""
    data = event.data
    missing = {"campaign": data["campaign"], "subject": data["subject"], "dossier": MISSING}
    unit.tables.change(roster.entries, missing, dossier=ON_TIME if data["on_time"] else LATE)


@when("ratings", "RatingAssigned")
@when("ratings", "RatingRevised")
def when_a_rating_is_decided_say_so_in_the_roster(event: Envelope, unit: Unit) -> None:
    data = event.data
    _change(event, unit, **{name: data[name] for name in ("level", "decided_by", "cap_override")})


@when("ratings", "LevelProposed")
def when_a_level_is_proposed_say_so_in_the_roster(event: Envelope, unit: Unit) -> None:
    _change(event, unit, derived=event.data["level"] or NONE)


def _change(event: Envelope, unit: Unit, **values: Any) -> None:
    data = event.data
    unit.tables.change(roster.entries, {"campaign": data["campaign"], "subject": data["subject"]}, **values)


def _spell(unit: Unit, subject: str, name: str) -> None:
    _keep_spelling(unit, subject, name, by_name=sort_key(name))


def _keep_spelling(unit: Unit, subject: str, name: str, *, by_name: str) -> None:
    """Whoever is renamed is shown, sorted and found by the new name."""
    searched = search_text(name, subject, subject.partition(":")[2])
    unit.tables.put(names, subject=subject, name=name)
    unit.tables.put(roster.spellings, subject=subject, by_name=by_name, by_family=sort_key(name), searched=searched)


def _list_collective(unit: Unit, code: str) -> None:
    of_it, leading_it = register.collectives.c.code == code, register.posts.c.collective == code
    _list(unit, {Kind.COLLECTIVE: of_it, Kind.LEADER: leading_it})


def _list_person(unit: Unit, code: str) -> None:
    _list(unit, {Kind.MEMBER: register.people.c.code == code, Kind.LEADER: register.posts.c.person == code})


def _list(unit: Unit, subjects: Mapping[Kind, ColumnElement[bool]]) -> None:
    """Write the rows of these subjects anew in every campaign. They are given by conditions on the register."""
    for campaign in unit.tables.rows(_campaigns):
        for kind, where in subjects.items():
            _put(unit, campaign, kind, where)


def _write_anew(unit: Unit, which: ColumnElement[bool]) -> None:
    """Write all rows of these campaigns anew."""
    for campaign in unit.tables.rows(_campaigns.where(which)):
        unit.tables.remove(roster.entries, campaign=campaign.campaign)
        for kind in Kind:
            _put(unit, campaign, kind)


def _put(unit: Unit, campaign: Any, kind: Kind, where: ColumnElement[bool] | None = None) -> None:
    for slice_ in Rows(unit.tables.rows, campaign).of(kind, where):
        for subject, entry in slice_:
            if entry is None:
                unit.tables.remove(roster.entries, campaign=campaign.campaign, subject=subject)
            else:
                unit.tables.put(roster.entries, **entry)
        if len(slice_) == SLICE:
            unit.flush()
