"""An answer in words that could be read out to the worker, rendered from its JSON alone."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from paycalc.domain.words import day_in_words

Json = Mapping[str, Any]

_WIDTH: Final = 100
_MARGIN: Final = " " * 18
_OUTCOMES: Final = {
    "determined": "Determined",
    "needs_decision": "A person has to decide",
    "insufficient_facts": "Some facts are missing",
    "not_met": "Not met yet",
}
_MARKS: Final = {
    "met": "yes",
    "not_met": "NO",
    "unknown": "not known",
    "not_applicable": "does not apply",
    "assumed": "assumed",
}
_SALARIES: Final = {
    "settled": "",
    "provisional": " (provisional: the award of that pay year was not agreed yet)",
}


def explain(answer: Json) -> str:
    """Return an answer of `POST /v1/determinations`, or the problem in its place, in words."""
    if "outcome" not in answer:
        return _explain_problem(answer)
    lines = [f"{_OUTCOMES[answer['outcome']]}: {answer['scheme']}, {answer['pathway']}"]
    lines += (f"  {line}" for line in _result(answer))
    lines += ["", "Why"]
    for rule in answer["rules"]:
        lines += _rule(rule)
    if answer["would_change"]:
        lines += ["", "What would change it"]
        lines += (f"  {_change(change)}" for change in answer["would_change"])
    return "\n".join(lines)


def _explain_problem(problem: Json) -> str:
    lines = [f"Not answered: {problem['title']}", f"  {problem['detail']}"]
    lines += (f"  {error['pointer']}: {error['detail']}" for error in problem["errors"])
    return "\n".join(lines)


def _result(answer: Json) -> Iterator[str]:
    if answer["target"] is not None:
        yield from _target(answer)
    for decision in answer["decisions_needed"]:
        yield _decision(decision)
    if answer["missing_facts"]:
        yield f"Please give: {', '.join(answer['missing_facts'])}"
    rules_on, known_on = _day(answer["rules_on"]), _day(answer["known_on"])
    yield f"By the rules of {rules_on}, as known on {known_on}"


def _target(answer: Json) -> Iterator[str]:
    target = answer["target"]
    place = f"Grade {target['grade']}"
    if target["point"] is not None:
        place += f", {_point(target['point'])}"
    if answer["effective_from"] is not None:
        backdated = ", backdated" if answer["backdated"] else ""
        place += f", from {_day(answer['effective_from'])}{backdated}"
    yield place
    if target["point"] is not None:
        yield _salary(target)


def _point(point: Json) -> str:
    scp = "" if point["scp"] is None else f" (spinal column point {point['scp']})"
    return f"point {point['position']}{scp}"


def _salary(target: Json) -> str:
    if target["annual_salary"] is None:
        return "Unpriced: no published value is known for this point"
    source = target["salary_source"]
    return (
        f"GBP {target['annual_salary']} a year, full time{_SALARIES[target['salary_status']]}; "
        f"from table {source['table']}, {source['basis']}, agreed {_day(source['agreed_on'])}"
    )


def _decision(decision: Json) -> str:
    what = decision["decision"].replace("_", " ")
    who = (decision["by"] or "a person whom the scheme does not name").replace("_", " ")
    choices = decision["choices"]
    among = f", among {_listed(choices)}" if choices else ""
    return f"The {what} is for the {who} to decide{among}"


def _rule(rule: Json) -> Iterator[str]:
    since = "" if rule["met_on"] is None else f", met on {_day(rule['met_on'])}"
    harmless = not rule["blocking"] and rule["status"] in {"not_met", "unknown"}
    note = " (this never blocks)" if harmless else ""
    yield _wrapped(f"{rule['required']}{note}", f"  {_MARKS[rule['status']]:<16}")
    yield _wrapped(f"Found: {rule['found']}{since}", _MARGIN)
    if "clause" in rule:
        clause = rule["clause"]
        yield _wrapped(f'From: {clause["document"]}, "{clause["heading"]}"', _MARGIN)
    else:
        yield _wrapped(f"Assumption: {rule['assumption']}", _MARGIN)


def _wrapped(text: str, first_margin: str) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent=first_margin, subsequent_indent=_MARGIN)


def _change(change: Json) -> str:
    outcome = _OUTCOMES[change["outcome"]].lower()
    if change["eligible_on"] is not None and change["value"] == change["eligible_on"]:
        return f"Time alone: {change['fact']} on {_day(change['value'])} or later: {outcome}"
    value = {True: "yes", False: "no"}.get(change["value"], change["value"])
    return f"{change['fact']} = {value}: {outcome}"


def _listed(choices: Sequence[int]) -> str:
    return ", ".join(str(choice) for choice in choices)


def _day(text: str) -> str:
    return day_in_words(date.fromisoformat(text))
