"""What the machines draw: texts, codes, days and instants, good and odd."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

ODD_TEXTS = (
    "Tự phê bình: còn nể nang, né tránh",
    "To\u0302\u0301t",
    "👩‍👩‍👧 \u202eđảo\u202c",
    " \t\r\n ",
    "{subject} %s {",
    "\u200b\ufeff",
    "\U0010ffff",
)
UNSTORABLE = ("a\x00b", "nửa \ud83d")
TEXTS = st.one_of(st.sampled_from(ODD_TEXTS), st.text(max_size=8))
ANY_TEXTS = st.integers(0, 19).flatmap(lambda odd: st.sampled_from(UNSTORABLE) if odd == 19 else TEXTS)

DAYS = st.sampled_from(("2020-11-17", "2020-12-31", "2021-01-01", "2021-03-10", "0001-01-01", "9999-12-31"))
EDGES = (
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59.999999-12:00",
    "9999-12-31T23:59:59Z",
    "0999-01-01T00:00:00Z",
    "2021-02-24T16:59:59.999999Z",
    "2021-02-25T00:00:00+07:00",
)


def instants(now: datetime) -> st.SearchStrategy[str | None]:
    """None, around now, or at an edge of what can be written."""
    near = st.sampled_from((-30, -1, 0, 1, 30)).map(lambda days: (now + timedelta(days=days)).isoformat())
    return st.one_of(st.none(), near, near, st.sampled_from(EDGES))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy)
