"""Whatever people try, in any order, a case goes as the procedure goes, by a model of its own."""

import hashlib
from datetime import datetime
from itertools import count
from typing import Any, ClassVar

import httpx
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.support.case_model import STEP_OF, CaseModel, Stand
from tests.support.casework import CONGRATULATION, PLAN, CaseOf, open_case
from tests.support.council import Council, key, problem, put
from tests.support.durham import (
    ACADEMY_LEAD,
    ASSESSMENT,
    ASYE_BEFORE_THE_ACADEMY,
    NOT_READY,
    SERVICE_MANAGER,
    STRATEGIC_MANAGER,
    TEAM,
    TEAM_MANAGER,
    give_role,
    settle,
    worker,
)
from tests.support.house_fixtures import MakeCouncil

IN_BOTH, ASSESSES_TOO, KEEPER = "B-1", "TS-1", "ADM-1"
HOLDERS: dict[str, list[str]] = {
    TEAM_MANAGER: ["team_manager"],
    SERVICE_MANAGER: ["service_manager"],
    STRATEGIC_MANAGER: ["strategic_manager"],
    IN_BOTH: ["service_manager", "strategic_manager"],
    ASSESSES_TOO: ["service_manager", "team_manager"],
    ACADEMY_LEAD: ["academy_practice_lead"],
    KEEPER: ["administrator"],
}
UNITS = {
    "team_manager": ("team", TEAM),
    "service_manager": ("service", "children-in-care"),
    "strategic_manager": ("locality", "east"),
    "administrator": ("authority", None),
}
WORDS = {"reason": "It has to be."}
BODIES: dict[str, Any] = {
    "sign-off": {},
    "send-back": {"comments": "More, please."},
    "congratulate": {"answers": CONGRATULATION},
    "authorise-change": {},
    "submit-plan": {"answers": PLAN},
    "confirm-plan": {},
    "ask-for-better-plan": {"comments": "Who, and when?"},
    "withdraw": WORDS,
    "recuse": WORDS,
    "correct": {"fact": "mandatory_training_complete", "value": True, **WORDS},
}
ACTIONS = ("submit-assessment", *BODIES, "reassign", "lift-conflict")
GOING_ON = (*STEP_OF, "correct", "reassign", "lift-conflict")
numbers = count(1)


