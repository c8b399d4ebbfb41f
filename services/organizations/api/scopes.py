"""Where the things of this service belong. Who sees what is a matter of today, also in answers about another day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from services.organizations.pictures import known_of, organization_by, standing
from services.organizations.readmodel import register
from shared.register import Reader, inside, paths_of
from shared.web import Call, OutOfSight, Place

KEEPERS = {"importer", "board_officer"}
"""Who may change the register."""
READERS = {"importer", "board_officer", "unit_officer"}

Values = Mapping[str, Any]


def paths(read: Reader, organization: str, campaign: str | None) -> tuple[str, ...]:
    return paths_of(register, read, organization)


def organizations_in_sight(call: Call) -> set[str] | None:
    """The organizations that the caller may see; None for all."""
    if call.sight.everything:
        return None
    organizations = register.live.organizations
    return {row.code for row in call.read(select(organizations.c.code).where(inside(register.live, *call.sight.paths)))}


def of_new_organization(call: Call, values: Values, item: Values | None) -> Place | None:
    """A new organization belongs below its parent; the province is its own place."""
    return item and Place(item["parent"] or item["code"])


def of_organization(call: Call, values: Values, item: Values | None) -> Place | None:
    return Place(values["code"])


def of_external_code(call: Call, values: Values, item: Values | None) -> Place | None:
    code = organization_by(call.read, values["external_code"])
    return code and Place(code)


def of_successor(call: Call, values: Values, item: Values | None) -> Place | None:
    """A merger belongs to the organization that comes out of it; the others it names are looked at one by one."""
    return item and taken_over_by(call, item["successor"], item["registration"])


def of_original(call: Call, values: Values, item: Values | None) -> Place | None:
    return item and Place(item["organization"])


def taken_over_by(call: Call, code: str, registration: Values | None) -> Place:
    """Where an organization belongs that takes over from others: one that is founded for it, below its parent."""
    if registration and known_of(call.read, "organization", code) is None:
        return Place(registration["parent"] or code)
    return Place(code)


def of_new_collective(call: Call, values: Values, item: Values | None) -> Place | None:
    return item and Place(item["organization"])


def of_collective(call: Call, values: Values, item: Values | None) -> Place | None:
    return led_by(call, values["code"])


def led_by(call: Call, collective: str) -> Place | None:
    """Where a collective belongs: to the organization that it leads."""
    organization = standing(call.read, "collective", collective)
    return organization and Place(organization)


def of_new_person(call: Call, values: Values, item: Values | None) -> Place | None:
    """A member belongs to a cell; who is in no cell belongs to the province."""
    return item and Place(item["cell"] or call.caller.organization)


def of_person(call: Call, values: Values, item: Values | None) -> Place | None:
    """Whose membership has ended still belongs to the cell that it ended in."""
    return Place(standing(call.read, "person", values["code"]), person=values["code"])


def of_new_post(call: Call, values: Values, item: Values | None) -> Place | None:
    """A post belongs to the collective's organization, wherever the person who holds it is a member."""
    return item and led_by(call, item["collective"])


def of_post(call: Call, values: Values, item: Values | None) -> Place | None:
    post = known_of(call.read, "post", values["code"])
    led = post and led_by(call, post.picture["collective"])
    return led and post and Place(led.organization, person=post.picture["person"])


def of_asked_organization(call: Call, values: Values, item: Values | None) -> Place | None:
    return Place(call.query["organization"])


def of_asked_collective(call: Call, values: Values, item: Values | None) -> Place | None:
    return led_by(call, call.query["collective"])


def of_cell(call: Call, values: Values, item: Values | None) -> Place | None:
    return Place(call.query["cell"])


def require_collectives(call: Call, collectives: Iterable[str]) -> None:
    """Raise OutOfSight unless the caller may touch each of them. To who sees everything, the command tells more."""
    if not call.sight.everything:
        for collective in collectives:
            place = led_by(call, collective)
            if place is None:
                raise OutOfSight()
            call.require(place)
