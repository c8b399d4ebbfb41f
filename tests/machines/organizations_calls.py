"""Calls of every command of the organizations service, as strategies: mostly what could be meant, sometimes not."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from shared.contracts import vocabulary
from tests.machines import Caller
from tests.machines.drawn import ANY_TEXTS, maybe

PROVINCE = Caller("board_officer", "TU")
CALLERS = (
    *(PROVINCE, Caller("importer", "TU"), Caller("importer", "QN"), Caller("board_officer", "AN")),
    *(Caller("board_officer", "QN-01"), Caller("unit_officer", "QN"), Caller("unit_officer", "X1")),
    *(Caller("member", person="A"), Caller("central_reader", "TU")),
)
ANYONE = st.one_of(st.just(PROVINCE), st.just(PROVINCE), st.sampled_from(CALLERS))

ORGANIZATIONS = ("TU", "QN", "AN", "QN-01", "AN-01", "C1", "C2", "C3", "VP", "X1", "X2", "Đảng bộ 3")
COLLECTIVES = ("TT-QN", "TT-AN", "T1", "T2")
PEOPLE = ("A", "B", "C", "D")
POSTS = ("P-QN", "P-AN", "P1")
CODES = {"organization": ORGANIZATIONS, "collective": COLLECTIVES, "person": PEOPLE, "post": POSTS}
"""By kind, codes of what `plant` has registered, and of what may be registered."""

TODAY = "2021-01-04"
DAYS = (*("2020-03-01", "2020-06-30", "2020-07-01", "2020-07-02", "2020-12-31") * 2, TODAY, "2021-01-05", "1900-01-01")
ODD_DAYS = ("9999-12-31", "0001-01-01", "1899-12-31")

organizations, collectives = st.sampled_from(ORGANIZATIONS), st.sampled_from(COLLECTIVES)
people, posts = st.sampled_from(PEOPLE), st.sampled_from(POSTS)
days = st.integers(0, 24).flatmap(lambda odd: st.sampled_from(ODD_DAYS if odd == 24 else DAYS))
documents = st.sampled_from((None, "1664/NQ-UBTVQH15"))
types = st.sampled_from(tuple(vocabulary.ORGANIZATION_TYPES))
levels = st.sampled_from(tuple(vocabulary.MANAGEMENT_LEVELS))
fixed = st.fixed_dictionaries
change = {"since": days, "document": documents}


def few(codes: st.SearchStrategy[str], least: int = 0) -> st.SearchStrategy[list[str]]:
    return st.lists(codes, min_size=least, max_size=2)


foundation = st.one_of(st.none(), fixed({"name": ANY_TEXTS, "type": types, "parent": maybe(organizations)}))
heirs = st.integers(0, 2).flatmap(
    lambda often: st.dictionaries(collectives, collectives, max_size=2) if often == 2 else st.just({})
)
part = fixed(
    {"organization": organizations, "registration": foundation, "children": few(organizations), "members": few(people)}
)

BODIES: dict[str, st.SearchStrategy[Any]] = {
    "/organizations": fixed(
        {"code": organizations, "name": ANY_TEXTS, "type": types, "parent": maybe(organizations)},
        optional={"founded_on": days, "ended_on": days},
    ),
    "/organizations/<code>/renamings": fixed({"name": ANY_TEXTS, **change}),
    "/organizations/<code>/moves": fixed({"parent": organizations, **change}),
    "/organizations/<code>/reclassifications": fixed({"type": types, **change}),
    "/organizations/<code>/ending": fixed({"ended_on": days}, optional={"successors": few(organizations)}),
    "/organizations/<code>/external-code": fixed({"external_code": st.sampled_from((None, "H08.1", "H08/2", "?#"))}),
    "/collectives": fixed(
        {
            "code": collectives,
            "name": ANY_TEXTS,
            "type": st.sampled_from(tuple(vocabulary.COLLECTIVE_TYPES)),
            "organization": organizations,
            "management_level": levels,
        },
        optional={"founded_on": days},
    ),
    "/collectives/<code>/renamings": fixed({"name": ANY_TEXTS, "since": days}),
    "/collectives/<code>/moves": fixed({"organization": organizations, "since": days}),
    "/collectives/<code>/reclassifications": fixed(
        {"type": st.sampled_from(tuple(vocabulary.COLLECTIVE_TYPES)), **change}
    ),
    "/collectives/<code>/management-transfers": fixed({"management_level": levels, **change}),
    "/collectives/<code>/ending": fixed({"ended_on": days}, optional={"successors": few(collectives)}),
    "/people": fixed(
        {
            "code": people,
            "full_name": ANY_TEXTS,
            "member_status": st.sampled_from(tuple(vocabulary.MEMBER_STATUSES)),
            "cell": maybe(organizations),
        },
        optional={"admitted_on": days, "sick_leave_months": st.sampled_from((0, 12, 13))},
    ),
    "/people/<code>/renamings": fixed({"full_name": ANY_TEXTS, "since": days}),
    "/people/<code>/civil-categories": fixed(
        {"civil_category": st.sampled_from((None, *vocabulary.CIVIL_CATEGORIES)), "since": days}
    ),
    "/people/<code>/sick-leaves": fixed({"months": st.sampled_from((0, 3, -1)), "since": days}),
    "/people/<code>/transfers": fixed({"cell": organizations, "moved_on": days}),
    "/people/<code>/status-changes": fixed(
        {"member_status": st.sampled_from(tuple(vocabulary.MEMBER_STATUSES)), "changed_on": days}
    ),
    "/people/<code>/membership-ending": fixed(
        {"ended_on": days, "reason": st.sampled_from(tuple(vocabulary.MEMBERSHIP_ENDINGS))}
    ),
    "/posts": fixed(
        {
            "code": posts,
            "person": people,
            "collective": collectives,
            "title": ANY_TEXTS,
            "post_group": st.sampled_from(("BI_THU", "PHO_BI_THU")),
            "head": st.booleans(),
            "management_level": levels,
        },
        optional={"held_from": days, "held_to": days},
    ),
    "/posts/<code>/renamings": fixed({"title": ANY_TEXTS, **change}),
    "/posts/<code>/reclassifications": fixed(
        {"post_group": st.sampled_from(("BI_THU", "PHO_BI_THU")), "head": st.booleans(), **change}
    ),
    "/posts/<code>/management-transfers": fixed({"management_level": levels, **change}),
    "/posts/<code>/ending": fixed({"held_to": days}),
    "/mergers": fixed(
        {"predecessors": few(organizations, 1), "successor": organizations, "merged_on": days, "collectives": heirs},
        optional={"registration": foundation, "document": documents, "how": st.sampled_from(("merged", "reorganized"))},
    ),
    "/splits": fixed(
        {
            "organization": organizations,
            "split_on": days,
            "ends": st.booleans(),
            "parts": st.lists(part, min_size=1, max_size=2),
            "collectives": heirs,
        },
        optional={"document": documents},
    ),
}
"""The body of each command, by its path."""


def kind_of(path: str) -> str | None:
    """The kind of thing that the path of a command or query names, if it names one."""
    kinds = {"organizations": "organization", "collectives": "collective", "people": "person", "posts": "post"}
    return kinds[path.split("/")[1]] if "<code>" in path else None


MORE_IN_A_LIST = {
    "/people": ("cell", ORGANIZATIONS),
    "/collectives": ("organization", ORGANIZATIONS),
    "/posts": ("collective", COLLECTIVES),
}
"""What a list must be asked about."""
