"""Building an image's root folder from its Dockerfile, and running it as a container runtime would: with no right to
write anywhere but in its volumes and in /tmp, and as its own user."""

from __future__ import annotations

import fnmatch
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.images.dockerfile import Instruction, Stage, replaced, stages

ROOT = Path(__file__).resolve().parents[2]
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
PASSED_ON = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_TRUSTED_HOST", "PIP_CERT")
LENT = ("/etc/resolv.conf", "/etc/pip.conf", "/etc/ssl/certs/ca-certificates.crt")
"""Files of this machine that say how to reach the packages; the image does not keep them."""
PROXIES = ("http_proxy", "https_proxy", "no_proxy")


@dataclass
class Image:
    """A root folder, and what its Dockerfile says of running it."""

    root: Path
    environment: dict[str, str] = field(default_factory=lambda: {"PATH": PATH})
    workdir: str = "/"
    user: str = "0:0"
    entrypoint: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    volumes: list[str] = field(default_factory=list)
    healthcheck: str = ""


def debian(root: Path) -> None:
    """A clean Debian of this machine's release."""
    subprocess.run(
        ["mmdebstrap", "--variant=minbase", "--quiet", _release(), str(root), *_apt_sources()], check=True, timeout=600
    )


def build(file: Path, arguments: Mapping[str, str], base: Path, folder: Path) -> Image:
    """Carry out the stages of a Dockerfile, each on a copy of `base`; the last one's image."""
    folder.mkdir()
    built: dict[str, Image] = {}
    for stage in stages(file):
        root = folder / stage.name
        subprocess.run(["cp", "--archive", "--reflink=auto", str(base), str(root)], check=True)
        built[stage.name] = _carried_out(stage, Image(root), dict(arguments), built)
    return built[stages(file)[-1].name]


def _carried_out(stage: Stage, image: Image, arguments: dict[str, str], built: Mapping[str, Image]) -> Image:
    for instruction in stage.instructions:
        values = {**arguments, **image.environment}
        match instruction.name:
            case "RUN":
                _run(image, replaced(instruction.text, values) if "$" in instruction.text else instruction.text)
            case "COPY":
                _copy(image, instruction, built)
            case "ENV":
                image.environment |= dict(word.split("=", 1) for word in instruction.words(values))
            case "WORKDIR":
                image.workdir = instruction.text
                (image.root / instruction.text.lstrip("/")).mkdir(parents=True, exist_ok=True)
            case "USER":
                image.user = instruction.text
            case "ENTRYPOINT":
                image.entrypoint = instruction.words(values)
            case "CMD":
                image.command = instruction.words(values)
            case "VOLUME":
                image.volumes += instruction.words(values)
            case "HEALTHCHECK":
                image.healthcheck = instruction.text
    return image


def _run(image: Image, script: str) -> None:
    with _mounted(image.root):
        subprocess.run(
            ["chroot", str(image.root), "/bin/sh", "-ec", f"cd {image.workdir}; {script}"],
            env=_building_environment(image),
            check=True,
            timeout=900,
        )


def _building_environment(image: Image) -> dict[str, str]:
    """What a builder passes on: where packages come from on this machine."""
    passed = {name: value for name in (*PASSED_ON, *PROXIES) if (value := os.environ.get(name))}
    return image.environment | passed | {"DEBIAN_FRONTEND": "noninteractive"}


def _copy(image: Image, instruction: Instruction, built: Mapping[str, Image]) -> None:
    words = instruction.words({})
    context = ROOT
    if words[0].startswith("--from="):
        context = built[words.pop(0).removeprefix("--from=")].root
    *sources, target = words
    into = image.root / (Path(image.workdir) / target).as_posix().lstrip("/")
    for source in sources:
        found = context / source.lstrip("/")
        if context == ROOT:
            assert _is_sent(found), f"{source} is kept from the builder by .dockerignore"
        if found.is_dir():
            shutil.copytree(
                found, into, symlinks=True, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copy2(found, into / found.name if target.endswith("/") else into)


def _is_sent(path: Path) -> bool:
    """Whether .dockerignore, whose last matching line counts, lets the builder have it."""
    sent = True
    for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").split():
        if fnmatch.fnmatch(path.relative_to(ROOT).as_posix(), line.lstrip("!")):
            sent = line.startswith("!")
    return sent


@contextmanager
def _mounted(root: Path) -> Iterator[None]:
    """/proc and /dev, the names of servers, and where pip finds packages, as long as something is built."""
    lent = [Path(name) for name in LENT if Path(name).exists() and not (root / name.lstrip("/")).exists()]
    for file in lent:
        (root / str(file).lstrip("/")).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, root / str(file).lstrip("/"))
    mounts = [("proc", root / "proc"), ("dev", root / "dev")]
    subprocess.run(["mount", "-t", "proc", "proc", str(mounts[0][1])], check=True)
    subprocess.run(["mount", "--bind", "/dev", str(mounts[1][1])], check=True)
    try:
        yield
    finally:
        for _, place in reversed(mounts):
            subprocess.run(["umount", "--lazy", str(place)], check=True)
        for file in lent:
            (root / str(file).lstrip("/")).unlink(missing_ok=True)


def running(image: Image, arguments: list[str], environment: Mapping[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Start the image's program as its user, in a mount namespace of its own whose root is read-only."""
    volumes = "".join(f'mount --bind "$1{volume}" "$1{volume}"; ' for volume in image.volumes)
    script = (
        f'mount --bind "$1" "$1"; {volumes}mount -t tmpfs tmpfs "$1/tmp"; mount -t proc proc "$1/proc"; '
        'mount --bind /dev "$1/dev"; mount -o remount,bind,ro "$1"; root="$1"; shift; '
        f'exec {shutil.which("setpriv")} --no-new-privs {shutil.which("chroot")} --userspec={image.user} "$root" "$@"'
    )
    with log.open("ab") as out:
        return subprocess.Popen(
            ["unshare", "--mount", "sh", "-ec", script, "sh", str(image.root), *image.entrypoint, *arguments],
            env={**image.environment, **environment},
            stdout=out,
            stderr=out,
        )


def _release() -> str:
    lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    return next(line.partition("=")[2].strip('"') for line in lines if line.startswith("VERSION_CODENAME="))


def _apt_sources() -> list[str]:
    """The sources of this machine: mmdebstrap takes files of either form."""
    files = [Path("/etc/apt/sources.list"), *Path("/etc/apt/sources.list.d").glob("debian.sources")]
    return [str(file) for file in files if file.exists()]
