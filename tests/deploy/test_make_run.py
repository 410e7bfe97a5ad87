"""`make run`: everything starts, says what to try, and leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from deploy.children import free_port, is_taken
from deploy.readme import run
from tests.support.everything import COMMAND, NAMES, Everything, environment, running, start
from tests.support.live import ROOT
from tests.support.waiting import SECONDS, is_running, wait_until

Json = dict[str, Any]


@pytest.fixture
def everything(open_folder: Path) -> Iterator[Everything]:
    with running(open_folder, DEMONSTRATED="durham") as found:
        yield found


def refused(folder: Path, ports: dict[str, int], **settings: str) -> str:
    ended = subprocess.run(  # noqa: S603 - this interpreter
        COMMAND,
        cwd=ROOT,
        env=environment(folder, ports, **settings),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert ended.returncode == 1
    return ended.stderr


async def test_all_is_there_stops_when_asked_and_has_its_data_again_the_next_time(
    open_folder: Path,
) -> None:
    shown: list[Json] = []
    for times, how in enumerate([signal.SIGINT, signal.SIGTERM], start=1):
        with running(open_folder) as found:
            assert found.get("APPLICATIONS_PORT", "/readyz").is_success
            assert found.get("PAYCALC_PORT", "/readyz").is_success
            check_the_issuer(found)
            shown.append(what_is_shown(found))
            await check_the_database(found, open_folder, times)
            check_what_to_try(found)
            check_it_stops(found, how)
    assert shown[1] == shown[0]


def what_is_shown(found: Everything) -> Json:
    """How far the demonstration has brought each case, and where the council's log ends."""
    made = run(["make -s token ROLE=auditor"], found.ports)[0].strip()

    def ask(path: str) -> list[Json]:
        answer = found.get("APPLICATIONS_PORT", f"/v1/{path}", Authorization=f"Bearer {made}")
        items: list[Json] = answer.json()["items"]
        return items

    cases = {each["employee_number"]: each for each in ask("applications")}
    waiting = [step["step"] for step in cases["DUR-SW-2"]["steps"] if step["state"] == "open"]
    assert waiting == ["sign-off"]
    assert cases["DUR-SW-3"]["pay_status"] == "recorded"
    assert cases["DUR-SW-4"]["status"] == "not_yet"
    assert "DUR-SW-1" not in cases
    points = {each["employee_number"]: each["grade"] for each in ask("pay-points")}
    assert points == {"DUR-SW-3": "11"}
    return {"log": ask("audit?limit=1000")[-1]["hash"], "cases": cases}


def check_the_issuer(found: Everything) -> None:
    configuration = found.get("ISSUER_PORT", "/durham/.well-known/openid-configuration").json()

    assert configuration["issuer"] == f"http://127.0.0.1:{found.ports['ISSUER_PORT']}/durham"


async def check_the_database(found: Everything, folder: Path, times: int) -> None:
    address = f"127.0.0.1:{found.ports['POSTGRES_PORT']}/spinepoint"
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(f"postgresql://postgres:guess@{address}")
    kept = json.loads((folder / "postgres" / "16" / "passwords.json").read_text(encoding="ascii"))
    connection = await asyncpg.connect(f"postgresql://postgres:{kept['postgres']}@{address}")
    await connection.execute("CREATE TABLE IF NOT EXISTS runs AS SELECT WHERE false")
    await connection.execute("INSERT INTO runs DEFAULT VALUES")
    assert await connection.fetchval("SELECT count(*) FROM runs") == times
    assert await connection.fetchval("SELECT count(*) FROM alembic_version") == 1
    await connection.close()


def check_what_to_try(found: Everything) -> None:
    said = found.said.read_text(encoding="utf-8").partition("goes on from here):\n")[2]
    about_people, calculated = run(said.strip().split("\n\n"), found.ports)

    assert '"name":"Helen Robson"' in about_people
    assert '"step":"sign-off"' in about_people
    assert calculated.startswith("Determined: durham, grade-9-to-11")


def check_it_stops(found: Everything, how: signal.Signals) -> None:
    children = found.children()
    found.process.send_signal(how)

    assert found.process.wait(SECONDS) == 0
    assert len(children) == len(("postgres", "issuer", "paycalc", "applications", "worker"))
    assert not any(is_running(child) for child in children)
    assert not found.is_listening()


def test_killed_outright_it_leaves_nothing(everything: Everything) -> None:
    children = everything.children()
    everything.process.kill()
    everything.process.wait()

    wait_until(lambda: not any(is_running(child) for child in children))
    assert not everything.is_listening()


def test_make_itself_killed_outright_leaves_nothing(open_folder: Path) -> None:
    found = start(open_folder, ["make", "--silent", "run"], DEMONSTRATED="durham")
    found.wait_until_it_says_what_to_try()
    assert found.is_listening()
    found.process.kill()
    found.process.wait()

    wait_until(lambda: not found.is_listening())


@pytest.mark.parametrize("started", [1, 4])
def test_killed_while_it_starts_it_leaves_nothing(open_folder: Path, started: int) -> None:
    found = start(open_folder)
    wait_until(lambda: len(found.children()) >= started)
    children = found.children()
    found.process.kill()
    found.process.wait()

    wait_until(lambda: not any(is_running(child) for child in children))
    wait_until(lambda: not found.is_listening())


def test_when_one_ends_by_itself_all_end_and_it_is_named(everything: Everything) -> None:
    worker = everything.children()[-1]
    os.kill(worker, signal.SIGKILL)

    assert everything.process.wait(SECONDS) == 1
    assert "worker ended by itself. See " in everything.said.read_text()
    assert not everything.is_listening()


@pytest.mark.parametrize("name", NAMES)
def test_a_port_that_is_taken_is_named(open_folder: Path, name: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ports = {each: free_port() for each in NAMES}
        said = refused(open_folder, {**ports, name: port})

    assert f"Port {port} is taken" in said
    assert f"choose another port with {name}=..." in said


def test_a_port_that_is_none_is_named(open_folder: Path) -> None:
    said = refused(open_folder, {"ISSUER_PORT": 65536})

    assert said == "ISSUER_PORT is no port: give a number from 1 to 65535.\n"


def test_what_fails_is_named_with_its_log_and_all_ends(open_folder: Path) -> None:
    ports = {name: free_port() for name in NAMES}
    (open_folder / "clock").write_text("tomorrow", encoding="ascii")
    said = refused(open_folder, ports, CLOCK_FILE=str(open_folder / "clock"))

    assert said.startswith("issuer did not start. See ")
    assert not any(is_taken(port) for port in ports.values())
