"""What schemathesis has to be told of JSON lines: a body of text, and an answer in lines."""

import json

import schemathesis


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
