"""What schemathesis has to be told: of JSON lines, and to write down what it was answered."""

import json
import os
from pathlib import Path
from typing import Any

import schemathesis

ANSWERED = Path(os.environ["SCHEMATHESIS_ANSWERED"])
OK = 200


@schemathesis.serializer("application/jsonl")
def as_lines(_: schemathesis.SerializationContext, value: object) -> bytes:
    """Send text as it stands, and anything else as one line."""
    text = value if isinstance(value, str) else json.dumps(value)
    return text.encode("utf-8", "surrogatepass")


@schemathesis.deserializer("application/jsonl")
def as_text(_: schemathesis.DeserializationContext, response: schemathesis.Response) -> str:
    """Take an answer in lines as the text that the contract calls it."""
    return response.content.decode()


@schemathesis.hook
def map_body(_: schemathesis.HookContext, body: object) -> object:
    """Leave out every other question's facts: their names are data, and hardly ever guessed."""
    facts = body.get("facts") if isinstance(body, dict) else None
    if isinstance(body, dict) and isinstance(facts, dict) and len(facts) % 2:
        return {**body, "facts": {}}
    return body


@schemathesis.hook
def after_call(
    _: schemathesis.HookContext, case: schemathesis.Case[Any], response: schemathesis.Response
) -> None:
    """Write down what was determined, to be replayed at the end of the run."""
    if response.status_code != OK or not case.operation.path.startswith("/v1/determinations"):
        return
    asked = response.request.body or b""
    written = {
        "url": response.request.url,
        "asked": (asked if isinstance(asked, bytes) else str(asked).encode()).decode("latin-1"),
        "answered": response.content.decode("latin-1"),
    }
    with ANSWERED.open("a", encoding="ascii") as file:
        file.write(json.dumps(written) + "\n")
