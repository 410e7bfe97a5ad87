"""Names that are not known here, answered with those that are."""

from collections.abc import Iterable


def listed(names: Iterable[str]) -> str:
    """Return names as a list in words."""
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


class UnknownSchemeError(Exception):
    """The service holds no such scheme."""

    def __init__(self, schemes: Iterable[str]) -> None:
        super().__init__(f"There is no such scheme here. Choose {listed(schemes)}.")


class SchemeNotFoundError(Exception):
    """The address names a scheme that the service does not hold."""

    def __init__(self, schemes: Iterable[str]) -> None:
        super().__init__(f"There is no such scheme here. There is {listed(schemes)}.")


class UnknownPathwayError(Exception):
    """The scheme has no such pathway."""

    def __init__(self, pathways: Iterable[str]) -> None:
        super().__init__(f"The scheme has no such pathway. Choose {listed(pathways)}.")
