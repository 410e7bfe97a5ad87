"""The rules that a case is bound to."""

from uuid import UUID

from applications.platform.database import Session
from applications.schemes.domain.held import HeldScheme, Schemes
from applications.schemes.storage.pinned import find_pinned


async def pinned_scheme(
    session: Session, schemes: Schemes, authority_id: UUID, sha256: str
) -> HeldScheme:
    """The version with exactly this text: from the files held now, else from what was pinned.

    Raises:
        LookupError: It was never pinned; a case that names it cannot have been written.
        ValueError: What is kept is not the text that was pinned.
    """
    held = schemes.find(sha256) or await find_pinned(session, authority_id, sha256)
    if held is None:
        raise LookupError(f"No scheme text is kept as {sha256}.")
    return held
