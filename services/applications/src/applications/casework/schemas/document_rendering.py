"""Completed forms as they are sent: as JSON, and on paper."""

from collections.abc import Iterator
from typing import Any

from applications.casework.operations.documents import Document
from applications.documents.model import Detail
from applications.documents.model import Document as Paper
from applications.documents.words import moment_in_words
from applications.schemes.domain.answered import asked_fields, entries, grounds_in_words
from applications.schemes.domain.words import day_in_words


def document_document(document: Document) -> dict[str, Any]:
    """A completed form as it is sent: every question that was asked, in the order of the form."""
    return {
        "application_id": document.found.case.application_id,
        "kind": document.kind,
        "title": document.form.title,
        "number": document.number,
        "count": document.count,
        "attempt": document.attempt,
        "employee_number": document.found.case.employee_number,
        "completed_by": document.completed_by,
        "on_behalf_of": document.on_behalf_of,
        "completed_at": document.completed_at,
        "fields": [
            {"field": name, "label": field.label, "value": document.answers.get(name)}
            for name, field in asked_fields(document.form, document.answers)
        ],
    }


def paper_of(document: Document, authority: str) -> Paper:
    """A completed form as it is put on paper; `authority` is what the council is called."""
    form = document.form
    return Paper(
        title=form.title,
        authority=authority,
        introduction=form.introduction,
        details=tuple(_details(document)),
        entries=entries(form, document.answers, document.statements),
        grounds=grounds_in_words(form, document.found.held.scheme),
        completed_at=document.completed_at,
    )


def _details(document: Document) -> Iterator[Detail]:
    found = document.found
    scheme = found.held.scheme
    yield Detail("Scheme", f"{scheme.title}, in force from {day_in_words(scheme.in_force.from_)}")
    yield Detail("Pathway", found.pathway.title)
    yield Detail("Application", str(found.case.application_id))
    yield Detail("Worker", _person(document, found.case.employee_number))
    yield Detail("Completed by", _person(document, document.completed_by))
    if document.on_behalf_of:
        stood_for = ", for ".join(_person(document, each) for each in document.on_behalf_of)
        yield Detail("On behalf of", stood_for)
    yield Detail("Completed", moment_in_words(document.completed_at))
    yield Detail("Attempt", str(document.attempt))
    if document.count > 1:
        yield Detail("Completed form", f"{document.number} of {document.count}")


def _person(document: Document, number: str) -> str:
    person = document.names.get(number)
    return number if person is None else f"{person.name} ({number})"
