"""What the regulator's register said of somebody, and what that means on a day.

Registration is renewed from 1 September to 30 November, and the register is updated from
1 December on. Until it is, an entry may look lapsed, or about to lapse, of somebody who renewed.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from uuid import UUID

RegisterStatus = Literal[
    "registered", "registered_with_conditions", "suspended", "lapsed", "removed", "not_found"
]
Standing = Literal["registered", "restricted", "check_again", "not_registered"]
"""What a check comes to: `restricted` has conditions or is suspended, and `check_again` is a
warning and not a fact."""

_RENEWAL_BEGINS: Final = (9, 1)
_RENEWAL_ENDS: Final = (11, 30)
_UPDATE_BEGINS: Final = (12, 1)
_GONE: Final = frozenset({"lapsed", "not_found"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterCheck:
    """What the register said on a day. `name` is as it stands there."""

    checked_on: date
    name: str
    status: RegisterStatus
    conditions: str | None
    registered_from: date | None
    registered_until: date | None
    import_id: UUID


def is_renewal_season(day: date) -> bool:
    """Whether registrations are being renewed on this day: from 1 September to 30 November."""
    return _RENEWAL_BEGINS <= (day.month, day.day) <= _RENEWAL_ENDS


def standing(check: RegisterCheck, day: date) -> Standing:
    """What a check means on a day.

    A lapsed entry in the renewal season is a warning, and not yet a fact; so is a good one from
    before 1 December once that day has come, and one whose last day is over.
    """
    if check.status == "removed":
        return "not_registered"
    if check.status in _GONE:
        return "check_again" if is_renewal_season(check.checked_on) else "not_registered"
    if _is_out_of_date(check, day):
        return "check_again"
    return "registered" if check.status == "registered" else "restricted"


def _is_out_of_date(check: RegisterCheck, day: date) -> bool:
    if check.registered_until is not None and check.registered_until < day:
        return True
    updated_on = date(day.year, *_UPDATE_BEGINS)
    if updated_on > day:
        updated_on = date(day.year - 1, *_UPDATE_BEGINS)
    return check.checked_on < updated_on
