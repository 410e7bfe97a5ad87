"""By when a step is due that is due on a day which somebody agreed: a fact of the case."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from tests.support.casework import CaseOf, answered
from tests.support.derbyshire import (
    COMMITMENT,
    HEAD,
    LONG_QUALIFIED,
    MANAGER,
    TO_11,
    WORKER,
    approved,
    settle,
    supported,
    to_11_submitted,
)
from tests.support.house_fixtures import MakeCouncil
from tests.support.live import ROOT

from applications.casework.domain.case import Case, FactValue, StepProgress
from applications.casework.domain.workflow import dated_by_fact
from applications.casework.operations.desk import due_from
from applications.platform.authorities import Authority
from applications.schemes.domain.held import HeldScheme
from applications.schemes.storage.files import load_schemes

DUE, OTHER = "systemic_practice_due_on", "considered_from"
TODAY = date(2026, 3, 20)
AUTHORITY = Authority(
    authority_id=UUID(int=2),
    authority="derbyshire",
    title="Derbyshire County Council",
    issuer="https://issuer.example",
    jwks_uri="https://issuer.example/keys",
    token_profile="rfc9068",  # noqa: S106 - the name of a profile
    audience="spinepoint",
    schemes=("derbyshire",),
    nation="england-and-wales",
    closure_days=(),
)
IN_WORDS = "the day of 'Systemic Practice training to be completed by'"


@pytest.fixture(scope="module")
def held() -> HeldScheme:
    schemes = load_schemes([ROOT / "shared/schemes"])
    return schemes.in_force("derbyshire", rules_on=TODAY, known_on=TODAY)


@pytest.fixture
def followed_up(make_council: MakeCouncil) -> CaseOf:
    """A case that was decided for, with training that is to be completed by 30 September."""
    council = make_council(["derbyshire"])
    settle(council, "10", qualifications=LONG_QUALIFIED)
    case = to_11_submitted(council, systemic_practice_training="committed")
    council.house.set_clock("2026-01-20")
    case.fill_in(HEAD, "accept-commitment", COMMITMENT)
    return approved(supported(case))


def case_with(progress: StepProgress) -> Case:
    """A case in which the training is followed up."""
    now = datetime(2026, 3, 20, tzinfo=UTC)
    other = StepProgress(state="open", visit=1, opened_on=TODAY, due_on=date(2026, 4, 1))
    return Case(
        application_id=UUID(int=1),
        employee_number=WORKER,
        post_number="1",
        scheme="derbyshire",
        pathway=TO_11,
        scheme_sha256="0" * 64,
        status="decided",
        embargoed=False,
        pay_status="pending",
        opened_by=WORKER,
        opened_at=now,
        steps={"open-condition": progress, "draft-variation": other},
        version=7,
        changed_at=now,
    )


def dated(held: HeldScheme, progress: StepProgress, fact: str, value: FactValue) -> Case:
    """The case, once a fact has become this."""
    pathway = held.scheme.pathways[TO_11]
    due = due_from(TODAY, held, AUTHORITY)
    return dated_by_fact(case_with(progress), held.scheme, pathway, fact, {fact: value}, due)


def test_the_day_that_was_agreed_is_the_last_day_and_says_so_in_words(followed_up: CaseOf) -> None:
    step = followed_up.step("open-condition")
    assert (step["due_on"], step["calendar"]) == ("2026-09-30", IN_WORDS)
    assert followed_up.actions(MANAGER)["agree-another-day"]["due_on"] == "2026-09-30"


def test_what_is_due_on_an_agreed_day_comes_among_the_tasks_in_its_place(
    followed_up: CaseOf,
) -> None:
    followed_up.wait_for_pay()
    found = answered(followed_up.council.person(MANAGER).get("/v1/tasks"))["items"]
    assert [(each["step"], each["due_on"]) for each in found] == [
        ("open-condition", "2026-09-30"), ("draft-variation", None),
    ]  # fmt: skip


def test_another_day_is_agreed_in_the_same_step_opened_anew(followed_up: CaseOf) -> None:
    followed_up.fill_in(HEAD, "agree-another-day", COMMITMENT | {"complete_by": "2026-07-31"})
    step = followed_up.step("open-condition")
    assert (step["visit"], step["due_on"]) == (2, "2026-07-31")


def test_a_day_that_becomes_known_or_another_is_taken_over_by_the_open_step(
    held: HeldScheme,
) -> None:
    undated = StepProgress(state="open", visit=1, opened_on=TODAY)
    case = dated(held, undated, DUE, "2026-09-30")
    found = case.steps["open-condition"]
    assert (found.due_on, found.calendar) == (date(2026, 9, 30), IN_WORDS)
    assert case.steps["draft-variation"].due_on == date(2026, 4, 1)
    again = dated(held, found, DUE, "2026-12-18")
    assert again.steps["open-condition"].due_on == date(2026, 12, 18)


def test_another_fact_moves_no_day(held: HeldScheme) -> None:
    given = StepProgress(
        state="open", visit=1, opened_on=TODAY, due_on=date(2026, 9, 30), calendar=IN_WORDS
    )
    assert dated(held, given, OTHER, "2026-12-18").steps["open-condition"] == given


def test_a_step_that_is_done_keeps_its_day(held: HeldScheme) -> None:
    done = StepProgress(state="done", visit=1, opened_on=TODAY, due_on=date(2026, 9, 30))
    assert dated(held, done, DUE, "2026-12-18").steps["open-condition"] == done
