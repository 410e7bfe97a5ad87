"""A form with its answers, as it is put on paper."""

from collections.abc import Iterator, Mapping
from datetime import date

from applications.documents.model import Entry, Statement
from applications.documents.model import Statements as StatementsOnPaper
from applications.schemes.domain.standards import NO_STATEMENTS, Statements
from applications.schemes.domain.words import day_in_words
from scheme_files.model.base import Clause, Grounded
from scheme_files.model.scheme import Scheme
from scheme_files.model.work import Form, FormField

Answers = Mapping[str, object]


def asked_fields(form: Form, answers: Answers) -> Iterator[tuple[str, FormField]]:
    """The questions that were asked, in the order of the form."""
    for name, field in form.fields.items():
        if name in answers or not field.only_if:
            yield name, field


def entries(
    form: Form, answers: Answers, statements: Statements = NO_STATEMENTS
) -> tuple[Entry, ...]:
    """Each question that was asked, with its answer in words.

    Args:
        form: The form.
        answers: What was filled in, as it was checked then.
        statements: The sets of statements that count for the case.
    """
    return tuple(
        _on_statements(field, answers.get(name), statements)
        if field.standards
        else Entry(field.label, answer_in_words(field, answers.get(name)))
        for name, field in asked_fields(form, answers)
    )


def _on_statements(field: FormField, given: object, statements: Statements) -> Entry:
    texts = given if isinstance(given, Mapping) else {}
    return Entry(
        field.label,
        statements=tuple(
            StatementsOnPaper(
                found.title,
                tuple(Statement(words, texts.get(name)) for name, words in found.items.items()),
            )
            for found in (statements[each] for each in field.standards)
        ),
    )


def answer_in_words(field: FormField, value: object) -> str | None:
    """An answer as it is read; None where there is none."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "Yes" if value else "No"
    words = f"{value:.0f}" if isinstance(value, float) else str(value)
    if field.type == "date":
        return day_in_words(date.fromisoformat(words))
    return field.choices.get(words, words)


def grounds_in_words(rule: Grounded, scheme: Scheme) -> str:
    """Where a rule comes from: the clause of the document, or what is assumed."""
    if rule.clause is not None:
        return f"Asked for by: {_clause(rule.clause, scheme)}."
    return f"An assumption, where the document is silent: {rule.assumption}"


def _clause(clause: Clause, scheme: Scheme) -> str:
    return f"{scheme.documents[clause.document].title}, {clause.heading}"
