"""The parameters of raw routes: described in the contract and read by the same wire type.

ACTION = RawParameter("action", "path", Slug)

@router.post("/{action}", openapi_extra={"parameters": [ACTION.document()]})
async def act(request: Request) -> Response:
action = ACTION.read(request)

`RawQuery` does the same for all parameters of a query, which are one model.
"""

from collections.abc import Mapping
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from starlette.requests import Request

from plumbing.validation_words import refused_parameter, refused_query

Model = TypeVar("Model", bound=BaseModel)


class RawParameter:
    """A parameter that is a string on the wire, with a wire type that checks it."""

    def __init__(
        self,
        name: str,
        source: Literal["path", "header", "query"],
        wire_type: Any,  # noqa: ANN401 - an annotated type
        *,
        required: bool = True,
        description: str | None = None,
        example: str | None = None,
    ) -> None:
        self._name = name
        self._source = source
        self._type: TypeAdapter[str] = TypeAdapter(wire_type)
        self._required = required
        self._said = {
            name: words
            for name, words in (("description", description), ("example", example))
            if words is not None
        }

    def document(self) -> dict[str, Any]:
        """How the contract describes it."""
        return {
            "name": self._name,
            "in": self._source,
            "required": self._required,
            **self._said,
            "schema": self._type.json_schema(),
        }

    def read(self, request: Request) -> str:
        """Its value in a request.

        Raises:
            ProblemError: `invalid-request`: it is missing, or not as its type has it.
        """
        value = self.read_if_given(request)
        if value is None:
            raise refused_parameter(self._source, self._name, [{"type": "missing"}])
        return value

    def read_if_given(self, request: Request) -> str | None:
        """Its value in a request; None where it was left out.

        Raises:
            ProblemError: `invalid-request`: it is not as its type has it.
        """
        value = self._place(request).get(self._name)
        if value is None:
            return None
        try:
            return self._type.validate_python(value)
        except ValidationError as error:
            mistakes = error.errors(include_input=False)
            raise refused_parameter(self._source, self._name, mistakes) from None

    def _place(self, request: Request) -> Mapping[str, str]:
        if self._source == "path":
            return request.path_params
        return request.headers if self._source == "header" else request.query_params


class RawQuery(Generic[Model]):
    """The parameters of a query, as a model has them."""

    def __init__(self, model: type[Model]) -> None:
        self._model = model

    def documents(self) -> list[dict[str, Any]]:
        """How the contract describes them.

        Raises:
            KeyError: One of them has no words that describe it.
        """
        schema = self._model.model_json_schema()
        required = schema.get("required", ())
        return [
            {
                "name": name,
                "in": "query",
                "required": name in required,
                "schema": {each: value for each, value in said.items() if each != "description"},
                "description": said["description"],
            }
            for name, said in schema["properties"].items()
        ]

    def read(self, request: Request) -> Model:
        """What a request asks; of a parameter that is given twice, the last counts.

        Raises:
            ProblemError: `invalid-request`: it is not as the model has it.
        """
        try:
            return self._model.model_validate(dict(request.query_params))
        except ValidationError as error:
            raise refused_query(error) from None
