"""The pages of the sample campaign, by who may see them."""

from __future__ import annotations

from typing import Any

from tests.unit.reporting.bench import Bench

CAMPAIGN = "/reporting/campaigns/BD-2020"
SUMS = ["", "/pages/units", "/pages/units?kind=org", "/pages/units/QN", "/pages/caps", "/pages/caps?kind=org&only=over"]
SUMS += ["/pages/comparison", "/pages/between", "/pages/between?left_unit=QN&right_unit=AN", "/pages/outstanding"]
SUMS += ["/pages/dossiers", "/tables", "/tables/by-unit"]
SUMS += ["/pages/evidence/member_ratios/excellent_of_good", "/pages/evidence/over_cap"]
SUMS += ["/pages/evidence/ratings/mem/HTXSNV?unit=QN", "/pages/evidence/caps/CAP-MEMBER/QN-01/allowed"]
SUMS += ["/pages/evidence/points/waiting", "/pages/evidence/refused_documents", "/pages/evidence/remedies/overdue"]
SUBJECTS = ["/pages/subjects", "/pages/subjects?kind=ldr&state=above_collective", "/pages/subjects?search=zzz"]
SUBJECTS += ["/pages/subjects/ldr:CV00007", "/pages/subjects/mem:DV000001", "/pages/subjects/org:QN-01"]
SUBJECTS += ["/pages/subjects?kind=col&level=&unit=&state=", "/pages/prompts", "/pages/refusals", "/pages/help"]
SUBJECTS += ["/pages/events/organizations/2", "/pages/plans", "/pages/help?before=true&state=overdue"]
REPORTS = ["/pages/reports", "/pages/reports/1"]
OUTSIDE = ["/reporting/pages", "/reporting/sign-in"]
ALL = [f"{CAMPAIGN}{page}" for page in (*SUMS, *SUBJECTS, *REPORTS)] + OUTSIDE


def page(bench: Bench, path: str, **asking: Any) -> str:
    """What a reader gets at the path, which has to be a page."""
    answer = bench.get(path, **asking)
    assert (answer.status_code, answer.content_type) == (200, "text/html; charset=utf-8"), (path, answer.text)
    return answer.text
