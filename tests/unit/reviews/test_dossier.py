"""What stands against a dossier, and which forwarding decides whether it was on time."""

from __future__ import annotations

from datetime import UTC, date, datetime

from services.reviews.domain.campaigns.deadline import Deadline
from services.reviews.domain.dossiers.dossier import Dossier, Due, Forwarding
from services.reviews.domain.dossiers.events import DossierForwarded, DossierRefused
from services.reviews.domain.dossiers.requirements import OwingSubject, owes_dossier, owing_subject, requirements
from shared.subjects import Kind, Subject

DEADLINE = Due(Deadline(date(2021, 2, 25), "before", "Asia/Ho_Chi_Minh"))
CONTENT = "0" * 64
IN_TIME = datetime(2021, 2, 1, tzinfo=UTC)
TOO_LATE = datetime(2021, 3, 1, tzinfo=UTC)
REFERENCE = date(2020, 12, 31)
RULEBOOK = {
    "exclusions": [
        {"id": "EX-NEW", "applies_to": ["leader"], "when": {"months_since_start_lt": 6}, "rated": False},
        {"id": "EX-OTHER", "rated": False, "free_text": True},
    ],
    "dossiers": {
        "collective": [
            {"doc": "BAO_CAO_KIEM_DIEM", "required": True},
            {"doc": "VAN_BAN_GOI_Y", "required_if": "prompted"},
            {"doc": "GIAI_TRINH_GOI_Y", "required_if": "prompted", "inside": "BAO_CAO_KIEM_DIEM"},
            {"doc": "PHIEU_PHAN_TICH", "min_count": 1},
        ],
        "individual": [
            {"doc": "BAN_KIEM_DIEM", "required": True},
            {"doc": "PHIEU_ND90", "required_if": "is_cbccvc"},
            {"doc": "NHAN_XET_NOI_CU_TRU", "required_if": "is_working_member"},
        ],
    },
}
TWO = {"dossiers": {"individual": [{"doc": doc, "required": True} for doc in ("BAN_KIEM_DIEM", "PHIEU_PHAN_TICH")]}}
NEEDS_TWO = OwingSubject(requirements(TWO, Kind.LEADER, prompted=False, has_civil_category=False), awaits_rating=False)


def dossier() -> Dossier:
    return Dossier("BD-2020/ldr:CV00001")


def forwarding(*documents: str, at: datetime = IN_TIME) -> Forwarding:
    return Forwarding("TU", at, frozenset(documents))


def leader(**facts: object) -> Subject:
    return Subject(
        code="ldr:CV00001",
        kind=Kind.LEADER,
        organization="TU",
        management_level="TINH",
        **facts,  # type: ignore[arg-type]
    )


def codes(faults: list) -> list[str]:
    return [fault.code for fault in faults]


def test_every_missing_document_is_named() -> None:
    (fault,) = dossier().faults(forwarding("PHIEU_PHAN_TICH"), NEEDS_TWO, unit_known=True)
    assert fault.code == "dossier_incomplete"
    assert fault.values["missing"] == ["BAN_KIEM_DIEM"]
    assert "BAN_KIEM_DIEM" in fault.say("vi")


def test_all_reasons_that_hold_are_given_together() -> None:
    unrated = OwingSubject(NEEDS_TWO.requirements, awaits_rating=True)
    assert codes(dossier().faults(forwarding(), unrated, unit_known=False)) == [
        "unknown_unit",
        "dossier_incomplete",
        "not_rated",
    ]


def test_beside_an_unknown_subject_only_the_unknown_unit_is_said() -> None:
    assert codes(dossier().faults(forwarding(), None, unit_known=True)) == ["unknown_subject"]
    assert codes(dossier().faults(forwarding(), None, unit_known=False)) == ["unknown_subject", "unknown_unit"]


def test_the_first_accepted_forwarding_decides_and_later_ones_change_nothing() -> None:
    sent = dossier()
    (first, _) = sent.decide(sent.forward(forwarding(at=IN_TIME), DEADLINE, CONTENT))
    assert isinstance(first, DossierForwarded)
    assert first.on_time
    assert sent.decide(sent.forward(forwarding(at=TOO_LATE), DEADLINE, CONTENT)) == []


def test_a_refused_forwarding_does_not_stop_a_later_late_one() -> None:
    sent = dossier()
    faults = sent.faults(forwarding(), NEEDS_TWO, unit_known=True)
    (refused,) = sent.decide(sent.refuse(forwarding(), faults))
    assert isinstance(refused, DossierRefused)
    assert refused.faults == ({"reason": "dossier_incomplete", "missing": ["BAN_KIEM_DIEM", "PHIEU_PHAN_TICH"]},)
    (accepted, _) = sent.decide(sent.forward(forwarding(at=TOO_LATE), DEADLINE, CONTENT))
    assert isinstance(accepted, DossierForwarded)
    assert not accepted.on_time


def test_conditional_documents_count_when_their_condition_holds() -> None:
    civil_servant = owing_subject(leader(civil_category="CONG_CHUC"), RULEBOOK, REFERENCE, prompted=False, rated=True)
    assert civil_servant.required_documents == {"BAN_KIEM_DIEM", "PHIEU_ND90", "NHAN_XET_NOI_CU_TRU"}
    retired = owing_subject(leader(), RULEBOOK, REFERENCE, prompted=False, rated=True)
    assert retired.required_documents == {"BAN_KIEM_DIEM"}


def test_documents_inside_another_or_judged_by_number_are_not_asked_for() -> None:
    collective = Subject(code="col:TT", kind=Kind.COLLECTIVE, organization="TU", management_level="TINH")
    prompted = owing_subject(collective, RULEBOOK, REFERENCE, prompted=True, rated=True)
    assert prompted.required_documents == {"BAO_CAO_KIEM_DIEM", "VAN_BAN_GOI_Y"}


def test_who_is_excluded_from_rating_owes_a_dossier_without_waiting_for_a_level() -> None:
    new = owing_subject(leader(since=date(2020, 9, 1)), RULEBOOK, REFERENCE, prompted=False, rated=False)
    assert not new.awaits_rating
    active = owing_subject(leader(), RULEBOOK, REFERENCE, prompted=False, rated=False)
    assert active.awaits_rating


def test_where_the_rulebook_excludes_nobody_as_new_a_new_leader_awaits_a_level() -> None:
    rulebook = {**RULEBOOK, "exclusions": []}
    new = owing_subject(leader(since=date(2020, 9, 1)), rulebook, REFERENCE, prompted=False, rated=False)
    assert new.awaits_rating


def test_only_provincially_managed_collectives_and_leaders_owe_one() -> None:
    assert owes_dossier(leader(), REFERENCE)
    assert not owes_dossier(leader(until=date(2020, 8, 31)), REFERENCE)
    assert not owes_dossier(Subject(code="mem:DV1", kind=Kind.MEMBER, organization="TU"), REFERENCE)
    district = Subject(code="col:TT-QN-01", kind=Kind.COLLECTIVE, organization="QN-01", management_level="HUYEN")
    assert not owes_dossier(district, REFERENCE)
