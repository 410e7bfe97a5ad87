"""Who may do what with the evidence of a case."""

from uuid import UUID

from applications.evidence.domain.evidence import Evidence
from applications.evidence.domain.refusals import EvidenceNotFoundError
from applications.evidence.operations.cases import CaseSeen
from applications.evidence.storage.items import find_one
from applications.people.domain.organisation import Standing
from applications.permissions import ForbiddenError
from applications.platform.asked import Asked
from applications.platform.database import Session
from applications.schemes.domain.words import role_title
from scheme_files.model.evidence import EvidenceItem


def asked_for(case: CaseSeen, evidence: Evidence) -> EvidenceItem:
    """What the scheme says of the item that was provided."""
    return case.pathway.evidence[evidence.item]


def provider(case: CaseSeen, item: EvidenceItem) -> Standing:
    """The standing in which the caller may provide an item, and change what was provided.

    Raises:
        ForbiddenError: They stand in none of its roles, or a conflict keeps them from it.
    """
    for standing in case.may_act_as:
        if standing.role in item.by:
            return standing
    roles = " or ".join(role_title(role, case.held.scheme) for role in item.by)
    raise ForbiddenError(
        f"This is provided by: {roles}. Nobody does so for their own case in another role than the "
        "worker's, nor once they have stepped back from it."
    )


async def find_evidence(
    session: Session, asked: Asked, case: CaseSeen, evidence_id: UUID
) -> Evidence:
    """Something that was provided for a case.

    Raises:
        EvidenceNotFoundError: The case has none of this id.
    """
    authority_id = asked.caller.authority_id
    found = await find_one(session, authority_id, case.application_id, evidence_id)
    if found is None:
        raise EvidenceNotFoundError("The application has no evidence of this id.")
    return found
