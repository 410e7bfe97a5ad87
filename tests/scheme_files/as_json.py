"""A scheme file as the JSON document that an editor sees in it, and back again."""

import json
import re
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode

_WHOLE_NUMBER = re.compile("-?[0-9]+")


def document_of(text: str) -> Any:  # noqa: ANN401 - any JSON
    """Return what YAML text says, as JSON: what is not quoted may be a number, true or false."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    assert node is not None
    return _value(node)


def _value(node: Node) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(node, MappingNode):
        return {key.value: _value(value) for key, value in node.value}
    if not isinstance(node, ScalarNode):
        return [_value(item) for item in node.value]
    if node.style is None and node.value in {"true", "false"}:
        return node.value == "true"
    if node.style is None and _WHOLE_NUMBER.fullmatch(node.value):
        return int(node.value)
    return node.value


def text_of(document: object) -> str:
    """Return a JSON document as text; JSON is YAML too."""
    return json.dumps(document, ensure_ascii=False)
