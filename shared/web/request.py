"""The request as the web layer reads it: language, correlation, what the browser wants."""

from __future__ import annotations

import re
from functools import cached_property
from urllib.parse import urlsplit

from werkzeug.wrappers import Request as WerkzeugRequest

from shared.web.problem import LANGUAGES

LARGEST_BODY = 16 * 1024 * 1024
"""Bytes of a body."""

_CORRELATION = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")


class Request(WerkzeugRequest):
    max_content_length = LARGEST_BODY
    within: str | None = None
    """The span that the request itself is, as a traceparent, where it is one."""

    @property
    def reads(self) -> bool:
        """Whether the request only reads."""
        return self.method in {"GET", "HEAD"}

    @cached_property
    def language(self) -> str:
        """The one that `lang` asks for, else the one the reader likes best of those we speak, else Vietnamese."""
        if (asked := self.args.get("lang")) in LANGUAGES:
            return str(asked)
        liked = (tag.partition("-")[0].lower() for tag, quality in self.accept_languages if quality)
        return next((language for language in liked if language in LANGUAGES), "vi")

    @cached_property
    def wants_page(self) -> bool:
        """Whether the client prefers HTML to JSON, as browsers do."""
        return self.accept_mimetypes["text/html"] > self.accept_mimetypes["application/json"]

    @property
    def comes_from_elsewhere(self) -> bool:
        """Whether a browser says that a page of another site sends this. Who is no browser says nothing."""
        if (site := self.headers.get("Sec-Fetch-Site")) is not None:
            return site not in ("same-origin", "none")
        origin = self.headers.get("Origin")
        return origin is not None and urlsplit(origin).netloc != self.host

    @property
    def stated_correlation(self) -> str | None:
        stated = self.headers.get("X-Correlation-Id", "")
        return stated if _CORRELATION.fullmatch(stated) else None

    @property
    def traceparent(self) -> str | None:
        stated = self.headers.get("traceparent", "")
        return stated if _TRACEPARENT.fullmatch(stated) else None
