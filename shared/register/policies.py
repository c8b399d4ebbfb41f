"""How a service keeps its register: what each event of the organizations service, and of a campaign, changes in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Table

from shared.eventstore import Unit
from shared.messaging import Envelope, Policy, when
from shared.register.places import Leaf, place_all, place_below, place_leaf
from shared.register.rectangles import change, enter
from shared.register.tables import OPEN
from shared.register.timeline import SINCE_EVER
from shared.register.views import Register

SOURCE = "organizations"


def register_policies(register: Register) -> list[Policy]:
    """The policies that keep `register` up to date with the organizations service.

    The day on which something ended is a fact about all of it, and holds since ever; the reader compares it.
    """
    about = (_about_organizations, _about_collectives, _about_people, _about_posts)
    return [policy for policies in about for policy in policies(register)]


def edition_policies(register: Register) -> list[Policy]:
    """The policies that keep an edition of `register` for each campaign."""

    @when("reviews", "CampaignOpened")
    def see_the_tree_with_the_campaigns_eyes(event: Envelope, unit: Unit) -> None:
        campaign, reference_date = event.data["campaign"], event.data["reference_date"]
        unit.tables.put(register.tables.editions, campaign=campaign, reference_date=reference_date, position=OPEN)
        place_all(register, unit, campaign)

    @when("reviews", "CampaignClosed")
    def keep_what_was_known_at_the_close(event: Envelope, unit: Unit) -> None:
        _know(unit, event.data["campaign"], event.data["organizations_position"])

    @when("reviews", "CampaignReopened")
    def see_again_what_becomes_known(event: Envelope, unit: Unit) -> None:
        _know(unit, event.data["campaign"], OPEN)

    def _know(unit: Unit, campaign: str, position: int) -> None:
        unit.tables.change(register.tables.editions, {"campaign": campaign}, position=position)
        place_all(register, unit, campaign)

    return [see_the_tree_with_the_campaigns_eyes, keep_what_was_known_at_the_close, see_again_what_becomes_known]


def _about_organizations(register: Register) -> list[Policy]:
    tables = register.tables

    @when(SOURCE, "OrganizationRegistered")
    def place_it_in_the_tree(event: Envelope, unit: Unit) -> None:
        data = event.data
        enter(unit, tables.organizations, event.number, **_facts(tables.organizations, event), ended_on=None)
        place_leaf(register, unit, event.number, Leaf(data["code"], data["type"], data["parent"]))

    @when(SOURCE, "OrganizationMoved")
    def move_it_with_all_below(event: Envelope, unit: Unit) -> None:
        data = event.data
        change(unit, tables.organizations, event.number, data["code"], data["since"], parent=data["parent"])
        place_below(register, unit, event.number, data["code"])

    @when(SOURCE, "OrganizationReclassified")
    def place_it_as_what_it_is_now(event: Envelope, unit: Unit) -> None:
        """The unit and the grassroots organization of all below it follow from its type."""
        data = event.data
        change(unit, tables.organizations, event.number, data["code"], data["since"], type=data["type"])
        place_below(register, unit, event.number, data["code"])

    @when(SOURCE, "OrganizationEnded")
    def note_the_end(event: Envelope, unit: Unit) -> None:
        data = event.data
        change(unit, tables.organizations, event.number, data["code"], SINCE_EVER, ended_on=data["ended_on"])
        _succeed(unit, [data["code"]], data["successors"], data["ended_on"])

    @when(SOURCE, "OrganizationSucceeded")
    def note_whose_work_it_carries_on(event: Envelope, unit: Unit) -> None:
        _succeed(unit, event.data["predecessors"], [event.data["code"]], event.data["since"])

    def _succeed(unit: Unit, predecessors: Iterable[str], successors: Iterable[str], since: str) -> None:
        for predecessor in predecessors:
            for successor in successors:
                unit.tables.put(tables.successions, predecessor=predecessor, successor=successor, since=since)

    return [
        place_it_in_the_tree,
        move_it_with_all_below,
        place_it_as_what_it_is_now,
        note_the_end,
        note_whose_work_it_carries_on,
    ]


def _about_collectives(register: Register) -> list[Policy]:
    table = register.tables.collectives

    @when(SOURCE, "CollectiveRegistered")
    def know_the_collective(event: Envelope, unit: Unit) -> None:
        enter(unit, table, event.number, **_facts(table, event), ended_on=None)

    @when(SOURCE, "CollectiveMoved")
    def move_the_collective(event: Envelope, unit: Unit) -> None:
        data = event.data
        change(unit, table, event.number, data["code"], data["since"], organization=data["organization"])

    @when(SOURCE, "CollectiveReclassified")
    def note_the_collectives_type(event: Envelope, unit: Unit) -> None:
        data = event.data
        change(unit, table, event.number, data["code"], data["since"], type=data["type"])

    @when(SOURCE, "CollectiveManagementTransferred")
    def note_who_manages_the_collective(event: Envelope, unit: Unit) -> None:
        data = event.data
        change(unit, table, event.number, data["code"], data["since"], management_level=data["management_level"])

    @when(SOURCE, "CollectiveEnded")
    def note_the_collectives_end(event: Envelope, unit: Unit) -> None:
        change(unit, table, event.number, event.data["code"], SINCE_EVER, ended_on=event.data["ended_on"])

    return [
        know_the_collective,
        move_the_collective,
        note_the_collectives_type,
        note_who_manages_the_collective,
        note_the_collectives_end,
    ]


def _about_people(register: Register) -> list[Policy]:
    people = register.tables.people

    @when(SOURCE, "PersonRegistered")
    def know_the_person(event: Envelope, unit: Unit) -> None:
        enter(unit, people, event.number, **_facts(people, event))

    @when(SOURCE, "MemberTransferred")
    def move_the_member(event: Envelope, unit: Unit) -> None:
        _change(event, unit, event.data["moved_on"], cell=event.data["cell"])

    @when(SOURCE, "MemberStatusChanged")
    def note_the_status(event: Envelope, unit: Unit) -> None:
        _change(event, unit, event.data["changed_on"], member_status=event.data["member_status"])

    @when(SOURCE, "CivilCategoryChanged")
    def note_the_civil_category(event: Envelope, unit: Unit) -> None:
        _change(event, unit, event.data["since"], civil_category=event.data["civil_category"])

    @when(SOURCE, "SickLeaveNoted")
    def note_the_sick_leave(event: Envelope, unit: Unit) -> None:
        _change(event, unit, event.data["since"], sick_leave_months=event.data["months"])

    @when(SOURCE, "MembershipEnded")
    def let_the_member_go(event: Envelope, unit: Unit) -> None:
        """On the last day the person still is a member."""
        last = date.fromisoformat(event.data["ended_on"])
        _change(event, unit, (last + timedelta(days=1)).isoformat(), cell=None)

    def _change(event: Envelope, unit: Unit, since: str, **values: Any) -> None:
        change(unit, people, event.number, event.data["person"], since, **values)

    return [
        know_the_person,
        move_the_member,
        note_the_status,
        note_the_civil_category,
        note_the_sick_leave,
        let_the_member_go,
    ]


def _about_posts(register: Register) -> list[Policy]:
    posts = register.tables.posts

    @when(SOURCE, "PostAssigned")
    def know_the_post(event: Envelope, unit: Unit) -> None:
        enter(unit, posts, event.number, **_facts(posts, event), held_to=None)

    @when(SOURCE, "PostEnded")
    def note_the_posts_end(event: Envelope, unit: Unit) -> None:
        change(unit, posts, event.number, event.data["code"], SINCE_EVER, held_to=event.data["held_to"])

    @when(SOURCE, "PostReclassified")
    def note_the_posts_group(event: Envelope, unit: Unit) -> None:
        data = event.data
        values = {"post_group": data["post_group"], "head": data["head"]}
        change(unit, posts, event.number, data["code"], data["since"], **values)

    @when(SOURCE, "PostManagementTransferred")
    def note_who_manages_the_post(event: Envelope, unit: Unit) -> None:
        data = event.data
        change(unit, posts, event.number, data["code"], data["since"], management_level=data["management_level"])

    return [know_the_post, note_the_posts_end, note_the_posts_group, note_who_manages_the_post]


def _facts(table: Table, event: Envelope) -> dict[str, Any]:
    data = event.data
    return {column.name: data[column.name] for column in table.columns if column.name in data}
