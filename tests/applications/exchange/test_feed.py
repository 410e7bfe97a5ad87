"""The feed: what happened, in order, from a position on."""

import threading
import time

from tests.support.council import Council, problem, put
from tests.support.house_fixtures import MakeCouncil
from tests.support.log import add_person, append
from tests.support.waiting import wait_until

TEAM = {"title": "Children in Care East", "service": "children-in-care", "locality": "east"}


def add_teams(council: Council, *names: str) -> None:
    for name in names:
        put(council.hris, f"/v1/teams/{name}", TEAM)


def test_a_reader_gets_everything_once_in_order_and_goes_on_from_where_it_stands(
    council: Council,
) -> None:
    add_teams(council, "a", "b", "c")
    first = council.hris.get("/v1/events", params={"limit": 2}).json()
    assert [item["subject"]["id"] for item in first["items"]] == ["a", "b"]
    second = council.hris.get("/v1/events", params={"after": first["next_cursor"]}).json()
    assert [item["subject"]["id"] for item in second["items"]] == ["c"]
    third = council.hris.get("/v1/events", params={"after": second["next_cursor"]}).json()
    assert third == {"items": [], "next_cursor": second["next_cursor"]}
    add_teams(council, "d")
    fourth = council.hris.get("/v1/events", params={"after": third["next_cursor"]}).json()
    assert [item["subject"]["id"] for item in fourth["items"]] == ["d"]


def test_the_link_leads_on_with_the_same_filters(council: Council) -> None:
    add_teams(council, "a", "b")
    answer = council.hris.get("/v1/events", params={"limit": 1})
    following = council.hris.get(f"/v1/events{answer.links['next']['url']}")
    assert [item["subject"]["id"] for item in following.json()["items"]] == ["b"]


def test_an_event_says_what_happened_to_whom_by_whom_and_where_to_look(council: Council) -> None:
    add_teams(council, "a")
    (event,) = council.hris.get("/v1/events").json()["items"]
    assert event["kind"] == "team-changed"
    assert event["subject"] == {"kind": "team", "id": "a", "href": "/v1/teams/a"}
    assert (event["actor"], event["on_behalf_of"]) == ("hris", [])
    assert event["recorded_at"].startswith("2026-04-02T09:")
    assert (event["body"], event["audience"]) == ({"version": 1}, "concerned")
    assert council.hris.get(event["subject"]["href"]).is_success


def test_an_empty_log_is_an_empty_feed(council: Council) -> None:
    assert council.hris.get("/v1/events").json() == {"items": [], "next_cursor": "0"}


def test_a_position_that_the_log_has_not_reached_is_refused_and_not_waited_for(
    council: Council,
) -> None:
    ahead = council.hris.get("/v1/events", params={"after": "7", "wait": 20})
    assert (ahead.status_code, problem(ahead)) == (400, "invalid-cursor")


def test_a_position_is_digits(council: Council) -> None:
    for wrong in ("", "-1", "01", "1.0", "x", "9" * 19):
        refused = council.hris.get("/v1/events", params={"after": wrong})
        assert (refused.status_code, problem(refused)) == (422, "invalid-request")
    assert council.hris.get("/v1/events", params={"wait": 26}).status_code == 422
    assert council.hris.get("/v1/events", params={"kind": "team-changed"}).status_code == 422


def test_a_reader_who_waits_is_answered_as_soon_as_something_happens(council: Council) -> None:
    later = threading.Timer(1.5, add_teams, (council, "a"))
    started = time.monotonic()
    later.start()
    answer = council.hris.get("/v1/events", params={"wait": 20}).json()
    later.join()
    assert [item["subject"]["id"] for item in answer["items"]] == ["a"]
    assert time.monotonic() - started < 10


def test_a_reader_who_waits_in_vain_is_told_so_after_that_time(council: Council) -> None:
    started = time.monotonic()
    answer = council.hris.get("/v1/events", params={"wait": 2}).json()
    assert answer["items"] == []
    assert time.monotonic() - started < 10


def test_no_transaction_is_open_while_a_reader_waits(council: Council) -> None:
    waiting = threading.Thread(
        target=council.hris.get, args=("/v1/events",), kwargs={"params": {"wait": 5}}
    )
    waiting.start()
    time.sleep(0.7)
    open_ones = (
        "SELECT 1 FROM pg_stat_activity WHERE state = 'idle in transaction'"
        " AND application_name = 'spinepoint-applications'"
    )
    # What others do at that moment is soon over; what the reader held would last.
    wait_until(lambda: council.house.sql(open_ones) == [], seconds=3)
    assert waiting.is_alive()
    waiting.join()


def test_one_authority_sees_nothing_of_another(make_council: MakeCouncil) -> None:
    one, other = make_council(), make_council()
    add_teams(one, "a")
    assert other.hris.get("/v1/events").json()["items"] == []


def test_a_person_sees_what_concerns_their_own_record_and_no_sign_of_the_rest(
    council: Council,
) -> None:
    add_teams(council, "a")
    add_person(council, "100001")
    own = append(council, kind="worker-changed", subject_kind="worker", subject="100001")
    append(
        council, kind="worker-changed", subject_kind="worker", subject="100001", audience="managers"
    )
    append(council, kind="worker-changed", subject_kind="worker", subject="100002")
    answer = council.person("100001").get("/v1/events").json()
    assert [item["seq"] for item in answer["items"]] == [own]
    assert int(answer["next_cursor"]) == own  # no word of what came after


def test_what_somebody_wrote_is_not_in_the_feed(council: Council) -> None:
    append(
        council,
        kind="action-taken",
        subject_kind="application",
        subject="1",
        text={"reason": "Jane Roe was ill"},
    )
    answer = council.hris.get("/v1/events")
    assert len(answer.json()["items"]) == 1
    assert "Jane" not in answer.text
