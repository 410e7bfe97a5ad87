"""Documents to draw: anything at all that a schema of an OpenAPI document allows."""

from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis_jsonschema import from_schema

Json = dict[str, Any]

_WORDS = ("examples", "format", "title", "description")
_DAYS = st.dates(date(1900, 1, 1), date(2299, 12, 31)).map(date.isoformat)
_UNKNOWN = st.dictionaries(
    st.text("abcdefgh_", min_size=8, max_size=12),
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5) | st.just({"a": [1.5]}),
    max_size=2,
)


def documents(name: str, contract: Json) -> st.SearchStrategy[Json]:
    """Draw what a named schema of a contract allows, members that it does not name among it."""
    return _drawn({"$ref": f"#/components/schemas/{name}"}, contract["components"]["schemas"])


def _drawn(schema: Json, named: Json) -> st.SearchStrategy[Any]:
    if "$ref" in schema:
        return st.deferred(lambda: _drawn(named[schema["$ref"].rpartition("/")[2]], named))
    if "anyOf" in schema:
        return st.one_of(*(_drawn(each, named) for each in schema["anyOf"]))
    if schema.get("type") == "array":
        return st.lists(_drawn(schema["items"], named), max_size=4)
    if schema.get("type") == "object":
        members = {name: _drawn(each, named) for name, each in schema["properties"].items()}
        required = {name: members[name] for name in schema["required"]}
        optional = {name: each for name, each in members.items() if name not in required}
        known = st.fixed_dictionaries(required, optional=optional)
        return st.builds(lambda unknown, given: unknown | given, _UNKNOWN, known)
    if schema.get("format") == "date":
        return _DAYS  # from its pattern, most would be no day of any calendar
    return from_schema({name: schema[name] for name in schema if name not in _WORDS})
