"""Versions, corrections, and whom a version binds."""

import hashlib
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.support.live import StartService
from tests.support.problems import pointers, problem, refused
from tests.support.questions import ask, dur911, rule
from tests.support.versions import write_versions

Json = dict[str, Any]

CORRECTED = "2021-06-01"
VERSIONS = [
    ("2020-01-01", "2020-01-01"),
    ("2020-01-01", CORRECTED),
    ("2024-01-01", "2023-11-01"),
    ("2024-01-01", "2024-06-01"),
    ("2027-04-01", "2026-05-01"),
]

SIGNED_OFF = {
    "submitted_on": "2024-08-01",
    "evidence_complete_on": "2024-08-01",
    "signed_off_on": "2025-01-10",
}


@pytest.fixture(scope="module")
def schemes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_versions(tmp_path_factory.mktemp("versions"))


@pytest.fixture(scope="module")
def asking(start_service: StartService, schemes: Path) -> httpx.Client:
    """Asks a service that holds several versions of one scheme."""
    return start_service(SCHEMES_DIR=schemes).client


def westshire(rules_on: str | None, known_on: str, **facts: object) -> Json:
    given: Json = {"grade": "A", "joined_on": "2019-05-01", "qualified_on": "2010-07-01", **facts}
    asked: Json = {
        "scheme": "westshire",
        "pathway": "a-to-b",
        "known_on": known_on,
        "facts": {name: value for name, value in given.items() if value is not None},
    }
    return asked if rules_on is None else {**asked, "rules_on": rules_on}


def sha256_of(schemes: Path, in_force: str, published: str) -> str:
    file = schemes / "westshire" / f"{in_force}.{published}.yaml"
    return hashlib.sha256(file.read_bytes()).hexdigest()


def chosen(answer: Json, schemes: Path) -> tuple[str, str]:
    """Return the days of the version that an answer was given by."""
    by_hash = {sha256_of(schemes, *version): version for version in VERSIONS}
    version = by_hash[answer["receipt"]["scheme_sha256"]]
    assert answer["scheme_version"] == version[0]
    return version


def test_all_versions_are_listed_in_their_order(asking: httpx.Client, schemes: Path) -> None:
    items = asking.get("/v1/schemes").json()["items"]
    (found,) = [item for item in items if item["scheme"] == "westshire"]
    assert [
        (version["scheme_version"], version["published"], version["scheme_sha256"])
        for version in found["versions"]
    ] == [(*version, sha256_of(schemes, *version)) for version in VERSIONS]


@pytest.mark.parametrize(
    ("rules_on", "known_on", "version"),
    [
        ("2020-01-01", "2020-01-01", ("2020-01-01", "2020-01-01")),
        ("2023-12-31", "2021-05-31", ("2020-01-01", "2020-01-01")),
        ("2023-12-31", "2021-06-01", ("2020-01-01", CORRECTED)),
        ("2020-01-01", "2030-01-01", ("2020-01-01", CORRECTED)),
        ("2023-12-31", "2030-01-01", ("2020-01-01", CORRECTED)),
        ("2024-01-01", "2023-10-31", ("2020-01-01", CORRECTED)),
        ("2024-01-01", "2023-11-01", ("2024-01-01", "2023-11-01")),
        ("2024-01-01", "2024-05-31", ("2024-01-01", "2023-11-01")),
        ("2024-01-01", "2024-06-01", ("2024-01-01", "2024-06-01")),
        ("2027-03-31", "2030-01-01", ("2024-01-01", "2024-06-01")),
        ("2027-04-01", "2026-04-30", ("2024-01-01", "2024-06-01")),
        ("2027-04-01", "2026-05-01", ("2027-04-01", "2026-05-01")),
    ],
)
def test_the_version_in_force_and_the_correction_then_published_are_chosen(
    asking: httpx.Client, schemes: Path, rules_on: str, known_on: str, version: tuple[str, str]
) -> None:
    answer = ask(asking, westshire(rules_on, known_on, joined_on="2028-01-01"))
    assert chosen(answer, schemes) == version
    assert (answer["rules_on"], answer["known_on"]) == (rules_on, known_on)


@pytest.mark.parametrize(
    ("rules_on", "known_on", "word"),
    [("2019-12-31", "2026-01-01", "in force"), ("2020-01-01", "2019-12-31", "published")],
)
def test_a_day_before_the_first_version_is_refused(
    asking: httpx.Client, rules_on: str, known_on: str, word: str
) -> None:
    found = refused(asking, westshire(rules_on, known_on), 422, "not-in-force")
    assert word in found["detail"]
    assert "1 January 2020" in found["detail"]


