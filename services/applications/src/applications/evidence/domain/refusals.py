"""What is refused in this room, and why."""


class EvidenceNotFoundError(Exception):
    """There is no such evidence, or none that the caller may know of."""


class EvidenceStateError(Exception):
    """What is asked cannot be done with the evidence as it stands. The message says why not."""
