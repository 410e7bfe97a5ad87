"""Who read what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

What = Literal["list", "item", "content", "document"]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and for whom they stand in; None is a machine."""

    employee_number: str | None
    on_behalf_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """Somebody read the list of a case's evidence, one thing of it, its content, or a document."""

    read_id: UUID
    read_at: datetime
    application_id: UUID
    evidence_id: UUID | None
    what: What
    reader: str
    on_behalf_of: tuple[str, ...]
    client_id: str
    request_id: str