@pytest.mark.parametrize(
    ("joined_on", "rules_on", "known_on", "version"),
    [
        # The second version binds those who joined since it came into force,
        ("2023-12-31", "2024-03-01", "2024-03-01", ("2020-01-01", CORRECTED)),
        ("2024-01-01", "2024-03-01", "2024-03-01", ("2024-01-01", "2023-11-01")),
        # and by its correction since a month later: what was corrected binds nobody any more.
        ("2024-01-31", "2024-03-01", "2024-06-01", ("2020-01-01", CORRECTED)),
        ("2024-02-01", "2024-03-01", "2024-06-01", ("2024-01-01", "2024-06-01")),
        # Two versions back, and one.
        ("2019-05-01", "2028-01-01", "2028-01-01", ("2020-01-01", CORRECTED)),
        ("2027-03-31", "2028-01-01", "2028-01-01", ("2024-01-01", "2024-06-01")),
        ("2027-04-01", "2028-01-01", "2028-01-01", ("2027-04-01", "2026-05-01")),
    ],
)
def test_whom_a_version_does_not_bind_stays_with_the_version_before_it(
    asking: httpx.Client,
    schemes: Path,
    joined_on: str,
    rules_on: str,
    known_on: str,
    version: tuple[str, str],
) -> None:
    answer = ask(asking, westshire(rules_on, known_on, joined_on=joined_on))
    assert chosen(answer, schemes) == version


def test_an_answer_shows_that_its_version_binds_the_worker_and_by_which_clause(
    asking: httpx.Client,
) -> None:
    answer = ask(asking, westshire(None, "2025-02-01", joined_on="2024-05-06", **SIGNED_OFF))
    assert (answer["outcome"], answer["effective_from"]) == ("determined", "2024-12-01")
    binds = rule(answer, "binds")
    assert (binds["status"], binds["blocking"], binds["facts"]) == ("met", True, ["joined_on"])
    assert binds["found"] == "6 May 2024"
    assert binds["clause"] == {"document": "Ways Up", "heading": "1"}


def test_a_version_that_binds_everybody_has_no_such_rule(asking: httpx.Client) -> None:
    answer = ask(asking, westshire("2022-01-01", "2022-01-01"))
    assert "binds" not in [item["id"] for item in answer["rules"]]


def test_facts_of_the_version_before_are_known_to_those_who_stay_with_it(
    asking: httpx.Client,
) -> None:
    asked = westshire("2025-01-01", "2025-01-01", old_test_passed=True)
    assert rule(ask(asking, asked), "tested")["status"] == "met"
    asked = westshire("2025-01-01", "2025-01-01", old_test_passed=True, joined_on="2024-05-06")
    problem_of_facts = refused(asking, asked, 422, "unknown-fact")
    assert pointers(problem_of_facts) == ["/facts/old_test_passed"]


def test_while_nobody_knows_which_version_binds_the_fact_for_that_is_missing(
    asking: httpx.Client, schemes: Path
) -> None:
    answer = ask(asking, westshire(None, "2025-02-01", joined_on=None, **SIGNED_OFF))
    assert (answer["outcome"], answer["missing_facts"]) == ("insufficient_facts", ["joined_on"])
    assert answer["target"] is answer["effective_from"] is answer["submission_date"] is None
    assert answer["would_change"] == []
    assert chosen(answer, schemes) == ("2024-01-01", "2024-06-01")
    assert [(item["id"], item["status"]) for item in answer["rules"]] == [("binds", "unknown")]


def test_facts_that_cannot_be_true_together_are_refused_whoever_is_bound(
    asking: httpx.Client,
) -> None:
    facts = {"joined_on": None, "signed_off_on": "2024-07-10", "submitted_on": "2024-08-01"}
    asked = westshire(None, "2025-02-01", **facts)
    assert "/facts/signed_off_on" in pointers(refused(asking, asked, 422, "contradictory-facts"))


def test_a_date_that_says_who_is_bound_must_be_one(asking: httpx.Client) -> None:
    asked = westshire("2025-01-01", "2025-01-01", joined_on="2024-13-01")
    assert pointers(refused(asking, asked, 422, "invalid-request")) == ["/facts/joined_on"]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_can_be_pinned_by_its_hash(
    asking: httpx.Client, schemes: Path, version: tuple[str, str]
) -> None:
    asked = westshire("2020-05-01", "2020-05-01", joined_on="2028-01-01")
    answer = ask(asking, {**asked, "scheme_sha256": sha256_of(schemes, *version)})
    assert chosen(answer, schemes) == version
    assert answer["rules_on"] == "2020-05-01"


def test_pinned_rules_that_do_not_bind_somebody_are_not_met(
    asking: httpx.Client, schemes: Path
) -> None:
    pinned = {"scheme_sha256": sha256_of(schemes, "2024-01-01", "2024-06-01")}
    answer = ask(asking, {**westshire("2025-01-01", "2025-01-01"), **pinned})
    assert answer["outcome"] == "not_met"
    assert rule(answer, "binds")["status"] == "not_met"