class _AnyOrder(RuleBasedStateMachine):
    """People of one council, and a case of a new worker."""

    council: ClassVar[Council]
    other: ClassVar[Council]

    def __init__(self) -> None:
        super().__init__()
        number = next(numbers)
        self.worker, self.stand_in = f"W-{number}00", f"D-{number}00"
        told = worker(self.worker, qualifications=ASYE_BEFORE_THE_ACADEMY)
        put(self.council.hris, f"/v1/workers/{self.worker}", told)
        put(self.council.hris, f"/v1/workers/{self.stand_in}", worker(self.stand_in, grade="13"))
        self.case = open_case(self.council, employee=self.worker)
        stands: dict[str, list[Stand]] = {self.stand_in: []}
        stands.update({name: [(role, ()) for role in roles] for name, roles in HOLDERS.items()})
        self.model = CaseModel(self.worker, stands)
        self.last: tuple[str, str, Any, dict[str, str], bytes] | None = None

    def person(self, who: str) -> str:
        return {"worker": self.worker, "stand-in": self.stand_in}.get(who, who)

    @rule(
        who=st.sampled_from([*HOLDERS, "stand-in", "worker"]),
        action=st.sampled_from(ACTIONS),
        is_stale=st.integers(0, 5).map(lambda drawn: drawn == 0),
        is_ready=st.booleans(),
        to=st.sampled_from([*HOLDERS, "stand-in"]),
    )
    def somebody_tries(
        self, who: str, action: str, to: str, *, is_stale: bool, is_ready: bool
    ) -> None:
        who, to = self.person(who), self.person(to)
        version = max(1, self.model.version - 1) if is_stale else self.model.version
        headers = key() | {"If-Match": f'"{version}"'}
        body = self.body(action, to, is_ready=is_ready)
        response = self.case.ask(who, action, body, headers)
        expected = self.expected(who, action, version, to)
        assert response.status_code in expected, (who, action, response.text)
        if response.status_code == 200:
            stand = self.model.stand(who, action, to)
            assert stand is not None
            self.model.take(who, action, stand, ready=is_ready, to=to)
            self.last = (who, action, body, headers, response.content)
            self.wait_for_pay(action)

    @rule(
        which=st.integers(0, 1000),
        is_ready=st.booleans(),
        to=st.sampled_from([*HOLDERS, "stand-in"]),
    )
    def somebody_does_what_they_may(self, which: int, to: str, *, is_ready: bool) -> None:
        who_may = [
            (who, action)
            for who in (*HOLDERS, "stand-in")
            for action in GOING_ON
            if self.model.stand(self.person(who), action, self.person(to)) is not None
        ]
        if who_may:
            who, action = who_may[which % len(who_may)]
            self.somebody_tries(who, action, is_stale=False, is_ready=is_ready, to=to)

    def body(self, action: str, to: str, *, is_ready: bool) -> Any:  # noqa: ANN401 - JSON
        if action == "submit-assessment":
            return {"answers": ASSESSMENT if is_ready else NOT_READY}
        if action == "reassign":
            return {"step": "sign-off", "employee_number": to, **WORDS}
        if action == "lift-conflict":
            return {"employee_number": to, **WORDS}
        return BODIES[action]

    def expected(self, who: str, action: str, version: int, to: str) -> set[int]:
        if not self.model.is_visible(who):
            return {404}
        if who == self.worker and self.model.embargoed:
            return {409}
        if version != self.model.version:
            return {412}
        if self.model.stand(who, action, to) is not None:
            return {200}
        return {409, 422} if action in {"reassign", "correct", "lift-conflict"} else {409}

    def wait_for_pay(self, action: str) -> None:
        """Once decided, the worker process notes the pay on the case."""
        if action == "sign-off" and self.model.status == "decided":
            self.case.wait_for_pay()
            self.model.version += 1

    @precondition(lambda self: self.last is not None)
    @rule()
    def the_last_request_is_sent_again(self) -> None:
        assert self.last is not None
        who, action, body, headers, content = self.last
        again = self.case.ask(who, action, body, headers)
        assert (again.status_code, again.headers["idempotency-replayed"]) == (200, "true")
        assert again.content == content

    @precondition(lambda self: self.last is not None)
    @rule()
    def its_key_is_used_for_another_request(self) -> None:
        assert self.last is not None
        who, action, _body, headers, _content = self.last
        for other in (
            self.case.ask(who, action, {"comments": "Something else."}, headers),
            self.case.ask(who, action, _body, headers | {"If-Match": '"99"'}),
        ):
            assert (other.status_code, problem(other)) == (422, "idempotency-key-reused")

    @rule(by=st.sampled_from([TEAM_MANAGER, SERVICE_MANAGER, STRATEGIC_MANAGER]))
    def somebody_lets_another_act_for_them(self, by: str) -> None:
        (role,) = HOLDERS[by]
        if (role, (by,)) in self.model.stands[self.stand_in]:
            return
        lent = {"delegated_by": by, "delegated_to": self.stand_in, "role": role,
                "starts_on": "2026-04-01", "ends_before": "2026-05-01"}  # fmt: skip
        path = f"/v1/delegations/{by.lower()}-{self.stand_in.lower()}"
        assert self.council.person(by).put(path, json=lent).is_success
        stands = [*self.model.stands[self.stand_in], (role, (by,))]
        self.model.stands[self.stand_in] = sorted(stands)

    @invariant()
    def the_case_and_the_lists_agree_with_the_model(self) -> None:
        seen = self.seen_by(TEAM_MANAGER)
        assert seen.headers["etag"] == f'"{self.model.version}"'
        assert seen.json()["status"] == self.model.status
        if self.model.status != "withdrawn":
            assert self.case.open_steps() == self.model.open
        shown = self.model.status
        if self.model.embargoed and shown != "withdrawn":
            shown = "in_progress"
        mine = self.council.person(self.worker).get("/v1/applications", params={"status": shown})
        assert [each["application_id"] for each in mine.json()["items"]] == [
            self.case.application_id
        ]

    @invariant()
    def tasks_are_what_somebody_may_do(self) -> None:
        for number in (SERVICE_MANAGER, self.stand_in):
            tasks = self.council.person(number).get("/v1/tasks", params={"limit": 200}).json()
            waiting = {
                task["step"]
                for task in tasks["items"]
                if task["application_id"] == self.case.application_id
            }
            may = {
                step
                for action, step in (("sign-off", "sign-off"), ("confirm-plan", "confirm-plan"))
                if self.model.stand(number, action) is not None
            }
            assert waiting & {"sign-off", "confirm-plan"} == may

    def seen_by(self, number: str) -> httpx.Response:
        return self.council.person(number).get(self.case.path)

    def teardown(self) -> None:
        stranger = CaseOf(self.other, self.case.application_id)
        headers = key() | {"If-Match": f'"{self.model.version}"'}
        assert stranger.ask(TEAM_MANAGER, "sign-off", {}, headers).status_code == 404
        acts = {"application-opened", "action-taken", "application-withdrawn", "recused",
                "reassigned", "corrected", "conflict-lifted"}  # fmt: skip
        told = [event["kind"] for event in self.case.history()]
        assert len([kind for kind in told if kind in acts]) == self.model.acts


def assert_the_log_is_whole(council: Council) -> None:
    """Every link of the log's chain, worked out anew as the contract says."""
    rows = council.house.sql(
        "SELECT seq, recorded_at, digest, hash FROM events WHERE authority_id = $1 ORDER BY seq",
        council.authority.authority_id,
    )
    before, first = bytes(32), datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    for number, (seq, recorded_at, digest, link) in enumerate(rows, start=1):
        assert isinstance(recorded_at, datetime)
        assert isinstance(digest, bytes)
        assert seq == number
        passed = recorded_at - first
        microseconds = (passed.days * 86400 + passed.seconds) * 1_000_000 + passed.microseconds
        place = number.to_bytes(8, "big") + microseconds.to_bytes(8, "big")
        before = hashlib.sha256(b"spinepoint event 1\n" + before + place + digest).digest()
        assert link == before, f"position {number}"


def test_whatever_people_try_in_whatever_order_the_case_goes_as_the_procedure_goes(
    make_council: MakeCouncil,
) -> None:
    council, other = make_council(), make_council()
    for each in (council, other):
        settle(each)
    for number in (IN_BOTH, ASSESSES_TOO, KEEPER):
        put(council.hris, f"/v1/workers/{number}", worker(number, grade="13"))
        for role in HOLDERS[number]:
            give_role(council, number, role, *UNITS[role])
    machine = type("_AnyOrder", (_AnyOrder,), {"council": council, "other": other})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert_the_log_is_whole(council)
