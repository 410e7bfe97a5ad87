"""The JSON Schema of a scheme file, for editors, from the same dataclasses as the reader."""

import dataclasses
import inspect
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, get_args, get_origin

from scheme_files.model.base import Located
from scheme_files.model.scheme import Scheme
from scheme_files.reading import shape_of, union_members
from scheme_files.scalars import UNSEEN

JsonSchema = dict[str, Any]

_DATE_PATTERN = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_TEXT: JsonSchema = {
    "description": "Text: not empty, and without characters that cannot be seen.",
    "type": "string",
    "pattern": f"^[^{UNSEEN}]*[^{UNSEEN} \\n][^{UNSEEN}]*$",
}


def scheme_json_schema() -> JsonSchema:
    """Return the JSON Schema (draft 2020-12) of a scheme file."""
    definitions: dict[str, JsonSchema] = {"Text": _TEXT}
    root = _record(Scheme, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scheme file",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def _schema(kind: object, definitions: dict[str, JsonSchema]) -> JsonSchema:
    members = union_members(kind)
    if len(members) > 1:
        return {"anyOf": [_schema(member, definitions) for member in members]}
    member = members[0]
    if isinstance(member, type) and issubclass(member, Located):
        return _reference(member, definitions)
    origin = get_origin(member)
    if origin is tuple:
        items = _schema(get_args(member)[0], definitions)
        return {"type": "array", "minItems": 1, "items": items}
    if origin is Mapping:
        values = _schema(get_args(member)[1], definitions)
        return {"type": "object", "additionalProperties": values}
    return _scalar(member)


def _reference(cls: type[Located], definitions: dict[str, JsonSchema]) -> JsonSchema:
    if cls.__name__ not in definitions:
        definitions[cls.__name__] = {}  # conditions contain conditions
        definitions[cls.__name__] = _record(cls, definitions)
    return {"$ref": f"#/$defs/{cls.__name__}"}


def _record(cls: type[Located], definitions: dict[str, JsonSchema]) -> JsonSchema:
    shape = shape_of(cls)
    words = {item.name.rstrip("_"): item.metadata["words"] for item in _own_fields(cls)}
    schema: JsonSchema = {
        "description": inspect.getdoc(cls),
        "type": "object",
        "additionalProperties": False,
        "required": [name for name in shape.types if name in shape.required],
        "properties": {
            name: {**_schema(kind, definitions), "description": words[name]}
            for name, kind in shape.types.items()
        },
    }
    if cls.EXACTLY_ONE:
        schema["allOf"] = [
            {"oneOf": [{"required": [name]} for name in group]} for group in cls.EXACTLY_ONE
        ]
    return schema


def _own_fields(cls: type[Located]) -> list[dataclasses.Field[Any]]:
    return [item for item in dataclasses.fields(cls) if item.name != "line"]


def _scalar(kind: Any) -> JsonSchema:  # noqa: ANN401 - any scalar type of the format
    if get_origin(kind) is Literal:
        return {"enum": list(get_args(kind))}
    if kind is date:
        return {"type": "string", "format": "date", "pattern": _DATE_PATTERN}
    if kind is bool:
        return {"type": "boolean"}
    if kind is int:
        return {"type": "integer", "minimum": -999999999, "maximum": 999999999}
    if kind is str:
        return {"$ref": "#/$defs/Text"}
    return {"enum": [str(member) for member in kind]}
