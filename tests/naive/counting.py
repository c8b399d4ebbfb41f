"""The figures of a decided campaign."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.naive.deciding import Decided
from tests.naive.deriving import LEVELS, derived, worse
from tests.naive.folder import GRASSROOTS, UNITS, Folder

KINDS = ("col", "ldr", "mem", "org")
DETAILS = 3_000


def counted(folder: Folder, decided: Decided) -> dict[str, Any]:
    heads = (code for code, row in folder.organizations.items() if row["type"] in UNITS)
    units = sorted(code for code in heads if f"org:{code}" in folder.subjects)
    of_unit = {unit: [code for code in folder.subjects if folder.unit(code) == unit] for unit in units}
    ratings = by_kind(list(folder.subjects), decided)
    by_unit = {unit: by_kind(codes, decided) for unit, codes in of_unit.items()}
    return {
        "accepted_documents": len(decided.accepted),
        "refused_documents": decided.refused,
        "ratings": ratings,
        "by_unit": by_unit,
        "member_ratios": {
            "province": ratios(ratings["mem"]),
            "by_unit": {unit: ratios(counts["mem"]) for unit, counts in by_unit.items()},
        },
        "members_not_rated": members_not_rated(folder, decided),
        "caps": {code: cap(decided, members) for code, members in grassroots(folder).items()},
        "over_cap": over_cap(folder, decided),
        **dossiers(folder, decided, units),
        "prompts": prompts(folder),
        "reviews": reviews(folder),
        "head_above_collective": heads_above(folder, decided),
        **proposals(folder, decided),
    }


def by_kind(codes: list[str], decided: Decided) -> dict[str, dict[str, int]]:
    counts = {}
    for kind in KINDS:
        its = [decided.levels.get(code, "not_rated") for code in codes if code.startswith(kind)]
        counts[kind] = {level: its.count(level) for level in (*LEVELS, "not_rated")} | {"total": len(its)}
    return counts


def ratios(count: dict[str, int]) -> dict[str, str | None]:
    excellent, good = count["HTXSNV"], count["HTTNV"]
    return {
        "excellent_of_good": percent(excellent, good),
        "excellent_of_good_or_better": percent(excellent, good + excellent),
        "excellent_of_rated": percent(excellent, sum(count[level] for level in LEVELS)),
    }


def percent(part: int, whole: int) -> str | None:
    if not whole:
        return None
    digits = f"{(part * 100_000 // whole + 5) // 10:03}"  # half up: cut at the third decimal, then rounded on it
    return f"{digits[:-2]}.{digits[-2:]}"


def members_not_rated(folder: Folder, decided: Decided) -> dict[str, int]:
    reasons = dict.fromkeys(("MIEN_SINH_HOAT", "DINH_CHI_SINH_HOAT", "MOI_KET_NAP_DUOI_6_THANG", "undecided"), 0)
    for code, subject in folder.subjects.items():
        if code.startswith("mem:") and code not in decided.levels:
            match subject["person"]["member_status"]:
                case "exempt":
                    reasons["MIEN_SINH_HOAT"] += 1
                case "suspended":
                    reasons["DINH_CHI_SINH_HOAT"] += 1
                case _:
                    reasons["MOI_KET_NAP_DUOI_6_THANG" if folder.new(code) else "undecided"] += 1
    return reasons


def grassroots(folder: Folder) -> dict[str, list[str]]:
    """The members of every grassroots organization; one that has ended is listed while it has members."""
    types = {code: row["type"] for code, row in folder.organizations.items()}
    groups: dict[str, list[str]] = {
        code: [] for code in types if types[code] in GRASSROOTS and f"org:{code}" in folder.subjects
    }
    for code in folder.subjects:
        if code.startswith("mem:"):
            groups.setdefault(str(folder.grassroots(code)), []).append(code)
    return groups


def cap(decided: Decided, codes: list[str]) -> dict[str, int]:
    levels = [decided.levels[code] for code in codes if code in decided.levels]
    good = levels.count("HTTNV")
    return {"allowed": good * 20 // 100, "excellent": levels.count("HTXSNV"), "good": good}


def over_cap(folder: Folder, decided: Decided) -> list[dict[str, Any]]:
    groups: dict[tuple[str, str], list[str]] = {}
    for code in decided.levels:
        body = decided.rows[code]["decided_by"]
        match code[:3]:
            case "mem":
                groups.setdefault(("CAP-MEMBER", body), []).append(code)
            case "org":
                groups.setdefault(("CAP-ORG", f"{body}/{folder.subjects[code]['type']}"), []).append(code)
            case "col":
                groups.setdefault(("CAP-COL", f"{body}/{folder.subjects[code]['type']}"), []).append(code)
    over = []
    for (name, group), codes in sorted(groups.items()):
        figures = cap(decided, codes)
        if figures["excellent"] > figures["allowed"]:
            rows = [decided.rows[code] for code in codes if decided.levels[code] == "HTXSNV"]
            documents = sorted({row["cap_override"] for row in rows if row["cap_override"]})
            over.append({"cap": name, "group": group, "override": ";".join(documents) or None, **figures})
    return over


def dossiers(folder: Folder, decided: Decided, units: list[str]) -> dict[str, Any]:
    owing = {code for code, it in folder.subjects.items() if code[:3] in ("col", "ldr") and it["manager"] == "TINH"}
    on_time: dict[str, bool] = {}
    refused = []
    for number, row in folder.sheets["dossiers"]:
        code = row["subject"]
        faults: list[tuple[str, list[str]]] = []
        if row["forwarded_by"] not in folder.organizations:
            faults.append(("unknown_unit", []))
        if code not in owing:
            faults.append(("unknown_subject", []))
        else:
            missing = required(folder, code) - {part.strip() for part in row["documents"].split(";")}
            if missing:
                faults.append(("dossier_incomplete", sorted(missing)))
            if code not in decided.levels and not folder.excluded(code):
                faults.append(("not_rated", []))
        for reason, lacking in sorted(faults):
            refused.append({"row": number, "subject": code, "reason": reason, "missing": lacking})
        if not faults:
            on_time.setdefault(code, datetime.fromisoformat(row["forwarded_at"]) < folder.deadline())
    by_unit = {unit: dossier_count([code for code in owing if folder.unit(code) == unit], on_time) for unit in units}
    return {"refused_dossiers": refused, "dossiers": {**dossier_count(list(owing), on_time), "by_unit": by_unit}}


def dossier_count(codes: list[str], on_time: dict[str, bool]) -> dict[str, int]:
    states = [on_time.get(code) for code in codes]
    return {
        "expected": len(codes),
        "on_time": states.count(True),
        "late": states.count(False),
        "missing": states.count(None),
    }


def required(folder: Folder, code: str) -> set[str]:
    prompted = {"VAN_BAN_GOI_Y"} if any(prompt["subject"] == code for prompt in folder.prompts) else set()
    if code.startswith("col:"):
        return {"BAO_CAO_KIEM_DIEM", "BIEN_BAN_HOI_NGHI", "BIEN_BAN_KIEM_PHIEU", "DE_NGHI_XEP_LOAI"} | prompted
    civil = {"PHIEU_ND90", "NHAN_XET_NOI_CU_TRU"} if folder.subjects[code]["person"]["civil_category"] else set()
    return {"BAN_KIEM_DIEM", "PHIEU_PHAN_TICH", "BIEN_BAN_HOI_NGHI"} | prompted | civil


def prompts(folder: Folder) -> dict[str, int]:
    answered = sum(folder.answered(prompt) for prompt in folder.prompts)
    return {"issued": len(folder.prompts), "answered": answered, "unanswered": len(folder.prompts) - answered}


def reviews(folder: Folder) -> dict[str, dict[str, int]]:
    collectives = [code for code in folder.subjects if code.startswith("col:")]
    members = [
        code
        for code, subject in folder.subjects.items()
        if code.startswith("mem:") and subject["person"]["member_status"] == "active"
    ]
    must = {"collectives": len(collectives), "members": len(members)}
    done = {
        "collectives": sum(code in folder.reviewed for code in collectives),
        "members": sum(code in folder.reviewed for code in members),
    }
    return {"must_review": must, "reviewed": done, "not_reviewed": {name: must[name] - done[name] for name in must}}


def heads_above(folder: Folder, decided: Decided) -> list[str]:
    above = []
    for code, subject in folder.subjects.items():
        if subject.get("head"):
            level, collective = decided.levels.get(code), decided.levels.get(f"col:{subject['collective']}")
            if level and collective and worse(collective, level):
                above.append(code)
    return sorted(above)


def proposals(folder: Folder, decided: Decided) -> dict[str, Any]:
    concerned = sorted(decided.levels.keys() | folder.opinions.keys())
    found = {code: derived(folder, decided.levels, code) for code in concerned}
    counts = {kind: dict.fromkeys((*LEVELS, "none"), 0) for kind in KINDS}
    for code, proposal in found.items():
        counts[code[:3]][proposal["level"] if proposal else "none"] += 1
    by_subject = {code: proposal for code, proposal in found.items() if proposal}
    differs = [code for code, it in by_subject.items() if decided.levels.get(code, it["level"]) != it["level"]]
    figures: dict[str, Any] = {"derived": counts, "derived_differs": differs}
    return figures | ({"derived_by_subject": by_subject} if len(folder.subjects) <= DETAILS else {})
