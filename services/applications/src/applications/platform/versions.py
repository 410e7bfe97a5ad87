"""Versions: who changes something says which version of it they saw."""


class MissingIfMatchError(Exception):
    """Something is there already, and the request does not say which version it changes."""


class StaleVersionError(Exception):
    """It is not the version that the request says."""


class NothingHereError(Exception):
    """There is nothing of this name, or nothing that the caller may know of."""


def etag(version: int) -> str:
    """The ETag of a version."""
    return f'"{version}"'


def check_version(version: int | None, if_match: str | None, *, any_allowed: bool = False) -> None:
    """Make sure that a change is made to the version that its author saw.

    Args:
        version: What is there now; None when nothing is.
        if_match: The header, as it came.
        any_allowed: Whether `*` is good enough for whatever is there.

    Raises:
        MissingIfMatchError: Something is there and the header is missing.
        StaleVersionError: Another version is there, or none.
    """
    if if_match is None:
        if version is not None:
            raise MissingIfMatchError(f"Send `If-Match` with the ETag: it is now {etag(version)}.")
        return
    if if_match == "*" and any_allowed:
        return
    if version is None:
        raise StaleVersionError("There is nothing here yet: send the request without If-Match.")
    if if_match != etag(version):
        raise StaleVersionError(f"The version is now {etag(version)}: read it again first.")
