"""What the reviews service may hear between two calls."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.integration.dossiers_world import COLLECTIVE, LEADER, rated
from tests.integration.service_bench import Heard
from tests.machines.reviews_truth import Truth

PEOPLE = st.sampled_from("ABN")
SINCE = st.sampled_from(("2020-06-01", "2020-12-31", "2021-01-01", "2021-02-01"))
LEVELS = st.sampled_from(("HTXSNV", "HTNV", "KHTNV"))
RATED = st.sampled_from((LEADER, COLLECTIVE, "mem:A", "mem:B", "col:T"))


def fact(service: str, type_: str, **fields: st.SearchStrategy[object]) -> st.SearchStrategy[Heard]:
    return st.fixed_dictionaries(fields).map(lambda data: (service, type_, data))


NEWS: st.SearchStrategy[Heard] = st.one_of(
    st.tuples(RATED, LEVELS).map(lambda said: rated(*said)),
    st.tuples(RATED, LEVELS).map(lambda said: revised(*said)),
    fact(
        *("organizations", "MemberTransferred"),
        person=PEOPLE,
        cell=st.sampled_from(("C1", "C2", "AN-01")),
        moved_on=SINCE,
    ),
    fact(
        *("organizations", "MemberStatusChanged"),
        person=PEOPLE,
        member_status=st.sampled_from(("active", "exempt", "suspended")),
        changed_on=SINCE,
    ),
    fact("organizations", "MembershipEnded", person=PEOPLE, ended_on=SINCE, reason=st.just("left")),
    fact("organizations", "PostEnded", code=st.sampled_from(("P", "P2", "P3")), held_to=SINCE),
    fact(
        *("organizations", "CollectiveEnded"),
        code=st.sampled_from(("T", "TT")),
        ended_on=SINCE,
        successors=st.just([]),
    ),
    fact(
        *("organizations", "CollectiveMoved"),
        code=st.sampled_from(("T", "TT")),
        organization=st.sampled_from(("QN", "QN-01", "AN")),
        since=SINCE,
    ),
    fact(
        *("organizations", "OrganizationMoved"),
        code=st.sampled_from(("C2", "QN-01")),
        parent=st.sampled_from(("QN", "AN")),
        since=SINCE,
        document=st.none(),
    ),
    fact(
        *("organizations", "OrganizationEnded"),
        code=st.sampled_from(("C2", "AN-01", "AN")),
        ended_on=SINCE,
        successors=st.sampled_from(([], ["C1"])),
    ),
)


def revised(subject: str, level: str) -> Heard:
    service, _, data = rated(subject, level)
    return service, "RatingRevised", {**data, "previous_level": "HTNV", "reason": "Rà soát", "cause": "correction"}


def tell(truth: Truth, heard: Heard) -> None:
    """Let the truth know of a place where somebody may stand from now on."""
    _, type_, data = heard
    match type_:
        case "MemberTransferred":
            truth.heard_that(f"mem:{data['person']}", data["cell"])
        case "OrganizationMoved":
            truth.heard_that(data["code"], data["parent"])
        case "CollectiveMoved":
            for subject in {"T": ("col:T", "ldr:P", "ldr:P2"), "TT": (COLLECTIVE, LEADER)}[data["code"]]:
                truth.heard_that(subject, data["organization"])
