"""What this room must know of a case: asked for here, answered by the room that works cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID

from applications.log.domain import Event
from applications.people.domain.organisation import Person, Standing
from applications.platform.asked import Asked
from applications.platform.database import Session
from applications.schemes.domain.held import HeldScheme
from scheme_files.model.rules import Pathway


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSeen:
    """A case that the caller may see.

    `may_act_as` are the roles in which they may act for its worker, whatever keeps them from it
    taken out; `reads_for` are those whom they stand in for when they look. `is_frozen`: what it
    consists of was submitted and stays as it was, or the case is closed (not `is_open`).
    `opened_on` is the day whose standards count.
    """

    application_id: UUID
    employee_number: str
    held: HeldScheme
    pathway: Pathway
    person: Person | None
    may_act_as: tuple[Standing, ...]
    reads_for: tuple[str, ...]
    facts: Mapping[str, object]
    opened_on: date
    is_open: bool
    is_frozen: bool
    is_embargoed: bool
    evidence_complete_on: date | None

    @property
    def reader(self) -> str | None:
        """The employee number of the caller; None for a machine."""
        return None if self.person is None else self.person.employee_number


class CaseDoor(Protocol):
    """The way to a case from here."""

    async def see(
        self, session: Session, asked: Asked, application_id: UUID, *, lock: bool = False
    ) -> CaseSeen:
        """A case as the caller may see it; with `lock` nobody else changes it meanwhile.

        Raises:
            EvidenceNotFoundError: There is no such case, or none whose evidence they may know of:
                one under embargo shows its worker none.
            UnknownPersonError: Nobody here has the subject of the caller's token.
        """

    async def set_evidence_complete(
        self, session: Session, asked: Asked, application_id: UUID, day: date | None
    ) -> Sequence[Event]:
        """Note on a case that is locked the day on which its evidence was complete; None: not.

        What else follows for the case is given to be told with it.
        """
