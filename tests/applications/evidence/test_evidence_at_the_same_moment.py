"""Two at once: there is never more than the procedure takes, and nothing slips in behind."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from tests.support.council import Council
from tests.support.eastshire import EXAMPLE, REFLECTION, WORKER, Portfolio, settle
from tests.support.house_fixtures import MakeCouncil

AT_ONCE = 6


@pytest.fixture
def council(make_council: MakeCouncil) -> Council:
    return settle(make_council(["eastshire"]), pq_award=False)


def test_of_several_at_once_one_is_taken(council: Council) -> None:
    case = Portfolio.opened(council)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda _: case.offer("reflection", REFLECTION), range(AT_ONCE)))
    assert sorted(each.status_code for each in answers) == [201] + [409] * (AT_ONCE - 1)
    assert len(case.ids()) == 1


def test_a_version_is_replaced_once(council: Council) -> None:
    case = Portfolio.opened(council)
    first = case.give("reflection", REFLECTION)["evidence_id"]

    def replace(_: int) -> httpx.Response:
        return case.offer("reflection", REFLECTION, replaces=first)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(replace, range(AT_ONCE)))
    assert sorted(each.status_code for each in answers) == [201] + [409] * (AT_ONCE - 1)


def test_what_comes_with_the_submission_is_in_it_or_refused(council: Council) -> None:
    case = Portfolio.opened(council).filled()
    spare = case.ids()[-1]
    with ThreadPoolExecutor(2) as pool:
        submitting = pool.submit(case.ask, WORKER, "submit")
        replacing = pool.submit(case.offer, "case-example", EXAMPLE, replaces=spare)
        submitted, replaced = submitting.result(), replacing.result()
    assert submitted.is_success, submitted.text
    fixed = case.ids(attempt=1)
    assert case.ids() == fixed
    assert (spare in fixed) == (replaced.status_code == 409)
