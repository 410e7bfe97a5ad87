"""What the log is told of pay. Every event is of the case that it belongs to."""

from collections.abc import Mapping
from dataclasses import replace

from applications.log.domain import Act, Event
from applications.pay.domain.variations import Variation


def variation_changed(variation: Variation, act: Act, detail: str | None = None) -> Event:
    """A variation came to its present stage; `detail` is in somebody's own words."""
    body = {
        "status": variation.status,
        "hris_reference": variation.hris_reference,
        "reason_code": variation.rejected_because,
        "version": variation.version,
    }
    event = _event("variation-changed", variation, act, body)
    return event if detail is None else replace(event, text={"detail": detail})


def variation_sent_again(variation: Variation, act: Act) -> Event:
    """A variation that nobody answered was sent once more."""
    return _event("variation-sent-again", variation, act, {"version": variation.version})


def variation_drafted(variation: Variation, act: Act) -> Event:
    """A variation was drafted, or drafted anew."""
    body = {
        "post_number": variation.post_number,
        **_pay(variation),
        "reason_code": variation.reason_code,
        "version": variation.version,
    }
    return _event("variation-drafted", variation, act, body)


def pay_point_recorded(variation: Variation, act: Act) -> Event:
    """A variation became a worker's effective pay point."""
    body = {"post_number": variation.post_number, **_pay(variation)}
    return _event("pay-point-recorded", variation, act, body)


def _event(kind: str, variation: Variation, act: Act, body: Mapping[str, object]) -> Event:
    whose = {
        "variation_id": str(variation.variation_id),
        "employee_number": variation.employee_number,
    }
    return Event(
        kind=kind,
        subject_kind="application",
        subject=str(variation.application_id),
        act=act,
        body={**whose, **body},
    )


def _pay(variation: Variation) -> dict[str, object]:
    salary = variation.annual_salary
    return {
        "grade": variation.grade,
        "point": {
            "position": variation.point.position,
            "scp": variation.point.scp,
            "spine": variation.point.spine,
        },
        "hours_per_week": f"{variation.hours_per_week:.2f}",
        "annual_salary": None if salary is None else f"{salary:.2f}",
        "salary_status": variation.salary_status,
        "effective_from": variation.effective_from.isoformat(),
    }
