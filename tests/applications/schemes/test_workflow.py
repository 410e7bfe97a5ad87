"""Procedures over HTTP: as data, and form by form."""

import jsonschema_rs
from tests.support.council import Council, problem
from tests.support.house_fixtures import MakeCouncil

WORKFLOW = "/v1/schemes/durham/workflow"


def test_durhams_procedure_says_who_does_what_and_what_follows(council: Council) -> None:
    answer = council.hris.get(WORKFLOW).json()
    assert (answer["scheme"], answer["scheme_version"]) == ("durham", "2023-03-01")
    assert answer["published_on"] == "2023-03-02"
    pathway = answer["pathways"][0]
    assert pathway["pathway"] == "grade-9-to-11"
    assert (pathway["from_grade"], pathway["to_grades"]) == ("9", ["11"])
    assert pathway["opened_by"] == ["team_manager"]
    assert pathway["embargo"]["until"] == "sign-off"
    steps = {step["step"]: step for step in pathway["steps"]}
    sign_off = steps["sign-off"]
    assert (sign_off["kind"], sign_off["deadline"]) == ("joint", "sign-off")
    assert sign_off["by"] == ["service_manager", "strategic_manager"]
    assert sign_off["clause"]["document"] == "Progression to Senior Social Worker Procedure"
    assert sign_off["clause"]["heading"].startswith("2.5 ")
    outcome = sign_off["outcomes"][0]
    assert (outcome["action"], outcome["needs"]) == ("sign-off", "every")
    yes, not_yet = outcome["next"]
    assert (yes["when"], yes["decides"]) == ("recommended by the line manager: yes", "yes")
    assert yes["steps"] == ["congratulation", "authorise-change"]
    assert (not_yet["when"], not_yet["decides"]) == (None, "not_yet")
    assert not_yet["records"] == {"standards_met": False}


def test_a_step_that_only_some_need_says_in_words_who(council: Council) -> None:
    pathway = council.hris.get(WORKFLOW).json()["pathways"][0]
    statement = next(each for each in pathway["steps"] if each["step"] == "academy-statement")
    assert statement["when"] == (
        "ASYE completed on: 2 January 2023 or later; "
        "and ASYE supported by the Social Work Academy: yes"
    )


def test_every_rule_has_a_clause_or_an_assumption(council: Council) -> None:
    answer = council.hris.get(WORKFLOW).json()
    rules = [*answer["deadlines"]]
    for pathway in answer["pathways"]:
        rules += [*pathway["steps"], *([pathway["embargo"]] if pathway["embargo"] else [])]
    assert rules
    assert all((rule["clause"] is None) != (rule["assumption"] is None) for rule in rules)


def test_roles_are_named_as_the_council_names_them(council: Council) -> None:
    roles = {each["role"]: each for each in council.hris.get(WORKFLOW).json()["roles"]}
    assert roles["strategic_manager"]["title"] == "Strategic manager"
    assert roles["strategic_manager"]["over"] == "locality"
    assert (roles["worker"]["kind"], roles["worker"]["over"]) == ("derived", None)


def test_an_appointment_starts_from_no_grade(council: Council) -> None:
    appointment = council.hris.get(WORKFLOW).json()["pathways"][1]
    assert (appointment["from_grade"], appointment["to_grades"]) == (None, ["11"])
    assert appointment["embargo"] is None


def test_a_day_chooses_the_version(council: Council) -> None:
    early = council.hris.get(WORKFLOW, params={"rules_on": "2023-02-28"})
    assert (early.status_code, problem(early)) == (422, "not-in-force")
    assert "1 March 2023" in early.json()["detail"]
    first = council.hris.get(WORKFLOW, params={"rules_on": "2023-03-01"})
    assert first.json()["scheme_version"] == "2023-03-01"


def test_what_was_not_published_yet_is_not_known(council: Council) -> None:
    council.house.set_clock("2023-03-01")
    answer = council.hris.get(WORKFLOW).json()
    assert (answer["published_on"], answer["pathways"][0]["steps"]) == ("2023-03-01", [])


def test_another_councils_scheme_is_not_here(make_council: MakeCouncil) -> None:
    council = make_council(["rotherham"])
    for path in ("workflow", "diagram.svg", "forms/assessment-of-readiness"):
        refused = council.hris.get(f"/v1/schemes/durham/{path}")
        assert (refused.status_code, problem(refused)) == (404, "not-found")
    assert council.hris.get("/v1/schemes/rotherham/workflow").status_code == 200


def test_a_form_can_be_shown_and_checked_from_its_schema_alone(council: Council) -> None:
    response = council.hris.get("/v1/schemes/durham/forms/assessment-of-readiness")
    form = response.json()
    assert form["title"] == "Assessment of Readiness to Progress"
    assert form["assumption"].startswith("The procedure names the template")
    assert form["clause"] is None
    assert form["schema"]["$schema"].endswith("/2020-12/schema")
    assert list(form["schema"]["properties"])[:2] == ["practice_evidence", "strengths"]
    choice = form["schema"]["properties"]["asye_outcome"]["oneOf"][2]
    assert choice == {"const": "in-progress", "title": "in progress"}
    validator = jsonschema_rs.validator_for(form["schema"], validate_formats=True)
    answers = {
        "practice_evidence": "Complex work, done well.",
        "strengths": "Court work.",
        "mandatory_training_complete": True,
        "ready_to_progress": True,
    }
    assert validator.is_valid(answers)
    assert not validator.is_valid(answers | {"ready_to_progress": False})
    assert validator.is_valid(answers | {"ready_to_progress": False, "gaps": "Assessments."})


