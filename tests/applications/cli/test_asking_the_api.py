"""Commands import files and verify the log over the API, and end as a script needs them to."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import stamina
from tests.support.commands import Ended, applications
from tests.support.council import Council, put
from tests.support.durham import settle
from tests.support.imports import as_csv
from tests.support.live import free_port
from tests.support.log import tamper
from tests.support.scripted_service import Scripted, answering, said

Json = dict[str, Any]
Command = Callable[..., Ended]

TEAMS = [
    {"team": "a", "title": "Team A", "service": "care", "locality": "east"},
    {"team": "b", "title": "", "service": "care", "locality": "east"},
    {"team": "c", "title": "Team C", "service": "care", "locality": "east"},
]
VERIFY = ("verify-log",)
ANYBODY = "a-token"


def at(url: str, *arguments: str) -> Ended:
    return applications(*arguments, APPLICATIONS_URL=url, APPLICATIONS_TOKEN=ANYBODY)


def test_a_file_is_imported_and_the_refused_rows_are_named(
    council: Council, command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "teams.csv"
    file.write_text(as_csv(TEAMS))
    checked = command("import", str(file), "--kind", "teams", "--validate-only")
    assert checked.returncode == 3
    assert "Checked 3: 2 created, 0 changed, 0 unchanged, 1 refused." in checked.stdout
    assert council.hris.get("/v1/teams/a").status_code == 404
    done = command("import", str(file), "--kind", "teams")
    assert done.returncode == 3
    assert "line 3: /title: " in done.stdout
    assert "Imported 3: 2 created, 0 changed, 0 unchanged, 1 refused." in done.stdout
    assert council.hris.get("/v1/teams/c").is_success
    again = command("import", str(file), "--kind", "teams")
    assert "Imported 3: 0 created, 0 changed, 2 unchanged, 1 refused." in again.stdout
    file.write_text(as_csv([TEAMS[0], TEAMS[2]]))
    mended = command("import", str(file), "--kind", "teams")
    assert mended.returncode == 0
    assert mended.stdout == "Imported 2: 0 created, 0 changed, 2 unchanged, 0 refused.\n"
    again = command("import", str(file), "--kind", "teams")
    assert again.stdout.startswith("This file came before, at 2026-04-02T")


def test_what_the_register_says_is_shown_where_somebody_may_want_to_look(
    council: Council, command: Command, tmp_path: Path
) -> None:
    settle(council, registration={"number": "SW100001", "registered_on": "2021-08-01"})
    file = tmp_path / "register.jsonl"
    check = {"registration_number": "SW100001", "name": "Person W-1", "status": "removed"}
    file.write_text(json.dumps(check) + "\n")
    ended = command("import", str(file), "--kind", "register-checks")
    assert ended.returncode == 0, ended.stdout
    assert "not-registered" in ended.stdout


def test_a_file_that_cannot_be_read_is_refused_in_words(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "teams.csv"
    file.write_text("team,colour\r\na,red\r\n")
    ended = command("import", str(file), "--kind", "teams")
    assert ended.returncode == 1
    assert ended.stderr.startswith("The file cannot be read as a whole: ")
    other = tmp_path / "teams.xlsx"
    other.write_bytes(b"PK")
    assert command("import", str(other), "--kind", "teams").returncode == 1


def test_the_log_is_verified_as_the_api_gives_it(council: Council, command: Command) -> None:
    for name in "abc":
        put(council.hris, f"/v1/teams/{name}", BODY)
    ended = command(*VERIFY)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == "Unbroken to position 3; 0 checkpoints vouch for it.\n"


BODY = {"title": "Care", "service": "care", "locality": "east"}


def test_a_query_that_is_wrong_is_said_with_its_place(command: Command, tmp_path: Path) -> None:
    file = str(tmp_path / "pay")
    ended = command("export", "pay-points", "--effective-on", "1 April", "-o", file)
    assert ended.returncode == 1
    assert "/query/effective_on: " in ended.stderr
    assert list(tmp_path.iterdir()) == []
    nowhere = str(tmp_path / "none" / "pay")
    assert command("export", "pay-points", "-o", nowhere).stderr.startswith("There is no folder")


def test_who_may_not_is_told_so_by_an_exit_code_of_its_own(council: Council) -> None:
    url = council.house.url
    assert at(url, *VERIFY).returncode == 4  # no token of anybody's
    without = applications(*VERIFY, APPLICATIONS_URL=url, APPLICATIONS_TOKEN="")
    assert (without.returncode, without.stderr) == (
        4,
        "Set APPLICATIONS_TOKEN to an access token.\n",
    )
    narrow = council.token(None, ["people.read"])
    ended = applications(*VERIFY, APPLICATIONS_URL=url, APPLICATIONS_TOKEN=narrow)
    assert ended.returncode == 4


def test_a_service_that_is_away_or_another_is_said_to_be_so() -> None:
    with stamina.set_testing(True, attempts=2):
        away = at(f"http://127.0.0.1:{free_port()}", *VERIFY)
        with answering(Scripted(500, b"<html>")) as url:
            broken = at(url, *VERIFY)
        with answering(Scripted(503)) as url:
            busy = at(url, *VERIFY)
        nowhere = at("not an address", *VERIFY)
    assert (away.returncode, broken.returncode, busy.returncode) == (5, 5, 5)
    assert nowhere.returncode == 5
    assert "cannot be reached" in away.stderr
    with answering(Scripted(404, b"<html>")) as url:
        other = at(url, *VERIFY)
    assert other.returncode == 1
    assert "is not this service" in other.stderr


def test_a_busy_service_is_asked_again_after_the_time_that_it_names() -> None:
    empty = said({"items": [], "next_cursor": "0"})
    started = time.monotonic()
    with answering(said({}, 429, Retry_After="1"), empty) as url:
        ended = at(url, *VERIFY)
    assert ended.returncode == 0
    assert ended.stderr == "No answer yet: asking again in 1 s.\n"
    assert time.monotonic() - started >= 1


def test_a_log_that_was_changed_is_found_over_the_api(council: Council, command: Command) -> None:
    for name in "abc":
        put(council.hris, f"/v1/teams/{name}", BODY)
    tamper(
        council.house.postgres.superuser_dsn,
        "UPDATE events SET actor = 'somebody-else' WHERE authority_id = $1 AND seq = 2",
        council.authority.authority_id,
    )
    ended = command(*VERIFY)
    assert ended.returncode == 1
    assert ended.stderr == "Position 2: its content is not what was written.\n"
