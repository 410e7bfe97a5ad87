"""What was worked out, kept by what it rests on, and never too much of it."""

from collections.abc import Callable
from typing import Final, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

MOST_REMEMBERED: Final = 4096
"""How many rulings to keep for one rule: dates, and labels of grades, have no end."""


class Remembered(dict[Key, Value]):
    """What came of each key; all is forgotten when there is too much of it.

    An LRU cache would note each use, in entries that have long left the processor's own caches:
    for days, of which there are many, that costs more than to begin anew once in a long while.
    """

    def __init__(self, most: int = MOST_REMEMBERED) -> None:
        super().__init__()
        self._most = most

    def __setitem__(self, key: Key, value: Value) -> None:
        if len(self) >= self._most:
            self.clear()
        super().__setitem__(key, value)


class _Known(Remembered[Key, Value]):
    def __init__(self, function: Callable[[Key], Value]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, key: Key) -> Value:
        value = self[key] = self._function(key)
        return value


def kept(function: Callable[[Key], Value]) -> Callable[[Key], Value]:
    """Keep what a function of a day came to: rulings are made once for each day."""
    return _Known(function).__getitem__
