"""Submissions: each fixes what the case consisted of."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """A submission of a case: the how many-eth, and when."""

    attempt: int
    submitted_at: datetime
