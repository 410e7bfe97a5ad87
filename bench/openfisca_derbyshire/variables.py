"""Variables of OpenFisca, made from a name and attributes."""

from datetime import date
from typing import Final

from openfisca_core.entities import build_entity  # type: ignore[import-not-found] # in .venv-peers
from openfisca_core.indexed_enums import Enum  # type: ignore[import-not-found] # in .venv-peers
from openfisca_core.periods import DateUnit  # type: ignore[import-not-found] # in .venv-peers
from openfisca_core.variables import Variable  # type: ignore[import-not-found] # in .venv-peers

PERSON: Final = build_entity(key="person", plural="persons", label="Social worker", is_person=True)

NO_DAY: Final = date(1970, 1, 1)
"""What OpenFisca takes for a date that is not given; it knows no absence."""


def fact(name: str, label: str, **attributes: object) -> type:
    """Return a variable that a request gives, whatever the day."""
    return _variable(name, label, definition_period=DateUnit.ETERNITY, **attributes)


def choice(name: str, label: str, choices: tuple[str, ...], default: str) -> type:
    """Return a variable that a request gives and that has one of a few values."""
    values = Enum(name, {value: value for value in choices})
    return fact(name, label, value_type=Enum, possible_values=values, default_value=values[default])


def rule(name: str, label: str, **attributes: object) -> type:
    """Return a variable that formulas calculate, by the rules of a day."""
    return _variable(name, label, definition_period=DateUnit.DAY, **attributes)


def _variable(name: str, label: str, **attributes: object) -> type:
    return type(name, (Variable,), {"entity": PERSON, "label": label, **attributes})
