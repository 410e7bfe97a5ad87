"""Workers: the HRIS sends all that it knows, and what is kept is what it said last."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.applications.people.organisation import (
    PATH,
    WHOLE,
    add_team,
    add_worker,
    administrator,
    events,
    from_the_start,
    post,
    worker,
)
from tests.support.council import Council, Json, problem
from tests.support.house_fixtures import MakeCouncil


def test_the_hris_sends_a_worker_and_everything_is_kept(council: Council) -> None:
    add_team(council)
    added = council.hris.put(PATH, json=WHOLE)
    assert (added.status_code, added.headers["etag"]) == (201, '"1"')
    found = council.hris.get(PATH)
    assert found.json() == added.json()
    kept = found.json()
    assert kept["registration"] == {"number": "SW123456", "registered_on": "2024-08-01"}
    assert kept["retention_class"] == "personnel"
    assert kept["legal_hold"] is False
    for member in ("subject", "name", "email", "line_manager", "qualifications", "facts"):
        assert kept[member] == WHOLE[member], member
    assert kept["posts"] == from_the_start(*WHOLE["posts"])


def test_facts_are_kept_flat_under_their_own_names(council: Council) -> None:
    add_team(council)
    council.hris.put(PATH, json=WHOLE)
    ((facts,),) = council.house.sql(
        "SELECT facts->>'registered_on' || ' ' || (facts->>'asye_outcome') || ' ' ||"
        " (facts->>'academy_supported') || ' ' || (facts->>'pq_award')"
        " FROM workers WHERE authority_id = $1",
        council.authority.authority_id,
    )
    assert facts == "2024-08-01 passed true false"


def test_what_is_left_out_is_not_known_any_more(council: Council) -> None:
    add_team(council)
    council.hris.put(PATH, json=WHOLE)
    bare = worker(posts=WHOLE["posts"])
    kept = council.hris.put(PATH, json=bare, headers={"If-Match": '"1"'}).json()
    assert kept["email"] is None
    assert kept["registration"] == {"number": None, "registered_on": None}
    assert set(kept["qualifications"].values()) == {None}
    assert kept["facts"] == {}


def test_an_hris_need_not_read_first(council: Council) -> None:
    add_team(council)
    new = council.hris.put(PATH, json=WHOLE, headers={"If-Match": "*"})
    assert new.status_code == 201
    again = council.hris.put(PATH, json=WHOLE | {"name": "Sam O."}, headers={"If-Match": "*"})
    assert (again.status_code, again.headers["etag"]) == (200, '"2"')
    unsaid = council.hris.put(PATH, json=WHOLE)
    assert (unsaid.status_code, problem(unsaid)) == (428, "missing-if-match")


def test_sending_the_same_again_leaves_no_trace(council: Council) -> None:
    add_team(council)
    first = council.hris.put(PATH, json=WHOLE)
    same = WHOLE | {"posts": WHOLE["posts"][::-1]}
    again = council.hris.put(PATH, json=same, headers={"If-Match": "*"})
    assert (again.status_code, again.headers["etag"]) == (200, '"1"')
    assert again.json() == first.json()
    assert len(events(council, "worker")) == 1


def test_true_is_not_one(council: Council) -> None:
    council.hris.put(PATH, json=worker(facts={"years_here": 1}))
    now = council.hris.put(PATH, json=worker(facts={"years_here": True}), headers={"If-Match": "*"})
    assert now.json()["facts"] == {"years_here": True}
    assert now.headers["etag"] == '"2"'


def test_a_post_changes_and_ends_and_never_vanishes(council: Council) -> None:
    add_team(council)
    add_team(council, "cic-west")
    council.hris.put(PATH, json=WHOLE)
    moved = [post("P-1", "cic-west", grade="11"), post("P-2", ends_before="2026-06-01")]
    kept = council.hris.put(
        PATH, json=WHOLE | {"posts": [*moved, post("P-3")]}, headers={"If-Match": "*"}
    )
    today = council.house.now.date().isoformat()
    assert kept.json()["posts"] == [
        moved[0] | {"team_since": today},
        *from_the_start(moved[1], post("P-3")),
    ]
    left_out = council.hris.put(PATH, json=WHOLE | {"posts": moved[:1]}, headers={"If-Match": "*"})
    assert (left_out.status_code, problem(left_out)) == (409, "post-left-out")
    assert "ends_before" in left_out.json()["detail"]
    assert [each["detail"] for each in left_out.json()["errors"]] == [
        "Post P-2 is left out.",
        "Post P-3 is left out.",
    ]
    assert council.hris.get(PATH).json() == kept.json()


def test_one_subject_stands_for_one_worker(council: Council) -> None:
    council.hris.put(PATH, json=worker(subject="a1b2"))
    taken = council.hris.put("/v1/workers/100235", json=worker(subject="a1b2"))
    assert (taken.status_code, problem(taken)) == (409, "subject-taken")
    assert taken.json()["errors"][0]["pointer"] == "/subject"
    assert council.hris.get("/v1/workers/100235").status_code == 404
    council.hris.put(PATH, json=worker(), headers={"If-Match": "*"})
    freed = council.hris.put("/v1/workers/100235", json=worker(subject="a1b2"))
    assert freed.status_code == 201


def test_two_authorities_may_have_the_same_subject_and_number(
    make_council: MakeCouncil,
) -> None:
    one, other = make_council(), make_council()
    for council in (one, other):
        assert council.hris.put(PATH, json=worker(subject="a1b2")).status_code == 201


def test_a_change_is_told_with_names_apart(council: Council) -> None:
    add_team(council)
    council.hris.put(PATH, json=WHOLE)
    council.hris.put(PATH, json=WHOLE | {"name": "Sam Oyelaran"}, headers={"If-Match": "*"})
    first, second = events(council, "worker")
    assert {each["kind"] for each in (first, second)} == {"worker-changed"}
    assert {each["audience"] for each in (first, second)} == {"concerned"}
    assert (second["subject"], second["actor"]) == ("100234", "hris")
    assert second["body"]["version"] == 2
    assert second["body"]["changed"] == ["name"]
    assert second["text"]["name"] == "Sam Oyelaran"
    for personal in ("Sam", "sam@", "a1b2", "SW123456", "2024-07-10"):
        assert personal not in str(first["body"]) + str(second["body"])


def test_only_an_hris_or_an_administrator_sends_workers(council: Council) -> None:
    admin = administrator(council)
    assert admin.put(PATH, json=worker()).status_code == 201
    add_worker(council, "100001")
    refused = council.person("100001").put(PATH, json=worker(), headers={"If-Match": "*"})
    assert (refused.status_code, problem(refused)) == (403, "forbidden")
    reading = council.machine("people.read").put(PATH, json=worker())
    assert (reading.status_code, problem(reading)) == (403, "forbidden")


def test_another_authoritys_worker_and_team_are_not_there(make_council: MakeCouncil) -> None:
    one, other = make_council(), make_council()
    add_team(one)
    one.hris.put(PATH, json=WHOLE)
    assert other.hris.get(PATH).status_code == 404
    assert other.hris.get("/v1/teams/cic-east").status_code == 404
    assert other.hris.get("/v1/workers").json()["items"] == []
    unknown = other.hris.put(PATH, json=WHOLE)
    assert (unknown.status_code, problem(unknown)) == (422, "unknown-reference")


def at_once(*requests: tuple[httpx.Client, str, Json, dict[str, str]]) -> list[int]:
    """The statuses of PUTs that are sent at the same time, sorted."""
    with ThreadPoolExecutor(len(requests)) as pool:
        sent = [
            pool.submit(client.put, path, json=body, headers=headers)
            for client, path, body, headers in requests
        ]
        return sorted(each.result().status_code for each in sent)


def test_of_two_changes_to_one_version_one_counts(council: Council) -> None:
    add_team(council)
    for version in range(1, 6):
        if version == 1:
            council.hris.put(PATH, json=WHOLE)
        same = {"If-Match": f'"{version}"'}
        statuses = at_once(
            (council.hris, PATH, WHOLE | {"name": f"One {version}"}, same),
            (council.hris, PATH, WHOLE | {"name": f"Other {version}"}, same),
        )
        assert statuses == [200, 412]
    assert len(events(council, "worker")) == 6


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (PATH, worker()),
        ("/v1/teams/new", {"title": "New", "service": "a", "locality": "b"}),
        (
            "/v1/role-assignments/new",
            {
                "employee_number": "100001",
                "role": "auditor",
                "over": {"kind": "authority"},
                "starts_on": "2026-01-01",
            },
        ),
    ],
)
def test_of_two_who_add_the_same_one_is_new(council: Council, path: str, body: Json) -> None:
    add_worker(council, "100001")
    statuses = at_once(*[(council.hris, path, body, {}) for _ in range(4)])
    assert statuses[0] == 201
    assert set(statuses[1:]) <= {412, 428}
    assert council.hris.get(path).headers["etag"] == '"1"'


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    name=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=200),
    hours=st.integers(0, 9999),
    facts=st.dictionaries(
        st.from_regex("^x(_[a-z0-9]{1,5}){1,3}$", fullmatch=True),
        st.booleans()
        | st.integers(-(10**9), 10**9)
        | st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=64),
        max_size=5,
    ),
    number=st.from_regex("^[sS][wW][1-9][0-9]{0,5}$", fullmatch=True),
)
def test_what_is_read_is_what_was_sent(
    council: Council, name: str, hours: int, facts: Json, number: str
) -> None:
    add_team(council)
    sent = worker(
        name,
        facts=facts,
        registration={"number": number},
        posts=[post(hours_per_week=f"{hours // 100}.{hours % 100:02}")],
    )
    answer = council.hris.put(PATH, json=sent, headers={"If-Match": "*"})
    assert answer.is_success, answer.text
    kept = council.hris.get(PATH).json()
    assert kept == answer.json()
    assert (kept["name"], kept["facts"]) == (name, facts)
    assert kept["posts"] == from_the_start(*sent["posts"])
    assert kept["registration"]["number"] == number.upper()
