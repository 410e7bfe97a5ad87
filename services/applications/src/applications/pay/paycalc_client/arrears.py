"""Asks paycalc what is owed, and believes nothing of its answer that it has not looked at."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import msgspec

from applications.pay.domain.arrears import OwedMonth, Owing
from applications.pay.domain.determinations import SalaryStatus
from applications.pay.domain.spells import Spell
from applications.pay.paycalc_client import Call, Paycalc, PaycalcBrokenError, Trace, parsed

_ARREARS: Final = Call("/arrears", "application/json")
_AMOUNT: Final = re.compile(r"-?(0|[1-9][0-9]{0,9})\.[0-9]{2,6}", re.ASCII)


class _Side(msgspec.Struct, frozen=True):
    amount: str | None
    segments: tuple[Any, ...]


class _Period(msgspec.Struct, frozen=True):
    period: str
    paid: _Side
    due: _Side
    difference: str | None
    salary_status: SalaryStatus
    pay_in: str | None


class _Answer(msgspec.Struct, frozen=True):
    scheme: str
    known_on: date
    through: date
    closed_through: date | None
    periods: tuple[_Period, ...]


async def ask_arrears(paycalc: Paycalc, owing: Owing, trace: Trace) -> list[OwedMonth]:
    """What is owed for a post, month by month.

    Raises:
        PaycalcRefusedError: The question was refused, and why.
        PaycalcUnavailableError: paycalc is away, too slow or too busy.
        PaycalcBrokenError: Its answer is not what the contract has.
    """
    document = parsed(await paycalc.ask(_ARREARS, _encoded(owing), trace))
    try:
        answer = msgspec.convert(document, _Answer)
    except msgspec.ValidationError:
        raise PaycalcBrokenError("The answer is not as the contract has it.") from None
    term = owing.term
    asked = (owing.scheme, term.known.known_on, term.through, term.closed_through)
    if (answer.scheme, answer.known_on, answer.through, answer.closed_through) != asked:
        raise PaycalcBrokenError("The answer is to another question.")
    return [_month(period) for period in answer.periods]


def _month(period: _Period) -> OwedMonth:
    paid, due, difference = (
        _amount(text) for text in (period.paid.amount, period.due.amount, period.difference)
    )
    if (difference is None) != (paid is None or due is None):
        raise PaycalcBrokenError("The parts of the answer do not go together.")
    return OwedMonth(
        period=period.period,
        paid=paid,
        due=due,
        difference=difference,
        salary_status=period.salary_status,
        pay_in=period.pay_in,
        is_the_same=period.paid == period.due,
    )


def _amount(text: str | None) -> Decimal | None:
    if text is None:
        return None
    if not _AMOUNT.fullmatch(text):
        raise PaycalcBrokenError("The answer is not as the contract has it.")
    return Decimal(text)


def _encoded(owing: Owing) -> bytes:
    term = owing.term
    paid_known_on = {"known_on": owing.paid_known_on}
    return msgspec.json.encode(
        {
            "scheme": owing.scheme,
            "known_on": term.known.known_on,
            "through": term.through,
            "closed_through": term.closed_through,
            "hours": [
                {"starts_on": day, "hours_per_week": f"{hours:.2f}"}
                for day, hours in owing.hours.items()
            ],
            "paid": [{**each, **paid_known_on} for each in _entries(owing.paid)],
            "due": _entries(owing.due),
        }
    )


def _entries(spells: Sequence[Spell]) -> list[dict[str, object]]:
    return [
        {
            "starts_on": spell.starts_on,
            "ends_before": spell.ends_before,
            "grade": spell.grade,
            "position": spell.position,
        }
        for spell in spells
    ]
