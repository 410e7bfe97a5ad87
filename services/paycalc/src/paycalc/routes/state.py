"""What the service holds while it runs, for the routes."""

from dataclasses import dataclass

from starlette.requests import Request

from paycalc.rulebook.loading import Rulebook
from plumbing.clock import Clock


@dataclass(frozen=True, slots=True)
class Held:
    """The rulebook, read once, and the clock."""

    rulebook: Rulebook
    clock: Clock


def held(request: Request) -> Held:
    """Return what the service holds."""
    state: Held = request.scope["app"].state["held"]
    return state
