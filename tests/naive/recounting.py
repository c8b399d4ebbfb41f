"""The figures of a campaign counted from nothing but the raw events of the services' feeds, in the plainest way.

It knows the kinds of event that a played sample has and refuses any other, so that it can stay plain: nobody is moved,
renamed or transferred there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

Raw = Mapping[str, Any]
"""An event as the feed gives it."""

LEVELS = ("HTXSNV", "HTTNV", "HTNV", "KHTNV")
KNOWN = {
    "organizations": {"OrganizationRegistered", "OrganizationEnded", "CollectiveRegistered", "PersonRegistered"}
    | {"PostAssigned", "PostEnded"}
}
SIX_MONTHS_BEFORE = "2020-06-30"
REFERENCE_DATE = "2020-12-31"


class Recounted:
    """What the events say, and from it the set of what each figure counts, by the figure's key."""

    def __init__(self, log: Iterable[Raw]) -> None:
        self.of_type: dict[str, list[Any]] = defaultdict(list)
        for event in log:
            service = event["source"].rpartition("/")[2]
            assert event["type"] in KNOWN.get(service, {event["type"]}), "an event that is not counted here"
            self.of_type[event["type"]].append(event["data"])
        self._organizations = {it["code"]: it for it in self.of_type["OrganizationRegistered"]}
        self._people = {it["code"]: it for it in self.of_type["PersonRegistered"]}
        self._posts = {it["code"]: it for it in self.of_type["PostAssigned"]}
        self._collectives = {it["code"]: it for it in self.of_type["CollectiveRegistered"]}
        self.level = self._last("level", "RatingAssigned", "RatingRevised")
        self.decided_by = self._last("decided_by", "RatingAssigned", "RatingRevised")
        self.derived = self._last("level", "LevelProposed")
        self.subjects = self._subjects()
        [rulebook] = self.of_type["RulebookPublished"]
        self._left_out = [rule for rule in rulebook["content"]["exclusions"] if "when" in rule]

    def counted_in(self, key: str, unit: str | None) -> set[str]:
        """What the figure with this key counts, in one unit or in all."""
        return {one for one in self.counted(key) if unit is None or self._unit(one) == unit}

    def _unit(self, about: str) -> str:
        """The unit that a subject stands in, or that of a prompt's subject."""
        kind, _, code = about.partition(":")
        if kind in ("prompt", "point"):
            code = code.partition("/")[0]
            return self._unit(next(it["subject"] for it in self.of_type["PromptIssued"] if it["code"] == code))
        if kind == "mem":
            code = self._people[code]["cell"]
        if kind in ("col", "ldr"):
            code = self._collectives[self._posts[code]["collective"] if kind == "ldr" else code]["organization"]
        while self._organizations[code]["type"] not in ("DB_TINH", "DB_TRUC_THUOC_TINH"):
            code = self._organizations[code]["parent"]
        return code

    def counted(self, key: str) -> set[str]:
        """What the figure with this key counts."""
        match key.split("/"):
            case ["ratings", kind, column, *type_]:
                of_type = {one for one in self.subjects[kind] if not type_ or self._type(one) in type_}
                return {one for one in of_type if self._is_rated_as(one, column)}
            case ["grassroots", body, column]:
                cells = {one for one in self.subjects["mem"] if self._grassroots(self._person(one)["cell"]) == body}
                return {one for one in cells if self._is_rated_as(one, column)}
            case ["not_completed"]:
                return {one for kind in self.subjects.values() for one in kind if self.level.get(one) == LEVELS[-1]}
            case ["members_not_rated", reason]:
                missing = {one for one in self.subjects["mem"] if one not in self.level}
                return {one for one in missing if self._reason(one) == reason}
            case ["derived", kind, level]:
                derived = {one: self.derived[one] or "none" for one in self.subjects[kind] if one in self.derived}
                return {one for one, proposed in derived.items() if proposed == level}
            case ["derived_differs", *kind]:
                return {one for each in kind or self.subjects for one in self.subjects[each] if self._differs(one)}
            case ["heads_above"]:
                return {one for one in self.subjects["ldr"] if self._is_above_its_collective(one)}
            case ["reviews", row, who]:
                return self._reviews(row, {"collectives": "col", "members": "mem", "leaders": "ldr"}[who])
            case ["dossiers", column]:
                return self._dossiers(column)
            case ["progress", done]:
                return self._progress(done)
            case ["plans", state, *type_]:
                return self._plans(state, type_)
            case ["prompts", state, *issuer]:
                return self._prompts(state, issuer)
            case ["points" | "points_of" as head, *of]:
                state, *issuer = of if head == "points" else reversed(of)
                return self._points(state, issuer, "issued_by" if head == "points" else "code")
            case ["needs_help", kind]:  # nobody is given a remedy in the samples
                return self.counted(f"ratings/{kind}/{LEVELS[-1]}")
            case ["accepted_documents"]:
                return self._documents("DecisionIssued")
            case ["refused_documents"]:
                return self._documents("DecisionRefused") - self._documents("DecisionIssued")
            case ["over_cap"]:
                return self._over_cap()
            case ["over_cap_of", kind]:
                cap = {"mem": "CAP-MEMBER", "org": "CAP-ORG", "col": "CAP-COL", "ldr": "no cap"}[kind]
                return {group for group in self._over_cap() if group.startswith(f"group:{cap}/")}
        raise LookupError(key)

    def _last(self, fact: str, *types: str) -> dict[str, Any]:
        return {it["subject"]: it[fact] for type_ in types for it in self.of_type[type_]}

    def _subjects(self) -> dict[str, set[str]]:
        ended = {it["code"]: it["ended_on"] for it in self.of_type["OrganizationEnded"]}
        left = {it["code"]: it["held_to"] for it in self.of_type["PostEnded"]}
        return {
            "org": {f"org:{code}" for code in self._organizations if ended.get(code, "9") >= REFERENCE_DATE},
            "col": {f"col:{code}" for code in self._collectives},
            "mem": {f"mem:{code}" for code, it in self._people.items() if it["cell"]},
            "ldr": {f"ldr:{code}" for code in self._posts if left.get(code, "9") >= REFERENCE_DATE},
        }

    def _is_rated_as(self, subject: str, column: str) -> bool:
        level = self.level.get(subject)
        return {"total": True, "rated": level is not None, "not_rated": level is None}.get(column, level == column)

    def _person(self, subject: str) -> Any:
        kind, _, code = subject.partition(":")
        return self._people[code if kind == "mem" else self._posts[code]["person"]]

    def _reason(self, member: str) -> str:
        person = self._person(member)
        for rule in self._left_out:
            if rule["rated"] is False and self._leaves_out(rule, person):
                reason: str = rule["reason_code"]
                return reason
        return "undecided"

    def _leaves_out(self, rule: Any, person: Any) -> bool:
        if status := rule["when"].get("member_status"):
            return bool(person["member_status"] == status)
        return (person["admitted_on"] or "") > SIX_MONTHS_BEFORE

    def _differs(self, subject: str) -> bool:
        return None not in (self.level.get(subject), self.derived.get(subject)) and (
            self.level[subject] != self.derived[subject]
        )

    def _is_above_its_collective(self, leader: str) -> bool:
        post = self._posts[leader.removeprefix("ldr:")]
        own, theirs = self.level.get(leader), self.level.get(f"col:{post['collective']}")
        return bool(post["head"] and own and theirs and LEVELS.index(own) < LEVELS.index(theirs))

    def _reviews(self, row: str, kind: str) -> set[str]:
        handed_in = {it["subject"] for it in self.of_type["ReviewSubmitted"]}
        must = {one for one in self.subjects[kind] if kind == "col" or not self._is_freed(one)}
        return {"must_review": must, "reviewed": must & handed_in, "not_reviewed": must - handed_in}[row]

    def _is_freed(self, subject: str) -> bool:
        freeing = (rule for rule in self._left_out if rule.get("reviewed") is False)
        return any(self._leaves_out(rule, self._person(subject)) for rule in freeing)

    def _dossiers(self, column: str) -> set[str]:
        managed = {f"col:{code}" for code, it in self._collectives.items() if it["management_level"] == "TINH"}
        managed |= {f"ldr:{code}" for code, it in self._posts.items() if it["management_level"] == "TINH"}
        owed = managed & (self.subjects["col"] | self.subjects["ldr"])
        first = {it["subject"]: it["on_time"] for it in reversed(self.of_type["DossierForwarded"])}
        wanted = {"missing": [None], "on_time": [True], "late": [False], "received": [True, False]}
        return owed if column == "expected" else {one for one in owed if first.get(one) in wanted[column]}

    def _progress(self, done: str) -> set[str]:
        if done in ("reviewed", "must_review"):
            return {one for kind in ("col", "mem", "ldr") for one in self._reviews(done, kind)}
        everybody = {one for kind in self.subjects.values() for one in kind}
        if done == "rated":
            return everybody & self.level.keys()
        return {one for one in everybody if one in self.level or not self._is_left_out(one)}

    def _is_left_out(self, subject: str) -> bool:
        kind, _, code = subject.partition(":")
        if kind in ("org", "col"):
            known = self._organizations if kind == "org" else self._collectives
            return (known[code]["founded_on"] or "") > SIX_MONTHS_BEFORE and self._knows_new(kind)
        return self._reason(subject) != "undecided"

    def _knows_new(self, kind: str) -> bool:
        name = {"org": "party_org", "col": "leading_collective"}[kind]
        return any(name in rule["applies_to"] and "months_since_start_lt" in rule["when"] for rule in self._left_out)

    def _plans(self, state: str, type_: list[str]) -> set[str]:
        leading = {it["parent"] for it in self._organizations.values()} - {None}
        leading |= {code for code, it in self._organizations.items() if it["type"] == "DB_TRUC_THUOC_TINH"}
        wanted = {code for code in leading if self._organizations[code]["type"] in (type_ or self._below_province)}
        having = {it["organization"] for it in self.of_type["PlanAdopted"]}
        chosen = {"owed": wanted, "adopted": wanted & having, "missing": wanted - having}
        looked_back = {it["organization"] for it in self.of_type["InterimSummaryRecorded"]}
        found = chosen.get(state, wanted & looked_back)
        return {f"org:{code}" for code in found} & self.subjects["org"]

    _below_province = ("DB_TRUC_THUOC_TINH", "DB_CO_SO", "CB_CO_SO", "DB_BO_PHAN", "CB_TRUC_THUOC")

    def _type(self, subject: str) -> Any:
        kind, _, code = subject.partition(":")
        if kind == "ldr":
            return self._posts[code]["post_group"]
        return (self._organizations if kind == "org" else self._collectives)[code]["type"]

    def _points(self, state: str, of: list[str], named: str) -> set[str]:
        """The points of those prompts of which `named` is `of`: whoever answers one in the samples is not judged."""
        prompts = [it for it in self.of_type["PromptIssued"] if not of or it[named] in of]
        issued = {(it["code"], asked["point"]) for it in prompts for asked in it["points"]}
        answered = issued & {(it["prompt"], it["point"]) for it in self.of_type["PromptAnswered"]}
        chosen = {"issued": issued, "open": issued - answered, "waiting": answered}.get(state, set())
        return {f"point:{code}/{point}" for code, point in chosen}

    def _prompts(self, state: str, issuer: list[str]) -> set[str]:
        answered = {code for it in self.of_type["ReviewSubmitted"] for code in it["answered_prompts"]}
        issued = {it["code"] for it in self.of_type["PromptIssued"] if not issuer or it["issued_by"] in issuer}
        chosen = {"issued": issued, "answered": issued & answered, "unanswered": issued - answered}[state]
        return {f"prompt:{code}" for code in chosen}

    def _documents(self, type_: str) -> set[str]:
        return {f"decision:{it['decided_by']} {it['document']}" for it in self.of_type[type_]}

    def _over_cap(self) -> set[str]:
        levels: dict[str, list[str]] = defaultdict(list)
        for subject, level in self.level.items():
            if group := self._group(*subject.split(":")):
                levels[group].append(level)
        return {group for group, all_ in levels.items() if 5 * all_.count(LEVELS[0]) > all_.count(LEVELS[1])}

    def _group(self, kind: str, code: str) -> str | None:
        body = self.decided_by[f"{kind}:{code}"]
        match kind:
            case "mem":
                return f"group:CAP-MEMBER/{self._grassroots(self._people[code]['cell'])}"
            case "org":
                return f"group:CAP-ORG/{body}/{self._organizations[code]['type']}"
            case "col":
                return f"group:CAP-COL/{body}/{self._collectives[code]['type']}"
        return None

    def _grassroots(self, organization: str) -> str:
        while self._organizations[organization]["type"] not in ("DB_CO_SO", "CB_CO_SO"):
            organization = self._organizations[organization]["parent"]
        return organization
