"""What may be different in another province. Each function changes a few rows of some sheets, by chance."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

Row = dict[str, str]
Sheets = dict[str, list[Row]]

LEVELS = ("HTXSNV", "HTTNV", "HTNV", "KHTNV")
DEGREES = ("XS", "TOT", "TB", "KEM")
NUMBERS = ("0", "49", "49.99", "50", "69.5", "70", "79.9", "80", "99.99", "100", "120.5")
FACTS = {
    "org": {
        "concluded_internal_disunity": ("yes", "no"),
        "targets_done_pct": NUMBERS,
        "force_majeure": ("yes", "no"),
        "committee_disciplined_in_year": ("yes", "no"),
    },
    "col": {
        "concluded_internal_disunity": ("yes", "no"),
        "concluded_member_degradation": ("yes", "no"),
        "targets_done_pct": NUMBERS,
        "key_targets_done_pct": NUMBERS,
        "force_majeure": ("yes", "no"),
        "collective_disciplined_in_year": ("yes", "no"),
        "member_disciplined_at_least": ("KHIEN_TRACH", "CANH_CAO", "CACH_CHUC", "KHAI_TRU"),
    },
    "mem": {
        "concluded_degradation": ("yes", "no"),
        "disciplined_in_year": ("yes", "no"),
        "targets_done_pct": NUMBERS,
    },
    "ldr": {
        "concluded_degradation": ("yes", "no"),
        "disciplined_in_year": ("yes", "no"),
        "targets_done_pct": NUMBERS,
        "unit_targets_done_pct": NUMBERS,
        "unit_targets_exceeded_pct": NUMBERS,
        "unit_targets_on_time_pct": NUMBERS,
        "units_at_least_HTNV_pct": NUMBERS,
        "units_at_least_HTTNV_pct": NUMBERS,
        "unit_corruption_handled": ("yes", "no"),
    },
}
FORWARDED_AT = (
    "2021-02-24T23:59:59+07:00",
    "2021-02-25T00:00:00+07:00",
    "2021-02-24T17:00:00Z",
    "2021-02-24T16:59:59Z",
    "2021-02-25T04:59:59Z",
    "2021-02-25T05:00:00Z",
)


def some(chance: Random, rows: list[Row], share: float) -> list[Row]:
    return [row for row in rows if chance.random() < share]


def at_the_edge(chance: Random, reference: date, months: int) -> str:
    """The day that many months before, or a day beside it. Where the month is too short it is the month's last."""
    year, month = divmod(reference.year * 12 + reference.month - 1 - months, 12)
    edge = date(year, month + 1, min(reference.day, monthrange(year, month + 1)[1]))
    return (edge + timedelta(days=chance.choice((-1, 0, 1)))).isoformat()


def dates(sheets: Sheets, chance: Random, reference: date) -> None:
    for sheet, column in (("organizations", "founded_on"), ("collectives", "founded_on"), ("people", "admitted_on")):
        for row in some(chance, sheets[sheet], 0.05):
            row[column] = chance.choice(("", at_the_edge(chance, reference, 6)))
    for row in some(chance, sheets["posts"], 0.1):
        row["to"] = at_the_edge(chance, reference, 0)
    parents = {row["parent"] for row in sheets["organizations"]}
    leaves = [row for row in sheets["organizations"] if row["code"] not in parents]
    for row in some(chance, leaves, 0.1):
        row["ended_on"] = at_the_edge(chance, reference, 0)


def people(sheets: Sheets, chance: Random, reference: date) -> None:
    for row in some(chance, sheets["people"], 0.05):
        row["member_status"] = chance.choice(("active", "exempt", "suspended"))
    for row in some(chance, sheets["people"], 0.05):
        row["civil_category"] = chance.choice(("", "CAN_BO", "CONG_CHUC", "VIEN_CHUC"))
    for row in some(chance, sheets["people"], 0.1):
        row["sick_leave_months"] = chance.choice(("", "0", "2", "3", "7"))
    for row in some(chance, sheets["posts"], 0.1):
        row["head"] = chance.choice(("yes", "no"))
    for sheet in ("collectives", "posts"):
        for row in some(chance, sheets[sheet], 0.05):
            row["management_level"] = chance.choice(("TW", "TINH", "HUYEN", "COSO"))


def reviews(sheets: Sheets, chance: Random, reference: date) -> None:
    dropped = {id(row) for row in some(chance, sheets["reviews"], 0.03)}
    sheets["reviews"] = [row for row in sheets["reviews"] if id(row) not in dropped]
    for row in some(chance, sheets["reviews"], 0.03):
        row["submitted_at"] = ""
    for row in some(chance, [row for row in sheets["reviews"] if row["answered_prompts"]], 0.3):
        row["answered_prompts"] = row["answered_prompts"].partition(";")[2]


