"""What travels about payroll runs."""

from typing import Annotated, Self

from pydantic import ConfigDict, model_validator

from applications.pay.domain.payroll_runs import PayrollRun
from applications.pay.schemas.arrears import LineAnswer, TotalsAnswer
from plumbing.paging import QueryPage
from plumbing.wire import Answer, Instant, IsoDate, PatternText, Question, Sha256, refusal

PayrollRunId = Annotated[
    str,
    PatternText(
        "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        what_to_do="Give a payroll run's id as it was answered: a UUID in lower case.",
    ),
]


class PayrollRunBody(Question):
    """Up to which day payroll is to be told, after which payroll that is closed."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"through": "2026-04-30", "closed_through": "2026-03-31"}]}
    )

    through: IsoDate
    """The last day that this payroll pays (that day included), up to the end of the month after
    next: a run is never taken back. `GET /v1/arrears` tells beforehand what it would come to."""
    closed_through: IsoDate | None = None
    """The last day of the last payroll that is closed; the `through` of the run before when left
    out."""
    known_at: Instant | None = None
    """What was known at this instant; now when left out."""

    @model_validator(mode="after")
    def _one_after_the_other(self) -> Self:
        if self.closed_through is not None and self.closed_through >= self.through:
            raise refusal("closed_through must be before through.")
        return self


class PayrollRunAnswer(Answer):
    """What payroll was told, frozen: up to which day, as known when, and what it came to."""

    payroll_run_id: PayrollRunId
    number: int
    """Runs are numbered from 1 on: each tells what the one before did not."""
    through: IsoDate
    """The last day that it pays."""
    closed_through: IsoDate | None
    """The last day of the last payroll that was closed."""
    known_on: IsoDate
    known_at: Instant
    """The last instant that counts: `GET /v1/pay-points` as known then is what payroll was told."""
    totals: TotalsAnswer
    sha256: Sha256
    """The SHA-256 digest of its lines as a CSV file; the log holds it too."""
    made_by: str
    """The employee number of the person, or the client, that made it."""
    made_at: Instant

    @classmethod
    def of(cls, run: PayrollRun) -> Self:
        """A run as it is sent."""
        return cls(
            payroll_run_id=str(run.payroll_run_id),
            number=run.number,
            through=run.term.through,
            closed_through=run.term.closed_through,
            known_on=run.term.known.known_on,
            known_at=run.term.known.known_at,
            totals=TotalsAnswer.of(run.totals),
            sha256=run.sha256,
            made_by=run.made_by,
            made_at=run.made_at,
        )


class PayrollRunPage(Answer):
    """A page of payroll runs, the newest first."""

    items: list[PayrollRunAnswer]
    next_cursor: str | None


class PayrollLinePage(Answer):
    """A page of the lines of a payroll run, by worker, post and month."""

    payroll_run_id: PayrollRunId
    items: list[LineAnswer]
    next_cursor: str | None


class PayrollRunsQuery(QueryPage):
    """Which page of payroll runs is asked for."""


class PayrollLinesQuery(QueryPage):
    """Which page of lines is asked for."""
