"""What is refused in this room, and why."""


class UnknownSchemeError(Exception):
    """No file of this scheme is held here, or the authority does not run it."""


class NotInForceError(Exception):
    """No version of the scheme was in force on the day, or none was published yet."""
