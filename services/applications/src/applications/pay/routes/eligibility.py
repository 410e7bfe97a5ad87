"""A worker's prospects over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from applications.pay.operations import eligibility
from applications.pay.operations.eligibility import Prospects
from applications.pay.paycalc_client import Trace
from applications.pay.schemas.eligibility import EligibilityAnswer, ProspectAnswer
from applications.people.schemas import EmployeeNumber
from applications.problem_sets import READING
from applications.routing import BEARER, CallerRoute, asked
from plumbing.problem_registry import NoQuery

router = APIRouter(
    prefix="/v1", tags=["people"], route_class=CallerRoute, dependencies=[Depends(BEARER)]
)


@router.get("/workers/{employee_number}/eligibility", responses=READING)
async def get_eligibility(
    request: Request, employee_number: EmployeeNumber, _: Annotated[NoQuery, Query()]
) -> EligibilityAnswer:
    """Say how a worker stands towards every pathway that starts from the grade of a post of theirs.

    By what is on record today: what is met and since when, what is missing, what is not met, and
    the first day that it allows. What people decide in a case is shown apart.
    """
    its = asked(request)
    state = request.app.state
    trace = Trace(
        request_id=its.request_id, traceparent=getattr(request.state, "traceparent", None)
    )
    found = await eligibility.get_eligibility(
        its, Prospects(state.schemes, state.paycalc, trace), employee_number
    )
    return EligibilityAnswer(
        employee_number=employee_number,
        known_on=its.today,
        items=[ProspectAnswer.of(each) for each in found],
    )
