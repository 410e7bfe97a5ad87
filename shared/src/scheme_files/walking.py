"""Walks everything in a scheme that stands on a line of its own."""

import dataclasses
from collections.abc import Iterator, Mapping

from scheme_files.model.base import Located


def located(item: object) -> Iterator[Located]:
    """Yield a part of a scheme and every part within it, in the order of the format."""
    if isinstance(item, Located):
        yield item
        for field in dataclasses.fields(item):
            yield from located(getattr(item, field.name))
    elif isinstance(item, Mapping):
        for value in item.values():
            yield from located(value)
    elif isinstance(item, tuple):
        for value in item:
            yield from located(value)