def facts(sheets: Sheets, chance: Random, reference: date) -> None:
    subjects = [row["subject"] for row in sheets["decisions"]]
    for subject in chance.sample(subjects, len(subjects) // 4):
        known = FACTS[subject[:3]]
        fact = chance.choice(sorted(known))
        row = {"subject": subject, "fact": fact, "value": chance.choice(known[fact]), "document": ""}
        sheets["facts"].insert(chance.randrange(len(sheets["facts"]) + 1), row)
    _other_capacities(sheets, chance)


def _other_capacities(sheets: Sheets, chance: Random) -> None:
    """Findings about a person come under the member, then under a post, and are taken back."""
    for post in some(chance, sheets["posts"], 0.3):
        capacities = [f"mem:{post['person']}", f"ldr:{post['code']}", f"mem:{post['person']}"]
        for subject in capacities[: chance.randint(1, 3)]:
            fact, value = chance.choice(sorted(FACTS["mem"])[:2]), chance.choice(("yes", "no"))
            sheets["facts"].append({"subject": subject, "fact": fact, "value": value, "document": "9-KL"})


def civil_ratings(sheets: Sheets, chance: Random, reference: date) -> None:
    dropped = {id(row) for row in some(chance, sheets["civil_ratings"], 0.05)}
    sheets["civil_ratings"] = [row for row in sheets["civil_ratings"] if id(row) not in dropped]
    again = [row | {"level": chance.choice(LEVELS)} for row in some(chance, sheets["civil_ratings"], 0.1)]
    sheets["civil_ratings"] += again


def opinions(sheets: Sheets, chance: Random, reference: date) -> None:
    for row in some(chance, sheets["opinions"], 0.05):
        row["degrees"] = ""
    again = [row | {"degrees": _other_degrees(row["degrees"], chance)} for row in some(chance, sheets["opinions"], 0.1)]
    sheets["opinions"] += again
    gone = {row["subject"] for row in some(chance, sheets["opinions"], 0.01)}
    sheets["opinions"] = [row for row in sheets["opinions"] if row["subject"] not in gone]


def _other_degrees(degrees: str, chance: Random) -> str:
    pairs = (pair.partition("=")[0] for pair in degrees.split(";") if pair)
    return ";".join(f"{criterion}={chance.choice(DEGREES[: chance.randint(1, 4)])}" for criterion in pairs)


def decisions(sheets: Sheets, chance: Random, reference: date) -> None:
    rows = sheets["decisions"]
    for row in some(chance, rows, 0.9):  # so that one fault does not sink everything that a body decides
        row["document"] = f"{row['document']}.{chance.randint(1, 12)}"
    for row in some(chance, rows, 0.05):
        row["level"] = chance.choice(LEVELS)
    for row in some(chance, rows, 0.6):
        row["reason"] = row["reason"] or "Theo đề nghị của chi bộ"
    for row in some(chance, rows, 0.02):
        row["reason"] = ""
    for row in some(chance, rows, 0.02):
        row["cap_override"] = chance.choice(("", "88-TB/TU", "89-TB/TU"))
    bodies = sorted({row["decided_by"] for row in rows})
    for row in some(chance, rows, 0.005):
        row["decided_by"] = chance.choice(bodies)
    for row in some(chance, rows, 0.01):
        rows.insert(chance.randrange(len(rows)), row | {"level": chance.choice(LEVELS)})
    for _ in range(chance.randint(0, 3)):
        rows.append(chance.choice(rows) | {"subject": chance.choice(("mem:DV999999", "org:XX", "ldr:CV99999"))})
    for _ in range(chance.randint(0, 5)):
        one, other = chance.randrange(len(rows)), chance.randrange(len(rows))
        rows[one], rows[other] = rows[other], rows[one]


def dossiers(sheets: Sheets, chance: Random, reference: date) -> None:
    rows = sheets["dossiers"]
    for row in some(chance, rows, 0.1):
        row["documents"] = ";".join(row["documents"].split(";")[chance.randint(0, 2) :])
    for row in some(chance, rows, 0.05):
        row["forwarded_by"] = chance.choice(("", "XX", row["forwarded_by"]))
    for row in some(chance, rows, 0.2):
        row["forwarded_at"] = chance.choice(FORWARDED_AT)
    for row in some(chance, rows, 0.1):
        rows.append(row | {"forwarded_at": chance.choice(FORWARDED_AT)})
    for row in some(chance, rows, 0.03):
        row["subject"] = chance.choice(("mem:DV000001", "org:QN", "col:XX", row["subject"]))


ALL: tuple[Callable[[Sheets, Random, date], None], ...] = (
    dates,
    people,
    reviews,
    facts,
    civil_ratings,
    opinions,
    decisions,
    dossiers,
)
