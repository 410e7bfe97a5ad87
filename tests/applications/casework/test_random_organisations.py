"""Whatever the organisation, nobody decides with a conflict and no case is stuck in silence.

Services, Heads of Service, stand-ins, acting up, moves, second posts and declared conflicts are
drawn; a case goes from band I to J meanwhile. Who is conflicted is worked out a second time.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import permutations
from typing import Final
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.live import ROOT
from tests.support.random_organisation import HEAD, LOCALITY, TEAM, WORKER, Organisation

from applications.casework.domain.case import Case, Known
from applications.casework.domain.meetings import Meeting, Seat, in_force
from applications.casework.domain.rulings import blocked, verdict
from applications.casework.domain.steering import conflict_lifted, recused, with_meeting
from applications.casework.domain.vacancies import free_to_sit, vacancies
from applications.casework.domain.workflow import Action, Actor, actions_of, open_steps, take
from applications.casework.operations.waiting import roles_waited_for
from applications.people.domain.organisation import Holder, Standing
from applications.schemes.storage.files import load_schemes

TODAY: Final = date(2026, 4, 2)
NOW: Final = datetime(2026, 4, 2, 9, tzinfo=UTC)
SCHEME: Final = (
    load_schemes([ROOT / "shared/schemes"])
    .in_force("rotherham", rules_on=TODAY, known_on=TODAY)
    .scheme
)
PATHWAY: Final = SCHEME.pathways["band-i-to-j"]
INDEPENDENT: Final = "independent_head_of_service"
SERVICES: Final = ("first", "second", "third")
HEADS: Final = ("H-1", "H-2", "H-3", "H-4")
MANAGERS: Final = ("TM-1", "LM-1", "LM-2")
ACTIONS: Final = list(actions_of(PATHWAY))


def a_case() -> Case:
    """A case that has come to its interview and audits."""
    case = Case(
        application_id=UUID(int=1),
        employee_number=WORKER,
        post_number="1",
        scheme="rotherham",
        pathway="band-i-to-j",
        scheme_sha256="",
        status="in_progress",
        embargoed=False,
        pay_status="none",
        opened_by=WORKER,
        opened_at=NOW,
        submitters=frozenset({WORKER}),
        version=1,
        changed_at=NOW,
    )
    steps = ("interview", "case-file-audits", "contribution", "evaluation-report")
    return open_steps(case, PATHWAY, steps, {}, today=TODAY, due=lambda _name, _facts: (None, None))


def an_organisation(data: st.DataObject) -> Organisation:
    found = Organisation(service=data.draw(st.sampled_from(SERVICES)))
    for head in HEADS:
        service = data.draw(st.sampled_from((*SERVICES, None)))
        if service is not None:
            found.own.add((head, HEAD, "service", service))
    for manager, role in (
        ("TM-1", "team_manager"), ("LM-1", "locality_manager"), ("LM-2", "locality_manager"),
    ):  # fmt: skip
        if data.draw(st.integers(0, 5)):
            over = ("team", TEAM) if role == "team_manager" else ("locality", LOCALITY)
            found.own.add((manager, role, *over))
    found.own.add(("ADM-1", "administrator", "authority", ""))
    return found


class Going:
    """A case that goes on in an organisation that changes."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation, self.case, self.now = organisation, a_case(), NOW
        self.decided = False

    @property
    def known(self) -> Known:
        """What is known now."""
        return Known(
            now=self.now, today=TODAY, place=self.organisation.place(), facts=dict(self.case.facts)
        )

    def actor(self, number: str) -> Actor:
        """Somebody, as they stand towards the worker."""
        mine = [each for each in self.organisation.holders() if each.employee_number == number]
        return Actor(employee_number=number, standings=tuple(each.standing for each in mine))

    def allowed(self, number: str, action: Action) -> Standing | None:
        """In which standing somebody may take an action now."""
        actor = self.actor(number)
        return verdict(self.case, PATHWAY, action, actor, self.known).standing

    def act(self, number: str, action: Action) -> None:
        """Take an action, where it is allowed; whoever it is counts then."""
        standing = self.allowed(number, action)
        if standing is None:
            return
        self.assert_free({number, *standing.chain}, standing.role)
        meeting = in_force(self.case.steps[action.step_id].meeting)
        for seat in () if meeting is None else meeting.members:
            self.assert_free(set(seat.people), seat.role)
        change = take(
            self.case,
            PATHWAY,
            action,
            actor=number,
            standing=standing,
            recorded={"standards_met": True} if action.action == "complete-part-3" else {},
            facts=dict(self.case.facts),
            now=self.now,
            today=TODAY,
            due=lambda _name, _facts: (None, None),
        )
        self.case, self.decided = change.case, change.decides is not None

    def assert_free(self, people: set[str], role: str) -> None:
        """Nobody who counts here is conflicted."""
        assert not people & (set(self.case.recused) | {WORKER})
        if role == INDEPENDENT:
            assert not people & self.organisation.bound(), people

    def tables(self) -> Iterator[tuple[Holder, ...]]:
        """Every way in which the interview could be sat in."""
        step = PATHWAY.steps["interview"]
        assert step.meeting is not None
        free = [
            each for each in self.organisation.holders()
            if free_to_sit(self.case, "interview", step, each)
        ]  # fmt: skip
        for table in permutations(free, len(step.meeting.members)):
            people = [
                person for each in table for person in (each.employee_number, *each.standing.chain)
            ]
            roles = sorted(each.standing.role for each in table)
            if roles == sorted(step.meeting.members) and len(set(people)) == len(people):
                yield table

    def meet(self) -> None:
        """Arrange the interview, if it can be."""
        progress = self.case.steps["interview"]
        table = next(self.tables(), None)
        if progress.state != "open" or table is None:
            return
        meeting = Meeting(
            status="arranged",
            sequence=0,
            starts_at=self.now + timedelta(hours=1),
            ends_at=self.now + timedelta(hours=2),
            place="Here",
            members=tuple(
                Seat(
                    employee_number=each.employee_number,
                    role=each.standing.role,
                    on_behalf_of=each.standing.chain,
                )
                for each in table
            ),
            advisers=(),
            arranged_by="ADM-1",
        )
        self.case = with_meeting(self.case, "interview", meeting, self.now)

    def assert_never_stuck_in_silence(self) -> None:
        """A step that nobody can take on says so; what says so is one that nobody can take on."""

        def waits(step_id: str) -> list[str]:
            return list(roles_waited_for(self.case, PATHWAY, step_id, self.case.facts, TODAY))

        holders = self.organisation.holders()
        said = {each.step for each in vacancies(self.case, PATHWAY, holders, waits, self.known)}
        for step_id in self.case.open_steps:
            step = PATHWAY.steps[step_id]
            if step.meeting is not None:
                self._assert_of_the_interview(step_id, is_said=step_id in said)
            elif blocked(self.case, PATHWAY, step_id, self.known) is None:
                can = any(
                    self.allowed(number, action)
                    for number in self.organisation.people
                    for action in ACTIONS
                    if action.step_id == step_id
                )
                assert can != (step_id in said), step_id

    def _assert_of_the_interview(self, step_id: str, *, is_said: bool) -> None:
        meeting = in_force(self.case.steps[step_id].meeting)
        if meeting is None:
            assert is_said != bool(next(self.tables(), None))
        elif not is_said:
            self_then, self.now = self.now, max(self.now, meeting.starts_at)
            actions = [action for action in ACTIONS if action.step_id == step_id]
            people = self.organisation.people
            assert any(self.allowed(number, action) for number in people for action in actions)
            self.now = self_then


