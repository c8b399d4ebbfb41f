"""The readers as a service that tells what was, as another process finds it."""

from __future__ import annotations

from types import SimpleNamespace

from shared.history.extension import History
from shared.messaging import Policies
from tests.readers import MENDED, NoteRead, metadata

ZONE = "Asia/Ho_Chi_Minh"


class Service:
    name = "readers"
    events = (NoteRead,)
    readmodel = Policies([])
    hears = SimpleNamespace(policies=MENDED, sources=("notebooks",))
    history = History(metadata, lambda live, snapshot: None, lambda read, campaign: ZONE)
