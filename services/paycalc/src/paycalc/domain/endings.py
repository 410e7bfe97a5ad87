"""What comes of a case, once its days and its reasons are set aside, and what would change it."""

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from paycalc.domain.accelerated_pay import Acceleration
from paycalc.domain.conditions import FactValue
from paycalc.domain.decisions import Decision
from paycalc.domain.grades import Point
from paycalc.domain.outcomes import Outcome
from paycalc.domain.pay_tables import Price
from paycalc.domain.rules import Ruling


class Target(NamedTuple):
    """Where the worker goes: the grade, the point once it is known, and what it is worth."""

    grade: str
    point: Point | None
    price: Price


@dataclass(frozen=True, slots=True, eq=False)
class Ending:
    """What came of a case; the same one for all of whom the same came in the same way.

    Attributes:
        outcome: What came of it.
        rulings: The rulings on accelerated pay and the point, and on what these rest.
        missing_facts: The facts that could change the outcome, in the order a form would ask.
        backdated: Whether the new pay counts from before the final sign-off.
        target: The grade and point; None unless determined or only a decision is open.
        accelerated_pay: None where the pathway has none, or it was not reached.
        decisions_needed: What a person still has to decide.
    """

    outcome: Outcome
    rulings: tuple[Ruling, ...] = ()
    missing_facts: tuple[str, ...] = ()
    backdated: bool = False
    target: Target | None = None
    accelerated_pay: Acceleration | None = None
    decisions_needed: tuple[Decision, ...] = ()


class Change(NamedTuple):
    """One change of one fact.

    Attributes:
        fact: The fact.
        value: The value it would have to have.
        eligible_on: The day on which the rule is met as time passes, where time alone will do.
        outcome: What the determination would then come to.
    """

    fact: str
    value: FactValue
    eligible_on: date | None
    outcome: Outcome


class Changes:
    """What would change an answer. It is never changed itself, and so may stand in many answers.

    Attributes:
        named: The changes.
        rendered: A place for whoever renders them to keep the rendering, as it is sent and as it is
            hashed; nothing of their meaning.
    """

    __slots__ = ("named", "rendered")

    def __init__(self, named: tuple[Change, ...]) -> None:
        self.named = named
        self.rendered: tuple[bytes, bytes] | None = None


NO_CHANGES: Final = Changes(())
