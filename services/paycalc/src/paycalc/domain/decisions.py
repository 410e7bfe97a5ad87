"""What a scheme leaves to a person: declared, with who and from which choices, never guessed."""

from dataclasses import dataclass

from paycalc.domain.rules import ClauseText


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that a person still has to decide.

    Attributes:
        decision: What it is: `pay_point` or `effective_date`.
        by: The role whose decision it is; None where the scheme names nobody.
        choices: The positions to choose from; None where any day is open.
        clause: Where the document leaves it to them; None where that is an assumption.
        assumption: That assumption in words.
    """

    decision: str
    by: str | None
    choices: tuple[int, ...] | None
    clause: ClauseText | None
    assumption: str | None
