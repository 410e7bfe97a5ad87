"""People in: a file is worked through row by row, each as the single write would be."""

from typing import Any

from tests.applications.people.organisation import (
    add_team,
    add_worker,
    events,
    from_the_start,
    give_role,
    post,
)
from tests.support.council import Council, problem, put
from tests.support.house_fixtures import MakeCouncil
from tests.support.imports import (
    JSON_LINES,
    as_csv,
    as_lines,
    bring_in,
    outcomes,
    row,
    rows,
    send,
)

from applications.exchange.domain.import_kinds import KINDS_OF_IMPORT

Json = dict[str, Any]

EAST = {"team": "cic-east", "title": "East", "service": "children-in-care", "locality": "east"}
TEAMS = [
    EAST,
    {"team": "cic-west", "title": "West", "service": "children-in-care", "locality": "west"},
]


def test_an_organisation_comes_in_by_files(council: Council) -> None:
    assert outcomes(council, bring_in(council, "teams", as_csv(TEAMS))) == ["created"] * 2
    workers = [
        row("1"),
        row("2", **{"registration.number": "sw123"}),
        row("2", "P-2", **{"registration.number": "sw123", "posts.team": "cic-west"}),
    ]
    about = bring_in(council, "workers", as_csv(workers))
    assert about["rows"] == {"found": 2, "created": 2, "changed": 0, "unchanged": 0, "refused": 0}
    assert [(each["line"], each["last_line"]) for each in rows(council, about)] == [(2, 2), (3, 4)]
    kept = council.hris.get("/v1/workers/2").json()
    assert kept["registration"]["number"] == "SW123"
    assert kept["qualifications"]["pq_award"] is True
    assert kept["facts"] == {"my_plan_complete": True, "years_here": 3}
    posts = [post(hours_per_week="18.50"), post("P-2", "cic-west", hours_per_week="18.50")]
    assert kept["posts"] == from_the_start(*posts)
    roles = [
        {
            "role_assignment_id": "tm-2",
            "employee_number": "2",
            "role": "team_manager",
            "over.kind": "team",
            "over.id": "cic-east",
            "starts_on": "2026-01-01",
        },
    ]
    assert outcomes(council, bring_in(council, "role-assignments", as_csv(roles))) == ["created"]
    held = council.hris.get("/v1/role-assignments/tm-2").json()
    assert held["over"] == {"kind": "team", "id": "cic-east"}


def test_movers_leavers_and_new_grades(council: Council) -> None:
    bring_in(council, "teams", as_csv(TEAMS))
    bring_in(council, "workers", as_csv([row("1"), row("2"), row("3")]))
    moved = row("1", **{"posts.team": "cic-west", "posts.team_since": "2025-09-01"})
    left = row("2", **{"posts.ends_before": "2026-05-01"})
    about = bring_in(council, "workers", as_csv([moved, left, row("3")]))
    assert outcomes(council, about) == ["changed", "changed", "unchanged"]
    (there,) = council.hris.get("/v1/workers/1").json()["posts"]
    assert (there["team"], there["team_since"]) == ("cic-west", "2025-09-01")
    assert council.hris.get("/v1/workers/2").json()["posts"][0]["ends_before"] == "2026-05-01"
    grades = [
        {"employee_number": "1", "posts.post_number": "P-1", "posts.grade": "10"},
        {"employee_number": "1", "posts.post_number": "P-9", "posts.grade": "10"},
        {"employee_number": "3", "posts.post_number": "P-1", "posts.grade": "11"},
        {"employee_number": "4", "posts.post_number": "P-1", "posts.grade": "11"},
    ]
    about = bring_in(council, "post-grades", as_csv(grades))
    said = rows(council, about)
    assert [each["outcome"] for each in said] == ["refused", "changed", "refused"]
    assert said[0]["problem"]["errors"][0]["pointer"] == "/posts/1/post_number"
    assert said[2]["problem"]["errors"][0]["pointer"] == "/employee_number"
    (kept,) = council.hris.get("/v1/workers/3").json()["posts"]
    assert (kept["grade"], kept["point_position"], kept["hours_per_week"]) == ("11", None, "18.50")


