"""The finishing of the OpenAPI document that FastAPI makes: truthful, and good for generators."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from plumbing.openapi_examples import Examples
from plumbing.problems import (
    FIELD_ERROR_SCHEMA,
    INTERNAL_ERROR,
    INVALID_REQUEST,
    MALFORMED_REQUEST,
    PAYLOAD_TOO_LARGE,
    PROBLEM_SCHEMA,
    UNSUPPORTED_MEDIA_TYPE,
    ProblemType,
    responses,
)

Json = dict[str, Any]

_METHODS: Final = frozenset({"get", "put", "post", "delete", "patch"})
_FASTAPI_ERRORS: Final = ("HTTPValidationError", "ValidationError")
_OF_BODIES: Final = (
    MALFORMED_REQUEST,
    PAYLOAD_TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    INVALID_REQUEST,
)
_JSON: Final = "application/json"
_NO_CONTENT: Final = "204"
_NULL: Final = {"type": "null"}
_TEXT: Final = {"type": "string"}
ETAG_HEADER: Final = {
    "ETag": {"description": "The version: what a change needs as `If-Match`.", "schema": _TEXT}
}
LOCATION_HEADER: Final = {
    "Location": {"description": "The address of what was created.", "schema": _TEXT}
}
# What a parameter promises of the answers of success.
_HEADERS_BY_PARAMETER: Final = {
    "if-match": ETAG_HEADER,
    "idempotency-key": {
        "Idempotency-Replayed": {
            "description": "`true` where the answer is the one that was kept for this key.",
            "schema": {"type": "string", "const": "true"},
        }
    },
    "cursor": {
        "Link": {"description": 'The next page, as `rel="next"`, if there is one.', "schema": _TEXT}
    },
    "after": {
        "Link": {"description": 'Where to go on, as `rel="next"`: always there.', "schema": _TEXT}
    },
}


def finish(document: Json, member_examples: Mapping[str, object] | None = None) -> Json:
    """Finish the document, in place.

    - every operation says the problems that every operation has;
    - the schemas of problems are components, FastAPI's own error schemas are gone;
    - an optional parameter is left out or given, and never null;
    - an answer of success has an example, put together from those of members;
    - an answer says the headers that come of the parameters of its request;
    - the schemas of raw routes' bodies are components.

    Raises:
        ValueError: Two different schemas have the same name.
    """
    schemas: Json = document.setdefault("components", {}).setdefault("schemas", {})
    for name in _FASTAPI_ERRORS:
        schemas.pop(name, None)
    schemas["Problem"] = PROBLEM_SCHEMA
    schemas["FieldError"] = FIELD_ERROR_SCHEMA
    for operation in _operations(document):
        for parameter in operation.get("parameters", ()):
            parameter["schema"] = _never_null(parameter["schema"])
            _add_headers(operation, _HEADERS_BY_PARAMETER.get(parameter["name"].lower(), {}))
        for content in operation.get("requestBody", {}).get("content", {}).values():
            content["schema"] = _as_component(content.get("schema", {}), schemas)
        _add_problems(operation)
    if member_examples is not None:
        _add_examples(document, Examples(member_examples, schemas))
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    return document


def _operations(document: Json) -> Iterator[Json]:
    for path in document["paths"].values():
        for method, operation in path.items():
            if method in _METHODS:
                yield operation


def _add_problems(operation: Json) -> None:
    answers: Json = operation["responses"]
    if "HTTPValidationError" in str(answers.get("422")):
        del answers["422"]
    kinds: list[ProblemType] = [INTERNAL_ERROR]
    if "requestBody" in operation:
        kinds.extend(_OF_BODIES)
    elif operation.get("parameters"):
        kinds.append(INVALID_REQUEST)
    for status, response in responses(*kinds).items():
        answers.setdefault(str(status), response)
    operation["responses"] = dict(sorted(answers.items()))


def _add_examples(document: Json, examples: Examples) -> None:
    for operation in _operations(document):
        for status, answer in operation["responses"].items():
            if status.startswith("2") and _JSON in answer.get("content", {}):
                content = answer["content"][_JSON]
                content["example"] = examples.of(content["schema"])


def _add_headers(operation: Json, headers: Json) -> None:
    for status, answer in operation["responses"].items():
        if headers and status.startswith("2") and status != _NO_CONTENT:
            answer.setdefault("headers", {}).update(headers)


def _never_null(schema: Json) -> Json:
    choices = schema.get("anyOf", [])
    if _NULL not in choices:
        return schema
    rest = {name: value for name, value in schema.items() if name != "anyOf"}
    if rest.get("default", 0) is None:
        del rest["default"]
    others = [choice for choice in choices if choice != _NULL]
    return {**others[0], **rest} if len(others) == 1 else {"anyOf": others, **rest}


def _as_component(schema: Json, schemas: Json) -> Json:
    """Move a schema that has a title, and those that it defines, to the components."""
    title = schema.get("title")
    if title is None or "$ref" in schema:
        return schema
    defined = schema.pop("$defs", {})
    for name, each in {**defined, title: schema}.items():
        if schemas.setdefault(name, each) != each:
            raise ValueError(f"Two different schemas are called {name}.")
    return {"$ref": f"#/components/schemas/{title}"}
