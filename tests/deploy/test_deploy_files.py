"""The files under deploy/ against the project: what can be checked without an engine."""

from __future__ import annotations

import configparser
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from assistant.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
KNOWN = {f"POLICY_{name.upper()}" for name in Settings.model_fields}
FOR_COMPOSE_ALONE = {"POLICY_PORT"}


def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return read


def test_every_setting_named_is_one() -> None:
    files = [*DEPLOY.iterdir(), ROOT / "docs" / "operations.md"]
    for file in files:
        named = set(re.findall(r"POLICY_[A-Z_]+", file.read_text(encoding="utf-8")))
        assert named <= KNOWN | FOR_COMPOSE_ALONE, file.name


def test_every_setting_is_explained() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert {name for name in KNOWN if name not in text} == set()


def test_compose_refers_to_what_there_is() -> None:
    services = compose()["services"]
    volumes = set(compose()["volumes"])
    for name, service in services.items():
        assert ("image" in service) != ("build" in service), name
        for needed in service.get("depends_on", []):
            assert needed in services
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in volumes or (DEPLOY / source).is_file(), volume
    assert (DEPLOY / services["app"]["build"]["context"]).resolve() == ROOT
    assert (ROOT / services["app"]["build"]["dockerfile"]).is_file()


def test_only_the_proxy_is_reachable_from_outside() -> None:
    assert [name for name, s in compose()["services"].items() if "ports" in s] == ["proxy"]


def test_the_chroma_server_is_of_the_client_s_version() -> None:
    assert compose()["services"]["chroma"]["image"] == f"chromadb/chroma:{version('chromadb')}"


def test_no_secret_is_written_down() -> None:
    for line in (DEPLOY / "env.example").read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition("=")
        if not line.startswith("#") and (
            "PASSWORD" in name or "KEY" in name or "SECRET" in name or "USERS" in name
        ):
            assert value == "", name


def test_dockerfile_copies_what_there_is() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    for line in re.findall(r"^COPY (.+)$", text, re.MULTILINE):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists(), source
    assert re.search(r"^USER policy$", text, re.MULTILINE)


def test_the_unit_runs_the_two_commands() -> None:
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(DEPLOY / "policy.service", encoding="utf-8")
    assert unit["Service"]["ExecStartPre"].endswith("/policy index")
    assert "/policy serve " in unit["Service"]["ExecStart"]