def test_a_bad_row_is_answered_by_itself_and_the_good_ones_go_on(council: Council) -> None:
    add_team(council)
    add_worker(council, "taken", subject="somebody")
    table = [
        row("1"),
        row("2", **{"posts.team": "nowhere"}),
        row("3", subject="somebody"),
        row("4", **{"posts.ends_before": "2020-01-01"}),
        row("5", **{"posts.point_position": "high", "facts.standards_met": "true"}),
        row("not a number"),
        row("6"),
        row("1"),
        row("7"),
        row("7", name="Somebody Else"),
        row("8"),
    ]
    for each in table:
        each.setdefault("facts.standards_met", "")
    about = bring_in(council, "workers", as_csv(table))
    refused = rows(council, about, outcome="refused")
    assert {
        each["line"]: (each["problem"]["type"], [at["pointer"] for at in each["problem"]["errors"]])
        for each in refused
    } == {
        3: ("/problems/unknown-reference", ["/posts/0/team"]),
        4: ("/problems/subject-taken", ["/subject"]),
        5: ("/problems/invalid-request", ["/posts/0/ends_before"]),
        6: ("/problems/invalid-request", ["/posts/0/point_position"]),
        7: ("/problems/invalid-request", ["/employee_number"]),
        9: ("/problems/invalid-request", ["/employee_number"]),
        10: ("/problems/invalid-request", ["/employee_number"]),
    }
    assert [each["subject"] for each in rows(council, about, outcome="created")] == ["1", "6", "8"]
    for number in ("2", "3", "4", "5", "7"):
        assert council.hris.get(f"/v1/workers/{number}").status_code == 404
    assert "not a number" not in str(refused)


def test_a_refused_row_says_what_the_single_write_says(council: Council) -> None:
    add_team(council)
    add_worker(council, "1", posts=[post(), post("P-2")])
    bodies: list[Json] = [
        {"name": "x", "posts": [post("P-2")]},
        {"name": "", "quaint": 1},
        {"name": "x", "posts": [post(hours_per_week=37.5)]},
        {"name": "x", "line_manager": "1", "facts": {"grade": "9", "pq_award": True}},
        {"name": "x", "posts": [post(), post("P-2"), post("P-2")]},
    ]
    for body in bodies:
        about = bring_in(
            council, "workers", as_lines([{"employee_number": "1", **body}]), media_type=JSON_LINES
        )
        (said,) = rows(council, about)
        answer = council.hris.put("/v1/workers/1", json=body, headers={"If-Match": "*"}).json()
        assert said["problem"] == {name: answer[name] for name in said["problem"]}


def test_a_line_that_is_no_document_stops_nobody(council: Council) -> None:
    lines = ['{"employee_number": "1", "name": "A"}', "{", "", "[]", '{"a": 1, "a": 2}']
    last = '{"employee_number": "2", "name": "B"}'
    about = bring_in(council, "workers", "\n".join([*lines, last]), media_type=JSON_LINES)
    said = [(each["line"], each["outcome"]) for each in rows(council, about)]
    assert said == [(1, "created"), (2, "refused"), (4, "refused"), (5, "refused"), (6, "created")]


def test_validating_says_what_would_come_and_changes_nothing(council: Council) -> None:
    add_team(council)
    add_worker(council, "1")
    before = len(events(council, "worker"))
    table = [row("1"), row("2"), row("3", **{"posts.team": "nowhere"})]
    about = bring_in(council, "workers", as_csv(table), validate_only=True)
    assert outcomes(council, about) == ["changed", "created", "refused"]
    assert council.hris.get("/v1/workers/2").status_code == 404
    assert council.hris.get("/v1/workers/1").json()["posts"] == []
    assert len(events(council, "worker")) == before
    real = bring_in(council, "workers", as_csv(table))
    assert real["import_id"] != about["import_id"]
    assert outcomes(council, real) == ["changed", "created", "refused"]


