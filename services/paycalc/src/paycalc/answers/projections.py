"""Projections as the contract has them: as JSON, and as a line that a person can look at."""

import dataclasses
from datetime import date
from typing import Any, Final
from xml.sax.saxutils import escape

from paycalc.domain.projections import Line
from paycalc.domain.words import day_in_words
from paycalc.operations.projections import Projection

Json = dict[str, Any]

_WIDTH: Final = 960
_HEIGHT: Final = 360
_LEFT: Final = 24
_TOP: Final = 64
_BOTTOM: Final = 288


def projection_document(projection: Projection) -> Json:
    """Return the pay timeline and the ways up."""
    return {
        "scheme": projection.plan.scheme.scheme,
        "scheme_version": projection.plan.version,
        "known_on": projection.known_on,
        "from": projection.from_,
        "through": projection.through,
        "increments": projection.plan.scheme.pay.increments.rule,
        "timeline": [_line(projection.grade, line) for line in projection.lines],
        "next_pathways": [dataclasses.asdict(item) for item in projection.next_pathways],
    }


def _line(grade: str, line: Line) -> Json:
    source = line.price.salary_source
    return {
        "starts_on": line.starts_on,
        "ends_before": line.ends_before,
        "grade": grade,
        "point": line.point._asdict(),
        "annual_salary": line.price.annual_salary,
        "salary_status": line.price.salary_status,
        "salary_source": source._asdict() if source else None,
        "because": line.because,
    }


def projection_svg(projection: Projection) -> str:
    """Return the timeline as a picture: a step a line, provisional pay dashed."""
    heights = [_height(line) for line in projection.lines]
    low, high = min(heights), max(heights)
    drawn = []
    for place, (line, height) in enumerate(zip(projection.lines, heights, strict=True)):
        goes_on = place > 0 and _is_worth_the_same(projection.lines[place - 1], line)
        drawn.append(_step(projection, line, _down(height, low, high), goes_on=goes_on))
    title = (
        f"Grade {projection.grade}, {day_in_words(projection.from_)} to "
        f"{day_in_words(projection.through)}, as known on {day_in_words(projection.known_on)}"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>{escape(title)}</title>'
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>'
        f'<text x="{_LEFT}" y="28" font-size="16">{escape(title)}</text>'
        f"{''.join(drawn)}"
        f'<text x="{_LEFT}" y="{_HEIGHT - 12}">Solid: settled. Dashed: provisional or '
        "unpriced.</text></svg>"
    )


def _height(line: Line) -> int:
    """Return how high a step stands: by its salary in pence, or by its place where unpriced."""
    salary = line.price.annual_salary
    return line.point.position if salary is None else int(salary * 100)


def _down(height: int, low: int, high: int) -> int:
    if high == low:
        return (_TOP + _BOTTOM) // 2
    return _BOTTOM - (height - low) * (_BOTTOM - _TOP) // (high - low)


def _is_worth_the_same(before: Line, line: Line) -> bool:
    return (before.point, before.price.annual_salary) == (line.point, line.price.annual_salary)


def _step(projection: Projection, line: Line, y: int, *, goes_on: bool) -> str:
    """Draw a line; one that goes on at the same worth has only its day, out of the other's way."""
    left = _across(projection, line.starts_on)
    right = _across(projection, line.ends_before)
    dashes = "" if line.price.salary_status == "settled" else ' stroke-dasharray="6 4"'
    salary = line.price.annual_salary
    point = f"point {line.point.position}"
    worth = "unpriced" if salary is None else f"£{salary:,}"
    title = "" if goes_on else f'<text x="{left}" y="{y - 10}">{point}: {worth}</text>'
    below = y + 36 if goes_on else y + 20
    return (
        f'<path d="M{left} {y}H{right}" stroke="#1d70b8" stroke-width="4"{dashes}/>{title}'
        f'<text x="{left}" y="{below}" fill="#505a5f">{day_in_words(line.starts_on)}</text>'
    )


def _across(projection: Projection, day: date) -> int:
    total = (projection.through - projection.from_).days + 1
    return _LEFT + (day - projection.from_).days * (_WIDTH - 2 * _LEFT) // total
