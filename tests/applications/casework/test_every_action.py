"""Every step, action and role of every published scheme: in the table, or refused.

What a scheme file says is tried by real people on real cases. In each state that a case comes to,
everybody tries every action with a body that fits none of them: who may is told that the body is
wrong, who may not that it is not theirs, in the words of the list of actions, and nothing happens.
"""

from collections import deque
from datetime import date

import pytest
from tests.support.any_scheme import Json, Way, holder_of, settle, worked_pathways
from tests.support.council import Council, key, problem
from tests.support.house_fixtures import MakeCouncil
from tests.support.waiting import wait_until

from scheme_files.library import SchemeText

Triple = tuple[str, str, str]
FITS_NONE: dict[str, object] = {"facts": {}}
MOST_ACTIONS = 40


def everybody_tries_everything(way: Way, people: list[str]) -> set[Triple]:
    """What the list allows is what is done, for everybody and every action; give what it allows."""
    before = seen_and_done(way)
    allowed: set[Triple] = set()
    for number in people:
        actions = way.case.actions(number)
        headers = {"If-Match": before[0][1]}
        for action, shown in actions.items():
            if (number, action, shown["reason"]) in way.refused:
                continue  # the same words to the same person
            way.refused.add((number, action, shown["reason"]))
            tried = way.case.ask(number, action, FITS_NONE, key() | headers)
            if shown["allowed"]:
                assert (tried.status_code, problem(tried)) == (422, "invalid-action")
                allowed.add((str(shown["step"]), action, str(shown["as_role"])))
                assert shown["step"] is None or number in shown["people"]
            else:
                assert (tried.status_code, problem(tried)) == (409, "action-not-allowed")
                assert tried.json()["detail"] in shown["reason"]
                assert number not in shown["people"]
        if way.taken:
            continue
        unknown = way.case.ask(number, "no-such-action", FITS_NONE, key() | headers)
        assert unknown.status_code == (404 if actions else 409)
    assert way.case.ask("outsider", "withdraw", FITS_NONE, key()).status_code == 404
    assert seen_and_done(way) == before
    return allowed


def seen_and_done(way: Way) -> tuple[tuple[Json, str], list[Json]]:
    """A case, and what people did in it; the worker process may remind them meanwhile."""
    history = way.case.history(holder_of(way.pathway.opened_by[0]))
    return way.seen(), [each for each in history if each["kind"] != "submission-date-near"]


def state_of(way: Way) -> str:
    """A case without its days and counts: in the same state the same is possible."""
    seen, _ = way.seen()
    steps = [
        (
            each["step"],
            each["state"],
            sorted(part["role"] for part in each["parts"]),
            each["meeting"] is None,
        )
        for each in seen["steps"]
    ]
    return f"{seen['status']} {seen['pay_status']} {sorted(steps)} {way.flags}"


def next_action(way: Way, people: list[str], done: set[str]) -> tuple[str, str] | None:
    """Somebody and an action that was not taken yet, or not on this way; None at the end."""
    found: deque[tuple[str, str]] = deque()
    for number in people:
        for action, shown in way.case.actions(number).items():
            if not shown["allowed"] or shown["step"] not in way.pathway.steps:
                continue
            part = f"{action} as {shown['as_role']}"
            if part not in done:
                found.appendleft((number, action))
            elif way.taken.count(part) < 2 or 0 < shown["given"] < shown["times"]:
                found.append((number, action))
    return found[0] if found else None


def go_on(way: Way, number: str, action: str) -> str:
    """Take an action, and let the worker process do what follows."""
    shown = way.case.actions(number)[action]
    answer = way.case.take(number, action, way.body(action, shown["step"]))
    if answer["pay_status"] == "pending":
        wait_until(lambda: way.seen()[0]["pay_status"] != "pending")
    part = f"{action} as {shown['as_role']}"
    way.taken.append(part)
    return part


def gone_through(way: Way, people: list[str], states: set[str], done: set[str]) -> set[Triple]:
    """Go through a case, and give what the list allowed in states that were not met before."""
    allowed: set[Triple] = set()
    for _ in range(MOST_ACTIONS):
        if state_of(way) not in states:
            states.add(state_of(way))
            allowed |= everybody_tries_everything(way, people)
        if way.meet():
            continue
        following = next_action(way, people, done)
        if following is None:
            if not way.wait():
                break
            continue
        done.add(go_on(way, *following))
    return allowed


def ends(way: Way) -> None:
    """Withdraw a case that is open, so that another can be opened."""
    if way.seen()[0]["status"] in {"draft", "submitted", "in_progress"}:
        way.case.take(holder_of(way.pathway.opened_by[0]), "withdraw", {"reason": "The next one."})


def by_the_file(held: SchemeText, pathway: str) -> set[Triple]:
    """Every step, action and role of a pathway, as the file has them."""
    return {
        (step_id, action, role)
        for step_id, step in held.scheme.pathways[pathway].steps.items()
        for action in step.outcomes
        for role in step.by
    }


def council_on(make_council: MakeCouncil, held: SchemeText) -> tuple[Council, date]:
    """A council that runs a scheme, on a day on which that version is in force."""
    day = max(held.scheme.published, held.scheme.in_force.from_, date(2025, 1, 6))
    council = make_council([held.scheme.scheme])
    council.house.set_clock(day.isoformat())
    return council, day


def id_of(case: tuple[SchemeText, str]) -> str:
    return f"{case[0].path.stem}-{case[0].scheme.scheme}-{case[1]}"


@pytest.mark.parametrize("case", worked_pathways(), ids=id_of)
def test_everybody_may_do_what_the_file_says_and_nothing_else(
    make_council: MakeCouncil, case: tuple[SchemeText, str]
) -> None:
    held, pathway = case
    council, day = council_on(make_council, held)
    people = settle(council, held.scheme, held.scheme.pathways[pathway])
    wanted = by_the_file(held, pathway)
    allowed: set[Triple] = set()
    states: set[str] = set()
    done: set[str] = set()
    for flags in (True, False, True, False):
        if {part.split(" as ")[0] for part in done} == {action for _, action, _ in wanted}:
            break
        way = Way.opened(council, held, pathway, day, flags=flags)
        allowed |= gone_through(way, people, states, done)
        ends(way)
    found = {each for each in allowed if each[0] in held.scheme.pathways[pathway].steps}
    assert found == wanted
    assert {part.split(" as ")[0] for part in done} == {action for _, action, _ in wanted}
