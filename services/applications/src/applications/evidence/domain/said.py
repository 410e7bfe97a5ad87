"""What somebody says about evidence that is there."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Which evidence is meant, why, and which version of it they saw (`If-Match`)."""

    application_id: UUID
    evidence_id: UUID
    reason: str
    if_match: str | None
