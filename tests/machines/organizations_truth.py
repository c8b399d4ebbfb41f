"""Who exists on any day, told once more and slowly: all facts of the log, looked through for each question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from shared.eventstore import Recorded

EVER = "0000-00-00"
CELLS = ("CB_CO_SO", "CB_TRUC_THUOC")
GRASSROOTS = ("DB_CO_SO", "CB_CO_SO")
UNITS = ("DB_TINH", "DB_TRUC_THUOC_TINH")
PLACE = {"organization": "parent", "collective": "organization", "person": "cell", "post": "collective"}
PLACED_IN = {
    "organization": "organization",
    "collective": "organization",
    "person": "organization",
    "post": "collective",
}
FIRST = {"organization": "founded_on", "collective": "founded_on", "person": "admitted_on", "post": "held_from"}
LAST = {"organization": "ended_on", "collective": "ended_on", "person": "membership_ended_on", "post": "held_to"}
UNSAID = {
    "organization": {"ended_on": None},
    "collective": {"ended_on": None},
    "person": {"membership_ended_on": None},
    "post": {"held_to": None},
}
_DAYS = {*FIRST.values(), *LAST.values()}
SAYS = {
    "OrganizationMoved": ("parent",),
    "OrganizationReclassified": ("type",),
    "OrganizationRenamed": ("name",),
    "CollectiveMoved": ("organization",),
    "CollectiveReclassified": ("type",),
    "CollectiveManagementTransferred": ("management_level",),
    "CollectiveRenamed": ("name",),
    "PersonRenamed": ("full_name",),
    "CivilCategoryChanged": ("civil_category",),
    "MemberStatusChanged": ("member_status",),
    "PostRetitled": ("title",),
    "PostReclassified": ("post_group", "head"),
    "PostManagementTransferred": ("management_level",),
    "OrganizationEnded": ("ended_on", "successors"),
    "CollectiveEnded": ("ended_on", "successors"),
    "PostEnded": ("held_to",),
    "OrganizationSucceeded": (),
}


class Fact(NamedTuple):
    kind: str
    code: str
    day: str
    says: dict[str, Any]
    number: int
    registers: bool


Thing = tuple[str, str]
"""Kind and code."""


class Truth:
    def __init__(self) -> None:
        self.facts: dict[Thing, list[Fact]] = {}

    def learn(self, events: Iterable[Recorded]) -> None:
        for fact in map(_fact, events):
            self.facts.setdefault((fact.kind, fact.code), []).append(fact)

    def things(self, *kinds: str) -> list[Thing]:
        return sorted(thing for thing in self.facts if thing[0] in (kinds or PLACE))

    def days(self) -> list[str]:
        """Every day on which something begins or ends, the one before and the one after."""
        facts = [fact for facts in self.facts.values() for fact in facts]
        said = {fact.day for fact in facts if not fact.registers and fact.day != EVER}
        said |= {fact.says[name] for fact in facts for name in _DAYS if fact.says.get(name)}
        near = {date.fromisoformat(day) + timedelta(days=days) for day in said for days in _around(day)}
        return sorted(day.isoformat() for day in near)

    def on(self, thing: Thing, day: str | None, known: int | None = None) -> dict[str, Any]:
        """What holds of a thing on the day; without one, until further notice. Nothing if it is not known."""
        facts = [
            fact
            for fact in self.facts.get(thing, ())
            if (day is None or fact.day <= day) and (known is None or fact.number <= known)
        ]
        said: dict[str, Any] = {}
        for fact in sorted(facts, key=lambda fact: (fact.day, fact.number)):
            said.update(fact.says)
        return {**UNSAID[thing[0]], **said} if said.get("code") else {}

    def lives(self, thing: Thing, day: str) -> bool:
        """Whether it exists on the day, by all that is known."""
        whole = self.on(thing, None)
        first, last = whole[FIRST[thing[0]]], whole[LAST[thing[0]]]
        return (not first or first <= day) and (not last or day <= last)

    def place(self, thing: Thing, day: str | None) -> Thing | None:
        code = self.on(thing, day).get(PLACE[thing[0]])
        return (PLACED_IN[thing[0]], code) if code else None

    def way(self, thing: Thing, day: str | None) -> list[str]:
        """From the thing's organization up to the province. Raises AssertionError at a circle."""
        ways, step = [], thing if thing[0] == "organization" else self._organization(thing, day)
        while step:
            assert step[1] not in ways, f"{step} stands below itself on {day}"
            ways.append(step[1])
            step = self.place(step, day)
        return ways

    def home(self, thing: Thing) -> str | None:
        """The organization that a thing stands in, or stood in last."""
        if thing[0] == "organization":
            return thing[1]
        if thing[0] == "post":
            within = self.place(thing, None)
            return self.home(within) if within else None
        placing = [fact for fact in self.facts.get(thing, ()) if fact.says.get(PLACE[thing[0]])]
        last = max(placing, key=lambda fact: (fact.day, fact.number), default=None)
        return last and last.says[PLACE[thing[0]]]

    def tree(self, day: str | None, known: int | None = None) -> dict[str, dict[str, Any]]:
        """The organizations that are known and, with a day, exist on it, with their place."""
        found = {code: self.on(("organization", code), day, known) for _, code in self.things("organization")}
        found = {code: it for code, it in found.items() if it}
        for it in found.values():
            way, step = [], it
            while step:
                way.append(step)
                step = found.get(step["parent"], {})
            it["path"] = "/" + "".join(f"{above['code']}/" for above in reversed(way))
            it["unit"] = next((above["code"] for above in way if above["type"] in UNITS), way[-1]["code"])
            it["grassroots"] = next((above["code"] for above in way if above["type"] in GRASSROOTS), None)
        return {code: it for code, it in found.items() if day is None or _is_there("organization", it, day)}

    def within(self, kind: str, place: str, day: str | None, known: int | None = None) -> list[str]:
        """What stands directly in a place on the day; with a day, only what exists on it."""
        found = {code: self.on((kind, code), day, known) for _, code in self.things(kind)}
        there = {code: it for code, it in found.items() if it and it.get(PLACE[kind]) == place}
        return sorted(code for code, it in there.items() if day is None or _is_there(kind, it, day))

    def stays(self, thing: Thing) -> Iterator[tuple[Fact, str, str]]:
        """Each fact that puts a thing somewhere, with the first day of the stay and the last day before the next."""
        name = PLACE[thing[0]]
        placing = sorted(
            (fact for fact in self.facts[thing] if name in fact.says),
            key=lambda fact: (fact.day, fact.number),
        )
        for fact, following in zip(placing, [*placing[1:], None], strict=True):
            until = "9999-12-31" if following is None else _before(following.day)
            last = self.on(thing, None)[LAST[thing[0]]]
            if fact.says[name] and fact.day <= until:
                yield fact, fact.day, min(until, last) if last and thing[0] != "person" else until

    def must_hold(self) -> None:
        """Everything that the rules let never happen, on every day on which anything changes."""
        for day in self.days():
            for thing in self.things("organization"):
                self.way(thing, day)
        for thing in self.things():
            for fact, first, last in self.stays(thing):
                if not fact.registers:
                    self._may_stay(thing, fact, first, last)
        for thing in self.things("post"):
            within = self.place(thing, None)
            assert within and self.on(within, None), f"{thing} is in no collective"

    def _may_stay(self, thing: Thing, fact: Fact, first: str, last: str) -> None:
        place = (PLACED_IN[thing[0]], fact.says[PLACE[thing[0]]])
        whole = self.on(place, None)
        assert whole, f"{fact} puts it nowhere"
        began, ended = whole[FIRST[place[0]]], whole[LAST[place[0]]]
        assert not began or began <= first, f"{fact} before {place} was founded"
        assert not ended or last <= ended or last < first, (
            f"{fact}: {place} ended on {ended}, and it stays until {last}"
        )
        if thing[0] == "person":
            for day in (day for day in {first, *self.days()} if first <= day <= last):
                assert self.on(place, day)["type"] in CELLS, f"{fact}: {place} is no cell on {day}"

    def _organization(self, thing: Thing, day: str | None) -> Thing | None:
        within = self.place(thing, day)
        return self.place(within, day) if within and within[0] == "collective" else within


