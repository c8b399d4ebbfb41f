"""The derived level by the 2020 rules, condition by condition."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tests.naive.folder import Folder

LEVELS = ("HTXSNV", "HTTNV", "HTNV", "KHTNV")
DEGREES = ("XS", "TOT", "TB", "KEM")
DISCIPLINE = ("KHIEN_TRACH", "CANH_CAO", "CACH_CHUC", "KHAI_TRU")
STAGES = {
    "org": ("TU_XL", "CT_XL", "TD", "QD"),
    "col": ("TU_XL", "CT_XL", "TD", "QD"),
    "mem": ("TU_XL", "CQ_XL", "CU_XL", "DT_XL", "CT_NX", "CB_XL", "QD"),
    "ldr": ("TU_XL", "CQ_XL", "CU_XL", "DT_XL", "CT_NX", "CB_XL", "QD"),
}
RESULTS = {"ORG-II-1", "ORG-II-2", "COL-II-1", "COL-II-2", "MEM-II-1", "MEM-II-2", "LDR-II-1"}

Truth = bool | None
Answers = dict[str, Truth]


def derived(folder: Folder, levels: Mapping[str, str], code: str) -> dict[str, Any] | None:
    """The level and the conditions behind it, with the levels assigned so far; None without degrees."""
    kind = code[:3]
    degrees = latest_degrees(folder, code)
    if not degrees:
        return None
    facts = folder.facts_about(code)
    asked = {
        "HTXSNV": {f"{kind}-XS-1": results(degrees, "XS"), f"{kind}-XS-2": others(degrees, "TOT")},
        "HTTNV": {f"{kind}-T-1": results(degrees, "TOT"), f"{kind}-T-2": others(degrees, "TB")},
        "HTNV": {f"{kind}-H-1": all(at_least(degree, "TB") for degree in degrees.values())},
    }
    asked = {
        level: {name.upper().replace("LDR", "MEM"): it for name, it in its.items()} for level, its in asked.items()
    }
    forcing: Answers = {}
    if kind == "org":
        of_organization(children_levels(folder, levels, code), facts, asked, forcing)
    elif kind == "col":
        of_collective(facts, forcing)
    else:
        of_member(folder, code, facts, asked, forcing)
    if kind == "ldr":
        of_leader(facts, asked, forcing)
    failed = {level: sorted(name for name, answer in its.items() if answer is False) for level, its in asked.items()}
    forced = sorted(name for name, answer in forcing.items() if answer)
    found = "KHTNV" if forced else next((level for level in LEVELS[:3] if not failed[level]), "KHTNV")
    limits = ceilings(folder, levels, code)
    lowering = {name: None if limit is None else worse(limit, found) for name, limit in limits.items()}
    sick = kind in ("mem", "ldr") and lowering.get("CEIL-SICK")
    every = {**asked["HTXSNV"], **asked["HTTNV"], **asked["HTNV"], **forcing, **lowering}
    return {
        "level": "HTNV" if sick else found,
        "failed": failed,
        "forced": forced,
        "unknown": sorted(name for name, answer in every.items() if answer is None),
        "ceilings": sorted(name for name, answer in lowering.items() if answer),
    }


def latest_degrees(folder: Folder, code: str) -> dict[str, str]:
    for stage in reversed(STAGES[code[:3]]):
        degrees = folder.opinions.get(code, {}).get(stage)
        if degrees:
            return degrees
    return {}


def at_least(degree: str, least: str) -> bool:
    return DEGREES.index(degree) <= DEGREES.index(least)


def results(degrees: dict[str, str], least: str) -> bool:
    return all(at_least(degree, least) for criterion, degree in degrees.items() if criterion in RESULTS)


def others(degrees: dict[str, str], least: str) -> bool:
    return all(at_least(degree, least) for criterion, degree in degrees.items() if criterion not in RESULTS)


def worse(level: str, than: str) -> bool:
    return LEVELS.index(level) > LEVELS.index(than)


def said(facts: dict[str, str], fact: str) -> Truth:
    return facts[fact] == "yes" if fact in facts else None


def below(facts: dict[str, str], fact: str, number: int) -> Truth:
    return Decimal(facts[fact]) < number if fact in facts else None


def from_(facts: dict[str, str], fact: str, number: int) -> Truth:
    return Decimal(facts[fact]) >= number if fact in facts else None


def both(one: Truth, other: Truth) -> Truth:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def children_levels(folder: Folder, levels: Mapping[str, str], code: str) -> list[str]:
    """The levels of what is below: child organizations, or the members of a cell."""
    codes = folder.children(code)
    if not codes:
        cell = code.removeprefix("org:")
        codes = [it for it, subject in folder.subjects.items() if it.startswith("mem:") and subject["at"] == cell]
    return [levels[it] for it in codes if it in levels]


def of_organization(
    children: list[str], facts: dict[str, str], asked: dict[str, dict[str, Any]], forcing: Answers
) -> None:
    def share(*wanted: str) -> int:
        return 100 * sum(level in wanted for level in children)

    many = len(children)
    asked["HTXSNV"]["ORG-XS-3"] = share("HTXSNV", "HTTNV", "HTNV") >= 100 * many if many else None
    asked["HTXSNV"]["ORG-XS-4"] = share("HTXSNV", "HTTNV") >= 80 * many if many else None
    asked["HTXSNV"]["ORG-XS-5"] = None
    asked["HTTNV"]["ORG-T-3"] = None
    forcing["ORG-K-1"] = said(facts, "concluded_internal_disunity")
    forcing["ORG-K-2"] = below(facts, "targets_done_pct", 50)
    if said(facts, "force_majeure"):
        forcing["ORG-K-2"] = False
    forcing["ORG-K-3"] = said(facts, "committee_disciplined_in_year")
    forcing["ORG-K-4"] = share("KHTNV") > 20 * many if many else None


def of_collective(facts: dict[str, str], forcing: Answers) -> None:
    forcing["COL-K-1"] = said(facts, "concluded_internal_disunity")
    forcing["COL-K-2"] = said(facts, "concluded_member_degradation")
    forcing["COL-K-3"] = both(below(facts, "targets_done_pct", 50), below(facts, "key_targets_done_pct", 100))
    if said(facts, "force_majeure"):
        forcing["COL-K-3"] = False
    forcing["COL-K-4"] = said(facts, "collective_disciplined_in_year")
    form = facts.get("member_disciplined_at_least")
    forcing["COL-K-5"] = None if form is None else form in DISCIPLINE[1:]


def of_member(
    folder: Folder, code: str, facts: dict[str, str], asked: dict[str, dict[str, Any]], forcing: Answers
) -> None:
    person = folder.subjects[code]["person"]
    if person["civil_category"]:
        level = folder.civil.get(person["code"])
        for name, least in (("XS-3", "HTXSNV"), ("T-3", "HTTNV"), ("H-2", "HTNV")):
            asked[least][f"MEM-{name}"] = None if level is None else not worse(level, least)
        forcing["MEM-K-3"] = None if level is None else level == "KHTNV"
    forcing["MEM-K-1"] = said(facts, "concluded_degradation")
    forcing["MEM-K-2"] = below(facts, "targets_done_pct", 50)
    forcing["MEM-K-4"] = said(facts, "disciplined_in_year")


def of_leader(facts: dict[str, str], asked: dict[str, dict[str, Any]], forcing: Answers) -> None:
    done = from_(facts, "unit_targets_done_pct", 100)
    units = from_(facts, "units_at_least_HTNV_pct", 100)
    asked["HTXSNV"]["LDR-XS-1"] = both(done, from_(facts, "unit_targets_exceeded_pct", 50))
    asked["HTXSNV"]["LDR-XS-2"] = units
    asked["HTXSNV"]["LDR-XS-3"] = from_(facts, "units_at_least_HTTNV_pct", 70)
    asked["HTTNV"]["LDR-T-1"] = both(done, from_(facts, "unit_targets_on_time_pct", 80))
    asked["HTTNV"]["LDR-T-2"] = units
    asked["HTNV"]["LDR-H-1"] = from_(facts, "unit_targets_done_pct", 70)
    forcing["LDR-K-1"] = below(facts, "unit_targets_done_pct", 50)
    forcing["LDR-K-2"] = said(facts, "unit_corruption_handled")


def ceilings(folder: Folder, levels: Mapping[str, str], code: str) -> dict[str, str | None]:
    """The limit of each ceiling that concerns the subject; None where it is not known."""
    subject = folder.subjects[code]
    limits: dict[str, str | None] = {}
    person = subject.get("person")
    if person is None:
        return limits
    if not person["sick_leave_months"]:
        limits["CEIL-SICK"] = None
    elif int(person["sick_leave_months"]) >= 3:
        limits["CEIL-SICK"] = "HTNV"
    if person["civil_category"]:
        limits["CEIL-ND90"] = folder.civil.get(person["code"])
    if subject.get("head"):
        limits["CEIL-HEAD"] = levels.get(f"col:{subject['collective']}")
    return limits
