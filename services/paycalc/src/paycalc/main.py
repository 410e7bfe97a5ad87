"""The service: everything read and wired once, then served."""

from fastapi import FastAPI

from paycalc.problems import PROBLEMS
from paycalc.routes import arrears, batches, determinations, projections, replays, schemes
from paycalc.routes.state import Held
from paycalc.rulebook.loading import load_rulebook
from paycalc.settings import Settings
from plumbing.clock import Clock, FileClock, SystemClock
from plumbing.service import make_service

_DESCRIPTION = """\
paycalc answers what a council's published procedure gives a social worker: the target grade and
point, accelerated pay, the effective date, and the reason for each, down to the clause of the
council's document. It stores nothing and takes no personal data: facts in, answer out.

Three days, and no fourth: `effective_on` is the day asked about (`effective_from` in an answer),
`known_on` is what was known by the end of that day (Europe/London), `rules_on` is which version of
the scheme. Money is in GBP a year, full time, as a decimal string.
"""


def create_app(settings: Settings) -> FastAPI:
    """Return the service.

    Raises:
        SchemeLibraryError: when a scheme file cannot be used.
        PayTableFileError: when a pay table cannot be used.
    """
    clock: Clock = FileClock(settings.clock_file) if settings.clock_file else SystemClock()
    app = make_service(
        title="Spinepoint paycalc",
        version="1.0.0",
        summary="What a published progression scheme gives, from when, and why",
        description=_DESCRIPTION,
        catalogue=PROBLEMS,
        routers=[
            determinations.router,
            batches.router,
            arrears.router,
            projections.router,
            replays.router,
            schemes.router,
        ],
        servers=[{"url": "/", "description": "The service that gave this document"}],
        contact={"name": "Spinepoint"},
        tags=[
            {"name": "determinations", "description": "What a scheme gives one worker, and why."},
            {"name": "arrears", "description": "What is owed, and how it was worked out."},
            {"name": "projections", "description": "What comes next, and when."},
            {"name": "schemes", "description": "The procedures, pay tables and dates held here."},
        ],
        drain_seconds=settings.drain_seconds,
    )
    app.state.held = Held(load_rulebook(settings.scheme_folders, settings.pay_table_folders), clock)
    return app
