"""What schemathesis has to be told: whom not to touch, and to write down what it was answered."""

import json
import os
import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import schemathesis

ANSWERED = Path(os.environ["SCHEMATHESIS_ANSWERED"])
CALLER = os.environ["SCHEMATHESIS_CALLER"]
SECONDS = [str(each) for each in range(1, 26)]
"""What somebody may wait for news: real time, and test_feed does (test_a_reader_who_waits_...)."""
URL = os.environ["SCHEMATHESIS_URL"]
TOKEN = os.environ["SCHEMATHESIS_TOKEN"]
WEBHOOK = os.environ["SCHEMATHESIS_WEBHOOK"]
THE_FIRST = '"1"'
RESOURCE = re.compile("(/v1/[^/]+/[^/]+)(/actions/[^/]+|/(enable|disable|rotate-secret))")
"""The address of what an action is taken on, and the action's own."""
SECRETS = json.loads(os.environ["SCHEMATHESIS_SECRETS"])


FILES = [
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
]
"""Types of body that the tool does not know how to send: as they are."""


@schemathesis.serializer(*FILES)
def send_as_it_is(_: schemathesis.SerializationContext, value: object) -> bytes:
    """The bytes that were made up, or those of what else was."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


@schemathesis.serializer("text/csv", "application/jsonl")
def as_file(_: schemathesis.SerializationContext, value: object) -> bytes:
    """Send text as it stands, and anything else as one line."""
    text = value if isinstance(value, str) else json.dumps(value)
    return text.encode("utf-8", "surrogatepass")


def read_first(case: schemathesis.Case[Any]) -> None:
    """Give the version that is there, or none, as somebody does who has read it."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    path = RESOURCE.sub(r"\1", case.formatted_path).removesuffix("/content")
    version = httpx.get(URL + path, headers=headers, timeout=60).headers.get("etag")
    if version is None:
        del case.headers["If-Match"]
    else:
        case.headers["If-Match"] = version


@schemathesis.hook
def before_call(
    _: schemathesis.HookContext, case: schemathesis.Case[Any], __: dict[str, Any]
) -> None:
    """Never change who asks, who would be nobody, or delete what is there; never wait for news."""
    if case.method == "PUT" and case.path_parameters.get("employee_number") == CALLER:
        case.path_parameters["employee_number"] = "W-1"
    if case.headers and case.headers.get("If-Match") == THE_FIRST:
        read_first(case)
    if case.method == "DELETE" and case.path_parameters.get("webhook_id") == WEBHOOK:
        case.path_parameters["webhook_id"] = str(uuid4())
    if str((case.query or {}).get("wait")) in SECONDS:
        case.query["wait"] = 0


@schemathesis.hook
def after_call(
    _: schemathesis.HookContext, case: schemathesis.Case[Any], response: schemathesis.Response
) -> None:
    """Write down which operation was answered how, and with what of somebody else's."""
    text = response.content.decode("utf-8", "replace") + str(response.headers)
    written = {
        "operation": case.operation.definition.raw.get("operationId"),
        "phase": str(case.meta.phase.name) if case.meta else None,
        "status": response.status_code,
        "seen": [secret for secret in SECRETS if secret in text],
    }
    with ANSWERED.open("a", encoding="ascii") as file:
        file.write(json.dumps(written) + "\n")
