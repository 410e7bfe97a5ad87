"""What does not exist here, or not yet: schemes, pathways, versions, addresses, methods."""

import json
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from tests.support.live import ROOT, LiveService
from tests.support.problems import pointers, problem, refused
from tests.support.questions import (
    DETERMINATIONS,
    ask,
    der910,
    dur911,
    durham_appointment,
    question,
    rotherham_appointment,
    rothi,
)

Json = dict[str, Any]

SCHEMES = ("derbyshire", "durham", "rotherham")
FIRST_DAYS = {"derbyshire": "2020-01-01", "durham": "2023-03-01", "rotherham": "2017-10-01"}
CANARY = "canary-5e8b1f"


def day_before(day: str) -> str:
    return str(date.fromisoformat(day) - timedelta(days=1))


def test_a_scheme_that_is_not_held_is_answered_with_those_that_are(client: httpx.Client) -> None:
    asked = {**der910(), "scheme": "derbyshire-dales"}
    found = refused(client, asked, 422, "unknown-scheme")
    assert all(scheme in found["detail"] for scheme in SCHEMES)


@pytest.mark.parametrize("below", ["", "/facts", "/pay-table", "/submission-dates"])
def test_the_address_of_a_scheme_that_is_not_held_leads_nowhere(
    client: httpx.Client, below: str
) -> None:
    response = client.get(f"/v1/schemes/derbyshire-dales{below}")
    found = problem(response, 404, "scheme-not-found")
    assert all(scheme in found["detail"] for scheme in SCHEMES)


@pytest.mark.parametrize(
    ("asked", "pathways"),
    [
        (der910(), ["grade-9-to-10", "grade-9-to-10-without-asye", "grade-10-to-11"]),
        (dur911(), ["grade-9-to-11", "appointment"]),
        (rothi(), ["band-g-to-h", "band-h-to-i", "band-i-to-j", "appointment"]),
    ],
)
def test_a_pathway_that_a_scheme_does_not_have_is_answered_with_those_that_it_has(
    client: httpx.Client, asked: Json, pathways: list[str]
) -> None:
    found = refused(client, {**asked, "pathway": "grade-1-to-2"}, 422, "unknown-pathway")
    assert all(pathway in found["detail"] for pathway in pathways)


def of_the_first_day(scheme: str) -> Json:
    """Ask about a case whose every day is the first of the scheme, or long before."""
    first = FIRST_DAYS[scheme]
    pathway = {"derbyshire": "grade-9-to-10", "durham": "grade-9-to-11"}.get(scheme, "band-g-to-h")
    days = dict.fromkeys(("submitted_on", "evidence_complete_on", "signed_off_on"), first)
    long_before = ("qualified_on", "registered_on", "registered_practice_from", "asye_completed_on")
    asked = question(scheme, pathway, **days, **dict.fromkeys(long_before, "2016-01-01"))
    return {**asked, "known_on": first}


def not_in_force(client: httpx.Client, asked: Json) -> None:
    """Ask what must be refused with the scheme's first day."""
    first = date.fromisoformat(FIRST_DAYS[asked["scheme"]])
    found = refused(client, asked, 422, "not-in-force")
    assert f"{first.day} {first:%B %Y}" in found["detail"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_scheme_is_in_force_from_its_first_day_and_not_before(
    client: httpx.Client, scheme: str
) -> None:
    asked = of_the_first_day(scheme)
    answer = ask(client, asked)
    assert (answer["outcome"], answer["scheme_version"]) == ("determined", FIRST_DAYS[scheme])
    asked["facts"]["submitted_on"] = day_before(FIRST_DAYS[scheme])
    not_in_force(client, asked)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_rules_of_the_day_before_the_first_version_are_not_there(
    client: httpx.Client, scheme: str
) -> None:
    asked = of_the_first_day(scheme)
    not_in_force(client, {**asked, "rules_on": day_before(FIRST_DAYS[scheme])})


@pytest.mark.parametrize("scheme", SCHEMES)
def test_nothing_was_known_of_a_scheme_before_it_was_published(
    client: httpx.Client, scheme: str
) -> None:
    asked: Json = {
        "scheme": scheme,
        "pathway": "grade-9-to-10" if scheme == "derbyshire" else "appointment",
        "known_on": day_before(FIRST_DAYS[scheme]),
        "facts": {},
    }
    not_in_force(client, asked)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("below", "name"),
    [("", "rules_on"), ("/facts", "rules_on"), ("/pay-table", "effective_on"),
     ("/pay-table", "known_on")],
)  # fmt: skip
def test_what_is_held_of_a_scheme_starts_with_its_first_day(
    client: httpx.Client, scheme: str, below: str, name: str
) -> None:
    path, first = f"/v1/schemes/{scheme}{below}", FIRST_DAYS[scheme]
    assert client.get(path, params={name: first}).status_code == 200
    problem(client.get(path, params={name: day_before(first)}), 422, "not-in-force")


@pytest.mark.parametrize(
    "asked", [der910(), durham_appointment(), rotherham_appointment()], ids=SCHEMES
)
def test_rules_that_are_not_held_are_not_replaced_by_others(
    client: httpx.Client, asked: Json
) -> None:
    refused(client, {**asked, "scheme_sha256": "0" * 64}, 409, "rules-not-held")
    other = dur911() if asked["scheme"] != "durham" else der910()
    of_another_scheme = ask(client, other)["receipt"]["scheme_sha256"]
    refused(client, {**asked, "scheme_sha256": of_another_scheme}, 409, "rules-not-held")


