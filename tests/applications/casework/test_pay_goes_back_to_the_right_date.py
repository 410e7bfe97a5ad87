"""Whatever the order of acts: pay starts when everything was met and evidenced, and no later."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any, Final
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.in_process import answer
from tests.support.live import ROOT
from tests.support.worked_cases import WorkedCase, load

from applications.casework.domain.case import Case, FactValue, Known
from applications.casework.domain.rulings import blocked
from applications.casework.domain.submission import (
    SUBMISSION_DATE,
    belonging,
    with_submission_date,
    without_date,
)
from applications.casework.domain.workflow import find_action, open_steps, take, with_waits_ended
from applications.pay.domain.asking import asked_of
from applications.people.domain.organisation import Place, Standing
from applications.schemes.storage.files import load_schemes
from scheme_files.model.scheme import Scheme

PATHWAY: Final = "grade-9-to-10"
FIRST_DAY: Final = date(2026, 1, 5)
DATES: Final = tuple(
    date(year, month, 15) for year in range(2026, 2032) for month in (1, 5, 9)
)  # fmt: skip
_OF_THE_CASE: Final = ("submitted_on", "evidence_complete_on", "signed_off_on")
_PLACE: Final = Place(
    employee_number="W-1", post_number="1", grade="9", point_position=None, hours_per_week="37.00",
    team="the-team", team_type="assessment", service_area="children", service="first",
    locality="north", line_managers=frozenset({"LM-1"}), higher_managers=frozenset({"HM-1"}),
)  # fmt: skip


@cache
def derbyshire() -> Scheme:
    """The scheme as it is worked."""
    schemes = load_schemes([ROOT / "shared/schemes"])
    return schemes.in_force("derbyshire", rules_on=FIRST_DAY, known_on=FIRST_DAY).scheme


def at(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


@dataclass(slots=True)
class Walk:
    """A case after the ASYE, gone through in some order; what follows is worked out anew here."""

    worker: dict[str, FactValue]
    day: date = FIRST_DAY
    portfolio_on: date | None = None
    assessment_on: date | None = None
    case: Case = field(init=False)

    def __post_init__(self) -> None:
        case = Case(
            application_id=UUID(int=1), employee_number="W-1", post_number="1",
            scheme="derbyshire", pathway=PATHWAY, scheme_sha256="0", status="draft",
            embargoed=False, pay_status="none", opened_by="W-1", opened_at=at(self.day),
            version=1, changed_at=at(self.day),
        )  # fmt: skip
        pathway = derbyshire().pathways[PATHWAY]
        self.case = open_steps(
            case, pathway, pathway.first_steps, self.worker, today=self.day, due=_no_deadline
        )

    @property
    def facts(self) -> dict[str, FactValue]:
        """Those of the worker and those of the case."""
        return {**self.worker, **self.case.facts}

    def settle(self) -> None:
        """The case as it is read: with its submission date, and what was waited for and came."""
        pathway, facts = derbyshire().pathways[PATHWAY], without_date(self.facts)
        self.case = with_submission_date(self.case, derbyshire(), pathway, facts, self.day)
        known = Known(now=at(self.day), today=self.day, place=_PLACE, facts=self.facts)
        self.case, _ = with_waits_ended(self.case, pathway, known, _no_deadline)

    def act(self, name: str, **recorded: FactValue) -> None:
        """Take an action, where it is allowed."""
        self.settle()
        pathway, action = derbyshire().pathways[PATHWAY], find_action_of(name)
        known = Known(now=at(self.day), today=self.day, place=_PLACE, facts=self.facts)
        if blocked(self.case, pathway, action.step_id, known) is not None:
            return
        if not self._has_evidence_for(name):
            return
        change = take(
            self.case, pathway, action, actor="P-1", standing=Standing(role=action.step.by[0]),
            recorded=recorded, facts=self.facts, now=at(self.day), today=self.day,
            due=_no_deadline,
        )  # fmt: skip
        self.case = change.case
        if action.outcome.submits:
            self.case = replace(self.case, evidence_complete_on=self.complete_on)
        self.settle()

    def _has_evidence_for(self, name: str) -> bool:
        if name == "submit-portfolio":
            return self.portfolio_on is not None
        return name != "confirm-progression" or self.case.evidence_complete_on is not None

    @property
    def complete_on(self) -> date | None:
        """The day on which the last of the evidence came in."""
        if self.portfolio_on is None or self.assessment_on is None:
            return None
        return max(self.portfolio_on, self.assessment_on)

    def bring_portfolio(self) -> None:
        """The worker's own part: as long as the case is being prepared."""
        if self.case.open_steps and {*self.case.open_steps} & {"submit-portfolio", "discussion"}:
            self.portfolio_on = self.day

    def bring_assessment(self) -> None:
        """What may follow the submission."""
        if self.case.is_open and self.assessment_on is None:
            self.assessment_on = self.day
            self._late()

    def take_assessment_away(self) -> None:
        """It is quarantined: something else has to be brought."""
        if self.case.is_open:
            self.assessment_on = None
            self._late()

    def _late(self) -> None:
        if self.case.submitted_on is not None:
            self.case = replace(self.case, evidence_complete_on=self.complete_on)
            self.settle()

    def finish(self) -> None:
        """Whatever is still to be done, done."""
        for _ in range(14):
            if not self.case.is_open:
                return
            for name in ("discuss", "bring", "assess", "submit", "look", "confirm"):
                ACTS[name](self)
            self.day += timedelta(days=70)
        assert not self.case.is_open, "a case that can be finished never is"


