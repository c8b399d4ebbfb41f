"""What the rules let happen in the reviews service, told once more and in tables: a small truth to judge its log by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from shared.eventstore import Recorded
from tests.machines import Caller

COURSES: dict[str, dict[str, dict[str, str]]] = {
    "campaign": {
        "none": {"CampaignDrafted": "draft"},
        "draft": {"CampaignDrafted": "draft", "CampaignOpened": "open"},
        "open": {
            "CampaignClosed": "closed",
            **dict.fromkeys(("ExpectedSetFrozen", "CampaignLocked", "CampaignUnlocked", "DeadlineExtended"), "open"),
        },
        "closed": {"CampaignReopened": "open"},
    },
    "review": {
        "none": {"ReviewDrafted": "draft", "ReviewSubmitted": "submitted"},
        "draft": {"ReviewDrafted": "draft", "ReviewSubmitted": "submitted", "ReviewVersionSetAside": "draft"},
        "submitted": {
            "ReviewReturned": "returned",
            **dict.fromkeys(("ReviewSupplemented", "ReviewCompleted", "ReviewVersionSetAside"), "submitted"),
        },
        "returned": {"ReviewSupplemented": "submitted", "ReviewVersionSetAside": "returned"},
    },
    "dossier": {
        "none": {"DossierForwarded": "forwarded", "NothingToReportConfirmed": "nothing_to_report"},
        "nothing_to_report": {"DossierForwarded": "forwarded"},
        "forwarded": {
            "DossierReceiptIssued": "forwarded",
            "DossierReceived": "received",
            "DossierRecalled": "recalled",
        },
        "received": {"DossierAccepted": "accepted", "DossierReturned": "returned", "DossierRecalled": "recalled"},
        "returned": {"DossierForwarded": "forwarded"},
        "recalled": {"DossierForwarded": "forwarded"},
        "accepted": {},
    },
    "prompt": {
        "none": {"PromptIssued": "issued"},
        "issued": {"PromptAnswered": "answered"},
        "answered": {"PromptAnswered": "answered", "AnswerJudged": "answered"},
    },
    "remedy": {
        "none": {"RemedyAssigned": "in_progress"},
        **{state: {"RemedyReported": "reported"} for state in ("in_progress", "not_done")},
        "done": {},
    },
}
"""Every step that the rules know, by the kind of thing and its state."""

NEW = {
    *("ReviewDrafted", "ReviewSubmitted", "PromptIssued", "CommentGiven", "AttachmentAdded"),
    *("NothingToReportConfirmed", "InterimSummaryRecorded"),
}
CORRECTIONS = {
    "ReviewReturned",
    "ReviewSupplemented",
    "ReviewCompleted",
    "AnswerJudged",
    "DossierRecalled",
    "AttachmentWithdrawn",
}
HANDLING = {"DossierReceived", "DossierAccepted", "DossierReturned"}
STOPPED_BY = ((NEW, {"new", "all"}), (CORRECTIONS, {"corrections", "all"}), (HANDLING, {"all"}))
WHEN_CLOSED = {"CampaignReopened", "RemedyAssigned", "RemedyReported"}
"""Help goes on after the close, and nothing else."""
ASIDE = {"ReviewVersionSetAside", "DossierRefused"}
"""What a refusal may leave behind."""


class Truth:
    """Where everything stands by the log, which is read as it grows. Raises AssertionError at what is forbidden."""

    def __init__(self, parents: dict[str, str | None], stands: dict[str, str], people: dict[str, str]) -> None:
        self.parents = {code: {parent} for code, parent in parents.items()}
        self.stands = {subject: {place} for subject, place in stands.items()}
        self.people = people
        self.states: dict[tuple[str, str], str] = defaultdict(lambda: "none")
        self.versions: dict[tuple[str, str], int] = {}
        self.locks: dict[tuple[str, str | None, str], dict[str, Any]] = {}
        self.extended: dict[tuple[str, str], str] = {}
        self.prompted: dict[str, str] = {}

    def follow(self, events: Iterable[Recorded], now: datetime, caller: Caller | None = None) -> None:
        """`caller` is who has caused the events, if somebody called."""
        for event in events:
            kind, _, key = event.stream.partition(":")
            self._is_let_in(event, event.data, now)
            if caller is not None:
                self._is_the_callers_business(event.type, event.data, caller)
            self._goes_its_course(kind, key, event)
            self._note(event.type, event.data)

    def heard_that(self, who: str, stands_in: str) -> None:
        """A subject, or an organization, may stand in another place too, by the day that one asks about."""
        places = self.stands if ":" in who else self.parents
        places.setdefault(who, set()).add(stands_in)  # type: ignore[arg-type]

    def state(self, kind: str, campaign: str, code: str = "") -> str:
        return self.states[kind, f"{campaign}/{code}" if code else campaign]

    def _goes_its_course(self, kind: str, key: str, event: Recorded) -> None:
        if event.type != "ReviewVersionSetAside":
            self.versions[kind, key] = event.version
        if kind not in COURSES or event.type == "DossierRefused":
            return
        before = self.states[kind, key]
        steps = COURSES[kind][before]
        assert event.type in steps, f"{event.stream} is {before}: no {event.type} may happen"
        self.states[kind, key] = event.data["outcome"] if event.type == "RemedyReported" else steps[event.type]

    def _is_let_in(self, event: Recorded, data: dict[str, Any], now: datetime) -> None:
        state = self.states["campaign", data["campaign"]]
        if event.stream.startswith("campaign:"):
            return
        assert state == "open" or (state == "closed" and event.type in WHEN_CLOSED), f"{event.type} while {state}"
        act = event.type
        if act == "DossierForwarded":
            again = self.states["dossier", event.stream.partition(":")[2]] in ("returned", "recalled")
            act = "DossierRecalled" if again else "NothingToReportConfirmed"
        stopped_by = next((stops for acts, stops in STOPPED_BY if act in acts), set())
        units = self.units_of(data.get("subject") or f"org:{data.get('organization')}")
        locked = [self._is_locked(data["campaign"], unit, stopped_by, now) for unit in units]
        assert not locked or not all(locked), f"{event.type} about one of {units} went through a lock"

    def _is_locked(self, campaign: str, unit: str | None, stopped_by: set[str], now: datetime) -> bool:
        given = self.extended.get((campaign, unit or ""))
        more_time = given is not None and now < when(given)
        for (where, place, stops), lock in self.locks.items():
            concerned = where == campaign and place in (None, unit) and stops in stopped_by
            in_force = when(lock["since"]) <= now and (lock["until"] is None or now < when(lock["until"]))
            if concerned and in_force and not (stops == "new" and more_time):
                return True
        return False

    def _is_the_callers_business(self, type_: str, data: dict[str, Any], caller: Caller) -> None:
        subject = data.get("subject") or (f"org:{data['organization']}" if "organization" in data else None)
        if caller.organization == "TU" or type_ == "FormCopied":
            return
        assert subject is not None, f"{caller} did what only the province may: {type_}"
        if caller.role == "member":
            assert self.people.get(subject) == caller.person, f"{caller} wrote for {subject}"
        else:
            assert caller.organization in self.above(subject), f"{caller} reached {subject} with {type_}"

    def above(self, subject: str) -> set[str | None]:
        """The organizations that the subject ever stood in or below."""
        found: set[str | None] = set()
        new = {subject.partition(":")[2]} if subject.startswith("org:") else set(self.stands.get(subject, ()))
        while new:
            found |= new
            new = {parent for code in new if code for parent in self.parents.get(code, ())} - found - {None}
        return found

    def units_of(self, subject: str) -> set[str | None]:
        """The units, directly below the province, that the subject was ever in; None stands for the province itself."""
        above = self.above(subject)
        return {code for code in above if code and "TU" in self.parents.get(code, ())} or {None}

    def _note(self, type_: str, data: dict[str, Any]) -> None:
        match type_:
            case "PromptIssued":
                self.prompted[f"{data['campaign']}/{data['code']}"] = data["subject"]
            case "CampaignLocked":
                self.locks[data["campaign"], data["unit"], data["stops"]] = data
            case "CampaignUnlocked":
                del self.locks[data["campaign"], data["unit"], data["stops"]]
            case "DeadlineExtended":
                self.extended[data["campaign"], data["unit"]] = data["ends_at"]


def when(text: str) -> datetime:
    return datetime.fromisoformat(text)
