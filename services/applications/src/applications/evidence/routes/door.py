"""What the routes of evidence share: the addresses, and the way to a case."""

from typing import Annotated

from fastapi import Path, Request

from applications.evidence.operations.cases import CaseDoor
from applications.evidence.schemas.evidence import ApplicationIdText, EvidenceIdText

ApplicationId = Annotated[ApplicationIdText, Path()]
EvidenceId = Annotated[EvidenceIdText, Path()]


def door(request: Request) -> CaseDoor:
    """The way to a case."""
    found: CaseDoor = request.app.state.case_door
    return found
