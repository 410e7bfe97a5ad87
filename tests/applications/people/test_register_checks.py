"""The regulator's register: what its download says is kept with the worker, and what it means."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from tests.applications.people.organisation import add_team, add_worker, give_role, post
from tests.support.council import Council
from tests.support.imports import bring_in, rows

from applications.people.domain.register import RegisterCheck, Standing, standing

Json = dict[str, Any]

PRINTED = "Registration number,Name,Status,Town of employment,Registered from,Registered until\r\n"


def check(status: str, checked_on: str, until: str | None = None) -> RegisterCheck:
    return RegisterCheck(
        checked_on=date.fromisoformat(checked_on),
        name="Sam Okoro",
        status=status,  # type: ignore[arg-type]
        conditions=None,
        registered_from=None,
        registered_until=None if until is None else date.fromisoformat(until),
        import_id=UUID(int=0),
    )


@pytest.mark.parametrize(
    ("said", "day", "meaning"),
    [
        (check("registered", "2026-02-01", "2026-11-30"), "2026-04-02", "registered"),
        (check("registered_with_conditions", "2026-02-01"), "2026-04-02", "restricted"),
        (check("suspended", "2026-02-01"), "2026-04-02", "restricted"),
        (check("removed", "2026-10-01"), "2026-10-02", "not_registered"),
        (check("lapsed", "2026-08-31"), "2026-09-02", "not_registered"),
        (check("lapsed", "2026-09-01"), "2026-09-02", "check_again"),
        (check("lapsed", "2026-11-30"), "2026-12-05", "check_again"),
        (check("not_found", "2026-10-15"), "2026-10-15", "check_again"),
        (check("lapsed", "2026-12-01"), "2026-12-01", "not_registered"),
        (check("registered", "2026-11-30", "2026-11-30"), "2026-11-30", "registered"),
        (check("registered", "2026-11-30"), "2026-12-01", "check_again"),
        (check("registered", "2026-12-01", "2026-11-30"), "2026-12-01", "check_again"),
        (check("registered", "2026-12-01", "2027-11-30"), "2026-12-01", "registered"),
        (check("lapsed", "2026-10-01"), "2027-01-04", "check_again"),
        (check("registered", "2026-12-02", "2027-11-30"), "2027-11-30", "registered"),
    ],
)
def test_what_a_check_means_follows_the_year_of_the_register(
    said: RegisterCheck, day: str, meaning: Standing
) -> None:
    assert standing(said, date.fromisoformat(day)) == meaning


def test_the_registers_download_is_kept_with_the_workers(council: Council) -> None:
    add_team(council)
    for number, name in (("1", "Sam Okoro"), ("2", "Kit Hall"), ("3", "Jo Lee")):
        registration = {"number": f"SW{number}"}
        add_worker(council, number, name=name, registration=registration, posts=[post()])
    content = PRINTED + (
        "SW1,Sam Okoro,Registered,Durham,01/12/2025,30/11/2026\r\n"
        "sw2,Kit Hall-Marsh,Registered with conditions,Durham,1 December 2025,30 November 2026\r\n"
        "SW3,Jo Lee,Lapsed,,,\r\n"
        "SW9,Nobody Here,Registered,,,\r\n"
        "9,Nobody,Excellent,,soon,\r\n"
    )
    about = bring_in(council, "register-checks", content)
    said = rows(council, about)
    assert [(each["outcome"], each["subject"], each["notices"]) for each in said] == [
        ("created", "SW1", []),
        ("created", "SW2", ["restricted", "name-differs"]),
        ("created", "SW3", ["not-registered"]),
        ("refused", "SW9", []),
        ("refused", "", []),
    ]
    pointers = [each["pointer"] for each in said[4]["problem"]["errors"]]
    assert pointers == ["/registration_number", "/status", "/registered_from"]
    kept = council.hris.get("/v1/workers/2").json()["register_check"]
    assert kept == {
        "checked_on": "2026-04-02",
        "status": "registered_with_conditions",
        "standing": "restricted",
        "conditions": None,
        "registered_from": "2025-12-01",
        "registered_until": "2026-11-30",
        "name_differs": True,
        "import_id": about["import_id"],
    }


def test_the_last_check_counts_and_follows_the_number(council: Council) -> None:
    add_worker(council, "1", registration={"number": "SW1"})
    header = "registration_number,name,status,conditions,checked_on\r\n"
    older = header + "SW1,Person 1,Registered,,2026-01-10\r\n"
    newer = header + 'SW1,Person 1,Registered with conditions,"No lone work, ever.",2026-03-10\r\n'
    for content in (newer, older):
        assert bring_in(council, "register-checks", content)["rows"]["created"] == 1
    kept = council.hris.get("/v1/workers/1").json()["register_check"]
    assert (kept["checked_on"], kept["conditions"]) == ("2026-03-10", "No lone work, ever.")
    (listed,) = council.hris.get("/v1/workers").json()["items"]
    assert listed["register_check"] == kept
    again = bring_in(council, "register-checks", newer + "\r\n")
    assert again["rows"]["unchanged"] == 1
    moved = {"name": "Person 1", "registration": {"number": "SW2"}}
    answer = council.hris.put("/v1/workers/1", json=moved, headers={"If-Match": "*"})
    assert answer.json()["register_check"] is None


def test_in_the_renewal_season_a_lapsed_entry_is_a_warning(council: Council) -> None:
    council.house.set_clock("2026-10-05")
    add_worker(council, "1", registration={"number": "SW1"})
    content = PRINTED + "SW1,Person 1,Lapsed,,,\r\n"
    (said,) = rows(council, bring_in(council, "register-checks", content))
    assert said["notices"] == ["check-again"]
    assert council.hris.get("/v1/workers/1").json()["register_check"]["standing"] == "check_again"


def test_a_check_is_seen_by_those_who_see_the_worker(council: Council) -> None:
    add_team(council)
    add_worker(council, "1", registration={"number": "SW1"}, posts=[post()])
    add_worker(council, "tm", posts=[])
    add_worker(council, "stranger", posts=[])
    give_role(council, "tm", "team_manager", "team", "cic-east")
    bring_in(council, "register-checks", PRINTED + "SW1,Person 1,Registered,,,\r\n")
    for number in ("1", "tm"):
        seen = council.person(number).get("/v1/workers/1").json()
        assert seen["register_check"]["status"] == "registered"
    assert council.person("stranger").get("/v1/workers/1").status_code == 404
