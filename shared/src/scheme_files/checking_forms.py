"""Checks that forms can be filled in, and that what they record are facts."""

from collections.abc import Iterator, Mapping

from scheme_files.checking_conditions import FactNames, choices_of
from scheme_files.facts import SUBMISSION_DATE, FactType
from scheme_files.mending import at, near
from scheme_files.mistakes import Mistake
from scheme_files.model.scheme import Scheme
from scheme_files.model.work import FormField

_WITH_A_LIMIT = frozenset({"text", "long_text", "number", "statements"})
_FACTS_OF: Mapping[str, tuple[FactType, ...]] = {
    "date": (FactType.DATE,),
    "flag": (FactType.TRUE_FALSE,),
    "choice": (FactType.CHOICE, FactType.GRADE, FactType.TEAM_TYPE),
    "number": (FactType.WHOLE_NUMBER,),
}
_DAYS_OF_STEPS = frozenset(
    {"submitted_on", "evidence_complete_on", "signed_off_on", SUBMISSION_DATE}
)


def form_mistakes(scheme: Scheme, facts: FactNames) -> Iterator[Mistake]:
    """Yield every mistake in the forms of a scheme."""
    for name, form in scheme.forms.items():
        if not form.fields:
            yield at(form, f"form '{name}' asks nothing: add a field")
        above: dict[str, FormField] = {}
        for field_name, field in form.fields.items():
            yield from _field(field)
            yield from _statements(field, scheme)
            yield from _only_if(field, above)
            yield from _records(field, scheme, facts)
            above[field_name] = field


def _field(field: FormField) -> Iterator[Mistake]:
    if (field.type == "choice") != bool(field.choices):
        yield at(field, "give 'choices' for a field of type 'choice', and for no other")
    if field.at_most is not None and field.type not in _WITH_A_LIMIT:
        yield at(field, "'at_most' is for text and numbers: leave it out")
    if field.at_most is not None and field.at_most < 1:
        yield at(field, "'at_most' must be 1 or more")


def _statements(field: FormField, scheme: Scheme) -> Iterator[Mistake]:
    if (field.type == "statements") != bool(field.standards):
        yield at(field, "give 'standards' for a field of type 'statements', and for no other")
    for name in field.standards:
        if name not in scheme.standards:
            yield at(field, f"'{name}' is no set of statements{near(name, scheme.standards)}")
    if len(set(field.standards)) != len(field.standards):
        yield at(field, "name each set of statements once")


def _only_if(field: FormField, above: Mapping[str, FormField]) -> Iterator[Mistake]:
    for name, value in field.only_if.items():
        asked = above.get(name)
        if asked is None:
            yield at(field, f"'{name}' is no field above this one{near(name, above)}")
        elif asked.type == "flag":
            if not isinstance(value, bool):
                yield at(field, f"field '{name}' is a flag: write true or false")
        elif asked.type != "choice":
            yield at(
                field,
                f"field '{name}' is of type '{asked.type}': 'only_if' needs a flag or a choice",
            )
        elif value not in asked.choices:
            yield at(field, f"'{value}' is no choice of '{name}': use {', '.join(asked.choices)}")


def _records(field: FormField, scheme: Scheme, facts: FactNames) -> Iterator[Mistake]:
    if field.records is None:
        return
    if field.type not in _FACTS_OF:
        yield at(field, f"no fact is of type '{field.type}': leave 'records' out")
    elif field.records in _DAYS_OF_STEPS:
        yield at(field, f"'{field.records}' is the day on which a step is done: nobody enters it")
    else:
        yield from facts.mistakes(field, field.records, *_FACTS_OF[field.type])
        yield from _recorded_choices(field, field.records, scheme, facts)


def _recorded_choices(
    field: FormField, name: str, scheme: Scheme, facts: FactNames
) -> Iterator[Mistake]:
    fact = facts.facts.get(name)
    if fact is None or fact.type not in _FACTS_OF["choice"]:
        return
    values = choices_of(fact, scheme)
    for choice in field.choices:
        if values and choice not in values:
            yield at(field, f"'{choice}' is no value of '{name}': use {', '.join(values)}")
