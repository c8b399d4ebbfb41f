"""Waiting until something has been heard, and hearing sooner because somebody waits."""

from __future__ import annotations

from pathlib import Path
from threading import Thread
from time import monotonic

import pytest

from shared.eventstore import open_engine
from shared.messaging.heard import Heard
from tests.notebooks import metadata, open_store

SOURCE = "/binh-dinh/notebooks"
LONG = 30.0


@pytest.fixture
def heard(tmp_path: Path) -> Heard:
    engine = open_engine(f"sqlite:///{tmp_path}/notebooks.db")
    metadata.create_all(engine)
    return Heard(open_store(engine))


def test_nobody_waits_for_what_has_been_heard(heard: Heard) -> None:
    heard.advance({SOURCE: 5})
    assert heard.wait(SOURCE, 5, LONG)
    began = monotonic()
    heard.until_wanted(0.05)
    assert monotonic() - began >= 0.05


def test_whoever_waits_is_noticed_at_once_and_until_it_is_heard(heard: Heard) -> None:
    waiting = Thread(target=heard.wait, args=(SOURCE, 1, LONG))
    began = monotonic()
    waiting.start()
    heard.until_wanted(LONG)
    heard.until_wanted(LONG)
    heard.advance({SOURCE: 1})
    waiting.join(LONG)
    assert monotonic() - began < LONG
    assert not waiting.is_alive()


def test_who_gave_up_is_waited_for_no_more(heard: Heard) -> None:
    assert not heard.wait(SOURCE, 1, 0.01)
    began = monotonic()
    heard.until_wanted(0.05)
    assert monotonic() - began >= 0.05
