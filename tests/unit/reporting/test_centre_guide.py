"""The guide of the centre does what it says, on the centre as a process of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from deploy.children import Child
from shared.domain import SystemClock
from shared.web import LocalIssuer
from tests.centre import CentreBench, Source, answering, serving
from tests.centre.bench import ISSUER
from tests.servers.ports import free_ports
from tests.unit.reporting.bench import Bench, HeldClock
from tests.unit.reporting.folder import FOLDERS, Folder

ROOT = Path(__file__).resolve().parents[3]
GUIDE = (ROOT / "docs/guides/centre.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh test\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


def test_the_guide_s_commands_do_what_it_says(tmp_path: Path, faulty: Bench) -> None:
    (tmp_path / "binh-dinh.uri").write_text("amqps://centre:secret@broker.binh-dinh.example/kiemdiem\n")
    told: list[str] = []
    with serving(answering(faulty)) as address:
        token = faulty.issuer.mint("centre", ["central_reader"], organization="TU")
        source = Source("binh-dinh", "Tỉnh Bình Định", "Bình Định", address, lambda: token)
        written = CentreBench(tmp_path / "centre", [source], HeldClock())
        listen = f"127.0.0.1:{free_ports(1)[0]}"
        settings = {
            "KIEMDIEM_LISTEN": listen,
            "KIEMDIEM_CENTRE": str(written.file),
            "KIEMDIEM_ISSUER": ISSUER,
            "KIEMDIEM_JWKS_FILE": str(written.issuer.jwks_file),
        }
        centre = Child(["run", "centre"], f"http://{listen}", tmp_path / "centre.log", settings)
        centre.start()
        try:
            centre.wait_until_ready()
            for block in BLOCKS:
                told += run(block, tmp_path, f"http://{listen}", reader_of(written)).splitlines()
        finally:
            centre.stop()
    assert json.loads((tmp_path / "province.json").read_text())["users"][-1]["name"] == "centre"
    assert json.loads((tmp_path / "binh-dinh.json").read_text())["users"][0]["name"] == "binh-dinh.reporting"
    assert (tmp_path / "2020.xlsx").read_bytes().startswith(b"PK")
    text = "".join(told)
    assert '"campaigns":{"binh-dinh":"BD-2020"}' in text
    year = json.loads(text[text.index('{"year":2020,"at"') :])
    assert year["together"]["ratings"] == Folder(FOLDERS[0]).expected["ratings"]


def reader_of(centre: CentreBench) -> str:
    """A token of a central reader that is good today: the bench's own clock stands still in another year."""
    folder = centre.issuer.jwks_file.parent
    return LocalIssuer(folder, ISSUER, "kiemdiem", SystemClock()).mint("reader-1", ["central_reader"])


def run(block: str, folder: Path, centre: str, reader: str) -> str:
    """What the block prints. Raises AssertionError where a command of it fails."""
    programs = folder / "bin"
    programs.mkdir(exist_ok=True)
    program = programs / "kiemdiem"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m deploy "$@"\n')
    program.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "FOLDER": str(folder),
        "CENTRE": centre,
        "READER": reader,
    }
    done = subprocess.run(
        ["sh", "-eu"], input=block, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (block, done.stdout, done.stderr)
    return done.stdout
