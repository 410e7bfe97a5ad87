"""The HRIS's grade and point beside what was decided here: listed, and never overwritten."""

import asyncio
import csv
import io
from datetime import timedelta
from typing import Any

from tests.applications.pay.in_tables import open_database
from tests.support.council import Council, key, problem
from tests.support.durham import TEAM_MANAGER, WORKER, give_role, settle
from tests.support.durham import worker as sent_worker
from tests.support.durham_case import act, draft, variations
from tests.support.imports import as_csv, bring_in

from applications.pay.operations.sending_again import SendingAgain, send_variations_again
from plumbing.clock import FileClock

Json = dict[str, Any]


def approved(council: Council) -> Json:
    """A variation that was approved: the worker is on grade 11 here, and on 9 in the HRIS."""
    settle(council)
    variation = draft(council)
    act(council, TEAM_MANAGER, variation["application_id"], "authorise-change")
    return variation


def move(council: Council, variation: Json, action: str, **body: str) -> Json:
    """What the HRIS, or whoever sends to it, does with a variation."""
    address = f"/v1/variations/{variation['variation_id']}"
    headers = {"If-Match": council.hris.get(address).headers["etag"], **key()}
    answer = council.hris.post(f"{address}/actions/{action}", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def differences(council: Council, **query: str) -> dict[str, list[str]]:
    """In what each worker differs."""
    found = council.hris.get("/v1/reconciliation", params={"limit": "200", **query})
    assert found.status_code == 200, found.text
    return {each["employee_number"]: each["differences"] for each in found.json()["items"]}


def graded(council: Council, grade: str, position: int | None = None, hours: str = "") -> None:
    """The HRIS's own word on the worker's post."""
    table = [
        {
            "employee_number": WORKER,
            "posts.post_number": "1",
            "posts.grade": grade,
            "posts.point_position": position or "",
            "posts.hours_per_week": hours,
        }
    ]
    assert bring_in(council, "post-grades", as_csv(table))["rows"]["refused"] == 0


def test_every_stage_of_a_variation_shows_where_the_two_differ(council: Council) -> None:
    variation = approved(council)
    (found,) = council.hris.get(f"/v1/workers/{WORKER}/pay-points").json()["items"]
    position = found["point"]["position"]
    assert differences(council)[WORKER] == ["different_grade"]
    assert differences(council, effective_on="2026-01-01")[WORKER] == ["missing_here"]
    move(council, variation, "send")
    graded(council, "11", position)
    assert differences(council)[WORKER] == ["applied_not_acknowledged"]
    move(council, variation, "acknowledge", hris_reference="MV-2041")
    assert WORKER not in differences(council)
    graded(council, "11", position + 1, "20")
    said = ["different_point", "different_hours", "acknowledged_not_applied"]
    assert differences(council)[WORKER] == said
    graded(council, "9", hours="37")
    listed = council.hris.get("/v1/reconciliation", params={"limit": "200"}).json()
    assert listed["effective_on"] == "2026-04-02"
    (item,) = [each for each in listed["items"] if each["employee_number"] == WORKER]
    assert item["differences"] == ["different_grade", "acknowledged_not_applied"]
    assert item["there"] == {"grade": "9", "position": None, "hours_per_week": "37.00"}
    assert item["here"] == {"grade": "11", "position": position, "hours_per_week": "37.00"}
    assert (item["variation_status"], item["hris_reference"]) == ("acknowledged", "MV-2041")
    assert found == council.hris.get(f"/v1/workers/{WORKER}/pay-points").json()["items"][0]


def test_a_post_that_the_hris_has_not_and_one_that_we_have_not(council: Council) -> None:
    settle(council)
    body = sent_worker("N-1")
    body["posts"][0]["starts_on"] = "2026-06-01"
    council.hris.put("/v1/workers/N-1", json=body)
    history = {
        "employee_number": "N-1",
        "post_number": "1",
        "starts_on": "2025-06-01",
        "grade": "9",
        "point.position": "1",
        "hours_per_week": "37",
        "source_known_on": "2025-06-01",
    }
    bring_in(council, "pay-history", as_csv([history]))
    assert differences(council)["N-1"] == ["missing_there"]
    assert differences(council)[WORKER] == ["missing_here"]
    seen: list[str] = []
    cursor: Json = {}
    while True:
        page = council.hris.get("/v1/reconciliation", params={"limit": 3, **cursor}).json()
        seen += [each["employee_number"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert seen == sorted(differences(council))


def test_what_the_hris_has_and_never_took_up_is_said_at_every_stage(council: Council) -> None:
    variation = approved(council)
    (found,) = council.hris.get(f"/v1/workers/{WORKER}/pay-points").json()["items"]
    graded(council, "11", found["point"]["position"])
    assert differences(council)[WORKER] == ["applied_not_acknowledged"], "approved"
    move(council, variation, "send")
    assert differences(council)[WORKER] == ["applied_not_acknowledged"], "sent"
    move(council, variation, "reject", reason_code="post_not_found", detail="No such post.")
    assert differences(council)[WORKER] == ["applied_not_acknowledged"], "rejected"


def test_on_the_day_on_which_the_post_ends_nothing_is_compared(council: Council) -> None:
    approved(council)
    body = sent_worker(WORKER)
    body["posts"][0]["ends_before"] = "2026-05-01"
    sent = council.hris.put(f"/v1/workers/{WORKER}", json=body, headers={"If-Match": "*"})
    assert sent.is_success, sent.text
    assert WORKER in differences(council, effective_on="2026-04-30")
    assert WORKER not in differences(council, effective_on="2026-05-01")


def test_hours_alone_are_a_difference(council: Council) -> None:
    variation = approved(council)
    (found,) = council.hris.get(f"/v1/workers/{WORKER}/pay-points").json()["items"]
    graded(council, "11", found["point"]["position"])
    move(council, variation, "send")
    move(council, variation, "acknowledge", hris_reference="MV-1")
    assert WORKER not in differences(council)
    graded(council, "11", found["point"]["position"], "20")
    assert differences(council)[WORKER] == ["different_hours"]


def test_the_file_says_what_the_pages_say_and_is_harmless_in_a_spreadsheet(
    council: Council,
) -> None:
    variation = approved(council)
    move(council, variation, "send")
    move(council, variation, "acknowledge", hris_reference="=cmd()")
    file = council.hris.get("/v1/reconciliation", headers={"Accept": "text/csv"})
    assert file.headers["content-type"].startswith("text/csv")
    assert 'filename="reconciliation-2026-04-02.csv"' in file.headers["content-disposition"]
    read = list(csv.DictReader(io.StringIO(file.text, newline="")))
    said = {each["employee_number"]: each["differences"].split(" ") for each in read}
    assert said == differences(council)
    (item,) = [each for each in read if each["employee_number"] == WORKER]
    assert (item["there_grade"], item["there_hours_per_week"]) == ("9", "37.00")
    assert (item["here_grade"], item["here_position"]) == ("11", "1")
    assert (item["variation_status"], item["hris_reference"]) == ("acknowledged", "'=cmd()")
    paged = council.hris.get(
        "/v1/reconciliation", params={"limit": "1"}, headers={"Accept": "text/csv"}
    )
    assert (paged.status_code, problem(paged)) == (422, "invalid-request")


def test_what_was_never_decided_here_can_be_left_out(council: Council) -> None:
    approved(council)
    everybody = differences(council)
    assert list(differences(council, known_here="true")) == [WORKER]
    others = differences(council, known_here="false")
    assert {*map(tuple, others.values())} == {("missing_here",)}
    assert everybody == {**others, WORKER: everybody[WORKER]}
    file = council.hris.get(
        "/v1/reconciliation", params={"known_here": "true"}, headers={"Accept": "text/csv"}
    )
    assert len(file.text.splitlines()) == 2
    refused = council.hris.get("/v1/reconciliation", params={"known_here": "yes"})
    assert (refused.status_code, problem(refused)) == (422, "invalid-request")


def test_who_may_reconcile(council: Council) -> None:
    settle(council)
    refused = council.person(WORKER).get("/v1/reconciliation")
    assert (refused.status_code, problem(refused)) == (403, "forbidden")
    give_role(council, TEAM_MANAGER, "payroll", "authority", None)
    assert council.person(TEAM_MANAGER).get("/v1/reconciliation").status_code == 200


def test_a_rejected_variation_shows_why_and_is_sent_again(council: Council) -> None:
    variation = approved(council)
    move(council, variation, "send")
    move(council, variation, "reject", reason_code="post_not_found", detail="No such post.")
    (found,) = variations(council.hris, status="rejected")
    assert found["rejected_because"] == "post_not_found"
    assert move(council, variation, "send")["rejected_because"] is None
    answered = move(council, variation, "acknowledge", hris_reference="MV-1")
    assert (answered["status"], answered["hris_reference"]) == ("acknowledged", "MV-1")


def test_a_variation_that_nobody_answers_is_listed_and_sent_again(council: Council) -> None:
    variation = move(council, approved(council), "send")
    house = council.house
    later = (house.now + timedelta(days=8)).isoformat()
    assert variations(council.hris, sent_before=variation["changed_at"]) == []
    house.set_clock(later)
    long_ago = (house.now - timedelta(days=7)).strftime("%Y-%m-%dT%H:%M:%SZ")
    council.hris.get("/v1/variations")
    asyncio.run(send_again(council))
    assert variations(council.hris, sent_before=long_ago) == []
    (found,) = variations(council.hris, status="sent")
    assert found["changed_at"] > variation["changed_at"]
    kinds = [
        each["kind"]
        for each in council.hris.get("/v1/events", params={"limit": 1000}).json()["items"]
    ]
    assert kinds.count("variation-sent-again") == 1, "done again it does nothing"
    move(council, variation, "acknowledge", hris_reference="MV-2")


async def send_again(council: Council) -> None:
    """What the worker does from time to time, done twice."""
    house = council.house
    async with open_database(house.postgres) as database:
        means = SendingAgain(database, FileClock(house.clock_file), timedelta(days=7))
        for _ in range(2):
            await send_variations_again(means, council.authority)
