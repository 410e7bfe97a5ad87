"""`make token`: one access token of the development issuer, for a person or for a machine.

The file is no `token.py`: a script beside it would read it in place of the standard library's.
"""

import sys
from dataclasses import dataclass
from typing import Annotated, Final

import httpx
import typer
from deploy.children import HOST
from deploy.demonstration_files import default_authority
from deploy.issuer import DEVELOPMENT_GRANT


@dataclass(frozen=True, slots=True)
class Role:
    """What a front end or a system asks for on behalf of somebody of a kind.

    Attributes:
        scopes: What the token is good for; the service's own data limit the person further.
        machine: Whether it may be a system's, with nobody behind it.
    """

    scopes: str
    machine: bool = False


ROLES: Final = {
    "worker": Role(
        "people.read applications.read applications.write applications.decide payroll.read"
    ),
    "manager": Role(
        "people.read applications.read applications.write applications.decide payroll.read"
    ),
    "administrator": Role(
        "people.read people.write applications.read organisation.write events.read audit.read"
        " webhooks.read webhooks.write imports.read imports.write"
    ),
    "hris": Role(
        "people.read people.write organisation.write payroll.read payroll.write events.read"
        " webhooks.read webhooks.write imports.read imports.write",
        machine=True,
    ),
    "payroll": Role(
        "people.read payroll.read payroll.write events.read webhooks.read webhooks.write",
        machine=True,
    ),
    "auditor": Role(
        "people.read applications.read payroll.read events.read audit.read webhooks.read",
        machine=True,
    ),
}


class NoTokenError(Exception):
    """There is no token; the message says why, and what to do."""


def request_for(role: str, person: str, scopes: str) -> dict[str, str]:
    """Return the form that asks for a token.

    Raises:
        NoTokenError: when there is no such role, or it wants a person and none is named.
    """
    if role not in ROLES:
        raise NoTokenError(f"Give ROLE, one of: {', '.join(ROLES)}.")
    asked = {"scope": scopes or ROLES[role].scopes, "client_id": role}
    if person:
        client = f"{role}-screens"
        return {**asked, "client_id": client, "grant_type": DEVELOPMENT_GRANT, "subject": person}
    if not ROLES[role].machine:
        raise NoTokenError(f"A token of a {role} is a person's: give AS, an employee number.")
    return {**asked, "grant_type": "client_credentials"}


def ask(issuer: str, form: dict[str, str]) -> str:
    """Return the token of an authority's issuer.

    Raises:
        NoTokenError: when the issuer does not answer, or refuses.
    """
    try:
        answer = httpx.post(f"{issuer}/token", data=form, trust_env=False)
    except httpx.TransportError:
        raise NoTokenError(
            f"No issuer answers at {issuer}: start everything with 'make run' in another "
            "terminal, or name the port of yours with ISSUER_PORT=..."
        ) from None
    try:
        said = answer.json()
    except ValueError:
        said = {}
    if "access_token" in said:
        return str(said["access_token"])
    if answer.status_code == httpx.codes.NOT_FOUND:
        raise NoTokenError(f"The issuer knows no authority {issuer.rpartition('/')[2]!r}.")
    reason = said.get("error_description", f"it answered {answer.status_code}")
    raise NoTokenError(f"The issuer gives no token: {reason}.")


def main(
    role: Annotated[str, typer.Option(help="What kind of person or system it is for.")],
    person: Annotated[str, typer.Option("--as", help="An employee number.")] = "",
    authority: Annotated[str, typer.Option(help="Whose issuer is asked.")] = "",
    scopes: Annotated[str, typer.Option(help="In place of the usual ones of the role.")] = "",
    port: Annotated[int, typer.Option(envvar="ISSUER_PORT", help="The issuer's port.")] = 9000,
) -> None:
    """Print one access token."""
    try:
        issuer = f"http://{HOST}:{port}/{authority or default_authority()}"
        print(ask(issuer, request_for(role, person, scopes)))
    except NoTokenError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None


if __name__ == "__main__":
    typer.run(main)
