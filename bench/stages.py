"""The names of what `paycalc_in_process` and `zen_in_process` measure."""

from typing import Final

QUESTION: Final = "reading the request, strictly"
CREATE: Final = "create_determination, whole"
READ: Final = "  of that: reading facts"
DETERMINE: Final = "  of that: determining, with each rule's finding in words"
CHANGES: Final = "  of that: what would change the answer"
RENDER: Final = "rendering and hashing"
APP: Final = "the whole app, called without a server"

RENDERED: Final = "  and rendered, with its receipt"
BARE: Final = "  facts read and determined only"
ZEN_ENGINE: Final = "ZEN engine.evaluate, static loader"
ZEN_DECISION: Final = "ZEN create_decision(...).evaluate"

STAGES: Final = (QUESTION, CREATE, READ, DETERMINE, CHANGES, RENDER, APP)
"""What `make bench` shows, in order."""

WHOLE: Final = (QUESTION, CREATE, RENDER)
"""The stages that follow each other in a request."""
