"""Live progress on a terminal, one bar for each sheet. Elsewhere nothing is written."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.text import Text

from deploy.campaign.reader import Progress, silent


class RateColumn(ProgressColumn):
    """Rows per second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f}/s" if speed else "", style="progress.data.speed")


@contextmanager
def live_progress(*, json: bool, stream: TextIO | None = None) -> Iterator[Progress]:
    """A callback for reader and player. Silent when the output is JSON or `stream` (stderr) is no terminal.

    rich leaves out colour where NO_COLOR is set.
    """
    console = Console(file=stream or sys.stderr)
    if json or not console.is_terminal:
        yield silent
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), RateColumn(), TimeElapsedColumn())
    with Bars(*columns, console=console) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(sheet: str, done: int, total: int) -> None:
            if sheet not in tasks:
                tasks[sheet] = bars.add_task(sheet, total=None)
            bars.update(tasks[sheet], completed=done, total=total or None)

        yield tell