def _no_deadline(_: str, __: Mapping[str, FactValue]) -> tuple[None, None]:
    return None, None


def find_action_of(name: str) -> Any:  # noqa: ANN401 - an action of the pathway, which is there
    found = find_action(derbyshire().pathways[PATHWAY], name)
    assert found is not None
    return found


ACTS: Final[Mapping[str, Callable[[Walk], None]]] = {
    "discuss": lambda walk: walk.act("record-discussion", line_manager_recommends=True),
    "bring": Walk.bring_portfolio,
    "assess": Walk.bring_assessment,
    "quarantine": Walk.take_assessment_away,
    "submit": lambda walk: walk.act("submit-portfolio"),
    "look": lambda walk: (
        walk.act(
            "record-asye-result", asye_outcome="passed", asye_completed_on=walk.day.isoformat()
        )
        if "asye_completed_on" not in walk.facts
        else walk.act("record-asye-result")
    ),
    "return": lambda walk: walk.act("return-portfolio"),
    "look again": lambda walk: walk.act("return-for-assessment"),
    "confirm": lambda walk: walk.act("confirm-progression"),
}


def waited(days: int) -> Callable[[Walk], None]:
    def wait(walk: Walk) -> None:
        walk.day += timedelta(days=days)

    return wait


some_acts = st.lists(
    st.one_of(st.sampled_from(sorted(ACTS)).map(ACTS.__getitem__), st.integers(0, 150).map(waited)),
    max_size=25,
)
days_around = st.dates(date(2024, 6, 1), date(2026, 6, 30)).map(date.isoformat)


@st.composite
def workers(draw: st.DrawFn) -> dict[str, FactValue]:
    """Somebody on grade 9, who may have finished the ASYE already."""
    known: dict[str, FactValue] = {
        "grade": "9",
        "team_type": "assessment",
        "qualified_on": "2024-05-01",
        "registered_on": draw(days_around),
        "registered_practice_from": draw(days_around),
    }
    if draw(st.booleans()):
        known |= {"asye_outcome": "passed", "asye_completed_on": draw(days_around)}
    return known


@settings(max_examples=150, deadline=None)
@given(worker=workers(), acts=some_acts)
def test_pay_never_starts_before_everything_was_met_and_evidenced_nor_later_than_the_rules_give(
    worker: dict[str, FactValue], acts: list[Callable[[Walk], None]]
) -> None:
    walk = Walk(worker)
    for act in acts:
        act(walk)
    walk.finish()
    case, facts = walk.case, walk.facts
    days = {name: getattr(case, name).isoformat() for name in _OF_THE_CASE}
    asked = asked_of(derbyshire(), {**facts, **days})
    assert SUBMISSION_DATE not in asked
    found = answer(
        {"scheme": "derbyshire", "pathway": PATHWAY, "facts": asked, "known_on": "2035-01-01"}
    )
    assert isinstance(found, dict), found
    assert found["outcome"] == "determined", found["rules"]
    starts_on = date.fromisoformat(found["effective_from"])
    needed = [
        date.fromisoformat(each)
        for each in (
            *(days[name] for name in _OF_THE_CASE[:2]),
            str(facts["registered_on"]),
            str(facts["asye_completed_on"]),
        )
    ]
    since = date.fromisoformat(str(facts["registered_practice_from"]))
    needed.append(since.replace(year=since.year + 1))
    assert max(needed) <= starts_on
    assert starts_on == next(each for each in DATES if each >= max(needed))
    assert case.facts[SUBMISSION_DATE] == found["effective_from"]
    assert case.signed_off_on is not None
    assert case.signed_off_on >= starts_on, "decided before its date had come"


def dated(each: WorkedCase) -> bool:
    return each.request["scheme"] == "derbyshire" and "submitted_on" in each.request["facts"]


WORKED: Final = [
    each
    for file in ("determinations.yaml", "boundaries.yaml", "pathways.yaml")
    for each in load(file)
    if dated(each)
]


def test_a_case_belongs_to_the_very_date_that_paycalc_gives_in_every_worked_case() -> None:
    compared = 0
    for each in WORKED:
        found = answer(each.request)
        if not isinstance(found, dict) or found["submission_date"] is None:
            continue
        facts = dict(each.request["facts"])
        walk = Walk({})
        submitted_on, complete_on, signed_off_on = (
            date.fromisoformat(facts.pop(name)) for name in _OF_THE_CASE
        )
        case = replace(
            walk.case,
            pathway=each.request["pathway"],
            facts=facts,
            submitted_on=submitted_on,
            evidence_complete_on=complete_on,
            signed_off_on=signed_off_on,
        )
        pathway = derbyshire().pathways[case.pathway]
        told = belonging(case, derbyshire(), pathway, facts, FIRST_DAY)
        assert told is not None
        assert told.submission_date.isoformat() == found["submission_date"], each.id
        compared += 1
    assert compared > 150, "hardly anything was compared"
