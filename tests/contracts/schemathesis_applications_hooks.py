"""What schemathesis has to be told: whom not to touch, and to write down what it was answered."""

import json
import os
from pathlib import Path
from typing import Any

import schemathesis

ANSWERED = Path(os.environ["SCHEMATHESIS_ANSWERED"])
CALLER = os.environ["SCHEMATHESIS_CALLER"]
SECONDS = [str(each) for each in range(1, 26)]
"""What somebody may wait for news: real time, and test_feed does (test_a_reader_who_waits_...)."""
SECRETS = json.loads(os.environ["SCHEMATHESIS_SECRETS"])


@schemathesis.hook
def before_call(
    _: schemathesis.HookContext, case: schemathesis.Case[Any], __: dict[str, Any]
) -> None:
    """Never change who asks, who would be nobody from then on; and never wait for news."""
    if case.method == "PUT" and case.path_parameters.get("employee_number") == CALLER:
        case.path_parameters["employee_number"] = "W-1"
    if str(case.query.get("wait", "")) in SECONDS:
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
