"""What a case of Durham's may do, written a second time: for a worker whom no Academy supported."""

from dataclasses import dataclass, field
from typing import Final

SIGN_OFF: Final = "sign-off"
BOTH: Final = ("service_manager", "strategic_manager")
STEPS: Final = {
    "readiness-assessment": ("team_manager",),
    SIGN_OFF: BOTH,
    "congratulation": ("strategic_manager",),
    "authorise-change": ("team_manager",),
    "development-plan": ("team_manager",),
    "confirm-plan": ("service_manager",),
}
STEP_OF: Final = {
    "submit-assessment": "readiness-assessment",
    "sign-off": SIGN_OFF,
    "send-back": SIGN_OFF,
    "congratulate": "congratulation",
    "authorise-change": "authorise-change",
    "submit-plan": "development-plan",
    "confirm-plan": "confirm-plan",
    "ask-for-better-plan": "confirm-plan",
}
OPENS: Final = {
    "submit-assessment": (SIGN_OFF,),
    "send-back": ("readiness-assessment",),
    "submit-plan": ("confirm-plan",),
    "ask-for-better-plan": ("development-plan",),
}
ACADEMY: Final = "academy_practice_lead"
KEEPER: Final = "administrator"

Stand = tuple[str, tuple[str, ...]]
"""A role, and those for whom it is held."""


@dataclass(slots=True)
class CaseModel:
    """A case: who holds what, which steps wait, who gave which part, and what was counted."""

    worker: str
    stands: dict[str, list[Stand]]
    status: str = "draft"
    open: set[str] = field(default_factory=lambda: {"readiness-assessment"})
    parts: dict[str, frozenset[str]] = field(default_factory=dict)
    given_to: tuple[str, str] | None = None
    ready: bool = False
    embargoed: bool = True
    submitters: frozenset[str] = frozenset()
    recused: set[str] = field(default_factory=set)
    has_facts: bool = False
    version: int = 1
    acts: int = 1

    def is_visible(self, who: str) -> bool:
        """Whether somebody may know of the case."""
        return who == self.worker or bool(self.stands.get(who))

    def stand(self, who: str, action: str, to: str | None = None) -> Stand | None:
        """In which role somebody may take an action now; None when they may not."""
        if action == "recuse":
            free = who not in {*self.recused, self.worker} and self.stands.get(who)
            return self.stands[who][0] if free else None
        if self.status == "withdrawn":
            return None
        if action in STEP_OF:
            return self._stand_in_step(who, action)
        return self._stand_to_steer(who, action, to)

    def _stand_to_steer(self, who: str, action: str, to: str | None) -> Stand | None:
        if action == "lift-conflict":
            return self._free(who, {KEEPER}) if to in self.recused else None
        is_open = self.status in {"draft", "submitted", "in_progress"}
        if not is_open and action != "reassign":
            return None
        everybody = {*sum(STEPS.values(), ()), ACADEMY, KEEPER}
        found = self._free(who, {"team_manager"} if action == "withdraw" else everybody)
        if found is None or (action == "reassign" and not self._may_be_given(to)):
            return None
        return None if action == "correct" and not self.has_facts else found

    def _free(self, who: str, roles: set[str]) -> Stand | None:
        mine = (each for each in self.stands.get(who, []) if each[0] in roles)
        return next((each for each in mine if not self._away(who, each)), None)

    def _stand_in_step(self, who: str, action: str) -> Stand | None:
        step = STEP_OF[action]
        if step not in self.open:
            return None
        mine = (each for each in self.stands.get(who, []) if each[0] in STEPS[step])
        free = (each for each in mine if not self._hindered(who, step, each))
        return next(free, None)

    def _away(self, who: str, stand: Stand) -> bool:
        return bool({who, *stand[1]} & {*self.recused, self.worker})

    def _hindered(self, who: str, step: str, stand: Stand) -> bool:
        if self._away(who, stand):
            return True
        if step != SIGN_OFF:
            return False
        people = {who, *stand[1]}
        anothers = self.given_to is not None and self.given_to[1] == stand[0] != ""
        is_anothers = anothers and self.given_to is not None and self.given_to[0] != who
        gave = any(people & givers for givers in self.parts.values())
        return is_anothers or stand[0] in self.parts or gave or bool(people & self.submitters)

    def role_to_give(self, to: str) -> str | None:
        """The role in which somebody would be given a part of the sign-off."""
        kept, self.given_to = self.given_to, None
        stands = sorted(each for each in self.stands.get(to, []) if each[0] in BOTH)
        found = [each[0] for each in stands if not self._hindered(to, SIGN_OFF, each)]
        self.given_to = kept
        return found[0] if found else None

    def _may_be_given(self, to: str | None) -> bool:
        return SIGN_OFF in self.open and to is not None and self.role_to_give(to) is not None

    def take(self, who: str, action: str, stand: Stand, *, ready: bool, to: str) -> None:
        """Go on as the action has it."""
        self.version += 1
        self.acts += 1
        if action == "withdraw":
            self.status, self.open = "withdrawn", set()
        elif action == "recuse":
            self.recused.add(who)
            self.given_to = None if self.given_to and self.given_to[0] == who else self.given_to
        elif action == "lift-conflict":
            self.recused.remove(to)
        elif action == "reassign":
            self.given_to = (to, self.role_to_give(to) or "")
        elif action == "correct":
            self.parts = {}
            self.submitters |= {who, *stand[1]}
        else:
            self._go_on(who, action, stand, ready=ready)

    def _go_on(self, who: str, action: str, stand: Stand, *, ready: bool) -> None:
        if action == "submit-assessment":
            self.status, self.ready, self.has_facts = "submitted", ready, True
            self.submitters = frozenset({who, *stand[1]})
        elif self.status == "submitted":
            self.status = "in_progress"
        if action == "sign-off":
            self.parts[stand[0]] = frozenset({who, *stand[1]})
            if len(self.parts) < len(BOTH):
                return
            self.embargoed = False
            self.status = "decided" if self.ready else "not_yet"
        self.open -= {STEP_OF[action]}
        self.open |= self._opened(action)
        if SIGN_OFF in OPENS.get(action, ()):
            self.parts, self.given_to = {}, None

    def _opened(self, action: str) -> set[str]:
        if action != "sign-off":
            return set(OPENS.get(action, ()))
        return {"congratulation", "authorise-change"} if self.ready else {"development-plan"}
