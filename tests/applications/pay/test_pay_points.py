"""Effective pay points over HTTP: who is on which point on a day, as known when."""

import asyncio
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest
from tests.applications.pay.in_tables import open_database
from tests.support.council import Council, problem
from tests.support.durham import (
    OTHER_TEAM_MANAGER,
    OTHER_WORKER,
    TEAM_MANAGER,
    WORKER,
    give_role,
    settle,
)
from tests.support.durham_case import act, decide, wait_for_pay
from tests.support.house_fixtures import MakeCouncil

from applications.log.domain import Act, Event
from applications.log.storage import append_now
from applications.pay.domain.determinations import Point
from applications.pay.domain.pay_points import PayPoint
from applications.pay.storage.pay_points import record_pay_point

Json = dict[str, Any]

PAYROLL = "PAY-1"
DAY = date(2026, 2, 1)


@pytest.fixture
def durham(council: Council) -> Council:
    """Durham, with somebody in payroll."""
    settle(council)
    add_person(council, PAYROLL)
    give_role(council, PAYROLL, "payroll", "authority", None)
    return council


def add_person(council: Council, number: str) -> None:
    person = {"subject": number, "name": number}
    assert council.hris.put(f"/v1/workers/{number}", json=person).is_success


def point(worker: str, starts_on: date = DAY, grade: str | None = "11") -> PayPoint:
    """A point of a worker's first post; without a grade, its end."""
    if grade is None:
        return PayPoint(employee_number=worker, post_number="1", starts_on=starts_on, grade=None)
    return PayPoint(
        employee_number=worker,
        post_number="1",
        starts_on=starts_on,
        grade=grade,
        point=Point(position=1, scp=30, spine="njc-2019"),
        hours_per_week=Decimal("18.50"),
        annual_salary=Decimal("40777.00"),
        salary_status="settled",
    )


def record(council: Council, *points: PayPoint) -> datetime:
    """Record pay points as an approval does, and give the instant from which they are known."""

    async def run() -> datetime:
        house, authority_id = council.house, council.authority.authority_id
        act_ = Act(actor="system", client_id="test", request_id="test")
        told = Event(kind="pay-point-recorded", subject_kind="worker", subject="test", act=act_)
        async with (
            open_database(house.postgres) as database,
            database.begin(authority_id) as session,
        ):
            position = await append_now(session, authority_id, [told], now=house.now)
            for each in points:
                await record_pay_point(session, authority_id, each, position.recorded_at)
        return position.recorded_at

    return asyncio.run(run())


def listed(client: httpx.Client, **asked: str) -> Json:
    response = client.get("/v1/pay-points", params=asked)
    assert response.status_code == 200, response.text
    found: Json = response.json()
    return found


def workers(page: Json) -> list[str]:
    return [item["employee_number"] for item in page["items"]]


def timeline(client: httpx.Client, worker: str, **asked: str) -> list[Json]:
    response = client.get(f"/v1/workers/{worker}/pay-points", params=asked)
    assert response.status_code == 200, response.text
    items: list[Json] = response.json()["items"]
    return items


def test_a_decision_shows_from_its_first_day_and_once_it_is_known(durham: Council) -> None:
    application_id = decide(durham)
    wait_for_pay(durham, application_id)
    durham.house.set_clock("2026-04-07T09:00:00Z")
    act(durham, TEAM_MANAGER, application_id, "authorise-change")

    (found,) = listed(durham.hris, effective_on="2026-04-02")["items"]
    assert (found["employee_number"], found["post_number"]) == (WORKER, "1")
    assert (found["grade"], found["point"]["scp"]) == ("11", 30)
    assert (found["starts_on"], found["ends_before"]) == ("2026-04-02", None)
    assert found["recorded_at"] >= "2026-04-07T09:00:00"
    assert found["superseded_at"] is None
    assert found["application_id"] == application_id
    assert listed(durham.hris, effective_on="2026-04-01")["items"] == []
    assert listed(durham.hris, effective_on="2026-04-02", known_on="2026-04-06")["items"] == []
    known = listed(durham.hris, effective_on="2026-04-02", known_on="2026-04-07")
    assert known["items"] == [found]
    assert (known["effective_on"], known["known_on"]) == ("2026-04-02", "2026-04-07")


def test_left_out_days_are_today_in_london(durham: Council) -> None:
    record(durham, point(WORKER, date(2026, 5, 15)))
    durham.house.set_clock("2026-05-14T22:30:00Z")
    assert listed(durham.hris)["effective_on"] == "2026-05-14"
    assert workers(listed(durham.hris)) == []
    durham.house.set_clock("2026-05-14T23:30:00Z")
    assert (listed(durham.hris)["effective_on"], listed(durham.hris)["known_on"]) == (
        "2026-05-15",
        "2026-05-15",
    )
    assert workers(listed(durham.hris)) == [WORKER]


def test_the_last_instant_of_a_day_is_its_end_in_london(durham: Council) -> None:
    durham.house.set_clock("2026-05-14T22:59:59.900000Z")
    record(durham, point(WORKER))
    durham.house.set_clock("2026-05-14T23:00:00Z")
    record(durham, point(OTHER_WORKER))

    assert workers(listed(durham.hris, known_on="2026-05-14")) == [WORKER]
    assert workers(listed(durham.hris, known_on="2026-05-15")) == [WORKER, OTHER_WORKER]


