"""Where the answer that shows a case leads, for clients that read the contract."""

from typing import Any, Final

_CASE: Final = {"application_id": "$response.body#/application_id"}
_READING: Final = ("get_application", "list_actions", "get_history")

CASE_LINKS: Final[dict[str, Any]] = {
    **{each: {"operationId": each, "parameters": _CASE} for each in _READING},
    "take_action": {
        "operationId": "take_action",
        "parameters": {**_CASE, "If-Match": "$response.header.ETag"},
    },
}
