"""Which pages, names and links each reader gets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from tests.unit.reporting.bench import Bench
from tests.unit.reporting.folder import FOLDERS, Folder
from tests.unit.reporting.outline import outline
from tests.unit.reporting.paths import CAMPAIGN, REPORTS, SUBJECTS, SUMS, page


def links_of(bench: Bench, path: str, **asking: Any) -> Iterator[str]:
    for link in outline(page(bench, path, **asking)).links:
        yield urljoin(path, link)


@pytest.fixture(scope="module")
def offered(issued: Bench) -> Callable[[str, str], set[str]]:
    """What the overview links to for a role of an organization; each such overview is read once."""
    return cache(
        lambda role, organization: {
            urlsplit(link).path for link in links_of(issued, CAMPAIGN, role=role, organization=organization)
        }
    )


@pytest.mark.parametrize(
    ("role", "organization"),
    [
        ("board_officer", "TU"),
        ("importer", "TU"),
        ("central_reader", "TU"),
        ("unit_officer", "QN"),
        ("unit_officer", "QN-01"),
        ("unit_officer", "QN-01-C1"),
    ],
)
def test_every_link_leads_somewhere_that_the_reader_may_see(issued: Bench, role: str, organization: str) -> None:
    asking = {"role": role, "organization": organization}
    followed, waiting = set[str](), ["/reporting/pages", CAMPAIGN]
    while waiting and len(followed) < 250:
        path = waiting.pop(0)
        kind = re.sub(r"(subjects|units|tables|evidence|events)/[^?]+", r"\1/…", re.sub(r"=[^&]*", "=…", path))
        if re.search(r"\.(xlsx|json|ndjson|pdf|docx)\b", path):
            continue  # that every table is there in every format is tested with the exports; here CSV stands for all
        if "as_of=" in path:
            continue  # what was is not kept here; that a report's numbers open it is tested where it is
        if kind in followed:
            continue
        followed.add(kind)
        answer = issued.get(path, **asking)
        assert answer.status_code == 200, f"{path} for {role} of {organization}: {answer.status_code}"
        if answer.content_type.startswith("text/html"):
            waiting += [urljoin(path, link) for link in outline(answer.text).links if not link.endswith(".css")]
    assert len(followed) > 20


@pytest.mark.parametrize("path", [*SUBJECTS, *REPORTS])
@pytest.mark.parametrize("role", ["central_reader", "unit_officer", "member", "operator", "subscriber"])
def test_pages_that_a_role_may_not_see_are_refused_and_not_offered(
    issued: Bench, offered: Callable[[str, str], set[str]], path: str, role: str
) -> None:
    organization = "TU" if role == "central_reader" else "QN"
    allowed = (path in SUBJECTS and role == "unit_officer") or (path in REPORTS and role == "central_reader")
    asked = path.replace("mem:DV000001", "mem:DV000002")  # a member of the unit
    answer = issued.get(f"{CAMPAIGN}{asked}", role=role, organization=organization)
    assert (answer.status_code == 200) is allowed
    if role in ("central_reader", "unit_officer") and not allowed:
        assert f"{CAMPAIGN}{path.partition('?')[0]}" not in offered(role, organization)


@cache
def names_of_people() -> set[str]:
    return {row["full_name"] for row in Folder(FOLDERS[0]).rows("people")}


@cache
def names_of_neighbours() -> set[str]:
    return {row["name"] for row in Folder(FOLDERS[0]).rows("organizations") if row["code"].startswith(("AN", "HN"))}


@pytest.mark.parametrize("path", SUMS)
def test_a_central_reader_gets_no_name_or_code_of_a_single_subject(issued: Bench, path: str) -> None:
    html = page(issued, f"{CAMPAIGN}{path}", role="central_reader")
    assert not re.search(r"\b(mem|ldr):", html)
    assert not [name for name in names_of_people() if name in html]


@pytest.mark.parametrize("path", [*SUMS, *SUBJECTS])
def test_an_importer_gets_codes_and_no_name_of_a_person(issued: Bench, path: str) -> None:
    html = page(issued, f"{CAMPAIGN}{path}", role="importer")
    assert not [name for name in names_of_people() if name in html]


@pytest.mark.parametrize("path", [*SUMS, *SUBJECTS])
def test_a_unit_officer_gets_nothing_of_another_unit(issued: Bench, path: str) -> None:
    if "AN" in path:
        assert issued.get(f"{CAMPAIGN}{path}", role="unit_officer", organization="QN").status_code == 404
        return
    html = page(issued, f"{CAMPAIGN}{path}", role="unit_officer", organization="QN")
    assert not [name for name in names_of_neighbours() if name in html]
    assert not re.search(r"\b(AN|HN)-0", html)


@pytest.mark.parametrize("role", ["member", "operator", "subscriber"])
def test_other_roles_see_no_page_at_all(issued: Bench, role: str) -> None:
    for path in (CAMPAIGN, f"{CAMPAIGN}/pages/units", "/reporting/pages"):
        assert issued.get(path, role=role).status_code == 403
