"""What schemathesis has to be told: whom not to touch, and to write down what it was answered."""

import json
import os
from pathlib import Path
from typing import Any

import httpx
import schemathesis

ANSWERED = Path(os.environ["SCHEMATHESIS_ANSWERED"])
CALLER = os.environ["SCHEMATHESIS_CALLER"]
SECONDS = [str(each) for each in range(1, 26)]
"""What somebody may wait for news: real time, and test_feed does (test_a_reader_who_waits_...)."""
URL = os.environ["SCHEMATHESIS_URL"]
TOKEN = os.environ["SCHEMATHESIS_TOKEN"]
THE_FIRST = '"1"'
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


def read_first(case: schemathesis.Case[Any]) -> None:
    """Give the version that is there, or none, as somebody does who has read it."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    path = case.formatted_path.partition("/actions")[0].removesuffix("/content")
    version = httpx.get(URL + path, headers=headers, timeout=60).headers.get("etag")
    if version is None:
        del case.headers["If-Match"]
    else:
        case.headers["If-Match"] = version


@schemathesis.hook
def before_call(
    _: schemathesis.HookContext, case: schemathesis.Case[Any], __: dict[str, Any]
) -> None:
    """Never change who asks, who would be nobody from then on; and never wait for news."""
    if case.method == "PUT" and case.path_parameters.get("employee_number") == CALLER:
        case.path_parameters["employee_number"] = "W-1"
    if case.headers and case.headers.get("If-Match") == THE_FIRST:
        read_first(case)
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