def test_a_check_of_any_kind_changes_nothing(council: Council) -> None:
    put(council.hris, "/v1/teams/cic-east", {each: EAST[each] for each in EAST if each != "team"})
    person = row("1", **{"registration.number": "SW1"})
    bring_in(council, "workers", as_csv([person]))
    files: dict[str, list[dict[str, object]]] = {
        "teams": [{**EAST, "title": "Another"}, {**TEAMS[1]}],
        "workers": [{**person, "posts.grade": "10"}, row("2")],
        "post-grades": [
            {"employee_number": "1", "posts.post_number": "P-1", "posts.grade": "11"},
        ],
        "role-assignments": [
            {"role_assignment_id": "tm-1", "employee_number": "1", "role": "team_manager",
             "over.kind": "team", "over.id": "cic-east", "starts_on": "2026-01-01"},
        ],
        "register-checks": [
            {"Registration number": "SW1", "Name": "Person 1", "Status": "Registered"},
        ],
        "pay-history": [
            {"employee_number": "1", "post_number": "P-1", "starts_on": "2025-01-01", "grade": "9",
             "point.position": "2", "hours_per_week": "37", "source_known_on": "2025-01-01"},
        ],
    }  # fmt: skip
    assert set(files) == set(KINDS_OF_IMPORT)
    before = everything(council)
    for kind, table in files.items():
        about = bring_in(council, kind, as_csv(table), validate_only=True)
        assert about["rows"]["created"] + about["rows"]["changed"] == len(table), kind
        assert everything(council) == before, kind
    for kind, table in files.items():
        about = bring_in(council, kind, as_csv(table))
        assert about["rows"]["refused"] == 0, kind
    assert all(now != then for now, then in zip(everything(council), before, strict=True))


def everything(council: Council) -> list[object]:
    """What there is of a council that an import may change."""
    tables = ("teams", "workers", "posts", "role_assignments", "register_checks", "pay_points")
    asked = "SELECT count(*), max(xmin::text::bigint) FROM {} WHERE authority_id = $1"
    authority_id = council.authority.authority_id
    return [council.house.sql(asked.format(table), authority_id) for table in tables]


def test_every_part_of_a_file_leaves_one_event_without_a_word_about_anybody(
    council: Council,
) -> None:
    add_team(council)
    about = bring_in(council, "workers", as_csv([row(f"N-{each}") for each in range(1100)]))
    assert about["rows"]["created"] == 1100
    said = events(council, "import")
    kinds = [each["kind"] for each in said]
    assert kinds == ["import-received", "rows-imported", "rows-imported", "rows-imported"]
    parts = [each["body"] for each in said[1:]]
    assert [part["created"] for part in parts] == [500, 500, 100]
    assert [part["is_last"] for part in parts] == [False, False, True]
    assert {len(part["rows_sha256"]) for part in parts} == {64}
    assert "Person" not in str(said)
    kept = council.house.sql(
        "SELECT count(*) FROM import_parts WHERE authority_id = $1", council.authority.authority_id
    )
    assert kept == [(0,)], "what a file says of people is kept where it belongs, and nowhere else"


def test_who_may_import(council: Council) -> None:
    add_worker(council, "1")
    refused = send(council.person("1"), "teams", as_csv(TEAMS))
    assert (refused.status_code, problem(refused)) == (403, "forbidden")
    give_role(council, "1", "administrator")
    assert send(council.person("1"), "teams", as_csv(TEAMS)).status_code == 202


def test_nobody_sees_the_import_of_another_authority(make_council: MakeCouncil) -> None:
    one, other = make_council(), make_council()
    content = as_csv(TEAMS)
    about, theirs = bring_in(one, "teams", content), bring_in(other, "teams", content)
    assert about["import_id"] != theirs["import_id"]
    for path in ("", "/rows"):
        answer = other.hris.get(f"/v1/imports/{about['import_id']}{path}")
        assert (answer.status_code, problem(answer)) == (404, "not-found")
    assert [each["import_id"] for each in other.hris.get("/v1/imports").json()["items"]] == [
        theirs["import_id"]
    ]
