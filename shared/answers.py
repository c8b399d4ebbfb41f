"""Reading the answer of an HTTP request with an end to the patience."""

from __future__ import annotations

from time import monotonic

import urllib3

_CHUNK = 64 * 1024


def whole(response: urllib3.BaseHTTPResponse, seconds: float) -> bytes:
    """The body. One that comes in a trickle is given up after `seconds`: every pause would be short enough, and all of
    them together would keep the reader from what else it has to do. Raises TimeoutError."""
    ends = monotonic() + seconds
    parts = []
    try:
        while part := response.read1(_CHUNK):
            parts.append(part)
            if monotonic() > ends:
                raise TimeoutError
    except BaseException:
        response.close()
        raise
    response.release_conn()
    return b"".join(parts)
