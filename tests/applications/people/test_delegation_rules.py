"""Which delegations are possible, drawn at random: no day ever has a circle."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.people.domain.delegations import (
    check_delegation,
    check_held,
    check_no_circle,
    only_ends_earlier,
)
from applications.people.domain.organisation import Holding
from applications.people.domain.records import Delegation
from applications.people.domain.refusals import DelegationRefusedError, InvalidRecordError

FIRST = date(2026, 4, 1)
PEOPLE = ("ann", "bob", "cas", "dan", "eve")


def made(by: str, to: str, starts: int, ends: int) -> Delegation:
    """A delegation between days of April."""
    return Delegation(
        delegation_id=f"{by}-{to}-{starts}-{ends}",
        delegated_by=by,
        delegated_to=to,
        role="team_manager",
        starts_on=FIRST + timedelta(starts),
        ends_before=FIRST + timedelta(ends),
        version=1,
    )


@st.composite
def delegations(draw: st.DrawFn) -> Delegation:
    """A delegation between two of the five, within three weeks."""
    by, to = draw(st.permutations(PEOPLE))[:2]
    starts = draw(st.integers(0, 19))
    return made(by, to, starts, draw(st.integers(starts + 1, 20)))


def has_circle(accepted: Sequence[Delegation], day: date) -> bool:
    """Whether somebody can be reached from themselves on a day: looked for step by step."""
    edges = {
        (each.delegated_by, each.delegated_to)
        for each in accepted
        if each.starts_on <= day < each.ends_before
    }
    reached = set(edges)
    for _ in PEOPLE:
        reached |= {(a, d) for a, b in reached for c, d in edges if b == c}
    return any(by == to for by, to in reached)


@given(st.lists(delegations(), max_size=12))
def test_a_circle_is_refused_and_nothing_else(sent: list[Delegation]) -> None:
    accepted: list[Delegation] = []
    days = [FIRST + timedelta(days) for days in range(21)]
    for each in sent:
        sharing = [
            other
            for other in accepted
            if other.starts_on < each.ends_before and each.starts_on < other.ends_before
        ]
        would_close = any(has_circle([*accepted, each], day) for day in days)
        try:
            check_no_circle(each, sharing)
        except DelegationRefusedError:
            assert would_close
        else:
            assert not would_close
            accepted.append(each)


@pytest.mark.parametrize(
    ("chains", "is_possible"),
    [
        ([], False),
        ([()], True),
        ([("cas",)], True),
        ([("cas", "dan")], False),
        ([("cas", "dan"), ("eve",)], True),
    ],
)
def test_a_role_is_delegated_by_who_holds_it_and_once_more(
    chains: list[tuple[str, ...]], *, is_possible: bool
) -> None:
    holdings = [
        Holding(role="team_manager", over_kind="team", over="east", chain=chain) for chain in chains
    ]
    other = Holding(role="payroll", over_kind="authority", over="")
    if is_possible:
        check_held(made("ann", "bob", 0, 7), [other, *holdings])
    else:
        with pytest.raises(DelegationRefusedError):
            check_held(made("ann", "bob", 0, 7), [other, *holdings])


def test_a_delegation_is_to_somebody_else_for_at_least_a_day() -> None:
    check_delegation(None, made("ann", "bob", 0, 1))
    with pytest.raises(InvalidRecordError):
        check_delegation(None, made("ann", "bob", 1, 1))
    with pytest.raises(DelegationRefusedError):
        check_delegation(None, made("ann", "ann", 0, 1))
    with pytest.raises(DelegationRefusedError):
        check_delegation(made("ann", "cas", 0, 1), made("ann", "bob", 0, 1))


@pytest.mark.parametrize(
    ("starts", "ends", "expected"), [(0, 7, True), (0, 6, True), (0, 8, False), (1, 6, False)]
)
def test_only_days_at_the_end_are_taken_away_freely(
    starts: int, ends: int, *, expected: bool
) -> None:
    known, sent = made("ann", "bob", 0, 7), made("ann", "bob", starts, ends)
    assert only_ends_earlier(known, sent) is expected
    assert not only_ends_earlier(None, sent)
