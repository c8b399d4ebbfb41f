"""The written rules a second time, as plainly as possible, over the folder's own rows.

Written from the description of the campaign folder alone, for the rulebook of 2020 and without regard to speed:
every question goes through all rows again. What it leaves out, drawn provinces do not have: leaders' degrees and
figures, and facts other than those named below.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, str]
Sheets = Mapping[str, Sequence[Row]]
Faults = set[tuple[int, str, str]]

REFERENCE_DATE, SIX_MONTHS_BEFORE = "2020-12-31", "2020-06-30"
PROVINCE = "TU"
LEVELS = ["KHTNV", "HTNV", "HTTNV", "HTXSNV"]
DEGREES = ["KEM", "TB", "TOT", "XS"]
STAGES = ["TU_XL", "CQ_XL", "CU_XL", "DT_XL", "CT_NX", "CT_XL", "CB_XL", "TD", "QD"]
RESULTS = {"org": ["ORG-II-1", "ORG-II-2"], "col": ["COL-II-1", "COL-II-2"], "mem": ["MEM-II-1", "MEM-II-2"]}
PERSONAL = ["concluded_degradation", "disciplined_in_year"]
FORCING = {
    "org": ["concluded_internal_disunity", "committee_disciplined_in_year"],
    "col": ["concluded_internal_disunity", "collective_disciplined_in_year"],
    "mem": PERSONAL,
}


class NaiveProvince:
    """Takes one document after the other and remembers the levels."""

    def __init__(self, sheets: Sheets) -> None:
        self.sheets = sheets
        self.levels: dict[str, str] = {}
        self.issued: set[tuple[str, str]] = set()

    def take(self, decided_by: str, document: str, rows: Sequence[Row], revising: bool = False) -> Faults:
        """Index, subject and reason of every fault; without any, the document applies."""
        after, applied = dict(self.levels), set()
        for row in rows:
            subject = row["subject"]
            if self.exists(subject) and (subject in self.levels) == revising and subject not in applied:
                after[subject] = row["level"]
                applied.add(subject)
        faults: Faults = set()
        for index, row in enumerate(rows):
            subject = row["subject"]
            if not self.exists(subject):
                faults.add((index, subject, "unknown_subject"))
                continue
            earlier = [other["subject"] for other in rows[:index]]
            reasons = self.reasons(subject, decided_by, after)
            if subject in earlier or (not revising and subject in self.levels):
                reasons.append("duplicate")
            if revising and subject not in earlier and subject not in self.levels:
                reasons.append("not_decided")
            if revising and (decided_by, document) in self.issued:
                reasons.append("document_taken")
            derived = self.derived(subject, after)
            if not row["reason"] and (revising or derived not in (None, row["level"])):
                reasons.append("reason_required")
            counts = subject in applied and subject not in earlier and not row["cap_override"]
            if counts and self.exceeds(subject, row["level"], after):
                reasons.append("cap_exceeded")
            faults |= {(index, subject, reason) for reason in reasons}
        if not faults:
            self.levels = after
            self.issued.add((decided_by, document))
        return faults

    def reasons(self, subject: str, decided_by: str, after: Mapping[str, str]) -> list[str]:
        """What speaks against the subject's row, whatever its level."""
        kind, _, code = subject.partition(":")
        found = []
        if self.competent(subject) != decided_by:
            found.append("authority")
        reviews = [row for row in self.sheets["reviews"] if row["subject"] == subject and row["submitted_at"]]
        if kind != "org" and not reviews:
            found.append("not_reviewed")
        if self.excluded(subject):
            found.append("excluded")
        if kind == "org":
            children = [f"org:{row['code']}" for row in self.sheets["organizations"] if row["parent"] == code]
            if any(self.exists(it) and not self.excluded(it) and it not in after for it in children):
                found.append("lower_first")
        if kind == "ldr":
            collective = "col:" + self.one("posts", code)["collective"]
            if collective not in after and not self.excluded(collective) and self.competent(collective):
                found.append("collective_first")
        if kind in ("mem", "ldr"):
            person = self.person(subject)
            if person["civil_category"] and not self.civil_level(person["code"]):
                found.append("civil_rating_missing")
        answered = [prompt for row in reviews for prompt in row["answered_prompts"].split(";")]
        if any(row["subject"] == subject and row["code"] not in answered for row in self.sheets["prompts"]):
            found.append("prompt_unanswered")
        return found

    # Who exists, who is rated, and who decides.

    def one(self, sheet: str, code: str) -> Row:
        [row] = [row for row in self.sheets[sheet] if row["code"] == code]
        return row

    def exists(self, subject: str) -> bool:
        kind, _, code = subject.partition(":")
        sheet = {"org": "organizations", "col": "collectives", "mem": "people", "ldr": "posts"}[kind]
        for row in self.sheets[sheet]:
            if row["code"] == code:
                end = row["ended_on"] if kind == "org" else row["to"] if kind == "ldr" else ""
                return not (end and end < REFERENCE_DATE) and (kind != "mem" or bool(row["cell"]))
        return False

    def person(self, subject: str) -> Row:
        kind, _, code = subject.partition(":")
        return self.one("people", code if kind == "mem" else self.one("posts", code)["person"])

    def excluded(self, subject: str) -> bool:
        kind, _, code = subject.partition(":")
        if kind in ("org", "col"):
            return self.one("organizations" if kind == "org" else "collectives", code)["founded_on"] > SIX_MONTHS_BEFORE
        person = self.person(subject)
        return person["member_status"] in ("exempt", "suspended") or person["admitted_on"] > SIX_MONTHS_BEFORE

    def at_or_above(self, organization: str, types: Sequence[str]) -> str | None:
        while organization:
            row = self.one("organizations", organization)
            if row["type"] in types:
                return organization
            organization = row["parent"]
        return None

    def grassroots(self, organization: str) -> str | None:
        return self.at_or_above(organization, ["DB_CO_SO", "CB_CO_SO"])

    def competent(self, subject: str) -> str | None:
        kind, _, code = subject.partition(":")
        if kind == "org":
            organization = self.one("organizations", code)
            return {
                "DB_TINH": None,
                "DB_TRUC_THUOC_TINH": PROVINCE,
                "DB_CO_SO": organization["parent"],
                "CB_CO_SO": organization["parent"],
                "DB_BO_PHAN": self.at_or_above(code, ["DB_CO_SO"]),
                "CB_TRUC_THUOC": self.at_or_above(code, ["DB_CO_SO"]),
            }[organization["type"]]
        if kind == "mem":
            return self.grassroots(self.one("people", code)["cell"])
        managed = self.one("collectives" if kind == "col" else "posts", code)
        collective = managed if kind == "col" else self.one("collectives", managed["collective"])
        return {
            "TW": None,
            "TINH": PROVINCE,
            "HUYEN": self.at_or_above(collective["organization"], ["DB_TRUC_THUOC_TINH"]),
            "COSO": self.grassroots(collective["organization"]),
        }[managed["management_level"]]

    # The cap on members, in the grassroots organization of the cell.

    def exceeds(self, subject: str, level: str, after: Mapping[str, str]) -> bool:
        """Whether the row is one of those that lead its group over the cap: one more excellent, or one good less."""
        if not subject.startswith("mem:"):
            return False
        if level != "HTXSNV" and not (self.levels.get(subject) == "HTTNV" and level != "HTTNV"):
            return False
        group = self.competent(subject)
        levels = [it for member, it in after.items() if member.startswith("mem:") and self.competent(member) == group]
        return levels.count("HTXSNV") > 20 * levels.count("HTTNV") // 100

    # The derived level.

    def derived(self, subject: str, after: Mapping[str, str]) -> str | None:
        kind, _, code = subject.partition(":")
        degrees = self.degrees(subject)
        if not degrees:
            return None
        results = min(DEGREES.index(degrees[it]) for it in RESULTS[kind])
        others = min(DEGREES.index(degree) for it, degree in degrees.items() if it not in RESULTS[kind])
        level = "KHTNV"
        for candidate, least_result, least_other in (("HTNV", 1, 1), ("HTTNV", 2, 1), ("HTXSNV", 3, 2)):
            if results >= least_result and others >= least_other and not self.fails(kind, code, candidate, after):
                level = candidate
        if self.forced(subject, after):
            level = "KHTNV"
        if kind == "mem" and int(self.person(subject)["sick_leave_months"] or 0) >= 3 and level in LEVELS[2:]:
            level = "HTNV"
        return level

    def degrees(self, subject: str) -> Mapping[str, str]:
        given: dict[str, str] = {}
        for stage in STAGES:
            for row in self.sheets["opinions"]:
                if row["subject"] == subject and row["stage"] == stage and row["degrees"]:
                    given = dict(pair.split("=") for pair in row["degrees"].split(";"))
        return given

    def fails(self, kind: str, code: str, level: str, after: Mapping[str, str]) -> bool:
        """Whether something beside the degrees fails the level. What is unknown fails nothing."""
        if kind == "mem":
            civil = self.civil_level(code)
            required = bool(self.one("people", code)["civil_category"])
            return required and civil is not None and LEVELS.index(civil) < LEVELS.index(level)
        if kind == "org" and level == "HTXSNV":
            below = self.below(code, after)
            good = [it for it in below if it in LEVELS[2:]]
            return bool(below) and ("KHTNV" in below or 100 * len(good) < 80 * len(below))
        return False

    def below(self, code: str, after: Mapping[str, str]) -> list[str]:
        children = [f"org:{row['code']}" for row in self.sheets["organizations"] if row["parent"] == code]
        children = [child for child in children if self.exists(child)]
        if not children:
            children = [f"mem:{row['code']}" for row in self.sheets["people"] if row["cell"] == code]
        return [after[child] for child in children if child in after]

    def forced(self, subject: str, after: Mapping[str, str]) -> bool:
        kind, _, code = subject.partition(":")
        if any(self.fact(subject, fact) == "yes" for fact in FORCING[kind]):
            return True
        if kind == "org":
            below = self.below(code, after)
            return 100 * below.count("KHTNV") > 20 * len(below)
        return kind == "mem" and bool(self.one("people", code)["civil_category"]) and self.civil_level(code) == "KHTNV"

    def fact(self, subject: str, fact: str) -> str | None:
        value: str | None = None
        for row in self.sheets["facts"]:
            personal = fact in PERSONAL and row["subject"][:3] in ("mem", "ldr") and subject[:3] in ("mem", "ldr")
            same = self.person(row["subject"]) == self.person(subject) if personal else row["subject"] == subject
            if row["fact"] == fact and same:
                value = row["value"]
        return value

    def civil_level(self, person: str) -> str | None:
        levels: list[Any] = [row["level"] for row in self.sheets["civil_ratings"] if row["person"] == person]
        return levels[-1] if levels else None
