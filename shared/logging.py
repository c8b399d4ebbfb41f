"""Logs: one JSON object per line on stderr, with correlation ids and without names of people."""

from __future__ import annotations

import logging
import sys

import structlog


def log_as_json(service: str, named_level: str = "info") -> None:
    """Send structlog's and the standard library's records from a level on through one JSON renderer."""
    level = logging.getLevelNamesMapping()[named_level.upper()]
    shared_processors: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared_processors, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared_processors,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    logging.getLogger("nameko.web.server").setLevel(max(level, logging.WARNING))  # our own line per request says more
    structlog.contextvars.bind_contextvars(service=service)
