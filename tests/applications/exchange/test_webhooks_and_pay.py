"""An HRIS that is told by a webhook of what a case decided, and reads the variation."""

from tests.support.council import Council
from tests.support.durham import (
    ASSESSMENT,
    SERVICE_MANAGER,
    STRATEGIC_MANAGER,
    TEAM_MANAGER,
    WORKER,
    settle,
)
from tests.support.durham_case import act, open_case, wait_for_pay
from tests.support.hooks import hook_to
from tests.support.receiver import Received, receiving
from tests.support.waiting import wait_until


def test_an_approved_variation_is_told_of_and_led_to_and_the_webhook_tells_what_the_feed_tells(
    council: Council,
) -> None:
    settle(council)
    with receiving() as everything, receiving() as variations:
        hook_to(council, everything)
        hook_to(council, variations, kinds=["variation-changed"])
        start = council.hris.get("/v1/events", params={"limit": 1000}).json()["next_cursor"]
        case = open_case(council, WORKER)
        act(council, TEAM_MANAGER, case, "submit-assessment", answers=ASSESSMENT)
        act(council, SERVICE_MANAGER, case, "sign-off")
        act(council, STRATEGIC_MANAGER, case, "sign-off")
        wait_for_pay(council, case)
        act(council, TEAM_MANAGER, case, "authorise-change")
        wait_until(lambda: bool(variations.told))
        feed = council.hris.get("/v1/events", params={"after": start}).json()["items"]
        of_case = [each["id"] for each in feed if each["subject"]["id"] == case]
        wait_until(lambda: len(_of(everything.told, case)) >= len(of_case))
        assert _of(everything.told, case) == of_case
        (told,) = variations.told
    variation = council.hris.get(told.message["data"]["href"]).json()
    assert (variation["status"], variation["application_id"]) == ("approved", case)
    written = b"".join(each.content for each in everything.told).decode()
    assert WORKER not in written.replace(f"/v1/workers/{WORKER}", "")
    assert not [each for each in ASSESSMENT.values() if isinstance(each, str) and each in written]


def _of(told: list[Received], case: str) -> list[str]:
    """The ids of the events of a case, as they came."""
    return [each.message["data"]["id"] for each in told if each.subject == case]
