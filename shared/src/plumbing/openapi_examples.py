"""Examples of whole answers, put together from examples of their members.

So an example cannot fall behind the schema that it stands beside.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

Json = dict[str, Any]

_NULL: Final = {"type": "null"}
_ABSENT: Final = object()
_UUID: Final = "0d9a5c1e-53f6-4a7c-9d0f-3c1b7a52e8f4"
_BY_TYPE: Final[Mapping[str, Any]] = {"boolean": True, "object": {}, "array": [], "string": "..."}


@dataclass(frozen=True, slots=True)
class Examples:
    """What examples are put together from.

    Attributes:
        members: Values for members, by their name, or by that of their schema, a dot and theirs.
        schemas: The components of the document.
    """

    members: Mapping[str, Any]
    schemas: Mapping[str, Json]

    def of(self, schema: Json) -> Any:  # noqa: ANN401 - any JSON value
        """An example of what a schema describes."""
        if "$ref" in schema:
            schema = self.schemas[schema["$ref"].rpartition("/")[2]]
        for choices in (schema.get("examples"), schema.get("enum")):
            if choices:
                return choices[0]
        for alternative in schema.get("anyOf") or schema.get("oneOf") or ():
            if alternative != _NULL:
                return self.of(alternative)
        return schema.get("const", self._by_type(schema))

    def _by_type(self, schema: Json) -> Any:  # noqa: ANN401 - any JSON value
        kind = schema.get("type")
        if kind == "object" and "properties" in schema:
            return self._object(schema.get("title"), schema["properties"])
        if kind == "array" and "items" in schema:
            return [self.of(schema["items"])]
        if kind == "integer":
            return schema.get("minimum", 1)
        return _UUID if schema.get("format") == "uuid" else _BY_TYPE.get(str(kind))

    def _object(self, title: str | None, properties: Mapping[str, Json]) -> Json:
        own = {
            name: self.members.get(f"{title}.{name}", self.members.get(name, _ABSENT))
            for name in properties
        }
        return {
            name: self.of(schema) if own[name] is _ABSENT else own[name]
            for name, schema in properties.items()
        }
