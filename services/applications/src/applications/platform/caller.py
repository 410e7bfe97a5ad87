"""Who asks: a client of an authority, and often a person behind it."""

from dataclasses import dataclass
from uuid import UUID

from applications.platform.authorities import Authority


@dataclass(frozen=True, slots=True)
class Caller:
    """What a verified token says.

    Scopes limit what the client may do; roles and relations, which are in our own data, limit the
    person. `subject` is None for a client that acts for itself.
    """

    authority: Authority
    client_id: str
    subject: str | None
    scopes: frozenset[str]

    @property
    def authority_id(self) -> UUID:
        """The tenant: nothing of another authority is visible to this caller."""
        return self.authority.authority_id

    @property
    def is_machine(self) -> bool:
        """Whether no person is behind the client."""
        return self.subject is None
