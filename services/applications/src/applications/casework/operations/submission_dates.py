"""The submission date of a case: kept as one of its facts, and told when it is another."""

from applications.casework.domain.case import Case
from applications.casework.domain.submission import SUBMISSION_DATE
from applications.log.domain import Act, Event


def date_events(before: Case, after: Case, act: Act) -> list[Event]:
    """What is told where a case belongs to another submission date than it did."""
    was, day = (case.facts.get(SUBMISSION_DATE) for case in (before, after))
    if was == day:
        return []
    moved = Event(
        kind="submission-date-moved",
        subject_kind="application",
        subject=str(after.application_id),
        act=act,
        audience="managers" if after.embargoed else "concerned",
        body={"before": was, "submission_date": day, "version": after.version},
    )
    return [moved]
