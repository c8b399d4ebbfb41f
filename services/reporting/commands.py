"""What can be asked of the reporting service: load, decide, append."""

from __future__ import annotations

from hashlib import sha256

from services.reporting import contents
from services.reporting.counting import Scope, count
from services.reporting.domain.report import Report
from services.reporting.errors import EventsParked
from services.reporting.overriding import overrides_of
from services.reporting.queries import campaign_of, heads_of, parked_events
from services.reporting.readmodel import report_contents
from services.reporting.statistics import statistics
from shared.eventstore import Unit


def issue_report(unit: Unit, campaign: str) -> int:
    """Freeze the campaign's figures, overrides and statistical tables as they are now, and give the report's version.

    The same content from the same events are not issued twice: then it is the last version.
    Raises EventsParked, RulebookNotHeard, NotFound and FiguresDisagree.
    """
    read = unit.tables.rows
    row, heads = campaign_of(read, campaign), heads_of(read)
    if parked := parked_events(read, heads):
        raise EventsParked(count=parked)
    whole = Scope((f"/{row.province}/",), whole=True)
    figures = count(read, row, whole)
    content = contents.write(figures, overrides_of(read, row, whole, figures), statistics(read, row, whole))
    content_sha256 = sha256(content).hexdigest()
    unit.tables.put(report_contents, sha256=content_sha256, content=content.decode())
    report = unit.load(Report, campaign)
    unit.record(report, report.issue(content_sha256, heads))
    return report.version