@pytest.mark.parametrize("joined_on", ["2019-05-01", "2024-05-06", None])
def test_an_answer_of_any_version_replays_identical(
    asking: httpx.Client, joined_on: str | None
) -> None:
    asked = westshire("2025-01-01", "2025-01-01", joined_on=joined_on)
    answer = ask(asking, asked)
    replay = {"receipt": answer["receipt"], "request": asked, "answer": answer}
    assert asking.post("/v1/replays", json=replay).json()["result"] == "identical"


def test_rules_that_are_held_no_longer_are_a_conflict_and_name_what_to_do(
    asking: httpx.Client, client: httpx.Client
) -> None:
    asked = westshire("2025-01-01", "2025-01-01")
    found = refused(asking, {**asked, "scheme_sha256": "0" * 64}, 409, "rules-not-held")
    assert "scheme_sha256" in found["detail"]
    answer = ask(client, durham := dur911())
    receipt = {**answer["receipt"], "scheme_sha256": "0" * 64}
    response = client.post("/v1/replays", json={"receipt": receipt, "request": durham})
    problem(response, 409, "rules-not-held")


@pytest.mark.parametrize(
    ("rules_on", "version", "months"),
    [("2023-12-31", "2020-01-01", 18), ("2024-01-01", "2024-01-01", 24)],
)
def test_what_is_asked_without_facts_is_the_newest_version_in_force(
    asking: httpx.Client, rules_on: str, version: str, months: int
) -> None:
    scheme = asking.get("/v1/schemes/westshire", params={"rules_on": rules_on}).json()
    assert scheme["scheme_version"] == version
    criterion = scheme["pathways"][0]["criteria"][0]
    assert criterion["when"] == {"months_since": "qualified_on", "at_least": months}
    binds = {"fact": "joined_on", "on_or_after": "2024-02-01"}
    assert scheme["binds"] == (binds if version == "2024-01-01" else None)
    facts = asking.get("/v1/schemes/westshire/facts", params={"rules_on": rules_on}).json()
    assert ("old_test_passed" in facts["properties"]) == (version == "2020-01-01")


def test_submission_dates_are_those_of_the_version_in_force_on_each(asking: httpx.Client) -> None:
    params: dict[str, str | int] = {"from": "2022-03-16", "count": 6}
    found = asking.get("/v1/schemes/westshire/submission-dates", params=params).json()["items"]
    assert [(item["submission_date"], item["scheme_version"]) for item in found] == [
        ("2023-03-15", "2020-01-01"),
        ("2024-06-01", "2024-01-01"),
        ("2024-12-01", "2024-01-01"),
        ("2025-06-01", "2024-01-01"),
        ("2025-12-01", "2024-01-01"),
        ("2026-06-01", "2024-01-01"),
    ]


def test_no_change_is_named_that_would_bring_other_rules(asking: httpx.Client) -> None:
    facts = {"joined_on": "2024-05-06", "qualified_on": "2023-09-01", **SIGNED_OFF}
    answer = ask(asking, asked := westshire(None, "2025-02-01", **facts))
    assert answer["outcome"] == "not_met"
    assert answer["would_change"] != []
    for change in answer["would_change"]:
        changed = {**asked, "facts": {**asked["facts"], change["fact"]: change["value"]}}
        changed["known_on"] = "2026-02-01"
        assert ask(asking, changed)["outcome"] == change["outcome"]


def test_a_projection_goes_by_the_version_that_binds_the_worker(asking: httpx.Client) -> None:
    asked: Json = {
        "scheme": "westshire", "known_on": "2025-01-01", "from": "2025-01-01",
        "through": "2025-12-31", "grade": "A", "position": 1, "on_point_since": "2024-07-01",
    }  # fmt: skip
    qualified = {"qualified_on": "2024-01-31"}
    stays = post_projection(asking, {**asked, "facts": {**qualified, "joined_on": "2024-01-31"}})
    assert (stays["scheme_version"], stays["next_pathways"][0]["earliest_on"]) == (
        "2020-01-01", "2025-07-31",
    )  # fmt: skip
    bound = post_projection(asking, {**asked, "facts": {**qualified, "joined_on": "2024-02-01"}})
    assert (bound["scheme_version"], bound["next_pathways"][0]["earliest_on"]) == (
        "2024-01-01", "2026-01-31",
    )  # fmt: skip
    assert bound["next_pathways"][0]["earliest_submission_date"] == "2026-06-01"
    unknown = post_projection(asking, {**asked, "facts": qualified})
    assert unknown["scheme_version"] == "2024-01-01"
    (way_up,) = unknown["next_pathways"]
    assert way_up["earliest_on"] is way_up["earliest_submission_date"] is None
    assert way_up["missing_facts"] == ["joined_on"]


def post_projection(asking: httpx.Client, asked: Json) -> Json:
    response = asking.post("/v1/projections", json=asked)
    assert response.status_code == 200, response.text
    found: Json = response.json()
    return found
