"""The procedures that an authority runs: as data, as a picture, form by form."""

from dataclasses import dataclass
from datetime import date

from applications.people.operations.callers import require_roles
from applications.platform.asked import Asked
from applications.platform.versions import NothingHereError
from applications.schemes.domain.diagram.drawing import draw_pathway
from applications.schemes.domain.held import HeldScheme, Schemes
from applications.schemes.domain.refusals import UnknownSchemeError
from scheme_files.model.work import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """Which version of a scheme is asked for: in force on a day, as known on a day.

    Either day is today where it is None.
    """

    scheme: str
    rules_on: date | None
    known_on: date | None


async def get_workflow(asked: Asked, schemes: Schemes, version: Version) -> HeldScheme:
    """The version of a scheme that is asked for.

    Raises:
        UnknownSchemeError: The authority does not run it.
        NotInForceError: No version was in force then.
    """
    await _require(asked, "get_workflow")
    return _in_force(asked, schemes, version)


async def get_workflow_diagram(
    asked: Asked, schemes: Schemes, version: Version, *, pathway: str | None
) -> str:
    """The picture of a pathway's work, as SVG.

    Raises:
        UnknownSchemeError: The authority does not run it.
        NotInForceError: No version was in force then.
        NothingHereError: It has no such pathway.
    """
    await _require(asked, "get_workflow_diagram")
    found = _in_force(asked, schemes, version).scheme
    name = next(iter(found.pathways)) if pathway is None else pathway
    if name not in found.pathways:
        raise NothingHereError("This scheme has no pathway of this name: its workflow lists them.")
    return draw_pathway(found, name)


async def get_form(
    asked: Asked, schemes: Schemes, version: Version, form: str
) -> tuple[HeldScheme, Form]:
    """A form, and the version that it belongs to.

    Raises:
        UnknownSchemeError: The authority does not run the scheme.
        NotInForceError: No version was in force then.
        NothingHereError: It has no such form.
    """
    await _require(asked, "get_form")
    held = _in_force(asked, schemes, version)
    found = held.scheme.forms.get(form)
    if found is None:
        raise NothingHereError("This version of the scheme has no form of this name.")
    return held, found


async def _require(asked: Asked, operation: str) -> None:
    async with asked.database.begin(asked.caller.authority_id) as session:
        await require_roles(session, asked, operation)


def _in_force(asked: Asked, schemes: Schemes, version: Version) -> HeldScheme:
    if version.scheme not in asked.caller.authority.schemes:
        raise UnknownSchemeError("This authority does not run a scheme of this name.")
    return schemes.in_force(
        version.scheme,
        rules_on=version.rules_on or asked.today,
        known_on=version.known_on or asked.today,
    )
