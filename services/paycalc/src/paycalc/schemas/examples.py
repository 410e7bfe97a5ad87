"""Examples of requests for the contract, from the files beside this module."""

import json
from pathlib import Path
from typing import Any, Final

_FOLDER: Final = Path(__file__).with_name("example_requests")


def example(name: str) -> Any:  # noqa: ANN401 - whatever JSON the file holds
    """Return an example: a document, or as they stand the lines of a file of lines."""
    text = (_FOLDER / name).read_text(encoding="utf-8")
    return text if name.endswith(".jsonl") else json.loads(text)


def json_example(name: str) -> dict[str, Any]:
    """Describe the example of a request body in JSON, for `openapi_extra`."""
    return {"requestBody": {"content": {"application/json": {"example": example(name)}}}}