@pytest.mark.parametrize(
    "path",
    ["/", "/v1", "/v1/", "/v1/determination", "/v1/determinations/", "/v1/schemes/", "/v2/schemes",
     "/v1/schemes/durham/", "/v1/schemes/durham/points", "/v1/schemes/durham/facts/grade",
     "/V1/schemes", "/livez/", "/favicon.ico", "/docs/nothing", "/openapi.yaml"],
)  # fmt: skip
def test_an_address_that_is_not_there_is_a_problem_as_any_other(
    client: httpx.Client, path: str
) -> None:
    problem(client.get(path), 404, "not-found")


def _paths() -> dict[str, set[str]]:
    document = json.loads((ROOT / "openapi" / "paycalc.json").read_text(encoding="utf-8"))
    allowed = {
        path: {method.upper() for method in item} for path, item in document["paths"].items()
    }
    return {**allowed, "/openapi.json": {"GET"}, "/docs": {"GET"}}


METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE")
WRONG_METHODS = [
    (method, path, allowed)
    for path, allowed in _paths().items()
    for method in METHODS
    if method not in allowed
]


@pytest.mark.parametrize(("method", "path", "allowed"), WRONG_METHODS)
def test_a_method_that_an_address_does_not_take_is_answered_with_those_that_it_takes(
    client: httpx.Client, method: str, path: str, allowed: set[str]
) -> None:
    response = client.request(method, path.replace("{scheme}", "durham").replace("{slug}", "x"))
    assert response.status_code == 405
    assert set(response.headers["allow"].split(", ")) == allowed
    if method != "HEAD":
        problem(response, 405, "method-not-allowed")


@pytest.mark.parametrize(
    "cursor", ["abc", "x" * 512, "AAAAAAAAAAAAAAAAAAAAAA", "-", "WyJkdXJoYW0iXQ"]
)
def test_a_cursor_that_is_not_ours_is_refused(client: httpx.Client, cursor: str) -> None:
    found = problem(client.get("/v1/schemes", params={"cursor": cursor}), 400, "invalid-cursor")
    assert pointers(found) == ["/query/cursor"]


def test_every_problem_is_described_where_its_type_leads(client: httpx.Client) -> None:
    registry = client.get("/problems").json()["items"]
    assert {kind["type"].removeprefix("/problems/") for kind in registry} >= {
        "malformed-request", "invalid-cursor", "not-found", "method-not-allowed",
        "payload-too-large", "unsupported-media-type", "invalid-request", "internal-error",
        "unavailable", "scheme-not-found", "unknown-scheme", "unknown-pathway", "unknown-fact",
        "contradictory-facts", "not-in-force", "rules-not-held",
    }  # fmt: skip
    for kind in registry:
        assert client.get(kind["type"]).json() == kind
        assert len(kind["description"]) > 40


SAID = [
    {**der910(), "scheme": CANARY},
    {**der910(), "pathway": CANARY},
    {**der910(), "known_on": CANARY},
    {**der910(), "rules_on": CANARY},
    {**der910(), "scheme_sha256": CANARY},
    {**der910(), "client_reference": CANARY * 5},
    {**der910(), "note": CANARY},
    {**der910(), "facts": CANARY},
    *(
        der910(**{name: f"{CANARY}_"})
        for name in ("grade", "team_type", "asye_outcome", "qualified_on", "standards_met", "scp")
    ),
    der910(target_grade="canary 5e8b1f"),
    der910(grade={"label": CANARY}),
    {**der910(), "facts": {"surname": CANARY}},
]


def test_what_is_refused_is_neither_repeated_nor_logged_and_nothing_breaks(
    service: LiveService,
) -> None:
    client = service.client
    before = len(service.log.read_text(encoding="utf-8"))
    answers = [client.post(DETERMINATIONS, json=asked) for asked in SAID]
    answers += [
        client.post(DETERMINATIONS, content=f'{{"{CANARY}": "{CANARY}'.encode()),
        client.post(DETERMINATIONS, params={"q": CANARY}, json=der910()),
        client.get(f"/v1/schemes/{CANARY}"),
        client.get(f"/{CANARY}"),
        client.get("/v1/schemes/durham", params={"rules_on": CANARY}),
        client.get("/v1/schemes", params={"cursor": CANARY}),
        client.get("/v1/schemes", headers={"X-Request-Id": f"{CANARY} and more"}),
    ]
    for answer in answers:
        assert "5e8b1f" not in answer.text
        assert "5e8b1f" not in str(answer.headers)
    accepted = client.post(DETERMINATIONS, json={**der910(), "client_reference": CANARY})
    assert accepted.json()["client_reference"] == CANARY
    assert ask(client, der910(grade="canary 5e8b1f"))["outcome"] == "not_met"
    assert ask(client, der910())["outcome"] == "determined"
    log = service.log.read_text(encoding="utf-8")[before:]
    assert '"operation_id":"create_determination"' in log
    assert "5e8b1f" not in log
    assert "unexpected_error" not in log
