"""What travels about the submission date of a case."""

from typing import Literal

from plumbing.wire import Answer, IsoDate


class ReasonAnswer(Answer):
    """Something that the submission date rests on."""

    source: str
    """`submitted_on`, `evidence_complete_on`, or the id of a criterion."""
    required: str
    on: IsoDate | None
    """Its day; null while it has none."""


class SubmissionAnswer(Answer):
    """The submission date of a case: which, why, and what would move it."""

    submission_date: IsoDate
    holds_if: Literal["submitted_today", "completed_today"] | None
    """What has yet to happen: then today is taken for its day. Null where both have happened."""
    decided_by: list[ReasonAnswer]
    """What came last: the date is the first on or after it. Empty where that is today."""
    would_move: list[ReasonAnswer]
    """What has no day yet. After `submission_date`, the case belongs to `next_date`."""
    next_date: IsoDate
