"""What-if over HTTP: the campaign's facts under another rulebook or cap base."""

from __future__ import annotations

from typing import Any

from services.ratings.api.scopes import OFFICERS
from services.ratings.readmodel import rulebook_of
from services.ratings.schemas import WhatIfQuery
from services.ratings.whatif import WhatIf, page_of
from shared.web import Call, Page, own, resource
from shared.web.paging import encode_cursor


@resource(
    "GET",
    "/campaigns/<campaign>/what-if",
    roles=OFFICERS,
    scope=own,
    query=WhatIfQuery,
    summary="Whose derived level would change under another rulebook, and which cap groups would be over",
)
def show_what_if(call: Call, campaign: str) -> dict[str, Any]:
    """A page looks at `limit` subjects and lists those that change; the cap groups stand on the first page."""
    sight, page = call.sight, Page.of(call.query)
    other = call.query["rulebook"] and rulebook_of(call.read, call.query["rulebook"])
    paths = None if sight.everything else sight.paths
    asked = WhatIf.of(call.read, campaign, other, call.query["cap_base"], paths)
    answer = page_of(asked, str(page.after[0]) if page.after else None, page.limit)
    last = answer.pop("last")
    return answer | {"next": None if last is None else encode_cursor((last,))}
