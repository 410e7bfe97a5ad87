"""Whatever the order of acts: what was submitted never changes, and the list says what there is."""

from dataclasses import dataclass, field
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings
from tests.support.eastshire import (
    EXAMPLE,
    HEAD,
    MANAGER,
    REFERENCE,
    REFLECTION,
    WORKER,
    Portfolio,
    settle,
)
from tests.support.house_fixtures import MakeCouncil

Json = dict[str, Any]

ANSWERS: dict[str, Json] = {
    "reflection": REFLECTION,
    "case-example": EXAMPLE,
    "reference": REFERENCE,
}
MOST = {"reflection": 1, "case-example": 2, "reference": 1}
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["give", "give", "give", "replace", "withdraw", "submit", "send-back"]),
        st.sampled_from(["reflection", "case-example", "case-example", "reference"]),
    ),
    min_size=6,
    max_size=16,
)


@dataclass(slots=True)
class Model:
    """A portfolio, written a second time: what there is, and what each attempt consisted of."""

    there: dict[str, list[str]] = field(default_factory=lambda: {item: [] for item in MOST})
    attempts: list[set[str]] = field(default_factory=list)
    is_frozen: bool = False

    def may_give(self, item: str) -> bool:
        """Whether one more may come now."""
        is_time = not self.is_frozen or item == "reference"
        return is_time and len(self.there[item]) < MOST[item]

    def may_submit(self) -> bool:
        """Whether it can be submitted now."""
        filled = self.there["reflection"] and len(self.there["case-example"]) == 2
        return bool(filled) and not self.is_frozen

    def gave(self, item: str, evidence_id: str) -> None:
        """One more is there."""
        self.there[item].append(evidence_id)
        if self.is_frozen:
            self.attempts[-1].add(evidence_id)

    def submitted(self) -> None:
        """What is there is fixed as the next attempt."""
        self.is_frozen = True
        self.attempts.append({each for given in self.there.values() for each in given})


@dataclass(slots=True)
class Walk:
    """The real portfolio and its model, kept in step."""

    case: Portfolio
    model: Model = field(default_factory=Model)

    def act(self, what: str, item: str) -> None:
        """Try one act, which must go as the model has it."""
        steps = {
            "give": self.give,
            "replace": self.replace,
            "withdraw": self.withdraw,
            "submit": self.submit,
            "send-back": self.send_back,
        }
        steps[what](item)

    def give(self, item: str) -> None:
        """Provide one more."""
        by = MANAGER if item == "reference" else WORKER
        answer = self.case.offer(item, ANSWERS[item], by=by)
        assert answer.is_success == self.model.may_give(item), answer.text
        if answer.is_success:
            self.model.gave(item, answer.json()["evidence_id"])

    def replace(self, item: str) -> None:
        """Provide a new version of the last one."""
        if not self.model.there[item]:
            return
        by = MANAGER if item == "reference" else WORKER
        last = self.model.there[item][-1]
        answer = self.case.offer(item, ANSWERS[item], by=by, replaces=last)
        assert answer.is_success != self.model.is_frozen, answer.text
        if answer.is_success:
            self.model.there[item].remove(last)
            self.model.gave(item, answer.json()["evidence_id"])

    def withdraw(self, item: str) -> None:
        """Withdraw the last one."""
        if not self.model.there[item]:
            return
        by = MANAGER if item == "reference" else WORKER
        last = self.model.there[item][-1]
        answer = self.case.say({"evidence_id": last}, "withdraw", by=by)
        assert answer.is_success != self.model.is_frozen, answer.text
        if answer.is_success:
            self.model.there[item].remove(last)

    def submit(self, _: str) -> None:
        """Submit the case."""
        answer = self.case.ask(WORKER, "submit")
        assert answer.is_success == self.model.may_submit(), answer.text
        if answer.is_success:
            self.model.submitted()

    def send_back(self, _: str) -> None:
        """Send the case back."""
        answer = self.case.ask(HEAD, "send-back", {"comments": "Once more."})
        assert answer.is_success == self.model.is_frozen, answer.text
        self.model.is_frozen = False

    def check(self) -> None:
        """Hold what the service tells against the model."""
        there = {each for given in self.model.there.values() for each in given}
        assert set(self.case.ids()) == there
        for number, consisted in enumerate(self.model.attempts, start=1):
            assert set(self.case.ids(attempt=number)) == consisted
        seen = self.case.seen_by(WORKER)
        if self.model.is_frozen:
            is_complete = bool(self.model.there["reference"])
            assert (seen["evidence_complete_on"] is not None) == is_complete
            agree = self.case.actions(HEAD)["agree"]
            assert agree["allowed"] == is_complete


@pytest.mark.usefixtures("house")
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_what_was_submitted_never_changes(
    make_council: MakeCouncil, acts: list[tuple[str, str]]
) -> None:
    walk = Walk(Portfolio.opened(settle(make_council(["eastshire"]), pq_award=False)))
    for what, item in acts:
        walk.act(what, item)
    walk.check()
