"""What stands in the examples of the contract: one story throughout, kept as data beside this.

`members.json` is by the name of the member, or of the schema and the member where a name means
several things. A member that is not there has its example from its own type.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec

_FOLDER: Final = Path(__file__).parent


def example(name: str) -> Any:  # noqa: ANN401 - any JSON
    """The example in a file of this folder."""
    return msgspec.json.decode((_FOLDER / name).read_bytes())


def text_example(name: str) -> str:
    """The example in a file of this folder that is no JSON document."""
    return (_FOLDER / name).read_text(encoding="utf-8")


MEMBER_EXAMPLES: Final[Mapping[str, Any]] = example("members.json")
