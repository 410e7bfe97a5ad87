"""How a case of Rotherham's ends: paid, or sent back by paycalc."""

from tests.support.casework import CaseOf, answered
from tests.support.rotherham import TEAM_MANAGER, Json
from tests.support.waiting import wait_until


def paid(case: CaseOf, by: str = TEAM_MANAGER, action: str = "authorise-change") -> Json:
    """The one pay point of the worker, once the change is authorised."""
    case.wait_for_pay()
    case.take(by, action)
    day = {"effective_on": "2026-12-31"}
    (point,) = answered(case.council.hris.get("/v1/pay-points", params=day))["items"]
    return dict(point)


def wait_for_resolving(case: CaseOf) -> None:
    """Until paycalc has said that what was decided gives no pay as it is."""
    wait_until(lambda: bool(case.seen_by(TEAM_MANAGER)["pay_status"] == "needs_decision"))
    assert "resolve-pay" in case.open_steps()
