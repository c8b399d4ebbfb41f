"""An agency's engineer follows the guide in an empty folder, word for word, and asks nobody."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import Any

from tests.agency.guide import PUBLISHED, Step, is_as, steps
from tests.agency.programs import carried_out, started

BEGINS_EACH_TERMINAL = "set -a; . ./agency.env; set +a\n"
ME = "thanh-tra-tinh"


def test_every_step_of_the_guide_does_what_it_says(operator: Any, tmp_path: Path) -> None:
    access = {"LOGIN": ME, **operator.access(ME)}
    (tmp_path / "agency.env").write_text("".join(f"{name}={shlex.quote(value)}\n" for name, value in access.items()))
    for folder in ("contracts", "examples"):
        shutil.copytree(PUBLISHED / folder, tmp_path / folder)
    told = steps()
    assert BEGINS_EACH_TERMINAL in told[0].text
    for step in told:
        follow(step, tmp_path, operator)


def follow(step: Step, folder: Path, operator: Any) -> None:
    if step.file is not None:
        (folder / step.file).write_text(step.text, encoding="utf-8")
    elif step.operator:
        operator.carry_out(step.text, QUEUE=f"{ME}.listening")
    elif step.listens:
        with started(BEGINS_EACH_TERMINAL + step.text, folder, {}) as program:
            for pattern in step.prints:
                program.says(lambda line, pattern=pattern: is_as(pattern, line), nudge=operator.record_something)
    else:
        printed = carried_out(BEGINS_EACH_TERMINAL + step.text, folder, {}).splitlines()
        for pattern in step.prints:
            assert any(is_as(pattern, line) for line in printed), (step, printed)
