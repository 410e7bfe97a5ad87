"""The containers: what they are made of, what they wait for, and that they hold no secret.

No container is started here. What an image copies is laid out as the image has it, and run.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml
from deploy.children import free_port, start_child, stop_child
from deploy.embedded_postgres import temporary_postgres
from deploy.processes import Ports, processes
from tests.support.live import ROOT
from tests.support.waiting import is_answering, wait_until

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
ONCE = {"migrate"}
OURS = ("paycalc", "applications")


def dockerfile(name: str) -> list[list[str]]:
    """Return the instructions of an image's file, each in words."""
    text = (ROOT / "deploy" / "images" / f"{name}.Dockerfile").read_text(encoding="utf-8")
    lines = text.replace("\\\n", " ").splitlines()
    return [shlex.split(line) for line in lines if line and not line.startswith("#")]


def raw(name: str, instruction: str) -> str:
    """Return the last instruction of a kind as it is written."""
    text = (ROOT / "deploy" / "images" / f"{name}.Dockerfile").read_text(encoding="utf-8")
    found = re.findall(rf"^{instruction} (.*)$", text.replace("\\\n", " "), re.MULTILINE)
    return str(found[-1])


def sources(name: str) -> list[str]:
    """Return what an image copies from the repository."""
    copies = [words for words in dockerfile(name) if words[0] == "COPY"]
    return [words[1] for words in copies if not words[1].startswith("--from")]


