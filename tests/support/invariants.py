"""What must be so of every answer to a determination, whatever was asked."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

Json = dict[str, Any]

_DEFAULTS = {"service_area": "children", "fast_track": False}
_WITH_TARGET = {"determined", "needs_decision"}


def canonical_sha256(document: object) -> str:
    """Return the SHA-256 of canonical JSON (RFC 8785): sorted members, no spaces, UTF-8."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def broken(asked: Json, answer: Json, order: Sequence[str]) -> list[str]:
    """Name what is not so of an answer; nothing where all is well.

    Args:
        asked: The question.
        answer: Its answer.
        order: The facts in the order in which a form would ask.
    """
    return [
        *_rules(answer),
        *_outcome(answer),
        *_target(answer),
        *_accelerated_pay(answer),
        *_missing_facts(asked, answer, order),
        *_echoes(asked, answer),
        *_receipt(asked, answer),
    ]


def _rules(answer: Json) -> Iterator[str]:
    for reasoned in (*answer["rules"], *answer["decisions_needed"]):
        if ("clause" in reasoned) == ("assumption" in reasoned):
            yield f"{reasoned} has not exactly one of clause and assumption"
    for rule in answer["rules"]:
        if rule["status"] == "assumed" and ("clause" in rule or rule["met_on"]):
            yield f"{rule['id']} is assumed and has a clause or a day"
        if rule["met_on"] and rule["status"] != "met":
            yield f"{rule['id']} was met on a day and is {rule['status']}"
        if not rule["required"] or not rule["found"]:
            yield f"{rule['id']} does not say what it asks or what was found"
    if len({rule["id"] for rule in answer["rules"]}) != len(answer["rules"]):
        yield "a rule stands twice"


def _outcome(answer: Json) -> Iterator[str]:
    blocking = {rule["status"] for rule in answer["rules"] if rule["blocking"]}
    expected = _expected_outcome(answer, blocking)
    if answer["outcome"] != expected:
        yield f"{answer['outcome']} where the rules say {expected}"
    if answer["missing_facts"] and "unknown" not in blocking:
        yield "facts are missing and no blocking rule is unknown"
    if answer["outcome"] not in _WITH_TARGET:
        unwanted = ("target", "effective_from", "submission_date", "decisions_needed", "backdated")
        if given := [name for name in unwanted if answer[name]]:
            yield f"{answer['outcome']} with {given}"
    elif answer["target"] is None:
        yield f"{answer['outcome']} without a target"


def _expected_outcome(answer: Json, blocking: set[str]) -> str:
    if "not_met" in blocking:
        return "not_met"
    if answer["missing_facts"]:
        return "insufficient_facts"
    return "needs_decision" if answer["decisions_needed"] else "determined"


def _target(answer: Json) -> Iterator[str]:
    target = answer["target"]
    if target is None:
        return
    decisions = {item["decision"]: item for item in answer["decisions_needed"]}
    priced = target["salary_status"] != "unpriced"
    if (target["annual_salary"] is not None) != priced or bool(target["salary_source"]) != priced:
        yield "a salary, its status and its source do not go together"
    if target["point"] is None and not decisions:
        yield "a point is missing and nobody has to decide it"
    if "pay_point" in decisions and target["point"] is not None:
        yield "a point is given that somebody still has to decide"
    if (answer["effective_from"] is None) != ("effective_date" in decisions):
        yield "the effective date is missing and nobody has to decide it, or both are there"


def _accelerated_pay(answer: Json) -> Iterator[str]:
    accelerated = answer["accelerated_pay"]
    if accelerated is not None and accelerated["eligible"] != (accelerated["position"] is not None):
        yield "eligible without a point, or a point without being eligible"
    may_change = answer["outcome"] == "not_met" or (accelerated and not accelerated["eligible"])
    if answer["would_change"] and not may_change:
        yield "would_change where there is nothing to change"
    changes = [(item["fact"], item["value"]) for item in answer["would_change"]]
    if len(set(changes)) != len(changes):
        yield f"a change stands twice: {changes}"


def _missing_facts(asked: Json, answer: Json, order: Sequence[str]) -> Iterator[str]:
    missing = answer["missing_facts"]
    if missing != [name for name in order if name in missing]:
        yield f"{missing} is not in the order of the form"
    if given := [name for name in missing if asked["facts"].get(name) is not None]:
        yield f"{given} is given and called missing"


def _echoes(asked: Json, answer: Json) -> Iterator[str]:
    for name in ("scheme", "pathway", "known_on", "rules_on", "client_reference"):
        if asked.get(name) is not None and asked[name] != answer.get(name):
            yield f"{name} is not given back"
    signed_off_on, effective_from = asked["facts"].get("signed_off_on"), answer["effective_from"]
    before = bool(signed_off_on and effective_from and effective_from < signed_off_on)
    if answer["backdated"] != before:
        yield "backdated says what is not so"


def _receipt(asked: Json, answer: Json) -> Iterator[str]:
    receipt = answer["receipt"]
    resolved = resolved_request(asked, answer)
    if canonical_sha256(resolved) != receipt["request_sha256"]:
        yield "request_sha256 is not of the resolved request"
    rest = {name: value for name, value in answer.items() if name != "receipt"}
    if canonical_sha256(rest) != receipt["answer_sha256"]:
        yield "answer_sha256 is not of the answer without its receipt"


def resolved_request(asked: Json, answer: Json) -> Json:
    """Return a question with every default filled in and every absent fact left out."""
    given = {
        name: int(value) if isinstance(value, float) else value
        for name, value in asked["facts"].items()
        if value is not None
    }
    resolved = {
        "scheme": asked["scheme"],
        "pathway": asked["pathway"],
        "scheme_sha256": answer["receipt"]["scheme_sha256"],
        "rules_on": answer["rules_on"],
        "known_on": answer["known_on"],
        "facts": {**_DEFAULTS, **given},
    }
    reference = asked.get("client_reference")
    return resolved if reference is None else {**resolved, "client_reference": reference}
