"""Which decision documents are accepted, first ones and revisions, and every reason against the others."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from tests.naive.deriving import derived
from tests.naive.folder import Folder, Row

Faults = list[tuple[int, str, str]]
"""Place among the document's rows, subject and reason of each."""


@dataclass
class Decided:
    """The levels that stand, which row gave each, the documents that stand by body and number, and those refused."""

    levels: dict[str, str] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    refused: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    accepted: set[tuple[str, str]] = field(default_factory=set)


def decide_all(folder: Folder) -> Decided:
    decided = Decided()
    documents: dict[tuple[str, str], list[Row]] = {}
    for row in folder.rows("decisions"):
        documents.setdefault((row["decided_by"], row["document"]), []).append(row)
    for (body, number), rows in documents.items():
        faults = decide(folder, decided, body, number, rows)
        if faults:
            listed = [{"subject": subject, "reason": reason} for _, subject, reason in faults]
            decided.refused[f"{body} {number}"] = sorted(listed, key=lambda fault: (fault["subject"], fault["reason"]))
    return decided


def decide(folder: Folder, decided: Decided, body: str, number: str, rows: list[Row], revising: bool = False) -> Faults:
    """Everything against one document; without any, it applies."""
    faults = faults_of(folder, decided, body, number, rows, revising)
    if not faults:
        decided.accepted.add((body, number))
        for row in rows:
            decided.levels[row["subject"]] = row["level"]
            decided.rows[row["subject"]] = row
    return faults


def faults_of(folder: Folder, decided: Decided, body: str, number: str, rows: list[Row], revising: bool) -> Faults:
    """Every failing row with every reason, looking at the document as if all its rows applied.

    A first decision is about subjects without a level, a revision about those with one.
    """
    after, applied = dict(decided.levels), set()
    for row in rows:
        code = row["subject"]
        if code in folder.subjects and (code in decided.levels) == revising and code not in applied:
            after[code] = row["level"]
            applied.add(code)
    exceeding = over_the_cap(folder, decided.levels, after, applied)
    faults: Faults = []
    seen: set[str] = set()
    for place, row in enumerate(rows):
        code = row["subject"]
        if code not in folder.subjects:
            faults.append((place, code, "unknown_subject"))
            continue
        reasons = reasons_against(folder, after, body, row, revising)
        if code in seen or (code in decided.levels and not revising):
            reasons.append("duplicate")
        elif code not in applied:
            reasons.append("not_decided")
        elif code in exceeding and not row["cap_override"].strip():
            reasons.append("cap_exceeded")
        if revising and (body, number) in decided.accepted:
            reasons.append("document_taken")
        seen.add(code)
        faults += [(place, code, reason) for reason in reasons]
    return faults


def reasons_against(folder: Folder, after: Mapping[str, str], body: str, row: Row, revising: bool) -> list[str]:
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
    if not row["reason"].strip() and (revising or (proposal and proposal["level"] != row["level"])):
        reasons.append("reason_required")
    return reasons


def over_the_cap(
    folder: Folder, before: Mapping[str, str], after: Mapping[str, str], applied: Collection[str]
) -> set[str]:
    """The members whom the document makes excellent or takes from the good, in a group that then holds too many."""
    groups: dict[str | None, list[str]] = {}
    for code, level in after.items():
        if code.startswith("mem:"):
            groups.setdefault(folder.grassroots(code), []).append(level)
    too_many = {group for group, its in groups.items() if its.count("HTXSNV") > 20 * its.count("HTTNV") // 100}
    return {
        code
        for code in applied
        if code.startswith("mem:")
        and (after[code] == "HTXSNV" or (before.get(code) == "HTTNV" and after[code] != "HTTNV"))
        and folder.grassroots(code) in too_many
    }