def _fact(event: Recorded) -> Fact:
    kind, _, code = event.stream.partition(":")
    data = event.data
    if event.type in ("OrganizationRegistered", "CollectiveRegistered", "PersonRegistered", "PostAssigned"):
        return Fact(kind, code, EVER, data, event.number, True)
    match event.type:
        case "MemberTransferred":
            day, says = data["moved_on"], {"cell": data["cell"], "membership_ended_on": None}
        case "MembershipEnded":
            day, says = _after(data["ended_on"]), {"cell": None, "membership_ended_on": data["ended_on"]}
        case "SickLeaveNoted":
            day, says = data["since"], {"sick_leave_months": data["months"]}
        case "ExternalCodeAssigned":
            day, says = EVER, {"external_code": data["external_code"]}
        case _:
            day = next(data[name] for name in ("since", "changed_on", "ended_on", "held_to") if name in data)
            says = {name: data[name] for name in SAYS[event.type]}
    return Fact(kind, code, day, says, event.number, False)


def _is_there(kind: str, it: dict[str, Any], day: str) -> bool:
    first, last = it[FIRST[kind]], it[LAST[kind]]
    return (not first or first <= day) and (not last or day <= last)


def _around(day: str) -> tuple[int, ...]:
    return (0,) if day in ("0001-01-01", "9999-12-31") else (-1, 0, 1)


def _after(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
