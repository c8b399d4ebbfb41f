"""Compose, Kubernetes, systemd, the gateway and Prometheus: each file is one that its program takes."""

from __future__ import annotations

import gzip
import re
import subprocess
from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml
from jsonschema import Draft7Validator

from deploy.services import NAMES
from services.reporting.centre.provinces import provinces_in
from shared.config import CentreSettings, Settings, known_settings, unknown_settings

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
SPECIFICATIONS = DEPLOY.parent / "tests/specifications"
BASE = DEPLOY / "kubernetes/base"


def specification(name: str) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(gzip.decompress((SPECIFICATIONS / name).read_bytes()))
    return found


def faults(schema: dict[str, Any], document: Any) -> list[str]:
    return [f"{fault.json_path}: {fault.message[:200]}" for fault in Draft7Validator(schema).iter_errors(document)]


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose/compose.yaml").read_text(encoding="utf-8"))
    return found


def manifests() -> list[dict[str, Any]]:
    names = yaml.safe_load((BASE / "kustomization.yaml").read_text(encoding="utf-8"))["resources"]
    return [part for name in names for part in yaml.safe_load_all((BASE / name).read_text(encoding="utf-8"))]


def by_kind(kind: str) -> dict[str, dict[str, Any]]:
    return {part["metadata"]["name"]: part for part in manifests() if part["kind"] == kind}


def test_the_compose_file_is_one_and_every_service_is_kept_tight() -> None:
    found = compose()
    assert faults(specification("compose-spec.json.gz"), found) == []
    for name in NAMES:
        service = found["services"][name]
        assert service["read_only"]
        assert service["user"] == "10001:10001"
        assert service["cap_drop"] == ["ALL"]
        assert set(service["secrets"]) <= found["secrets"].keys()
        assert unknown_settings(service["environment"]) == []


def test_a_wrong_compose_file_would_be_found() -> None:
    assert faults(specification("compose-spec.json.gz"), compose() | {"services": {"a": {"imag": "x"}}})


@pytest.mark.parametrize("manifest", manifests(), ids=lambda it: f"{it['kind']}-{it['metadata']['name']}")
def test_a_manifest_is_what_kubernetes_knows(manifest: dict[str, Any]) -> None:
    known = specification("kubernetes-1.33.json.gz")
    kind = known["kinds"][manifest["kind"]]
    assert faults({"$ref": f"#/definitions/{kind}", "definitions": known["definitions"]}, manifest) == []


def test_a_wrong_manifest_would_be_found() -> None:
    known = specification("kubernetes-1.33.json.gz")
    schema = {"$ref": "#/definitions/io.k8s.api.apps.v1.Deployment", "definitions": known["definitions"]}
    wrong = by_kind("Deployment")["reviews"]
    wrong["spec"]["template"]["spec"]["containers"][0]["livenesProbe"] = {}
    assert faults(schema, wrong)


def test_every_service_has_all_that_belongs_to_it() -> None:
    for kind in ("Deployment", "Service", "ServiceAccount", "PodDisruptionBudget"):
        assert by_kind(kind).keys() == set(NAMES), kind
    assert by_kind("Job").keys() == {f"migrate-{name}" for name in NAMES}
    for name, deployment in by_kind("Deployment").items():
        [container] = deployment["spec"]["template"]["spec"]["containers"]
        assert {"startupProbe", "livenessProbe", "readinessProbe"} <= container.keys()
        assert container["securityContext"]["readOnlyRootFilesystem"]
        assert {"limits", "requests"} <= container["resources"].keys()
        assert unknown_settings({each["name"]: "" for each in container["env"]}) == [], name
        assert not [each for each in container["env"] if not each["value"].startswith("/run/secrets/")]
    assert unknown_settings(by_kind("ConfigMap")["settings"]["data"]) == []


def test_the_services_manifests_differ_in_their_names_only() -> None:
    texts = {name: (BASE / f"{name}.yaml").read_text(encoding="utf-8").replace(name, "SERVICE") for name in NAMES}
    plain = {re.sub(r".*files.*\n|.*memory: .*\n", "", text) for text in texts.values()}
    assert len(plain) == 1


