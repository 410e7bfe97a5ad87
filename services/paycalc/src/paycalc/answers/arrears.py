"""Arrears as the contract has them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import msgspec

from paycalc.domain.arrears import Period, Side, as_written
from paycalc.domain.segments import Segment
from paycalc.operations.arrears import ArrearsAnswer

Json = dict[str, Any]

_MONTHS = 12
_ENCODE: Final = msgspec.json.Encoder().encode


def render_arrears(answer: ArrearsAnswer) -> bytes:
    """Return what is owed as JSON."""
    return _ENCODE(arrears_document(answer))


def arrears_document(answer: ArrearsAnswer) -> Json:
    """Return what is owed, month by month, each with its working."""
    pay, found = answer.plan.scheme.pay, answer.arrears
    full_time = Decimal(pay.full_time_hours.hours)
    return {
        "scheme": answer.plan.scheme.scheme,
        "scheme_version": answer.plan.version,
        "known_on": answer.known_on,
        "through": answer.question.through,
        "closed_through": answer.question.closed_through,
        "part_month_method": pay.part_months.method,
        "rounding": pay.rounding.at,
        "full_time_hours": full_time,
        "periods": [_period(period, full_time) for period in found.periods],
        "total": found.total,
        "salary_status": found.salary_status,
        "awards_not_settled": [{"effective_from": day} for day in found.awards_not_settled],
    }


def _period(period: Period, full_time: Decimal) -> Json:
    return {
        "period": month(period.starts_on),
        "starts_on": period.starts_on,
        "ends_before": period.ends_before,
        "paid": _side(period.paid, full_time),
        "due": _side(period.due, full_time),
        "difference": period.difference,
        "salary_status": period.salary_status,
        "pay_in": None if period.pay_in is None else month(period.pay_in),
    }


def month(day: date) -> str:
    """Return the month of a day."""
    return f"{day:%Y-%m}"


def _side(side: Side, full_time: Decimal) -> Json:
    segments = [_segment(segment, full_time) for segment in side.segments]
    return {"amount": side.amount, "segments": segments}


def _segment(segment: Segment, full_time: Decimal) -> Json:
    salary, share = segment.price.annual_salary, segment.share
    return {
        "starts_on": segment.starts_on,
        "ends_before": segment.ends_before,
        "grade": segment.grade,
        "point": segment.point._asdict(),
        "hours_per_week": segment.hours_per_week,
        "annual_salary": salary,
        "salary_status": segment.price.salary_status,
        "days": share.days,
        "fraction": None if share.of_days is None else f"{share.days}/{share.of_days}",
        "rate": None if salary is None else as_written(_rate(segment, salary, full_time)),
        "amount": None if segment.amount is None else as_written(segment.amount),
        "working": None if salary is None else _working(segment, salary, full_time),
    }


def _rate(segment: Segment, salary: Decimal, full_time: Decimal) -> Fraction:
    hours = Fraction(segment.hours_per_week) / Fraction(full_time)
    return Fraction(salary) * hours / _MONTHS


def _working(segment: Segment, salary: Decimal, full_time: Decimal) -> str:
    hours = f" x {segment.hours_per_week}/{full_time}"
    written = "" if segment.amount is None else f" = {as_written(segment.amount)}"
    return f"{salary}{hours} {segment.share.in_words}{written}"