def something_happens(data: st.DataObject, going: Going) -> None:
    """One change of the organisation or of the case, drawn."""
    if data.draw(st.booleans()):
        re_organised(data, going.organisation)
    else:
        gone_on(data, going)


def re_organised(data: st.DataObject, organisation: Organisation) -> None:
    """The organisation becomes another."""
    who, service = data.draw(st.sampled_from(HEADS)), data.draw(st.sampled_from(SERVICES))
    to = data.draw(st.sampled_from((*HEADS, *MANAGERS, "D-1", WORKER)))
    what = data.draw(st.sampled_from(("move", "second post", "lend", "take back", "up", "down")))
    if what == "move":
        organisation.service = service
    elif what == "second post":
        organisation.other_service = data.draw(st.sampled_from((service, None)))
    elif what == "lend" and who != to and (to, who, HEAD) not in organisation.lent:
        organisation.lent.add((who, to, HEAD))
    elif what == "take back":
        organisation.lent = set(sorted(organisation.lent)[1:])
    elif what == "up":
        organisation.own.add((who, HEAD, "service", service))
    elif what == "down":
        organisation.own.discard((who, HEAD, "service", service))


def gone_on(data: st.DataObject, going: Going) -> None:
    """Somebody does something in the case, or time passes."""
    people = going.organisation.people
    who = data.draw(st.sampled_from([each for each in people if each != WORKER]))
    what = data.draw(st.sampled_from(("recuse", "lift", "meet", "time", "act", "act", "act")))
    if what == "recuse":
        going.case = recused(going.case, who, going.now)
    elif what == "lift":
        going.case = conflict_lifted(going.case, who, going.now)
    elif what == "meet":
        going.meet()
    elif what == "time":
        going.now += timedelta(minutes=61)
    else:
        going.act(data.draw(st.sampled_from(people)), data.draw(st.sampled_from(ACTIONS)))


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_decision_by_a_conflicted_person_and_no_case_stuck_in_silence(
    data: st.DataObject,
) -> None:
    going = Going(an_organisation(data))
    going.assert_never_stuck_in_silence()
    for _ in range(data.draw(st.integers(4, 14))):
        something_happens(data, going)
        if going.decided:
            break
        going.assert_never_stuck_in_silence()


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_who_is_independent_is_who_is_bound_to_nobody_responsible(data: st.DataObject) -> None:
    going = Going(an_organisation(data))
    for _ in range(6):
        something_happens(data, going)
    organisation = going.organisation
    bound = organisation.bound()
    independent = {
        (each.employee_number, each.standing.chain)
        for each in organisation.holders()
        if each.standing.role == INDEPENDENT
    }
    expected = {
        (number, holding.chain)
        for number in organisation.people
        if number != WORKER
        for holding in organisation.person(number).holdings
        if holding.role == HEAD and not bound & {number, *holding.chain}
    }
    assert independent == expected
