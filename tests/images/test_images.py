"""Each image, built from the Dockerfile's own lines on a clean Debian and run with a read-only root as its own user."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3

from deploy.local import AUDIENCE, ISSUER, local_issuer
from deploy.services import NAMES
from tests.images.building import Image, build, debian, running
from tests.images.dockerfile import stages
from tests.servers.ports import free_ports

DOCKERFILE = Path(__file__).resolve().parents[2] / "deploy/images/Dockerfile"


def test_the_image_runs_as_a_user_without_rights_and_keeps_no_build_tools() -> None:
    *_, last = stages(DOCKERFILE)
    said = {instruction.name: instruction.text for instruction in last.instructions}
    assert said["USER"] == "10001:10001"
    assert said["VOLUME"] == '["/var/lib/kiemdiem/files", "/var/lib/kiemdiem/snapshots"]'
    assert {"HEALTHCHECK", "ENTRYPOINT", "STOPSIGNAL"} <= said.keys()
    assert not [step.text for step in last.instructions if step.name == "RUN" and "pip" in step.text]


def test_everything_that_is_installed_was_checked_against_the_lock() -> None:
    installs = [step.text for stage in stages(DOCKERFILE) for step in stage.instructions if "pip " in step.text]
    assert len(installs) == 2
    assert "--require-hashes --requirement requirements.lock" in installs[0]
    assert "--no-index" in installs[1]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Image]:
    folder = tmp_path_factory.mktemp("image")
    base = folder / "debian"
    debian(base)
    yield build(DOCKERFILE, {"SERVICE": "reviews"}, base, folder / "stages")
    subprocess.run(["rm", "-rf", "--one-file-system", str(folder)], check=True)


@pytest.mark.full
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("service", NAMES)
def test_a_service_in_its_image_is_ready_with_a_read_only_root(
    image: Image, service: str, postgres_url: str, rabbit_uri: str, tmp_path: Path
) -> None:
    keys = local_issuer(tmp_path).jwks_file.read_text(encoding="utf-8")
    (image.root / "var/lib/kiemdiem/files/jwks.json").write_text(keys, encoding="utf-8")
    listen = f"127.0.0.1:{free_ports(1)[0]}"
    settings = {
        "KIEMDIEM_SERVICE": service,
        "KIEMDIEM_DATABASE_URL": postgres_url,
        "KIEMDIEM_AMQP_URL": rabbit_uri,
        "KIEMDIEM_LISTEN": listen,
        "KIEMDIEM_ISSUER": ISSUER,
        "KIEMDIEM_AUDIENCE": AUDIENCE,
        "KIEMDIEM_JWKS_FILE": "/var/lib/kiemdiem/files/jwks.json",
    }
    log = tmp_path / "log"
    assert running(image, ["migrate"], settings, log).wait(120) == 0, log.read_text()
    process = running(image, image.command, settings, log)
    try:
        status = _ready(listen, process, log)
        assert status == 200, log.read_text()
        owner = Path(f"/proc/{process.pid}").stat().st_uid
        assert owner == int(image.user.partition(":")[0])
        mounts = Path(f"/proc/{process.pid}/mountinfo").read_text(encoding="utf-8").splitlines()
        [root] = [line.split() for line in mounts if line.split()[4] == "/"]
        assert "ro" in root[5].split(",")
    finally:
        process.terminate()
        assert process.wait(30) == 0, log.read_text()


def _ready(listen: str, process: subprocess.Popen[bytes], log: Path) -> int:
    pool = urllib3.PoolManager(retries=False, timeout=5)
    for _ in range(300):
        assert process.poll() is None, log.read_text()
        try:
            if (answer := pool.request("GET", f"http://{listen}/readyz")).status == 200:
                return answer.status
        except urllib3.exceptions.HTTPError:
            pass
        time.sleep(0.2)
    return 0
