"""Small random provinces, drawn from a number: everything that the rules ask about occurs, mostly as it should be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from services.ratings.domain.decisions.acts import Act
from services.ratings.domain.decisions.decision import Document
from services.ratings.domain.decisions.picture import Row
from tests.naive.folder import Folder
from tests.unit.ratings.small import document

LEVELS = ("HTXSNV", "HTTNV", "HTNV", "KHTNV")
FRAMES = {
    "org": [f"ORG-{it}" for it in ("I-1", "I-2", "I-3", "I-4", "II-1", "II-2", "III-1")],
    "col": [f"COL-{it}" for it in ("I-1", "I-2", "I-3", "I-4", "II-1", "II-2", "III-1")],
    "mem": [f"MEM-{it}" for it in ("I-1", "I-2", "I-3", "I-4", "II-1", "II-2", "III-1")],
}
STAGES = {"org": ("TU_XL", "CT_XL", "TD"), "col": ("TU_XL", "TD"), "mem": ("TU_XL", "CU_XL", "CB_XL")}
FACTS = (
    "concluded_degradation",
    "disciplined_in_year",
    "concluded_internal_disunity",
    "committee_disciplined_in_year",
    "collective_disciplined_in_year",
)
Sheet = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The folder's sheets, and the documents in the order in which they are decided."""

    sheets: dict[str, Sheet]
    documents: list[Document]

    @property
    def folder(self) -> Folder:
        return folder_of(self.sheets)


def folder_of(sheets: dict[str, Sheet]) -> Folder:
    """The sheets as the second counter reads them."""
    campaign = {"province": "TU", "reference_date": date(2020, 12, 31)}
    return Folder(campaign, {name: list(enumerate(rows, start=2)) for name, rows in sheets.items()})


def drawn(number: int) -> Drawn:
    """The province of this number."""
    return _Drawing(Random(number)).province()


