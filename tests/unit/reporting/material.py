"""The rows of a sample folder joined by hand, as the domain wants them: independent of any database."""

from __future__ import annotations

from datetime import datetime

from services.reporting.domain.figures import Material, RefusedDocument, RefusedDossier
from services.reporting.domain.rules import Rules
from services.reporting.domain.subjects import CollectiveRow, LeaderRow, MemberRow, OrganizationRow
from tests.unit.reporting.folder import RULEBOOK, Folder, Row

RULES = Rules.of(RULEBOOK)
CLOSES = datetime.fromisoformat("2021-02-25T00:00:00+07:00")


def material(folder: Folder) -> Material:
    return Joined(folder).material()


class Joined:
    """Follows the references between a folder's tables."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.organizations = {row["code"]: row for row in folder.rows("organizations")}
        self.collectives = {row["code"]: row for row in folder.rows("collectives")}
        self.decided = {row["subject"]: row for row in folder.decisions}
        self.reviews = {row["subject"]: row for row in folder.rows("reviews") if row["submitted_at"]}
        self.on_time = {row["subject"]: datetime.fromisoformat(row["forwarded_at"]) < CLOSES for row in folder.dossiers}

    def material(self) -> Material:
        expected = self.folder.expected
        return Material(
            reference_date=self.folder.campaign["reference_date"].isoformat(),
            caps=RULES.caps,
            exclusions=RULES.exclusions,
            organizations=[self.organization(row) for row in self.organizations.values()],
            collectives=[self.collective(row) for row in self.collectives.values()],
            members=[self.member(row) for row in self.folder.rows("people") if row["cell"]],
            leaders=[self.leader(row) for row in self.folder.rows("posts")],
            prompts_answered=[self.is_answered(row) for row in self.folder.rows("prompts")],
            accepted_documents=len({(row["decided_by"], row["document"]) for row in self.folder.decisions}),
            refused_documents=[
                RefusedDocument(body, document, faults)
                for key, faults in expected["refused_documents"].items()
                for body, _, document in [key.partition(" ")]
            ],
            refused_dossiers=[
                RefusedDossier(
                    fault["subject"], fault["row"], [{"reason": fault["reason"], "missing": fault["missing"]}]
                )
                for fault in expected["refused_dossiers"]
            ],
        )

    def above(self, organization: str, types: set[str]) -> str | None:
        """The nearest organization of one of the types, at or above."""
        code: str | None = organization
        while code and self.organizations[code]["type"] not in types:
            code = self.organizations[code]["parent"]
        return code

    def unit(self, organization: str) -> str:
        return self.above(organization, {"DB_TRUC_THUOC_TINH", "DB_TINH"}) or organization

    def decision(self, subject: str) -> Row:
        return self.decided.get(subject, {"level": None, "decided_by": None, "cap_override": None})

    def derived(self, subject: str) -> str | None:
        """The derived level, `none` without degrees, None for whom nobody derived any."""
        if subject not in self.folder.proposals:
            return None
        proposal = self.folder.proposals[subject]
        return "none" if proposal is None else str(proposal["level"])

    def organization(self, row: Row) -> OrganizationRow:
        decision = self.decision(f"org:{row['code']}")
        return OrganizationRow(
            row["code"],
            row["type"],
            self.unit(row["code"]),
            row["ended_on"],
            decision["level"],
            decision["decided_by"],
            decision["cap_override"],
            self.derived(f"org:{row['code']}"),
        )

    def collective(self, row: Row) -> CollectiveRow:
        subject = f"col:{row['code']}"
        decision = self.decision(subject)
        return CollectiveRow(
            row["code"],
            row["type"],
            self.unit(row["organization"]),
            row["management_level"],
            row["founded_on"],
            None,
            decision["level"],
            decision["decided_by"],
            decision["cap_override"],
            subject in self.reviews,
            self.on_time.get(subject),
            self.derived(subject),
        )

    def member(self, row: Row) -> MemberRow:
        subject = f"mem:{row['code']}"
        decision = self.decision(subject)
        return MemberRow(
            row["code"],
            self.unit(row["cell"]),
            self.above(row["cell"], {"DB_CO_SO", "CB_CO_SO"}),
            row["member_status"],
            row["admitted_on"],
            decision["level"],
            decision["cap_override"],
            subject in self.reviews,
            self.derived(subject),
        )

    def leader(self, row: Row) -> LeaderRow:
        subject = f"ldr:{row['code']}"
        decision = self.decision(subject)
        return LeaderRow(
            row["code"],
            self.unit(self.collectives[row["collective"]]["organization"]),
            row["management_level"],
            row["head"] == "yes",
            row["to"],
            row["post_group"],
            decision["level"],
            decision["decided_by"],
            decision["cap_override"],
            self.decision(f"col:{row['collective']}")["level"],
            self.on_time.get(subject),
            self.derived(subject),
        )

    def is_answered(self, prompt: Row) -> bool:
        review = self.reviews.get(prompt["subject"])
        return review is not None and prompt["code"] in (review["answered_prompts"] or "").split(";")
