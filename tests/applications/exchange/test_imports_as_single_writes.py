"""An import of rows is as many single writes, whatever the rows hold."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.applications.people.organisation import add_team
from tests.support.council import Council
from tests.support.house_fixtures import MakeCouncil
from tests.support.imports import JSON_LINES, as_lines, bring_in, rows

Json = dict[str, Any]

NUMBERS = st.sampled_from(["A", "B", "C", "not a number"])
POSTS = st.lists(
    st.fixed_dictionaries(
        {
            "post_number": st.sampled_from(["P-1", "P-2", "P-3"]),
            "team": st.sampled_from(["cic-east", "cic-east", "cic-west", "nowhere"]),
            "team_since": st.sampled_from([None, None, "2024-09-02", "2025-09-01", "2024-01-01"]),
            "grade": st.sampled_from(["9", "10"]),
            "hours_per_week": st.sampled_from(["37.00", "18.50", "37"]),
            "starts_on": st.just("2024-09-02"),
            "ends_before": st.sampled_from([None, "2026-05-01", "2024-01-01"]),
        }
    ),
    max_size=2,
)
DOCUMENTS = st.fixed_dictionaries(
    {"employee_number": NUMBERS, "name": st.sampled_from(["Sam", "Kit", ""])},
    optional={
        "subject": st.sampled_from(["a", "b"]),
        "line_manager": st.sampled_from(["A", "Z"]),
        "facts": st.fixed_dictionaries({"years_here": st.sampled_from([1, True, "x", 1.5])}),
        "posts": POSTS,
    },
)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(files=st.lists(st.lists(DOCUMENTS, min_size=1, max_size=8), min_size=1, max_size=2))
def test_an_import_of_rows_is_as_many_single_writes(
    make_council: MakeCouncil, files: list[list[Json]]
) -> None:
    one, other = make_council(), make_council()
    for each in (one, other):
        add_team(each)
        add_team(each, "cic-west")
    for file in files:
        once = list({document["employee_number"]: document for document in file}.values())
        said = rows(one, bring_in(one, "workers", as_lines(once), media_type=JSON_LINES))
        for document, came in zip(once, said, strict=True):
            _assert_same(other, document, came)
    for number in ("A", "B", "C"):
        found = [each.hris.get(f"/v1/workers/{number}") for each in (one, other)]
        assert found[0].status_code == found[1].status_code
        if found[0].is_success:
            assert found[0].headers["etag"] == found[1].headers["etag"]
            kept = [{**each.json(), "changed_at": ""} for each in found]
            assert kept[0] == kept[1]


def _assert_same(council: Council, document: Json, came: Json) -> None:
    body = {name: value for name, value in document.items() if name != "employee_number"}
    path = f"/v1/workers/{document['employee_number']}"
    before = council.hris.get(path)
    answer = council.hris.put(path, json=body, headers={"If-Match": "*"})
    if not answer.is_success:
        assert came["outcome"] == "refused"
        if " " not in path:  # there the single write has the mistake in its address
            assert came["problem"]["type"] == answer.json()["type"]
            assert came["problem"]["errors"] == answer.json()["errors"]
    elif answer.status_code == 201:
        assert came["outcome"] == "created"
    else:
        is_same = answer.headers["etag"] == before.headers["etag"]
        assert came["outcome"] == ("unchanged" if is_same else "changed")