def test_a_form_that_is_not_there_is_not_found(council: Council) -> None:
    refused = council.hris.get("/v1/schemes/durham/forms/tax-return")
    assert (refused.status_code, problem(refused)) == (404, "not-found")


def test_the_picture_names_the_steps_of_the_pathway_asked_for(council: Council) -> None:
    first = council.hris.get("/v1/schemes/durham/diagram.svg")
    assert first.headers["content-type"] == "image/svg+xml"
    assert first.headers["content-security-policy"].startswith("default-src 'none'")
    assert "Discuss and sign off" in first.text
    other = council.hris.get("/v1/schemes/durham/diagram.svg", params={"pathway": "appointment"})
    assert "Record what recruitment evidenced" in other.text
    again = council.hris.get("/v1/schemes/durham/diagram.svg", params={"pathway": "grade-9-to-11"})
    assert again.content == first.content
    none = council.hris.get("/v1/schemes/durham/diagram.svg", params={"pathway": "grade-1-to-2"})
    assert (none.status_code, problem(none)) == (404, "not-found")


def test_a_procedure_is_read_with_the_scope_for_it_and_by_nobody_unknown(council: Council) -> None:
    without = council.machine("people.read").get(WORKFLOW)
    assert (without.status_code, problem(without)) == (403, "forbidden")
    stranger = council.person("999999").get(WORKFLOW)
    assert (stranger.status_code, problem(stranger)) == (403, "unknown-person")


def test_a_parameter_that_is_not_there_is_refused(council: Council) -> None:
    refused = council.hris.get(WORKFLOW, params={"effective_on": "2026-01-01"})
    assert (refused.status_code, problem(refused)) == (422, "invalid-request")


def test_a_version_is_asked_for_as_it_was_known_on_a_day(council: Council) -> None:
    first, corrected = (
        council.hris.get(WORKFLOW, params={"known_on": day}).json()["published_on"]
        for day in ("2023-03-01", "2026-01-01")
    )
    assert (first, corrected) == ("2023-03-01", "2023-03-02")
    early = council.hris.get(WORKFLOW, params={"known_on": "2023-02-28"})
    assert (early.status_code, problem(early)) == (422, "not-in-force")


def test_what_an_application_contains_is_said_item_by_item(make_council: MakeCouncil) -> None:
    answer = make_council(["derbyshire"]).hris.get("/v1/schemes/derbyshire/workflow").json()
    pathway = answer["pathways"][2]
    items = {each["item"]: each for each in pathway["evidence"]}
    examples = items["case-examples"]
    assert (examples["kind"], examples["form"]) == ("form", "case-example")
    assert (examples["at_least"], examples["at_most"], examples["screened"]) == (2, 2, True)
    assert examples["clause"]["heading"] == "CPD Progression portfolios"
    certificate = items["qualification-certificate"]
    assert (certificate["types"], certificate["may_follow"]) == (["pdf", "jpeg", "png"], True)
    assert "children's services" in items["my-plan-development"]["when"]
    assert answer["reminders"]["days_before"] == [42, 14]
    assert [each["standards"] for each in answer["standards"]][:2] == [
        "pcf",
        "professional-standards",
    ]
    (deadline,) = answer["deadlines"]
    assert deadline["by_fact"] == "systemic_practice_due_on"


def test_a_meeting_names_who_sits_in_it_and_who_arranges_it(make_council: MakeCouncil) -> None:
    council = make_council(["derbyshire"])
    pathway = council.hris.get("/v1/schemes/derbyshire/workflow").json()["pathways"][2]
    (panel,) = [each for each in pathway["steps"] if each["step"] == "progression-panel"]
    assert panel["meeting"]["members"][0] == {
        "role": "independent_head_of_service",
        "at_least": 1,
        "at_most": 4,
    }
    assert panel["meeting"]["advised_by"] == ["hr_adviser"]
    assert panel["meeting"]["arranged_by"] == ["learning_and_development", "head_of_service"]


def test_four_case_files_are_audited_on_a_form_each(make_council: MakeCouncil) -> None:
    council = make_council(["rotherham"])
    pathway = council.hris.get("/v1/schemes/rotherham/workflow").json()["pathways"][2]
    (audits,) = [each for each in pathway["steps"] if each["step"] == "case-file-audits"]
    (outcome,) = audits["outcomes"]
    assert (outcome["times"], outcome["form"]) == (4, "case-file-audit")
    assert audits["by"] == ["independent_head_of_service"]
    picture = council.hris.get(
        "/v1/schemes/rotherham/diagram.svg", params={"pathway": "band-i-to-j"}
    ).text
    for words in ("form: Case file audit, 4 times", "a meeting of Independent Head of Service"):
        assert words in picture[picture.index("<desc") : picture.index("</desc>")]
