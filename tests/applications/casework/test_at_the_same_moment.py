"""People who act at the same moment, and requests that come twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
from tests.support.casework import PROGRESSION, CaseOf, open_case
from tests.support.council import Council, key
from tests.support.durham import (
    SERVICE_MANAGER,
    STRATEGIC_MANAGER,
    TEAM_MANAGER,
    WORKER,
    settle,
)

MANAGERS = (SERVICE_MANAGER, STRATEGIC_MANAGER)


def both_sign_off(case: CaseOf, etag: str) -> list[httpx.Response]:
    """Both managers sign off what they have seen, at once."""
    with ThreadPoolExecutor(2) as pool:
        asked = [
            pool.submit(case.ask, number, "sign-off", {}, key() | {"If-Match": etag})
            for number in MANAGERS
        ]
        return [each.result() for each in asked]


def test_of_two_sign_offs_at_once_one_counts_and_the_other_looks_again(council: Council) -> None:
    settle(council)
    case = open_case(council).submitted()
    answers = both_sign_off(case, case.etag())
    assert sorted(each.status_code for each in answers) == [200, 412]
    late = MANAGERS[[each.status_code for each in answers].index(412)]
    assert case.seen_by(TEAM_MANAGER)["status"] == "in_progress"
    assert case.take(late, "sign-off")["status"] == "decided"
    kinds = Counter(event["kind"] for event in case.history())
    assert (kinds["action-taken"], kinds["application-decided"]) == (3, 1)


def test_a_sign_off_and_a_challenge_at_once_never_both_count(council: Council) -> None:
    settle(council)
    case = open_case(council).submitted()
    case.take(SERVICE_MANAGER, "sign-off")
    headers = {"If-Match": case.etag()}
    with ThreadPoolExecutor(2) as pool:
        signs = pool.submit(case.ask, STRATEGIC_MANAGER, "sign-off", {}, key() | headers)
        back = {"comments": "On reflection, not yet."}
        challenges = pool.submit(case.ask, SERVICE_MANAGER, "send-back", back, key() | headers)
    assert signs.result().status_code == 200
    # Who gave one part does not challenge any more; either way nothing came of it.
    assert challenges.result().status_code in {409, 412}
    assert case.seen_by(TEAM_MANAGER)["status"] == "decided"


def test_sixteen_copies_of_one_request_take_effect_once(council: Council) -> None:
    settle(council)
    case = open_case(council).submitted()
    headers = key() | {"If-Match": case.etag()}
    with ThreadPoolExecutor(16) as pool:
        copies = [
            pool.submit(case.ask, SERVICE_MANAGER, "sign-off", {"comments": "Agreed."}, headers)
            for _ in range(16)
        ]
        answers = [each.result() for each in copies]
    assert {each.status_code for each in answers} == {200}
    assert len({each.content for each in answers}) == 1
    assert len({each.headers["etag"] for each in answers}) == 1
    assert sum("idempotency-replayed" not in each.headers for each in answers) == 1
    assert len(case.step("sign-off")["parts"]) == 1
    assert [event["kind"] for event in case.history()].count("action-taken") == 2


def test_sixteen_copies_of_one_opening_open_one_case(council: Council) -> None:
    settle(council)
    body = {"employee_number": WORKER, "post_number": "1", "scheme": "durham",
            "pathway": PROGRESSION}  # fmt: skip
    headers = key()
    manager = council.person(TEAM_MANAGER)
    with ThreadPoolExecutor(16) as pool:
        copies = [
            pool.submit(manager.post, "/v1/applications", json=body, headers=headers)
            for _ in range(16)
        ]
        answers = [each.result() for each in copies]
    assert {each.status_code for each in answers} == {201}
    assert len({each.json()["application_id"] for each in answers}) == 1
    assert len(manager.get("/v1/applications").json()["items"]) == 1


def test_of_sixteen_openings_with_keys_of_their_own_one_opens_a_case(council: Council) -> None:
    settle(council)
    body = {"employee_number": WORKER, "post_number": "1", "scheme": "durham",
            "pathway": PROGRESSION}  # fmt: skip
    manager = council.person(TEAM_MANAGER)
    with ThreadPoolExecutor(16) as pool:
        tries = [
            pool.submit(manager.post, "/v1/applications", json=body, headers=key())
            for _ in range(16)
        ]
        statuses = Counter(each.result().status_code for each in tries)
    assert statuses == {201: 1, 409: 15}
    assert len(manager.get("/v1/applications").json()["items"]) == 1
