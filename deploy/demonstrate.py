"""Fill a new installation with councils, people and cases, so that there is something to see.

The authorities are put as their operator would put them. All else goes over HTTP, the way anybody's
would: people and the organisation from the HRIS, with a machine's token; every act in a case from
the person whose it is, with theirs. Some cases were worked in earlier months, so that there are
submission dates, panels and back pay to see: for those the clock is moved, from day to day, and at
last back to the present. What is there already stays as it is, so that doing it again changes
nothing, and goes on where it was interrupted.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Final

import httpx
from deploy.demonstration_clock import ClockError, DemonstrationClock, moving_clock
from deploy.demonstration_council import CaseShown, Council, DemonstrationError, good
from deploy.demonstration_files import NOW, CouncilShown, councils
from deploy.issuer import AUDIENCE
from deploy.tokens import NoTokenError

from applications.cli import app as operator

Happening = tuple[str, Callable[[], None]]
"""A day, and what is done on it."""

_SECONDS_TO_ANSWER: Final = 30


def show(shown: Sequence[CouncilShown], api: str, issuer: str, clock: DemonstrationClock) -> None:
    """Put councils, their people and their cases where they are not yet.

    Raises:
        ClockError: Something was to be shown of an earlier day, and the clock cannot be moved.
        DemonstrationError: Something is refused.
        NoTokenError: The issuer gives no token.
    """
    with httpx.Client(base_url=api, timeout=_SECONDS_TO_ANSWER, trust_env=False) as client:
        told = [Council(each, client, issuer, clock) for each in shown]
        for council in told:
            _put_authority(council)
        happening = [each for council in told for each in _happenings(council)]
        in_order = sorted(happening, key=_day)
        for day, acts in groupby(in_order, key=_day):
            if not clock.has_come(day):
                continue
            clock.wanted = day
            for _, act in acts:
                act()


def _day(happening: Happening) -> str:
    return happening[0]


def _happenings(council: Council) -> Iterator[Happening]:
    """Everything that is done for a council, each with its day."""
    shown = council.shown
    yield shown.day, partial(_put_people, council)
    for worked in shown.cases:
        case = CaseShown(council, worked)
        yield worked.day, case.open
        for place, act in enumerate(worked.acts):
            yield act.day, partial(case.do, place)
    yield NOW, partial(_bring_in, council)
    yield NOW, partial(_add_webhooks, council)


def _put_authority(council: Council) -> None:
    shown = council.shown
    told = ["--title", shown.title, "--audience", AUDIENCE, "--issuer", council.issuer]
    told += ["--jwks-uri", f"{council.issuer}/jwks"]
    told += [word for scheme in shown.schemes for word in ("--scheme", scheme)]
    if operator(["authority", "put", shown.name, *told], standalone_mode=False):
        raise DemonstrationError(f"The authority {shown.name} could not be put.")


def _put_people(council: Council) -> None:
    for path, body in council.shown.put.items():
        if council.send("", "GET", path).status_code == httpx.codes.NOT_FOUND:
            good(council.send("", "PUT", path, json=body))


def _bring_in(council: Council) -> None:
    """Send the files that are not there; the worker works them through."""
    if not council.shown.imports:
        return
    listed = good(council.send("", "GET", "/v1/imports")).json()["items"]
    there = {each["kind"] for each in listed}
    for kind, content in council.shown.imports.items():
        if kind not in there:
            headers = {"Content-Type": "text/csv"}
            path = f"/v1/imports?kind={kind}"
            good(council.send("", "POST", path, content=content.encode(), headers=headers))


def _add_webhooks(council: Council) -> None:
    if not council.shown.webhooks:
        return
    listed = good(council.send("", "GET", "/v1/webhooks")).json()["items"]
    there = {each["url"] for each in listed}
    for body in council.shown.webhooks:
        if body["url"] not in there:
            good(council.send("", "POST", "/v1/webhooks", json=body))


def _chosen() -> list[CouncilShown]:
    """The councils that are shown: all, or those that `DEMONSTRATED` names, with commas."""
    named = os.environ.get("DEMONSTRATED")
    return [each for each in councils() if not named or each.name in named.split(",")]


def main() -> int:
    """Show every council of the demonstration."""
    try:
        with moving_clock() as clock:
            show(_chosen(), os.environ["APPLICATIONS_URL"], os.environ["ISSUER_URL"], clock)
    except (ClockError, DemonstrationError, NoTokenError, httpx.TransportError) as error:
        print(f"The demonstration could not be made. {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
