"""What the operations of casework are handed of a request."""

from typing import Annotated, Final

from fastapi import Path, Request

from applications.casework.operations.desk import Desk
from applications.routing import asked
from plumbing.raw_parameters import RawParameter
from plumbing.wire import PatternText

ApplicationIdText = Annotated[
    str,
    PatternText(
        "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
        what_to_do="Give an application's id as it was answered: a UUID in lower case.",
    ),
]
ApplicationId = Annotated[ApplicationIdText, Path()]
APPLICATION_ID: Final = RawParameter("application_id", "path", ApplicationIdText)


def desk(request: Request) -> Desk:
    """The desk for a request."""
    state = request.app.state
    return Desk(asked(request), state.schemes, state.consequences)