def test_the_overlay_names_what_there_is() -> None:
    folder = DEPLOY / "kubernetes/overlays/province"
    overlay = yaml.safe_load((folder / "kustomization.yaml").read_text(encoding="utf-8"))
    assert all((folder / resource).exists() for resource in overlay["resources"])
    assert {image["name"] for image in overlay["images"]} == {f"kiemdiem-{name}" for name in NAMES}
    assert {patch["target"]["name"] for patch in overlay["patches"] if "target" in patch} == by_kind("Job").keys()
    for patch in (patch for patch in overlay["patches"] if "path" in patch):
        changed = yaml.safe_load((folder / patch["path"]).read_text(encoding="utf-8"))
        assert changed["metadata"]["name"] in by_kind(changed["kind"])


@pytest.mark.parametrize(
    "unit", ["kiemdiem@", "kiemdiem-migrate@", "kiemdiem-archive@", "kiemdiem-province@", "kiemdiem-centre"]
)
def test_systemd_takes_a_unit_and_finds_it_well_guarded(unit: str, tmp_path: Path) -> None:
    program = tmp_path / "kiemdiem"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    text = (DEPLOY / f"systemd/{unit}.service").read_text(encoding="utf-8")
    instance = tmp_path / f"{unit.replace('@', '@reviews')}.service"
    instance.write_text(text.replace("/opt/kiemdiem/.venv/bin/kiemdiem", str(program)))
    verified = said_by("systemd-analyze", "verify", "--man=no", str(instance))
    assert verified == ""
    judged = said_by("systemd-analyze", "security", "--offline=true", "--no-pager", "--threshold=25", str(instance))
    assert "OK" in judged.splitlines()[-1]


def test_the_environment_files_hold_settings_that_there_are() -> None:
    required = {setting.name for setting in known_settings() if setting.default is None}
    common = variables(DEPLOY / "systemd/common.env")
    for name in NAMES:
        both = common | variables(DEPLOY / f"systemd/{name}.env")
        assert unknown_settings(both) == []
        assert {each for each in required if not {each, f"{each}_FILE"} & both.keys()} == set()


@pytest.mark.parametrize(("file", "of"), [("province", Settings), ("centre", CentreSettings)])
def test_so_do_those_of_the_centre(file: str, of: type[Settings] | type[CentreSettings]) -> None:
    given = variables(DEPLOY / f"systemd/{file}.env")
    known = {setting.name: setting for setting in known_settings(of)}
    assert {name.removesuffix("_FILE") if name not in known else name for name in given} <= known.keys()
    required = {name for name, setting in known.items() if setting.default is None}
    assert {name for name in required if not {name, f"{name}_FILE"} & given.keys()} == set()


def test_the_file_of_provinces_is_one_that_the_centre_takes() -> None:
    assert [province.code for province in provinces_in(DEPLOY / "systemd/provinces.yaml")] == ["binh-dinh", "gia-lai"]


def test_the_gateway_s_configuration_is_one_that_nginx_takes(tmp_path: Path) -> None:
    key, certificate = tmp_path / "tls.key", tmp_path / "tls.crt"
    said_by(
        *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"),
        *("-subj", "/CN=test", "-keyout", str(key), "-out", str(certificate)),
    )
    text = (DEPLOY / "gateway/nginx.conf").read_text(encoding="utf-8").replace("/run/secrets", str(tmp_path))
    text = re.sub(rf"server ({'|'.join(NAMES)}):8000", "server 127.0.0.1:8000", text)
    configuration = tmp_path / "nginx.conf"
    configuration.write_text(text.replace("/tmp/nginx.pid", str(tmp_path / "nginx.pid")))
    assert "test is successful" in said_by("nginx", "-t", "-c", str(configuration), "-p", str(tmp_path))


def test_prometheus_takes_its_configuration_and_every_rule() -> None:
    assert "SUCCESS" in said_by("promtool", "check", "config", str(DEPLOY / "prometheus/prometheus.yml"))


def test_the_alerts_fire_when_they_should_and_else_do_not() -> None:
    rules = DEPLOY / "prometheus/tests.yml"
    assert "SUCCESS" in said_by("promtool", "test", "rules", str(rules))


@pytest.mark.parametrize("script", ["compose/prepare", "compose/databases.sh", "scripts/servers"])
def test_a_script_is_one_that_its_shell_can_read(script: str) -> None:
    assert said_by("bash", "-n", str(DEPLOY / script)) == ""


def variables(file: Path) -> dict[str, str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def said_by(*command: str) -> str:
    """What a program says, on either output. Raises AssertionError where it ends otherwise than well."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (command, done.stdout, done.stderr)
    return done.stdout + done.stderr
