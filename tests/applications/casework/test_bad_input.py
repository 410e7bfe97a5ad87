"""What is refused of a body, with its place and without its value; and nothing comes of it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.support.casework import PROGRESSION, CaseOf, open_case
from tests.support.council import Council, key, problem
from tests.support.durham import ASSESSMENT, SERVICE_MANAGER, TEAM_MANAGER, WORKER, settle

MARK = "a-value-that-nobody-repeats"
OPENING = {"employee_number": WORKER, "post_number": "1", "scheme": "durham",
           "pathway": PROGRESSION}  # fmt: skip
WRONG: tuple[Any, ...] = (17, True, 1.5, [MARK], {MARK: MARK}, "", "\u202e" * 20_000)


def raw_bodies() -> Iterator[tuple[str, bytes, int]]:
    """Bodies that are no JSON which we read, and what each is."""
    yield "empty", b"", 400
    yield "cut short", b'{"comments": "' + MARK.encode(), 400
    yield "not UTF-8", b'{"comments": "\xff"}', 400
    yield "a NUL", b'{"comments": "' + MARK.encode() + rb'\u0000"}', 400
    yield "half a surrogate pair", b'{"comments": "' + MARK.encode() + rb'\ud800"}', 400
    yield "a name twice", b'{"comments": "a", "comments": "' + MARK.encode() + b'"}', 400
    yield "not finite", b'{"comments": NaN}', 400
    yield "too deep", b'{"answers": ' + b"[" * 5000 + b"]" * 5000 + b"}", 400
    yield "10 MB", b'{"comments": "' + b"x" * 10_000_000 + b'"}', 413
    yield "a list", json.dumps([MARK]).encode(), 422
    yield "a text", json.dumps(MARK).encode(), 422
    yield "null", b"null", 422


def state(case: CaseOf) -> tuple[Any, ...]:
    """Everything that a refusal must leave as it was."""
    authority_id = case.council.authority.authority_id
    tables = ("applications", "idempotency_keys", "events", "event_texts", "jobs")
    counted = "SELECT count(*) FROM {} WHERE authority_id = $1"
    rows = [case.council.house.sql(counted.format(table), authority_id) for table in tables]
    return case.seen_by(TEAM_MANAGER), case.etag(), case.history(), rows


def pointers(response: Any) -> list[str]:  # noqa: ANN401 - an answer
    return [error["pointer"] for error in response.json()["errors"]]


def test_a_body_that_is_no_good_json_is_refused_by_every_post(council: Council) -> None:
    settle(council)
    case = open_case(council)
    before = state(case)
    manager = council.person(TEAM_MANAGER)
    for path in ("/v1/applications", f"{case.path}/actions/submit-assessment"):
        for what, body, status in raw_bodies():
            headers = key() | {"If-Match": '"1"', "Content-Type": "application/json"}
            response = manager.post(path, content=body, headers=headers)
            assert response.status_code == status, (what, path, response.text)
            assert response.headers["content-type"] == "application/problem+json"
            assert MARK not in response.text
        typed = key() | {"If-Match": '"1"', "Content-Type": "text/plain"}
        assert manager.post(path, content=b"{}", headers=typed).status_code == 415
        without_key = {"If-Match": '"1"'}
        assert manager.post(path, json={}, headers=without_key).status_code == 422
        assert manager.post(f"{path}?why=not", json={}, headers=key()).status_code == 422
    assert state(case) == before


@pytest.mark.parametrize("member", [*OPENING, "facts"])
def test_an_opening_with_a_member_of_another_kind_opens_nothing(
    council: Council, member: str
) -> None:
    settle(council)
    for value in (*WRONG, None):
        sent = OPENING | {member: value}
        if value == {MARK: MARK} and member == "facts":
            continue  # a name that no fact can have: below
        response = council.person(TEAM_MANAGER).post("/v1/applications", json=sent, headers=key())
        assert response.status_code == 422
        assert pointers(response) == [f"/{member}"], response.text
        assert MARK not in response.text
    assert council.hris.get("/v1/applications").json()["items"] == []


def test_an_opening_that_says_too_little_or_too_much_opens_nothing(council: Council) -> None:
    settle(council)
    manager = council.person(TEAM_MANAGER)
    for member in OPENING:
        sent = {name: value for name, value in OPENING.items() if name != member}
        assert pointers(manager.post("/v1/applications", json=sent, headers=key())) == [
            f"/{member}"
        ]
    more = manager.post("/v1/applications", json=OPENING | {"grade": "11"}, headers=key())
    assert pointers(more) == ["/grade"]
    assert council.hris.get("/v1/applications").json()["items"] == []


@pytest.mark.parametrize(
    ("facts", "pointer"),
    [
        ({"no_such_fact": True}, "/facts/no_such_fact"),
        ({"line_manager_recommends": MARK}, "/facts/line_manager_recommends"),
        ({"line_manager_recommends": None}, "/facts/line_manager_recommends"),
        ({"asye_completed_on": "2025-02-30"}, "/facts/asye_completed_on"),
        ({"asye_outcome": MARK}, "/facts/asye_outcome"),
        ({"target_grade": "10"}, "/facts/target_grade"),
        ({"team_type": {"a": [1.5]}}, "/facts/team_type"),
        ({"team_type": "Not An Id"}, "/facts/team_type"),
        ({"point_position": 1.5}, "/facts/point_position"),
        ({"point_position": -1}, "/facts/point_position"),
    ],
)
def test_an_opening_with_a_fact_that_the_scheme_does_not_have_opens_nothing(
    council: Council, facts: dict[str, Any], pointer: str
) -> None:
    settle(council)
    sent = OPENING | {"facts": facts}
    response = council.person(TEAM_MANAGER).post("/v1/applications", json=sent, headers=key())
    assert (response.status_code, problem(response)) == (422, "invalid-request")
    assert pointers(response) == [pointer]
    assert MARK not in response.text
    assert council.hris.get("/v1/applications").json()["items"] == []


@pytest.mark.parametrize(
    ("member", "value", "told"),
    [("employee_number", "nobody", "no such worker"), ("post_number", "9", "no such post"),
     ("scheme", "rotherham", "Give one of: durham."),
     ("pathway", "grade-10-to-11", "Give one of: appointment, grade-9-to-11.")],
)  # fmt: skip
def test_an_opening_that_names_what_is_not_there_opens_nothing_and_is_told_what_is(
    council: Council, member: str, value: str, told: str
) -> None:
    settle(council)
    sent = OPENING | {member: value}
    response = council.person(TEAM_MANAGER).post("/v1/applications", json=sent, headers=key())
    assert (response.status_code, problem(response)) == (422, "unknown-reference")
    wanted = "/employee_number" if member == "post_number" else f"/{member}"
    assert pointers(response) == [wanted]
    assert told in response.json()["detail"]


def test_every_field_of_a_form_that_is_wrong_is_named_and_not_repeated(council: Council) -> None:
    settle(council)
    case = open_case(council)
    before = state(case)
    form = case.actions(TEAM_MANAGER)["submit-assessment"]["body_schema"]["properties"]["answers"]
    for field, schema in form["properties"].items():
        for value in (*WRONG, None):
            if schema["type"] == "boolean" and value is True:
                continue
            answers = ASSESSMENT | {field: value}
            response = case.ask(TEAM_MANAGER, "submit-assessment", {"answers": answers})
            assert response.status_code == 422, (field, value)
            assert f"/answers/{field}" in pointers(response), (field, response.text)
            assert MARK not in response.text
    for field in form["required"]:
        answers = {name: value for name, value in ASSESSMENT.items() if name != field}
        response = case.ask(TEAM_MANAGER, "submit-assessment", {"answers": answers})
        assert pointers(response) == [f"/answers/{field}"]
    for answers, pointer in (
        (ASSESSMENT | {"salary": 1}, "/answers/salary"),
        (ASSESSMENT | {"gaps": "Asked only of who is not ready."}, "/answers/gaps"),
        (ASSESSMENT | {"ready_to_progress": False}, "/answers/gaps"),
    ):
        response = case.ask(TEAM_MANAGER, "submit-assessment", {"answers": answers})
        assert pointers(response) == [pointer]
    assert state(case) == before


@pytest.mark.parametrize(
    ("action", "body", "pointer"),
    [
        ("send-back", {}, ""),
        ("send-back", {"comments": None}, "/comments"),
        ("send-back", {"comments": " \n\t"}, "/comments"),
        ("send-back", {"comments": "x" * 5001}, "/comments"),
        ("send-back", {"comments": "a\u0007bell"}, "/comments"),
        ("send-back", {"comments": "Good.", "answers": {}}, "/answers"),
        ("sign-off", {"comments": None}, "/comments"),
        ("sign-off", {"reason": "None is asked for."}, "/reason"),
        ("sign-off", {"anything": MARK}, "/anything"),
        ("recuse", {"reason": None}, "/reason"),
        ("recuse", {"comments": "Not this one."}, "/comments"),
        ("correct", {"fact": "line_manager_recommends", "value": None, "reason": "x"}, "/value"),
        ("correct", {"fact": None, "value": True, "reason": "x"}, "/fact"),
        ("reassign", {"step": None, "employee_number": "ST-1", "reason": "x"}, "/step"),
        ("reassign", {"step": "no-such-step", "employee_number": "ST-1", "reason": "x"}, "/step"),
        ("reassign", {"step": "Sign Off", "employee_number": "ST-1", "reason": "x"}, "/step"),
    ],
)
def test_what_does_not_belong_to_an_action_is_refused_with_its_place(
    council: Council, action: str, body: dict[str, Any], pointer: str
) -> None:
    settle(council)
    case = open_case(council).submitted()
    before = state(case)
    response = case.ask(SERVICE_MANAGER, action, body)
    assert response.status_code == 422, response.text
    assert pointer in pointers(response)
    assert MARK not in response.text
    assert state(case) == before


@pytest.mark.parametrize("if_match", ["2", 'W/"2"', '"two words"', '"2", "3"', ""])
def test_a_version_that_is_none_is_refused(council: Council, if_match: str) -> None:
    settle(council)
    case = open_case(council).submitted()
    response = case.ask(SERVICE_MANAGER, "sign-off", {}, key() | {"If-Match": if_match})
    assert response.status_code == 422
    missing = case.ask(SERVICE_MANAGER, "sign-off", {}, key())
    assert (missing.status_code, problem(missing)) == (428, "missing-if-match")
    any_version = case.ask(SERVICE_MANAGER, "sign-off", {}, key() | {"If-Match": "*"})
    assert (any_version.status_code, problem(any_version)) == (412, "stale-version")
    assert case.step("sign-off")["parts"] == []


@pytest.mark.parametrize("application_id", ["1", "A" * 36, "..%2f..", "\u0130", "0" * 36])
def test_an_id_that_is_none_is_no_case(council: Council, application_id: str) -> None:
    settle(council)
    case = CaseOf(council, application_id)
    asked = council.person(TEAM_MANAGER).get(case.path)
    assert asked.status_code in {404, 422}
    tried = case.ask(TEAM_MANAGER, "withdraw", {"reason": "x"}, key() | {"If-Match": '"1"'})
    assert tried.status_code in {404, 422}
