"""The councils of the demonstration, as the files in `demonstration/` have them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

Json = dict[str, Any]

NOW: Final = "now"
"""The day of what is done in the present, whatever day that is. It sorts behind every other."""

_FOLDER: Final = Path(__file__).resolve().parent / "demonstration"
_TOKENS: Final = _FOLDER / "tokens.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that a person does in a case: an action, or something that is provided.

    Attributes:
        by: The employee number of who does it.
        day: The day on which it is done.
        action: The action that is taken, with this `body`.
        give: The item of the pathway that is provided: with `answers` a form, with `file` a
            document of that title, which is written for it.
    """

    by: str
    day: str
    action: str | None = None
    body: Json = field(default_factory=dict)
    give: str | None = None
    answers: Json | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseWorked:
    """A case: who opens it and on which day, with which body, and what is then done, in order."""

    opened_by: str
    day: str
    application: Json
    acts: Sequence[Act]


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilShown:
    """A council: what is put, by its path, in order, and the cases that are worked.

    Attributes:
        day: The day on which its people and its organisation come in.
        imports: Files that its HRIS sends in the present: what is in each, by its kind.
        webhooks: Endpoints that its HRIS adds in the present.
    """

    name: str
    title: str
    schemes: Sequence[str]
    day: str
    put: Mapping[str, Json] = field(default_factory=dict)
    cases: Sequence[CaseWorked] = ()
    imports: Mapping[str, str] = field(default_factory=dict)
    webhooks: Sequence[Json] = ()


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
        day=said.get("day", NOW),
        put={
            f"/v1/{kind}/{thing}": body
            for kind, all_ in things.items()
            for thing, body in all_.items()
        },
        cases=[_case(each) for each in said["cases"]],
        imports=said.get("imports", {}),
        webhooks=said.get("webhooks", ()),
    )


def _case(said: Json) -> CaseWorked:
    """A case. Whatever names no day is done on the day of what was done before."""
    opened_on = day = said.get("day", NOW)
    acts = []
    for each in said["actions"]:
        day = each.get("day", day)
        acts.append(Act(**{**each, "day": day}))
    return CaseWorked(
        opened_by=said["opened_by"], day=opened_on, application=said["application"], acts=acts
    )


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
