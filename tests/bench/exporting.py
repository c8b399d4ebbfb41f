"""How long the export of a whole province's members takes, and how much memory, in the process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Table, insert

from services.reporting.exports.describing import Order
from services.reporting.exports.process import RESULT
from services.reporting.readmodel import campaigns, metadata, names, ratings, register, reviews, rulebooks
from services.reporting.settling import settle
from shared.eventstore import open_engine
from shared.register.rectangles import END
from shared.register.tables import OPEN
from shared.register.timeline import FOR_EVER, SINCE_EVER
from tests.bench import rows as figures
from tests.unit.reporting.folder import RULEBOOK

MEMBERS_OF_A_CELL = 20
CAMPAIGN = "BD-2020"

Row = dict[str, Any]


def measure(folder: Path, members: int) -> Iterator[figures.Row]:
    seconds, mebibytes = measured(folder, members, "xlsx")
    seconds_wanted = round(15 * members / 100_000, 1)
    yield figures.Row(f"export_{members}_xlsx_seconds", round(seconds, 1), "s", goal=seconds_wanted)
    yield figures.Row(f"export_{members}_xlsx_mib", round(mebibytes), "MiB", goal=300)


def measured(folder: Path, members: int, format: str) -> tuple[float, float]:
    """Seconds and MiB for a workbook (or another format) of so many members, each with a name and a rating."""
    database = f"sqlite:///{folder / 'reporting.db'}"
    if not (folder / "reporting.db").exists():
        _in_a_process_of_its_own(fill, database, members)
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "services.reporting.exports", str(folder)], stdin=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(orjson.dumps({"database_url": database, "order": order(format).as_json()}))
    process.stdin.close()
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0 and (folder / RESULT).stat().st_size > 0
    return time.perf_counter() - started, used.ru_maxrss / 2**10


def _in_a_process_of_its_own(work: Callable[..., None], *arguments: object) -> None:
    """The system counts the memory of whoever starts a process as that process's own: so it must not grow here."""
    process = get_context("spawn").Process(target=work, args=arguments)
    process.start()
    process.join()
    assert process.exitcode == 0


def order(format: str) -> Order:
    return Order(
        campaign=CAMPAIGN,
        table="members",
        format=format,
        language="vi",
        paths=("/TU/",),
        whole=True,
        unit=None,
        subjects=True,
        people=True,
        at="2021-03-01T03:20:00.000000Z",
    )


def fill(database: str, members: int) -> None:
    """A reporting database that has heard of one unit with cells of twenty members, all reviewed and rated."""
    engine = open_engine(database)
    metadata.create_all(engine)
    with engine.begin() as connection:
        for table, rows in (*_campaign(), *_organizations(members // MEMBERS_OF_A_CELL), *_members(members)):
            connection.execute(insert(table), rows)
        settle(connection)


def _campaign() -> Iterator[tuple[Table, list[Row]]]:
    deadline = {"date": "2021-02-25", "rule": "before", "zone": "Asia/Ho_Chi_Minh"}
    facts = {"campaign": CAMPAIGN, "title": "Kiểm điểm năm 2020", "province": "TU", "dossier_deadline": deadline}
    row = {"campaign": CAMPAIGN, "rulebook": "R", "province": "TU", "reference_date": "2020-12-31"}
    yield campaigns, [{**row, "facts": facts}]
    yield rulebooks, [{"rulebook": "R", **RULEBOOK}]
    yield register.tables.editions, [{"campaign": CAMPAIGN, "reference_date": "2020-12-31", "position": OPEN}]


def _organizations(cells: int) -> Iterator[tuple[Table, list[Row]]]:
    """The province, its unit, and the cells below that."""
    standing = [("TU", "DB_TINH", None, "/TU/", "TU", None), ("QN", "DB_TRUC_THUOC_TINH", "TU", "/TU/QN/", "QN", None)]
    standing += [(cell, "CB_CO_SO", "QN", f"/TU/QN/{cell}/", "QN", cell) for cell in map(_cell, range(cells))]
    yield register.tables.organizations, [_so(code, type=type_, parent=parent) for code, type_, parent, *_ in standing]
    yield (
        register.tables.places,
        [
            {"edition": CAMPAIGN, "code": code, "path": path, "unit": unit, "grassroots": grassroots}
            for code, _, _, path, unit, grassroots in standing
        ],
    )
    yield names, [_so(f"org:{code}", name=f"Chi bộ {code}") for code, *_ in standing]


def _members(members: int) -> Iterator[tuple[Table, list[Row]]]:
    people = [(f"DV{number:06}", _cell(number // MEMBERS_OF_A_CELL)) for number in range(members)]
    known = {"member_status": "active", "admitted_on": "2001-02-03"}
    yield register.tables.people, [_so(code, cell=cell, **known) for code, cell in people]
    yield names, [_so(f"mem:{code}", name=f"Nguyễn Thị Ngọc {code}") for code, _ in people]
    about = [({"campaign": CAMPAIGN, "subject": f"mem:{code}"}, cell) for code, cell in people]
    yield reviews, [{**subject, "submitted": True} for subject, _ in about]
    decided = {"level": "HTTNV", "document": "01-QĐ/ĐU"}
    yield ratings, [{**subject, **decided, "decided_by": cell} for subject, cell in about]


def _cell(number: int) -> str:
    return f"C{number:05}"


def _so(code: str, **values: Any) -> Row:
    """A thing that is so since ever and is known since the first event."""
    times = {"known_from": 1, "known_until": END, "holds_from": SINCE_EVER, "holds_until": FOR_EVER, "changed": ""}
    return {"code": code, **times, **values}
