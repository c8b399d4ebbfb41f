"""A rebuild replaces what policies fill. What commands write by themselves must say that it is kept."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import Table

from deploy.rebuild import tables_of
from deploy.services import NAMES
from shared.eventstore import KEPT

SERVICES = Path(__file__).parent.parent.parent / "services"
WRITES = {"put", "change", "add", "remove"}


def _written_outside_policies(service: str) -> Iterator[tuple[str, str]]:
    """Module and name of each table that code writes which is neither a policy nor a read model."""
    for file in sorted((SERVICES / service).rglob("*.py")):
        module = ".".join(file.relative_to(SERVICES.parent).with_suffix("").parts)
        if "readmodel" in module or "policies" in module or "migrations" in module:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Attribute(attr="tables"), attr=method),
                    args=[ast.Name(id=name), *_],
                ) if method in WRITES:
                    yield module, name


@pytest.mark.parametrize("service", NAMES)
def test_what_commands_write_beside_the_log_is_kept(service: str) -> None:
    for module, name in _written_outside_policies(service):
        table = getattr(import_module(module), name)
        assert isinstance(table, Table)
        assert table.info == KEPT, f"{module} writes {name}, which a rebuild would empty"


def test_commands_that_write_are_found() -> None:
    assert ("services.reporting.commands", "report_contents") in _written_outside_policies("reporting")


@pytest.mark.parametrize("service", NAMES)
def test_logs_texts_and_answers_are_never_rebuilt(service: str) -> None:
    rebuilt = {table.name for table in tables_of(service)}
    assert rebuilt.isdisjoint({"events", "checkpoints", "parked", "idempotency", "texts", "report_contents"})
    assert "register_places" in rebuilt
