"""Pay that another system knew before: it answers for people who never had a case here."""

from typing import Any

from tests.applications.people.organisation import add_team, add_worker, post
from tests.support.council import Council
from tests.support.durham import TEAM_MANAGER, WORKER, settle
from tests.support.durham_case import act, draft
from tests.support.imports import JSON_LINES, as_csv, as_lines, bring_in, outcomes, rows

Json = dict[str, Any]


def known(starts_on: str, grade: str = "9", position: str = "3", **cells: str) -> dict[str, str]:
    """A line of a file of pay history."""
    return {
        "employee_number": "1",
        "post_number": "P-1",
        "starts_on": starts_on,
        "grade": grade,
        "point.position": position,
        "point.scp": "26",
        "point.spine": "njc-2019",
        "hours_per_week": "37",
        "annual_salary": "34314",
        "source_known_on": "2024-05-01",
        **cells,
    }


ENDED = {
    "grade": "", "point.position": "", "point.scp": "", "point.spine": "", "hours_per_week": "",
    "annual_salary": "",
}  # fmt: skip


def timeline(council: Council, number: str, **query: str) -> list[Json]:
    """A worker's pay points."""
    found = council.hris.get(f"/v1/workers/{number}/pay-points", params=query)
    items: list[Json] = found.json()["items"]
    return items


def test_what_another_system_knew_keeps_its_own_day_of_knowledge(council: Council) -> None:
    add_team(council)
    add_worker(council, "1", posts=[post()])
    history = [known("2024-04-01"), known("2025-04-01", position="4"), known("2026-03-01", **ENDED)]
    assert outcomes(council, bring_in(council, "pay-history", as_csv(history))) == ["created"] * 3
    first, second = timeline(council, "1")
    assert (first["starts_on"], first["ends_before"]) == ("2024-04-01", "2025-04-01")
    assert (second["starts_on"], second["ends_before"]) == ("2025-04-01", "2026-03-01")
    assert first["point"] == {"position": 3, "scp": 26, "spine": "njc-2019"}
    assert (first["annual_salary"], first["salary_status"]) == ("34314.00", "settled")
    assert (first["source_known_on"], first["application_id"]) == ("2024-05-01", None)
    assert first["recorded_at"].startswith("2026-04-02"), "we learnt it now, whoever knew it before"
    assert timeline(council, "1", known_on="2026-04-01") == []
    query = {"effective_on": "2025-06-01"}
    (found,) = council.hris.get("/v1/pay-points", params=query).json()["items"]
    assert found == second


def test_a_better_history_supersedes_and_the_same_one_does_not(council: Council) -> None:
    add_team(council)
    add_worker(council, "1", posts=[post()])
    bring_in(council, "pay-history", as_csv([known("2024-04-01"), known("2025-04-01")]))
    before = council.hris.get("/v1/pay-points").json()["known_at"]
    better = [known("2024-04-01"), known("2025-04-01", position="5")]
    about = bring_in(council, "pay-history", as_csv(better))
    assert outcomes(council, about) == ["unchanged", "changed"]
    assert [each["point"]["position"] for each in timeline(council, "1")] == [3, 5]
    assert [each["point"]["position"] for each in timeline(council, "1", known_at=before)] == [3, 3]


def test_rows_that_cannot_be_are_refused_one_by_one(council: Council) -> None:
    add_team(council)
    add_worker(council, "1", posts=[post()])
    table = [
        known("2024-04-01", employee_number="nobody"),
        known("2024-04-01", post_number="P-7"),
        known("2024-04-01", **{"point.position": "", "point.scp": "", "point.spine": ""}),
        known("2024-05-01", grade=""),
        known("2024-06-01"),
    ]
    about = bring_in(council, "pay-history", as_csv(table))
    assert outcomes(council, about) == ["refused"] * 4 + ["created"]
    said = [each["problem"]["errors"][0]["pointer"] for each in rows(council, about)[:4]]
    assert said == ["/employee_number", "/post_number", "", ""]


def test_what_was_decided_here_is_never_overwritten(council: Council) -> None:
    settle(council)
    variation = draft(council)
    act(council, TEAM_MANAGER, variation["application_id"], "authorise-change")
    (decided,) = timeline(council, WORKER)
    who = {"employee_number": WORKER, "post_number": "1"}
    table = [
        known("2021-09-06", **who),
        known(decided["starts_on"], **who),
        known("2030-01-01", **who),
    ]
    about = bring_in(council, "pay-history", as_csv(table))
    said = rows(council, about)
    assert [each["outcome"] for each in said] == ["created", "refused", "refused"]
    assert {each["problem"]["type"] for each in said[1:]} == {"/problems/pay-decided-here"}
    before, after = timeline(council, WORKER)
    assert after == decided
    assert (before["starts_on"], before["ends_before"]) == ("2021-09-06", decided["starts_on"])


def test_pay_ends_with_the_post_however_its_end_comes_in(council: Council) -> None:
    add_team(council)
    for number in ("1", "2"):
        add_worker(council, number, posts=[post()])
    history = [known("2024-04-01", employee_number=number) for number in ("1", "2")]
    later = [known("2026-09-01", employee_number=number) for number in ("1", "2")]
    bring_in(council, "pay-history", as_csv(history + later))
    for ends_before in ("2026-05-01", "2026-06-01", None, "2026-07-01"):
        ended = [post(ends_before=ends_before)]
        add_worker(council, "1", posts=ended)
        document = {"employee_number": "2", "name": "Person 2", "subject": "2", "posts": ended}
        bring_in(council, "workers", as_lines([document]), media_type=JSON_LINES)
        days = [
            [(each["starts_on"], each["ends_before"]) for each in timeline(council, number)]
            for number in ("1", "2")
        ]
        assert days[0] == days[1]
        assert days[0][-1][1] == ends_before
