"""What is refused in this room, and why."""


class VariationStateError(Exception):
    """The variation is at a stage at which this cannot be done. The message says what can."""


class CaseChangedError(Exception):
    """The case changed while paycalc was asked: what it answered is of no use any more."""


class PayNotWorkedOutError(Exception):
    """paycalc cannot answer for this case as things stand, and may later."""


class DecidedHereError(Exception):
    """What another system knew of a day would stand in place of what was decided here."""


class BeyondTheEndError(Exception):
    """The position that a reader has come to is none that was ever given."""


class RunOutOfOrderError(Exception):
    """A payroll run would tell less than the one before. The message says what that one told."""


class NotOfEverybodyError(Exception):
    """A payroll run is of the whole authority, and the caller's role is not."""
