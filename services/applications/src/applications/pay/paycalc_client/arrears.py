"""Asks paycalc what is owed for many posts, and believes nothing that it has not looked at."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import msgspec

from applications.pay.domain.arrears import OwedMonth, Owing
from applications.pay.domain.determinations import PaycalcProblem, SalaryStatus
from applications.pay.domain.spells import Spell
from applications.pay.paycalc_client import (
    Call,
    Paycalc,
    PaycalcBrokenError,
    PaycalcRefusedError,
    Trace,
)
from applications.pay.paycalc_client.reading import lines_of, parsed, refusal_in

_MANY: Final = Call("/arrears/batch", "application/jsonl")
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


async def ask_arrears(
    paycalc: Paycalc, asked: Sequence[Owing], trace: Trace
) -> list[list[OwedMonth] | PaycalcProblem]:
    """What is owed for each of some posts, month by month, or why paycalc refuses to say.

    Raises:
        PaycalcUnavailableError: paycalc is away, too slow or too busy.
        PaycalcBrokenError: Its answer is not what the contract has.
    """
    if not asked:
        return []
    body = b"".join(_encoded(each) + b"\n" for each in asked)
    try:
        content = await paycalc.ask(_MANY, body, trace, times=len(asked))
    except PaycalcRefusedError:
        raise PaycalcBrokenError("A batch was refused as a whole.") from None
    lines = lines_of(content, len(asked))
    return [_line(*pair) for pair in zip(lines, asked, strict=True)]


def _line(line: bytes, owing: Owing) -> list[OwedMonth] | PaycalcProblem:
    document = parsed(line)
    refused = refusal_in(document)
    if refused is not None:
        return refused.problem
    try:
        answer = msgspec.convert(document, _Answer)
    except msgspec.ValidationError:
        raise PaycalcBrokenError("The answer is not as the contract has it.") from None
    term = owing.term
    wanted = (owing.scheme, term.known.known_on, term.through, term.closed_through)
    if (answer.scheme, answer.known_on, answer.through, answer.closed_through) != wanted:
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
