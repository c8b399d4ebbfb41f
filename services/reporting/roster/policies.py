"""How the roster is kept: what each event changes in it.

An event of a campaign changes the columns that it tells of, in the row of its subject. Whatever else may change a
row, who somebody is, where an organization stands, what the rulebook says, has the rows concerned written anew from
the tables. So a row does not depend on which of two services was heard first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, select

from services.reporting.domain.dossiers import CAME_TO
from services.reporting.domain.subjects import NONE, PROVINCE_MANAGED
from services.reporting.readmodel import campaigns, roster
from services.reporting.roster.rows import LATE, MISSING, ON_TIME, SLICE, Rows, Where
from shared.eventstore import Unit
from shared.messaging import Envelope, when
from shared.subjects import Kind

_campaigns = select(campaigns)


@when("organizations", "OrganizationRegistered")
@when("organizations", "OrganizationRenamed")
@when("organizations", "OrganizationEnded")
def when_an_organization_changes_list_it_anew(event: Envelope, unit: Unit) -> None:
    code = event.data["code"]
    _list(unit, {Kind.ORGANIZATION: lambda view: view.organizations.c.code == code})


@when("organizations", "OrganizationMoved")
@when("organizations", "OrganizationReclassified")
def when_an_organization_moves_list_everybody_in_it_anew(event: Envelope, unit: Unit) -> None:
    way = f"/{event.data['code']}/"
    _list(unit, dict.fromkeys(Kind, lambda view: view.organizations.c.path.contains(way, autoescape=True)))


@when("organizations", "CollectiveRegistered")
@when("organizations", "CollectiveRenamed")
@when("organizations", "CollectiveMoved")
@when("organizations", "CollectiveReclassified")
@when("organizations", "CollectiveManagementTransferred")
@when("organizations", "CollectiveEnded")
def when_a_collective_changes_list_it_and_its_leaders_anew(event: Envelope, unit: Unit) -> None:
    code = event.data["code"]
    concerned: dict[Kind, Where] = {
        Kind.COLLECTIVE: lambda view: view.collectives.c.code == code,
        Kind.LEADER: lambda view: view.posts.c.collective == code,
    }
    _list(unit, concerned)


@when("organizations", "PersonRegistered")
@when("organizations", "PersonRenamed")
@when("organizations", "MemberTransferred")
@when("organizations", "MemberStatusChanged")
@when("organizations", "MembershipEnded")
def when_a_person_changes_list_the_person_anew(event: Envelope, unit: Unit) -> None:
    """In every capacity: as a member, and in each post."""
    data = event.data
    code = data["code"] if event.type == "PersonRegistered" else data["person"]
    concerned: dict[Kind, Where] = {
        Kind.MEMBER: lambda view: view.people.c.code == code,
        Kind.LEADER: lambda view: view.posts.c.person == code,
    }
    _list(unit, concerned)


@when("organizations", "PostAssigned")
@when("organizations", "PostRetitled")
@when("organizations", "PostReclassified")
@when("organizations", "PostManagementTransferred")
@when("organizations", "PostEnded")
def when_a_post_changes_list_its_leader_anew(event: Envelope, unit: Unit) -> None:
    code = event.data["code"]
    _list(unit, {Kind.LEADER: lambda view: view.posts.c.code == code})


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


@when("reviews", "DossierForwarded")
@when("reviews", "DossierReceived")
@when("reviews", "DossierAccepted")
@when("reviews", "DossierReturned")
@when("reviews", "DossierRecalled")
def when_a_dossier_goes_on_say_so_in_the_roster(event: Envelope, unit: Unit) -> None:
    """If one is owed: that follows from who manages the subject."""
    data = event.data
    owing = {"campaign": data["campaign"], "subject": data["subject"], "management_level": PROVINCE_MANAGED}
    unit.tables.change(roster.entries, owing, dossier_state=CAME_TO[event.type])


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


def _list(unit: Unit, subjects: Mapping[Kind, Where]) -> None:
    """Write the rows of these subjects anew in every campaign."""
    for campaign in unit.tables.rows(_campaigns):
        for kind, where in subjects.items():
            _put(unit, campaign, kind, where)


def _write_anew(unit: Unit, which: ColumnElement[bool]) -> None:
    """Write all rows of these campaigns anew."""
    for campaign in unit.tables.rows(_campaigns.where(which)):
        unit.tables.remove(roster.entries, campaign=campaign.campaign)
        for kind in Kind:
            _put(unit, campaign, kind)


def _put(unit: Unit, campaign: Any, kind: Kind, where: Where | None = None) -> None:
    for slice_ in Rows(unit.tables.rows, campaign).of(kind, where):
        for subject, entry in slice_:
            if entry is None:
                unit.tables.remove(roster.entries, campaign=campaign.campaign, subject=subject)
            else:
                unit.tables.put(roster.entries, **entry)
        if len(slice_) == SLICE:
            unit.flush()
