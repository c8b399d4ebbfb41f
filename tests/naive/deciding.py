"""Which decision documents are accepted, and every reason against the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.naive.deriving import derived
from tests.naive.folder import Folder, Row


@dataclass
class Decided:
    """The levels that stand in the end, which row gave each, and the documents that were refused."""

    levels: dict[str, str] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    refused: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    accepted: int = 0


def decide_all(folder: Folder) -> Decided:
    decided = Decided()
    documents: dict[tuple[str, str], list[Row]] = {}
    for row in folder.rows("decisions"):
        documents.setdefault((row["decided_by"], row["document"]), []).append(row)
    for (body, number), rows in documents.items():
        faults = faults_of(folder, decided.levels, body, rows)
        if faults:
            decided.refused[f"{body} {number}"] = sorted(faults, key=lambda fault: (fault["subject"], fault["reason"]))
        else:
            decided.accepted += 1
            for row in rows:
                decided.levels[row["subject"]] = row["level"]
                decided.rows[row["subject"]] = row
    return decided


def faults_of(folder: Folder, levels: Mapping[str, str], body: str, rows: list[Row]) -> list[dict[str, str]]:
    """Every failing row with every reason, looking at the document as if all its rows applied."""
    after = dict(levels)
    for row in rows:
        if row["subject"] in folder.subjects:
            after.setdefault(row["subject"], row["level"])
    exceeding = over_the_cap(folder, levels, after)
    faults, seen = [], set()
    for row in rows:
        code = row["subject"]
        if code not in folder.subjects:
            faults.append({"subject": code, "reason": "unknown_subject"})
            continue
        again = code in seen or code in levels
        seen.add(code)
        reasons = reasons_against(folder, after, body, row)
        if again:
            reasons.append("duplicate")
        elif code in exceeding and not row["cap_override"].strip():
            reasons.append("cap_exceeded")
        faults += [{"subject": code, "reason": reason} for reason in reasons]
    return faults


def reasons_against(folder: Folder, after: Mapping[str, str], body: str, row: Row) -> list[str]:
    code, subject = row["subject"], folder.subjects[row["subject"]]
    person = subject.get("person")
    reasons = []
    if folder.decider(code) != body:
        reasons.append("authority")
    if not code.startswith("org:") and code not in folder.reviewed:
        reasons.append("not_reviewed")
    if folder.excluded(code):
        reasons.append("excluded")
    if code.startswith("org:") and any(it not in after and not folder.excluded(it) for it in folder.children(code)):
        reasons.append("lower_first")
    if code.startswith("ldr:"):
        collective = f"col:{subject['collective']}"
        never = folder.excluded(collective) or folder.decider(collective) is None
        if collective not in after and not never:
            reasons.append("collective_first")
    if person and person["civil_category"] and person["code"] not in folder.civil:
        reasons.append("civil_rating_missing")
    if any(prompt["subject"] == code and not folder.answered(prompt) for prompt in folder.prompts):
        reasons.append("prompt_unanswered")
    proposal = derived(folder, after, code)
    if proposal and proposal["level"] != row["level"] and not row["reason"].strip():
        reasons.append("reason_required")
    return reasons


def over_the_cap(folder: Folder, before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    """The members whom the document would make excellent in a group that would then hold too many."""
    groups: dict[str | None, list[str]] = {}
    for code, level in after.items():
        if code.startswith("mem:"):
            groups.setdefault(folder.grassroots(code), []).append(level)
    too_many = {group for group, its in groups.items() if its.count("HTXSNV") > 20 * its.count("HTTNV") // 100}
    return {
        code
        for code, level in after.items()
        if code.startswith("mem:") and code not in before and level == "HTXSNV" and folder.grassroots(code) in too_many
    }
