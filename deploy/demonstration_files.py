"""The councils of the demonstration, as the files in `demonstration/` have them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

Json = dict[str, Any]

_FOLDER: Final = Path(__file__).resolve().parent / "demonstration"
_TOKENS: Final = _FOLDER / "tokens.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionTaken:
    """An action of a case, the person who takes it, and the body that it takes."""

    by: str
    action: str
    body: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWorked:
    """A case: who opens it, with which body, and what is then done in it, in order."""

    opened_by: str
    application: Json
    actions: Sequence[ActionTaken]


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilShown:
    """A council: what is put, by its path, in order, and the cases that are worked."""

    name: str
    title: str
    schemes: Sequence[str]
    put: Mapping[str, Json] = field(default_factory=dict)
    cases: Sequence[CaseWorked] = ()


def default_authority() -> str:
    """The authority whose people a token is for where none is named."""
    return str(_read(_TOKENS)["authority"])


def councils() -> Iterator[CouncilShown]:
    """Yield every council of the demonstration."""
    for path in sorted(_FOLDER.glob("*.yaml")):
        if path != _TOKENS:
            yield _council(path.stem, _read(path))


def _council(name: str, said: Json) -> CouncilShown:
    # Everybody signs in with their own number, so that a token can be made for it.
    workers = {number: {"subject": number, **body} for number, body in said["workers"].items()}
    things = {"teams": said["teams"], "workers": workers}
    things["role-assignments"] = said["role_assignments"]
    return CouncilShown(
        name=name,
        title=said["title"],
        schemes=said["schemes"],
        put={
            f"/v1/{kind}/{thing}": body
            for kind, all_ in things.items()
            for thing, body in all_.items()
        },
        cases=[_case(each) for each in said["cases"]],
    )


def _case(said: Json) -> CaseWorked:
    actions = [ActionTaken(**each) for each in said["actions"]]
    return CaseWorked(opened_by=said["opened_by"], application=said["application"], actions=actions)


def _read(path: Path) -> Json:
    said: Json = _as_sent(yaml.safe_load(path.read_text(encoding="utf-8")))
    return said


def _as_sent(value: Any) -> Any:  # noqa: ANN401 - what YAML may hold
    """What is read, with days as they are sent: as text."""
    match value:
        case dict():
            return {str(name): _as_sent(each) for name, each in value.items()}
        case list():
            return [_as_sent(each) for each in value]
        case date():
            return value.isoformat()
        case _:
            return value
