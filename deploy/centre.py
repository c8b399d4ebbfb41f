"""`kiemdiem run centre`: several provinces side by side and together. The process has been made cooperative before."""

from __future__ import annotations

from deploy.exits import Exit
from deploy.output import fail
from deploy.parts import new_id
from deploy.process import container_of, run, traced
from services.reporting.centre.board import Board
from services.reporting.centre.parts import CentreParts
from services.reporting.centre.provinces import ProvincesFaulty, provinces_in
from services.reporting.centre.service import Centre
from shared.config import CentreSettings
from shared.domain import SystemClock
from shared.logging import log_as_json
from shared.tracing import tracing_to
from shared.web import TokenVerifier


def run_centre(settings: CentreSettings) -> None:
    """Run it until told to end. A file of provinces with faults ends the command."""
    log_as_json(Centre.name, settings.log_level)
    try:
        parts = centre_parts(settings)
    except ProvincesFaulty as fault:
        raise fail(Exit.INPUT, str(fault)) from None
    with traced(parts.tracing):
        run([container_of(Centre, parts, settings.listen)], settings.drain_seconds)


def centre_parts(settings: CentreSettings) -> CentreParts:
    """The parts of the centre. No province has been asked yet. Raises ProvincesFaulty."""
    clock = SystemClock()
    return CentreParts(
        service=Centre.name,
        board=Board(provinces_in(settings.centre), clock, settings.lag_seconds),
        verifier=TokenVerifier(settings.jwks_file, settings.issuer, settings.audience, clock),
        clock=clock,
        new_id=new_id,
        workers=settings.workers,
        most_requests=settings.most_requests,
        tracing=tracing_to(settings.traces_url, Centre.name, Centre.name),
    )
