"""What must be so before a process of ours does anything."""

from typing import Final

from applications.platform.authorities import list_authorities
from applications.platform.database import Database, DatabaseAwayError
from applications.platform.identity import is_loopback
from applications.platform.schema import (
    StaleSchemaError,
    WrongRoleError,
    check_role,
    check_schema,
)


class RealAuthorityError(Exception):
    """The clock is a file's, which nobody may move for a real authority."""


CANNOT_START: Final = (StaleSchemaError, WrongRoleError, RealAuthorityError, DatabaseAwayError)
"""Why a process of ours may not start; the message says what to do."""


async def check_start(database: Database, *, clock_is_moved: bool) -> None:
    """Make sure that this process may start: its tables, its role, and whose clock it goes by.

    Raises:
        StaleSchemaError: The tables are not those of this release.
        WrongRoleError: The role would see past row-level security.
        RealAuthorityError: The clock is a file's, and an authority's issuer is not this machine's.
        DatabaseAwayError: PostgreSQL does not answer.
    """
    await check_schema(database)
    await check_role(database)
    if not clock_is_moved:
        return
    for authority in await list_authorities(database):
        if not is_loopback(authority.issuer, authority.jwks_uri):
            raise RealAuthorityError(
                f"CLOCK_FILE is set, and the issuer of {authority.authority} is not on this "
                "machine: start without CLOCK_FILE, so that nobody moves its clock."
            )
