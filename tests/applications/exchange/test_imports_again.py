"""A file that comes again, and an import that was cut: nothing is done twice, nothing is missed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from tests.applications.people.organisation import add_team, events
from tests.support.council import Council, key, problem, put
from tests.support.imports import as_csv, bring_in, finished, outcomes, row, rows, send
from tests.support.waiting import wait_until

Json = dict[str, Any]


EAST = {"team": "cic-east", "title": "East", "service": "children-in-care", "locality": "east"}
WEST = EAST | {"team": "cic-west", "title": "West", "locality": "west"}


def test_the_same_file_again_is_the_same_import(council: Council) -> None:
    add_team(council)
    content = as_csv([row("1")])
    first = bring_in(council, "workers", content)
    again = send(council.hris, "workers", content)
    assert (again.status_code, again.json()) == (200, first)
    assert again.headers["location"] == f"/v1/imports/{first['import_id']}"
    other = send(council.hris, "workers", content + row_of("2"))
    assert (other.status_code, other.json()["rows"]["found"]) == (202, 2)
    finished(council, other.json()["import_id"])
    listed = council.hris.get("/v1/imports", params={"limit": 1}).json()
    assert listed["items"][0]["import_id"] == other.json()["import_id"]
    rest = {"limit": "1", "cursor": listed["next_cursor"]}
    (older,) = council.hris.get("/v1/imports", params=rest).json()["items"]
    assert older == first


def row_of(number: str) -> str:
    """One more line of the same columns."""
    return as_csv([row(number)]).split("\r\n", 1)[1]


def test_files_are_worked_through_as_they_came_though_all_are_sent_at_once(
    council: Council,
) -> None:
    sent = [
        ("teams", as_csv([EAST, WEST])),
        ("workers", as_csv([row(str(number)) for number in range(1200)])),
        ("workers", as_csv([row("1199", **{"posts.grade": "11"})])),
        ("teams", as_csv([EAST | {"title": "Far East"}])),
    ]
    ids = [send(council.hris, kind, content).json()["import_id"] for kind, content in sent]
    done = [finished(council, each) for each in ids]
    assert [each["rows"]["refused"] for each in done] == [0, 0, 0, 0]
    assert outcomes(council, done[2]) == ["changed"]
    assert council.hris.get("/v1/workers/1199").json()["posts"][0]["grade"] == "11"
    assert sorted(done, key=lambda each: each["finished_at"]) == done


def test_a_key_stands_for_one_file(council: Council) -> None:
    headers, content = key(), as_csv([EAST, WEST])
    first = send(council.hris, "teams", content, headers=headers)
    again = send(council.hris, "teams", content, headers=headers)
    assert (again.status_code, again.headers["idempotency-replayed"]) == (202, "true")
    assert again.json()["import_id"] == first.json()["import_id"]
    other = send(council.hris, "teams", as_csv([EAST]), headers=headers)
    assert (other.status_code, problem(other)) == (422, "idempotency-key-reused")


def test_a_file_with_refused_rows_is_worked_through_again_once_the_cause_is_mended(
    council: Council,
) -> None:
    content = as_csv([row("1")])
    first = bring_in(council, "workers", content)
    assert outcomes(council, first) == ["refused"]
    add_team(council)
    second = bring_in(council, "workers", content)
    assert second["import_id"] != first["import_id"]
    assert outcomes(council, second) == ["created"]
    assert outcomes(council, first) == ["refused"], "what it said then stays"


def test_a_file_that_says_what_an_earlier_one_said_is_not_the_earlier_one(
    council: Council,
) -> None:
    add_team(council)
    put(council.hris, "/v1/teams/cic-west", {name: WEST[name] for name in WEST if name != "team"})
    before, moved = as_csv([row("1")]), as_csv([row("1", **{"posts.team": "cic-west"})])
    for content, outcome in ((before, "created"), (moved, "changed"), (before, "changed")):
        assert outcomes(council, bring_in(council, "workers", content)) == [outcome]
    assert council.hris.get("/v1/workers/1").json()["posts"][0]["team"] == "cic-east"
    assert send(council.hris, "workers", before).status_code == 200


def test_a_check_looks_again(council: Council) -> None:
    content = as_csv([row("1")])
    first = bring_in(council, "workers", content, validate_only=True)
    add_team(council)
    second = bring_in(council, "workers", content, validate_only=True)
    assert [outcomes(council, each) for each in (first, second)] == [["refused"], ["created"]]
    bring_in(council, "workers", content)
    bring_in(council, "workers", content, validate_only=True)
    assert send(council.hris, "workers", content).status_code == 200, "a check is no other file"


def test_of_the_same_file_sent_at_once_one_is_worked_through(council: Council) -> None:
    add_team(council)
    content = as_csv([row(f"N-{each}") for each in range(600)])
    with ThreadPoolExecutor(4) as threads:
        sent = list(threads.map(lambda _: send(council.hris, "workers", content), range(4)))
    assert sorted(each.status_code for each in sent) == [200, 200, 200, 202]
    (import_id,) = {each.json()["import_id"] for each in sent}
    assert finished(council, import_id)["rows"]["created"] == 600


def test_a_worker_that_is_killed_leaves_off_where_another_goes_on(council: Council) -> None:
    add_team(council)
    house = council.house
    answer = send(council.hris, "workers", as_csv([row(f"N-{each}") for each in range(3000)]))
    import_id = answer.json()["import_id"]
    assert 500 <= kill_after(council, import_id, 500) < 3000, "it was killed in the middle"
    about = finished(council, import_id)
    assert about["rows"]["created"] == 3000
    said = rows(council, about)
    assert [each["line"] for each in said] == list(range(2, 3002))
    assert {each["outcome"] for each in said} == {"created"}
    parts = [each for each in events(council, "import") if each["kind"] == "rows-imported"]
    assert [each["body"]["first_line"] for each in parts] == list(range(2, 3002, 500))
    ((versions,),) = house.sql(
        "SELECT count(*) FROM workers WHERE authority_id = $1 AND version = 1",
        council.authority.authority_id,
    )
    assert versions == 3000


def kill_after(council: Council, import_id: str, wanted: int) -> int:
    """Kill the worker once so many rows are done, start it again, and say how many were."""

    def done() -> int:
        return int(council.hris.get(f"/v1/imports/{import_id}").json()["rows"]["created"])

    wait_until(lambda: done() >= wanted)
    house = council.house
    house.worker.kill()
    # Whoever took the job holds it for a minute: then another may.
    house.set_clock((house.now + timedelta(minutes=2)).isoformat())
    found = done()
    house.worker.start()
    return found
