"""Which delegations are possible: to somebody else, for a time, twice at most, in no circle."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from applications.people.domain.organisation import Holding
from applications.people.domain.records import Delegation
from applications.people.domain.refusals import (
    DelegationRefusedError,
    InvalidRecordError,
    Refused,
)
from applications.people.domain.workers import ENDS_AFTER_START

LONGEST_CHAIN: Final = 2
"""A role is delegated by who holds it, and once more by who it was delegated to."""


def check_delegation(known: Delegation | None, sent: Delegation) -> None:
    """Make sure that a delegation is one, by what it says itself and said before.

    Raises:
        InvalidRecordError: It ends before it begins.
        DelegationRefusedError: It is to oneself, or no longer between the same people.
    """
    if sent.ends_before <= sent.starts_on:
        raise InvalidRecordError([Refused("/ends_before", ENDS_AFTER_START)])
    if sent.delegated_by == sent.delegated_to:
        raise DelegationRefusedError("Nobody delegates to themselves: name somebody else.")
    if known is not None and _parties(known) != _parties(sent):
        raise DelegationRefusedError(
            "A delegation stays between the same two people and for the same role: end this one "
            "by an earlier `ends_before`, and add another under an id of its own."
        )


def _parties(delegation: Delegation) -> tuple[str, str, str]:
    return delegation.delegated_by, delegation.delegated_to, delegation.role


def only_ends_earlier(known: Delegation | None, sent: Delegation) -> bool:
    """Whether a change takes away days at the end and nothing else: that is always possible."""
    return (
        known is not None
        and known.starts_on == sent.starts_on
        and sent.ends_before <= known.ends_before
    )


def check_held(sent: Delegation, holdings: Iterable[Holding]) -> None:
    """Make sure that who delegates may: `holdings` are theirs on the first day.

    Raises:
        DelegationRefusedError: They do not hold the role, or at the end of a chain already.
    """
    chains = [len(holding.chain) for holding in holdings if holding.role == sent.role]
    if not chains:
        raise DelegationRefusedError(
            "Who delegates does not hold this role on `starts_on`: only a role that is held can "
            "be delegated."
        )
    if min(chains) >= LONGEST_CHAIN:
        raise DelegationRefusedError(
            "The role was delegated on once already, and goes no further: ask who holds it to "
            "delegate it."
        )


def check_no_circle(sent: Delegation, others: Sequence[Delegation]) -> None:
    """Make sure that a delegation does not lead back to who delegates, on any day.

    Args:
        sent: The new delegation.
        others: The delegations of the same role that share days with it.

    Raises:
        DelegationRefusedError: It does.
    """
    # Delegations that are in force together are so on the first day of the last of them to begin.
    days = {max(sent.starts_on, other.starts_on) for other in others}
    if any(_leads_back(sent, others, day) for day in days if sent.is_in_force(day)):
        raise DelegationRefusedError(
            "On some of these days the role would come back to who delegates it: choose somebody "
            "else, or days on which the other delegation is not in force."
        )


def _leads_back(sent: Delegation, others: Sequence[Delegation], day: date) -> bool:
    in_force = [other for other in others if other.is_in_force(day)]
    reached, pending = {sent.delegated_to}, [sent.delegated_to]
    while pending:
        person = pending.pop()
        for other in in_force:
            if other.delegated_by == person and other.delegated_to not in reached:
                reached.add(other.delegated_to)
                pending.append(other.delegated_to)
    return sent.delegated_by in reached
