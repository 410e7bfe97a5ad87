"""Files as they come out of spreadsheets: read where they can be, and a clear word where not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.applications.people.organisation import add_team
from tests.support.council import Council, problem
from tests.support.imports import JSON_LINES, as_csv, bring_in, outcomes, rows, send

from applications.exchange.domain.import_files import UnreadableFileError, read_csv
from applications.exchange.domain.import_kinds import KINDS_OF_IMPORT

TEAM = "team,title,service,locality\r\n"
GOOD = TEAM + "east,East,care,east\r\n"

UNREADABLE = {
    "Windows-1252": ((TEAM + "east,Caf\u00e9,care,east\r\n").encode("cp1252"), "UTF-8"),
    "semicolons": (GOOD.replace(",", ";").encode(), "semicolons"),
    "tabs": (GOOD.replace(",", "\t").encode(), "semicolons or tabs"),
    "a column left out": (b"team,title,service\r\na,b,c\r\n", "Missing: locality."),
    "an unknown column": (
        b"team,title,service,locality,quaint\r\n",
        "Not known, by their place: 5.",
    ),
    "a column twice": (b"team,title,service,locality,team\r\n", "twice"),
    "nothing": (b"", "Missing: team"),
    "a quote that does not end": (GOOD.encode() + b'west,"West', "quotes"),
    "UTF-16": (GOOD.encode("utf-16"), "UTF-8"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_as_a_whole_is_refused_with_what_to_mend(
    council: Council, name: str
) -> None:
    content, word = UNREADABLE[name]
    answer = send(council.hris, "teams", content)
    assert (answer.status_code, problem(answer)) == (422, "unreadable-file")
    assert word in answer.json()["detail"]
    assert "quaint" not in answer.text
    assert council.hris.get("/v1/imports").json()["items"] == []


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.replace("\r\n", "\n").encode(),
        GOOD.rstrip().encode(),
        GOOD.encode() + b"\r\n,,,\r\n",
        b'"team","title","service","locality"\r\n"east","East","care","east"\r\n',
        b" team , title,service,locality\r\n east ,East, care,east \r\n",
    ],
    ids=["a byte order mark", "line feeds", "no last line end", "empty lines", "quotes", "spaces"],
)
def test_what_spreadsheets_do_to_a_file_does_no_harm(council: Council, content: bytes) -> None:
    assert outcomes(council, bring_in(council, "teams", content)) == ["created"]
    assert council.hris.get("/v1/teams/east").json()["title"] == "East"


def test_a_cell_may_hold_commas_quotes_and_no_line_break(council: Council) -> None:
    content = GOOD + 'west,"West, or ""Left""",care,west\r\nsouth,"So\r\nuth",care,south\r\nx,y\r\n'
    about = bring_in(council, "teams", content)
    said = rows(council, about)
    assert [(each["line"], each["last_line"], each["outcome"]) for each in said] == [
        (2, 2, "created"), (3, 3, "created"), (4, 5, "refused"), (6, 6, "refused"),
    ]  # fmt: skip
    assert council.hris.get("/v1/teams/west").json()["title"] == 'West, or "Left"'
    assert "2 cells" in said[3]["problem"]["errors"][0]["detail"]


def test_an_empty_file_is_an_import_of_nothing(council: Council) -> None:
    answers = [
        send(council.hris, "teams", TEAM),
        send(council.hris, "teams", "", media_type=JSON_LINES),
    ]
    for answer in answers:
        assert (answer.status_code, answer.json()["status"]) == (202, "done")
        assert answer.json()["rows"]["found"] == 0


def test_the_same_team_twice_is_refused_the_second_time(council: Council) -> None:
    add_team(council, "east")
    about = bring_in(council, "teams", GOOD + "east,Other,care,east\r\n")
    assert outcomes(council, about) == ["changed", "refused"]
    assert "Line 2" in rows(council, about)[1]["problem"]["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("media_type", "status", "slug"),
    [
        ("application/json", 415, "unsupported-media-type"),
        ("text/csv; charset=windows-1252", 415, "unsupported-media-type"),
        ("text/csv; charset=utf-8", 202, ""),
    ],
)
def test_the_media_type_says_what_it_is(
    council: Council, media_type: str, status: int, slug: str
) -> None:
    answer = send(council.hris, "teams", GOOD, media_type=media_type)
    assert answer.status_code == status
    if slug:
        assert problem(answer) == slug


def test_a_kind_that_there_is_not_is_refused(council: Council) -> None:
    for kind in ("people", ""):
        answer = send(council.hris, kind, GOOD)
        assert (answer.status_code, problem(answer)) == (422, "invalid-request")
        assert answer.json()["errors"][0]["pointer"] == "/query/kind"


def test_a_file_that_is_too_large_is_refused_before_it_is_read(council: Council) -> None:
    line = b"east,East,care,east\r\n"
    answer = send(council.hris, "teams", TEAM.encode() + line * (65 * 1024 * 1024 // len(line)))
    assert (answer.status_code, problem(answer)) == (413, "payload-too-large")


CELLS = st.lists(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=6), max_size=6
    ),
    max_size=6,
)


@given(cells=CELLS, ends=st.sampled_from(["\r\n", "\n", "\r"]))
def test_whatever_is_in_it_a_file_is_read_or_refused(cells: list[list[str]], ends: str) -> None:
    header = "employee_number,name,posts.post_number,facts.x\n"
    text = header + ends.join(",".join(line) for line in cells)
    try:
        found = list(read_csv(text.splitlines(keepends=True), KINDS_OF_IMPORT["workers"]))
    except UnreadableFileError:
        return
    assert all(each.line <= each.last_line for each in found)
    assert [each.line for each in found] == sorted({each.line for each in found})


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                name: st.text(
                    st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")),
                    min_size=1,
                    max_size=8,
                )
                .map(str.strip)
                .filter(bool)
                for name in ("team", "title", "service", "locality")
            }
        ),
        min_size=1,
        max_size=5,
        unique_by=lambda each: each["team"],
    )
)
def test_what_was_written_as_csv_is_what_is_read(table: list[dict[str, str]]) -> None:
    lines = as_csv(table).splitlines(keepends=True)
    found = [each.document for each in read_csv(lines, KINDS_OF_IMPORT["teams"])]
    assert found == table