def test_the_instant_that_is_given_back_gives_the_same_answer_for_ever(durham: Council) -> None:
    recorded_at = record(durham, point(WORKER))
    first = listed(durham.hris, known_on="2030-01-01")
    # Nothing is known later than what was recorded last.
    assert datetime.fromisoformat(first["known_at"]) == recorded_at
    record(durham, point(WORKER, grade="10"), point(OTHER_WORKER))

    again = listed(durham.hris, known_at=first["known_at"])
    assert workers(again) == [WORKER]
    assert again["items"][0]["grade"] == "11"
    assert again["items"][0]["superseded_at"] is not None
    assert again["known_at"] == first["known_at"]
    assert [item["grade"] for item in listed(durham.hris)["items"]] == ["10", "11"]


def test_pages_are_of_one_instant_whatever_is_recorded_between_them(durham: Council) -> None:
    record(durham, point(WORKER), point(OTHER_WORKER))
    whole = listed(durham.hris)
    first = listed(durham.hris, limit="1")
    record(durham, point(OTHER_WORKER, grade="10"), point(TEAM_MANAGER))
    durham.house.set_clock("2026-04-03")
    second = listed(durham.hris, limit="1", cursor=first["next_cursor"])

    assert [*first["items"], *second["items"]] == [
        item | {"superseded_at": found["superseded_at"]}
        for item, found in zip(whole["items"], [*first["items"], *second["items"]], strict=True)
    ]
    assert second["next_cursor"] is None
    for name in ("effective_on", "known_on", "known_at"):
        assert first[name] == second[name] == whole[name]


def test_a_cursor_belongs_to_its_list_and_its_filters(durham: Council) -> None:
    record(durham, point(WORKER), point(OTHER_WORKER))
    cursor = listed(durham.hris, limit="1")["next_cursor"]
    for asked in ({"cursor": cursor, "effective_on": "2026-01-01"}, {"cursor": "x" + cursor}):
        refused = durham.hris.get("/v1/pay-points", params=asked)
        assert (refused.status_code, problem(refused)) == (400, "invalid-cursor")


def test_an_end_ends_what_was_before_it(durham: Council) -> None:
    record(durham, point(WORKER))
    record(durham, point(WORKER, date(2026, 3, 1), grade=None))

    assert workers(listed(durham.hris, effective_on="2026-02-28")) == [WORKER]
    assert workers(listed(durham.hris, effective_on="2026-03-01")) == []
    (row,) = timeline(durham.hris, WORKER)
    assert (row["starts_on"], row["ends_before"]) == ("2026-02-01", "2026-03-01")


def test_the_timeline_is_whole_as_known_on_a_day(durham: Council) -> None:
    record(durham, point(WORKER, grade="10"))
    durham.house.set_clock("2026-04-10")
    record(durham, point(WORKER, date(2026, 9, 15), grade="11"))

    def shape(**asked: str) -> list[tuple[str, str, str | None]]:
        items = timeline(durham.hris, WORKER, **asked)
        return [(item["grade"], item["starts_on"], item["ends_before"]) for item in items]

    assert shape(known_on="2026-04-09") == [("10", "2026-02-01", None)]
    assert shape() == [
        ("10", "2026-02-01", "2026-09-15"),
        ("11", "2026-09-15", None),
    ]


def test_who_sees_a_timeline_has_to_do_with_the_worker(durham: Council) -> None:
    record(durham, point(WORKER))
    for client in (
        durham.hris,
        *(durham.person(who) for who in (WORKER, TEAM_MANAGER, PAYROLL)),
        durham.machine("payroll.read"),
    ):
        assert len(timeline(client, WORKER)) == 1
    for who in (OTHER_TEAM_MANAGER, OTHER_WORKER):
        hidden = durham.person(who).get(f"/v1/workers/{WORKER}/pay-points")
        assert (hidden.status_code, problem(hidden)) == (404, "not-found")
    nobody = durham.hris.get("/v1/workers/nobody/pay-points")
    assert (nobody.status_code, problem(nobody)) == (404, "not-found")
    unscoped = durham.machine("people.read").get(f"/v1/workers/{WORKER}/pay-points")
    assert (unscoped.status_code, problem(unscoped)) == (403, "forbidden")


def test_the_list_is_for_payroll_as_far_as_the_role_reaches(durham: Council) -> None:
    record(durham, point(WORKER), point(OTHER_WORKER))
    assert workers(listed(durham.person(PAYROLL))) == [WORKER, OTHER_WORKER]
    for who in (TEAM_MANAGER, WORKER):
        refused = durham.person(who).get("/v1/pay-points")
        assert (refused.status_code, problem(refused)) == (403, "forbidden")

    add_person(durham, "PAY-2")
    give_role(durham, "PAY-2", "payroll", "locality", "west")
    give_role(durham, "PAY-2", "academy_practice_lead", "authority", None)
    assert workers(listed(durham.person("PAY-2"))) == [OTHER_WORKER]


def test_another_authority_sees_nothing_of_it(durham: Council, make_council: MakeCouncil) -> None:
    record(durham, point(WORKER))
    elsewhere = make_council()
    assert listed(elsewhere.hris)["items"] == []
    assert elsewhere.hris.get(f"/v1/workers/{WORKER}/pay-points").status_code == 404


REFUSED: list[Json] = [
    {"known_on": "2026-04-02", "known_at": "2026-04-02T09:00:00Z"},
    {"known_on": "2 April"},
    {"known_at": "2026-04-02T09:00:00"},
    {"grade": "11"},
    {"limit": "201"},
]


@pytest.mark.parametrize("asked", REFUSED)
def test_what_is_not_understood_is_refused(council: Council, asked: Json) -> None:
    refused = council.hris.get("/v1/pay-points", params=asked)
    assert (refused.status_code, problem(refused)) == (422, "invalid-request")