class _Drawing:
    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.subjects: list[str] = []
        self.without_cell = "mem:X"

    def now_and_then(self, percent: int) -> bool:
        return self.chance.randrange(100) < percent

    def one_of(self, *choices: str) -> str:
        return self.chance.choice(choices)

    def province(self) -> Drawn:
        sheets: dict[str, Sheet] = {"organizations": self.organizations(), "collectives": self.collectives()}
        sheets["people"] = self.people()
        sheets["posts"] = self.posts(sheets)
        self.without_cell = next((f"mem:{row['code']}" for row in sheets["people"] if not row["cell"]), "mem:X")
        self.subjects = [
            *(f"mem:{row['code']}" for row in sheets["people"] if row["cell"]),
            *(f"col:{row['code']}" for row in sheets["collectives"]),
            *(f"ldr:{row['code']}" for row in sheets["posts"]),
            *(f"org:{row['code']}" for row in reversed(sheets["organizations"])),
        ]
        sheets |= self.sayings(sheets)
        return Drawn(sheets, self.documents(sheets))

    def organizations(self) -> Sheet:
        tree = [("TU", "DB_TINH", ""), ("QN", "DB_TRUC_THUOC_TINH", "TU"), ("QN-01", "DB_CO_SO", "QN")]
        tree += [("C1", "CB_TRUC_THUOC", "QN-01")]
        if self.now_and_then(50):
            tree += [("BP", "DB_BO_PHAN", "QN-01"), ("C2", "CB_TRUC_THUOC", "BP")]
        if self.now_and_then(40):
            tree.append(("QN-02", "CB_CO_SO", "QN"))
        return [
            {
                "code": code,
                "type": type_,
                "parent": parent,
                "founded_on": self.one_of("2020-06-30", "2020-07-01") if self.now_and_then(6) else "",
                "ended_on": self.one_of("2020-12-30", "2020-12-31") if code == "C2" and self.now_and_then(15) else "",
            }
            for code, type_, parent in tree
        ]

    def collectives(self) -> Sheet:
        return [
            {
                "code": code,
                "type": "TT_CAP_UY",
                "organization": organization,
                "management_level": self.one_of("TW", "TINH", "HUYEN", "COSO") if self.now_and_then(20) else level,
                "founded_on": "2020-09-01" if self.now_and_then(6) else "",
            }
            for code, organization, level in (("T-QN", "QN", "HUYEN"), ("T-01", "QN-01", "COSO"))
        ]

    def people(self) -> Sheet:
        return [
            {
                "code": f"D{number:02}",
                "admitted_on": self.one_of("2020-06-30", "2020-07-01", "") if self.now_and_then(8) else "2001-02-03",
                "member_status": self.one_of("exempt", "suspended") if self.now_and_then(5) else "active",
                "civil_category": "CONG_CHUC" if self.now_and_then(20) else "",
                "cell": "" if self.now_and_then(4) else "C1",
                "sick_leave_months": self.one_of("2", "3") if self.now_and_then(8) else "",
            }
            for number in range(self.chance.randint(5, 13))
        ]

    def posts(self, sheets: dict[str, Sheet]) -> Sheet:
        return [
            {
                "code": f"P{number}",
                "person": self.chance.choice(sheets["people"])["code"],
                "collective": self.one_of("T-QN", "T-01"),
                "post_group": "G",
                "head": "no",
                "management_level": self.one_of("TINH", "HUYEN", "COSO"),
                "to": self.one_of("2020-12-30", "2020-12-31") if self.now_and_then(15) else "",
            }
            for number in range(self.chance.randint(0, 2))
        ]

    def sayings(self, sheets: dict[str, Sheet]) -> dict[str, Sheet]:
        known = self.subjects
        prompts = [
            {"code": f"GY{number}", "subject": self.chance.choice([it for it in known if it[:3] != "org"])}
            for number in range(self.chance.randint(0, 2))
        ]
        return {
            "prompts": prompts,
            "reviews": [self.review(it, prompts) for it in known if it[:3] != "org" and not self.now_and_then(4)],
            "facts": [
                {"subject": self.chance.choice(known), "fact": self.one_of(*FACTS), "value": self.one_of("yes", "no")}
                for _ in range(self.chance.randint(0, 4))
            ],
            "civil_ratings": [
                {"person": row["code"], "level": self.one_of(*LEVELS)}
                for row in sheets["people"]
                if row["civil_category"] and not self.now_and_then(15)
            ],
            "opinions": [
                {"subject": it, "stage": stage, "degrees": self.degrees(it[:3])}
                for it in known
                if it[:3] != "ldr" and self.now_and_then(60)
                for stage in STAGES[it[:3]]
                if self.now_and_then(60)
            ],
        }

    def review(self, subject: str, prompts: Sheet) -> dict[str, str]:
        asked = [row["code"] for row in prompts if row["subject"] == subject and not self.now_and_then(30)]
        submitted = "" if self.now_and_then(4) else "2020-12-05T15:00:00+07:00"
        return {"subject": subject, "submitted_at": submitted, "answered_prompts": ";".join(asked)}

    def degrees(self, kind: str) -> str:
        if self.now_and_then(10):
            return ""
        usual = self.one_of("XS", "TOT", "TOT", "TB")
        odd = {it: self.one_of("XS", "TOT", "TB", "KEM") for it in FRAMES[kind] if self.now_and_then(10)}
        return ";".join(f"{it}={odd.get(it, usual)}" for it in FRAMES[kind])

    def documents(self, sheets: dict[str, Sheet]) -> list[Document]:
        """Mostly from below, each body about its own subjects; then revisions, and some of everything once more."""
        folder = folder_of(sheets)
        by_body: dict[str, list[str]] = {}
        for subject in self.subjects:
            body = (subject in folder.subjects and folder.decider(subject)) or "TU"
            by_body.setdefault(body, []).append(subject)
        papers = []
        for body in sorted(by_body, key=("QN-02", "QN-01", "QN", "TU").index):
            for part in self.parts(by_body[body]):
                papers.append(self.paper(len(papers), body, part, Act.DECISION))
                if self.now_and_then(50):
                    again = self.chance.sample(part, self.chance.randint(1, min(3, len(part))))
                    papers.append(self.paper(len(papers), body, again, Act.REVISION))
        if self.now_and_then(15):
            self.chance.shuffle(papers)
        return papers

    def parts(self, subjects: list[str]) -> list[list[str]]:
        """The subjects that are rated at all, or now and then all of them, in one document or several."""
        size = self.chance.choice([1, 3, 5, len(subjects)])
        return [subjects[start : start + size] for start in range(0, len(subjects), size)]

    def paper(self, number: int, body: str, subjects: list[str], act: Act) -> Document:
        rows = [self.row(subject, act) for subject in subjects if not self.now_and_then(3)]
        if not rows or self.now_and_then(3):
            rows.append(self.row(self.one_of("mem:X", "org:X", "ldr:X", self.without_cell, *subjects), act))
        if self.now_and_then(5):
            rows.append(self.row(self.one_of(*subjects), act))
        decided_by = self.one_of("TU", "QN", "QN-01") if self.now_and_then(4) else body
        named = number - 1 if self.now_and_then(10) else number
        return document(*rows, decided_by=decided_by, number=f"{named}-QĐ", act=act)

    def row(self, subject: str, act: Act) -> Row:
        level = self.one_of("HTTNV", "HTTNV", "HTTNV", "HTTNV", "HTXSNV", "HTNV", "KHTNV")
        reason = None if self.now_and_then(3 if act is Act.DECISION else 8) else "Lý do"
        return Row(subject, level, reason, "88-TB/TU" if self.now_and_then(8) else None)
