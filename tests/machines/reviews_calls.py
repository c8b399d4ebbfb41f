"""Calls of every command of the reviews service, as strategies: mostly what could be meant, sometimes not."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlencode

from hypothesis import strategies as st

from tests.integration.dossiers_world import COLLECTIVE, DOCUMENTS, LEADER
from tests.integration.ratings_world import campaign
from tests.integration.reviews_bench import FORM, FORM_OF_COLLECTIVES
from tests.machines import Caller
from tests.machines.drawn import ANY_TEXTS, DAYS, TEXTS, maybe

PROVINCE = Caller("board_officer", "TU")
IMPORTER = Caller("importer", "TU")
OFFICER = Caller("unit_officer", "QN")
NEIGHBOUR = Caller("unit_officer", "AN")
CALLERS = (
    *(PROVINCE, IMPORTER, OFFICER, NEIGHBOUR, Caller("unit_officer", "QN-01"), Caller("importer", "QN")),
    *(Caller("member", person=person) for person in "ABN"),
)

SUBJECTS = (*(LEADER, COLLECTIVE, "mem:A") * 3, "mem:B", "col:T", "ldr:P2", "mem:N", "org:QN", "col:ai")
PEOPLE = {LEADER: "A", "mem:A": "A", "ldr:P": "A", "mem:B": "B", "ldr:P2": "B", "mem:N": "N"}
CAMPAIGNS = (*("BD-2020",) * 5, "BD-2021")
CODES = st.sampled_from((*("1", "2") * 3, "Gợi ý 4", "5/TU", "..", "a?b#c%2F"))
ORGANIZATIONS = st.sampled_from((*("TU", "QN") * 3, "QN-01", "AN", "C1", "không có"))


def _rarely(lists: st.SearchStrategy[list[Any]]) -> st.SearchStrategy[list[Any]]:
    """Mostly nothing."""
    return st.integers(0, 3).flatmap(lambda often: lists if often == 3 else st.just([]))


FINGERPRINTS = (sha256(b"%PDF-").hexdigest(), sha256(b"%PDF-\x00").hexdigest(), "0" * 64)
"""Of the smallest files that there are, and of none."""

subjects = st.sampled_from(SUBJECTS)
documents = st.sampled_from(("1-TB/TU", "2-TB/TU"))
POINTS = st.sampled_from((1, 1, 1, 2, 3))
prompts = _rarely(st.lists(CODES, max_size=2))
answers = _rarely(
    st.lists(st.fixed_dictionaries({"prompt": CODES, "text": ANY_TEXTS}, optional={"point": POINTS}), max_size=2)
)
answering = {"answered_prompts": prompts, "answers": answers}
deadline = st.fixed_dictionaries(
    {
        "date": st.sampled_from(("2021-02-25", "2021-03-10", "1990-01-01", "2200-12-31")),
        "rule": st.sampled_from(("before", "by")),
        "zone": st.sampled_from(("Asia/Ho_Chi_Minh", "Asia/Ho_Chi_Minh", "Pacific/Kiritimati", "Sao/Hoa")),
    }
)
papers = {
    "form": st.sampled_from((None, None, None, FORM, FORM_OF_COLLECTIVES)),
    "held_on": maybe(DAYS),
    "summary": maybe(ANY_TEXTS),
}


def bodies(now: st.SearchStrategy[str | None]) -> dict[str, st.SearchStrategy[Any]]:
    """The body of each command, by the last words of its path; `now` draws instants. Without a body None."""
    reason = {"reason": TEXTS}
    issuers = st.sampled_from(("TU", "TU", "TU", "QN"))
    letter = {"code": CODES, "subject": subjects, "issued_by": issuers, "document": documents, "issued_on": DAYS}
    place = {"unit": maybe(ORGANIZATIONS), "stops": st.sampled_from(("new", "corrections", "all"))}
    fixed = st.fixed_dictionaries
    return {
        "/campaigns": st.sampled_from(CAMPAIGNS).flatmap(_draft_of),
        "opening": st.none(),
        "closing": fixed({}, optional={"document": documents}),
        "reopening": fixed(reason),
        "locks": fixed({**reason, **place}, optional={"since": now, "until": now}),
        "unlockings": fixed({**reason, **place}),
        "extensions": fixed({**reason, "unit": ORGANIZATIONS, "until": deadline}),
        "expectations": fixed(
            {**reason, "subject": subjects, "owes": st.lists(st.sampled_from(("review", "rating", "dossier")))}
        ),
        "prompts": st.one_of(
            fixed({**letter, "text": ANY_TEXTS}),
            fixed({**letter, "points": st.lists(fixed({"text": ANY_TEXTS}), min_size=1, max_size=3)}),
        ),
        "judgements": fixed(
            {"point": POINTS, "judgement": st.sampled_from(("accepted", "insufficient"))},
            optional={"remarks": ANY_TEXTS},
        ),
        "reviews": fixed({"subject": subjects, **answering}, optional={**papers, "draft": st.booleans()}),
        "draft": fixed(answering, optional=papers),
        "submissions": st.none(),
        "reviews/returns": fixed({"returned_by": ORGANIZATIONS, "remarks": ANY_TEXTS}),
        "supplements": fixed({"text": ANY_TEXTS, **answering}),
        "completions": fixed({"text": ANY_TEXTS}),
        "comments": fixed({"side": st.sampled_from(("peer", "superior")), "given_by": CODES, "text": ANY_TEXTS}),
        "attachments": st.binary(max_size=1),
        "withdrawal": fixed({}, optional={"reason": TEXTS}),
        "dossier-forwardings": st.sampled_from((LEADER, COLLECTIVE)).flatmap(lambda who: _forwarding(who, now)),
        "recalls": fixed({"remarks": ANY_TEXTS}),
        "receptions": st.none(),
        "acceptances": st.none(),
        "dossiers/returns": fixed({"remarks": ANY_TEXTS}),
        "nothing-to-report": fixed({"subject": subjects}),
        "plans": fixed({"organization": ORGANIZATIONS, "document": documents, "adopted_on": DAYS, "levels": levels}),
        "interim-summaries": fixed({"document": documents, "held_on": DAYS, "text": ANY_TEXTS}),
        "remedies": fixed(
            {
                "code": CODES,
                "subject": subjects,
                "weakness": ANY_TEXTS,
                "responsible": ORGANIZATIONS,
                "due_on": st.sampled_from(("2021-06-30", "2021-06-30", "9999-12-31", "2020-06-30")),
                "document": documents,
            }
        ),
        "reports": fixed({"outcome": st.sampled_from(("in_progress", "done", "not_done")), "report": ANY_TEXTS}),
    }


levels = st.lists(
    st.fixed_dictionaries(
        {"level": st.sampled_from(("DB_TRUC_THUOC_TINH", "DB_CO_SO")), "begins_on": DAYS, "ends_on": DAYS}
    ),
    max_size=2,
)


def _draft_of(code: str) -> st.SearchStrategy[dict[str, Any]]:
    facts = {**campaign(), "code": code, "year": int(code[-4:]), "reference_date": f"{code[-4:]}-12-31"}
    facts.pop("campaign")
    return st.fixed_dictionaries({**{name: st.just(value) for name, value in facts.items()}, "title": TEXTS})


def _forwarding(subject: str, now: st.SearchStrategy[str | None]) -> st.SearchStrategy[dict[str, Any]]:
    whole = st.just(DOCUMENTS.get(subject, []))
    return st.fixed_dictionaries(
        {
            "subject": st.just(subject),
            "forwarded_by": st.sampled_from(("QN", "QN", "TU", "AN", None)),
            "documents": st.one_of(whole, whole, st.just([])),
        },
        optional={"forwarded_at": now, "row": st.sampled_from((1, 2**31, 10**19))},
    )


QUESTIONS = ("", "", "?of=reviews", "?of=dossiers&by=grassroots", "?below=TU", "?unit=QN", "?state=open", "?limit=1")
"""What may stand behind the address of a query; not each of them takes each."""


def key_of(route_path: str) -> str:
    """Under which key `bodies` has the body of a command."""
    if route_path == "/campaigns":
        return route_path
    last = route_path.rpartition("/")[2]
    return f"{route_path.split('/')[3]}/{last}" if last == "returns" else last


def address(template: str, values: dict[str, str]) -> str:
    return template.format(**{name: quote(value, safe="") for name, value in values.items()})


def file_named(name: str, secrecy: str = "none") -> str:
    return "?" + urlencode({"name": name, "classification": secrecy})
