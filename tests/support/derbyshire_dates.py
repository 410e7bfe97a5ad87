"""What a worker of Derbyshire is told of the submission date of a case."""

from tests.support.casework import CaseOf
from tests.support.derbyshire import WORKER


def belongs_to(case: CaseOf) -> tuple[str, str | None, set[str]]:
    """The submission date, on what condition, and what could move it."""
    told = case.seen_by(WORKER)["submission"]
    return (
        told["submission_date"],
        told["holds_if"],
        {each["source"] for each in told["would_move"]},
    )


def moves(case: CaseOf) -> list[tuple[str | None, str | None]]:
    """Each time that the submission date became another, in order."""
    return [
        (each["body"]["before"], each["body"]["submission_date"])
        for each in case.history(WORKER)
        if each["kind"] == "submission-date-moved"
    ]