def test_every_service_says_whether_it_is_well_or_ends_by_itself() -> None:
    assert set(SERVICES) == {"postgres", "migrate", "paycalc", "applications", "worker"}
    for name, service in SERVICES.items():
        if name in ONCE:
            assert service["restart"] == "no"
        else:
            assert service["healthcheck"]["test"][0] == "CMD"
            assert service["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ["applications", "worker"])
def test_nothing_serves_before_the_tables_are_there(name: str) -> None:
    waits = {each: how["condition"] for each, how in SERVICES[name]["depends_on"].items()}

    assert waits == {
        "postgres": "service_healthy",
        "migrate": "service_completed_successfully",
        "paycalc": "service_healthy",
    }
    assert SERVICES["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}


def test_every_secret_comes_from_outside() -> None:
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name or "DATABASE_URL" in name:
                kept = re.sub(r"\$\{[A-Z_]+_PASSWORD:\?see docker-compose.yml\}", "OUTSIDE", value)
                assert kept == "OUTSIDE" or re.search(r"://\w+:OUTSIDE@postgres:", kept), name
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert ".env" in ignored


def test_services_are_told_what_they_are_told_on_this_machine() -> None:
    for process in processes(Ports(), "owner", "app"):
        if process.arguments[0] == "applications":
            assert set(SERVICES[process.name]["environment"]) == set(process.environment)
            assert process.arguments[1] in SERVICES[process.name].get("command", ["serve"])


def test_only_this_machine_reaches_a_port() -> None:
    for service in SERVICES.values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_what_is_ours_may_write_nowhere_and_has_no_privileges() -> None:
    for name in set(SERVICES) - {"postgres"}:
        assert SERVICES[name]["read_only"] is True
        assert SERVICES[name]["cap_drop"] == ["ALL"]
        assert SERVICES[name]["security_opt"] == ["no-new-privileges:true"]


def test_files_that_are_mounted_or_built_from_are_there() -> None:
    for service in SERVICES.values():
        if "build" in service:
            assert (ROOT / service["build"]["dockerfile"]).is_file()
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            assert source in COMPOSE["volumes"] or (ROOT / source).is_file()


@pytest.mark.parametrize("name", OURS)
def test_an_image_is_made_of_its_own_folders_and_its_own_lock(name: str) -> None:
    others = set(OURS) - {name}

    assert [words[1] for words in dockerfile(name) if words[0] == "FROM"] == [
        "python:3.11-slim"
    ] * 2
    for source in sources(name):
        assert (ROOT / source).exists(), source
        assert not any(other in source for other in others), source
    assert [each for each in sources(name) if each.startswith("locks/")] == [f"locks/{name}.txt"]
    installed = " ".join(next(words for words in dockerfile(name) if words[0] == "RUN"))
    assert f"--require-hashes -r /locks/{name}.txt" in installed


@pytest.mark.parametrize("name", OURS)
def test_an_image_runs_as_nobody_in_particular_and_says_whether_it_is_well(name: str) -> None:
    uid, _, gid = raw(name, "USER").partition(":")

    assert int(uid) > 0
    assert int(gid) > 0
    assert "/readyz" in raw(name, "HEALTHCHECK")


@pytest.mark.parametrize("name", OURS)
def test_the_two_ways_to_ask_whether_it_is_well_are_one(name: str) -> None:
    in_image = json.loads(raw(name, "HEALTHCHECK").partition("CMD ")[2])

    assert SERVICES[name]["healthcheck"]["test"] == ["CMD", *in_image]


def test_paycalc_s_image_holds_nothing_that_speaks_to_a_database() -> None:
    lock = (ROOT / "locks" / "paycalc.txt").read_text(encoding="utf-8").lower()

    for package in ("sqlalchemy", "asyncpg", "psycopg", "alembic", "pgserver"):
        assert package not in lock


@pytest.mark.parametrize("name", OURS)
def test_what_is_sent_to_be_built_is_what_an_image_copies(name: str) -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    allowed = [line[1:] for line in lines if line.startswith("!")]

    assert "*" in lines
    for source in sources(name):
        assert any(Path(source).match(pattern) for pattern in allowed), source


def laid_out(name: str, folder: Path) -> dict[str, str]:
    """Copy what an image copies; return an environment that finds nothing else of ours."""
    for source in sources(name):
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, folder / source)
    packages = sysconfig.get_path("purelib")
    path = f"{folder}/shared/src:{folder}/services/{name}/src:{packages}"
    return {"PATH": os.environ["PATH"], "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}


def command(written: list[str], port: int) -> list[str]:
    """Return an image's command for this interpreter, without its path files, and another port."""
    words = [re.sub("8000|8001", str(port), word) for word in written[1:]]
    return [sys.executable, "-S", *words]


def check_it_serves(name: str, folder: Path, environment: dict[str, str]) -> None:
    """Run an image's command, and then what it asks to learn whether it is well."""
    port = free_port()
    serve = command(json.loads(raw(name, "CMD")), port)
    serve[serve.index("0.0.0.0")] = "127.0.0.1"  # noqa: S104 - a container's own network
    well = command(json.loads(raw(name, "HEALTHCHECK").partition("CMD ")[2]), port)
    with (folder / "log").open("wb") as log:
        child = start_child(serve, output=log, environment=environment, folder=folder)
    try:
        wait_until(lambda: is_answering(f"http://127.0.0.1:{port}/readyz"))
        subprocess.run(well, env=environment, check=True, timeout=60)  # noqa: S603 - the image's own
    finally:
        stop_child(child, 30)


def test_what_paycalc_s_image_copies_is_enough_to_serve(tmp_path: Path) -> None:
    check_it_serves("paycalc", tmp_path, laid_out("paycalc", tmp_path))


def test_what_applications_image_copies_is_enough_to_migrate_and_serve(tmp_path: Path) -> None:
    with temporary_postgres() as postgres:
        environment = {
            **laid_out("applications", tmp_path),
            "APPLICATIONS_DATABASE_URL": postgres.app_url,
            "APPLICATIONS_OWNER_DATABASE_URL": postgres.owner_url,
        }
        migrate = command(SERVICES["migrate"]["command"], 0)
        subprocess.run(migrate, cwd=tmp_path, env=environment, check=True, timeout=120)  # noqa: S603 - the image's own
        check_it_serves("applications", tmp_path, environment)
