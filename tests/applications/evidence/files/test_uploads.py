"""A file over HTTP: what comes back is what was sent; what is refused leaves nothing behind."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import httpx
import pytest
from tests.support.casework import CaseOf
from tests.support.council import problem
from tests.support.good_files import DOCX, GOOD, PDF, padded_pdf, pdf
from tests.support.hostile_files import HOSTILE
from tests.support.house_fixtures import MakeCouncil
from tests.support.uploads import WORKER, Announced, announce, case_with_files, send, stored

from applications.evidence.domain.files.digests import write_digest
from applications.evidence.domain.files.refusals import RULES

NOTHING: Final = [(0, None)]
MOST: Final = 25 * 1024 * 1024


@pytest.fixture
def case(make_council: MakeCouncil) -> CaseOf:
    return case_with_files(make_council(["rotherham"]))


def digest(content: bytes) -> str:
    return write_digest(hashlib.sha256(content).digest())


def test_a_good_file_of_each_type_comes_back_byte_for_byte_and_as_a_file_to_keep(
    case: CaseOf,
) -> None:
    for name, (media_type, content) in GOOD.items():
        announced = announce(case, media_type, name=f"{name}.exe")
        taken = send(case, announced, content, headers=announced.headers(
            Content_Digest=digest(content), Repr_Digest=digest(content)
        ))  # fmt: skip
        assert taken.is_success, taken.text
        assert taken.headers["etag"] != announced.etag
        given = case.council.person(WORKER).get(f"{announced.path}/content")

        assert given.content == content, name
        assert given.headers["content-type"] == media_type
        assert given.headers["content-digest"] == digest(content)
        assert given.headers["content-disposition"].startswith(
            f"attachment; filename*=UTF-8''{name}.exe."
        )
        assert given.headers["x-content-type-options"] == "nosniff"
        assert given.headers["content-security-policy"].startswith("sandbox;")
        assert given.headers["cache-control"] == "no-store"


def test_that_a_file_was_read_is_noted(case: CaseOf) -> None:
    announced = announce(case, PDF)
    send(case, announced, pdf())
    case.council.person(WORKER).get(f"{announced.path}/content")

    noted = case.council.house.sql(
        "SELECT reader FROM evidence_reads WHERE what = 'content' AND authority_id = $1",
        case.council.authority.authority_id,
    )
    assert noted == [(WORKER,)]


def test_a_file_of_many_pieces_comes_back_whole(case: CaseOf) -> None:
    content = padded_pdf(MOST)
    announced = announce(case, PDF)

    assert send(case, announced, content).is_success
    assert stored(case) == [(50, True)]
    given = case.council.person(WORKER).get(f"{announced.path}/content").content
    assert hashlib.sha256(given).digest() == hashlib.sha256(content).digest()


def test_every_hostile_file_is_refused_by_its_rule_and_nothing_of_it_is_stored(
    case: CaseOf,
) -> None:
    places = {
        media_type: announce(case, media_type)
        for media_type in {each.media_type for each in HOSTILE.values()}
    }

    def sent(name: str) -> tuple[str, int, str, str]:
        hostile = HOSTILE[name]
        answer = send(case, places[hostile.media_type], hostile.content)
        return name, answer.status_code, problem(answer), answer.json()["detail"]

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(sent, HOSTILE))

    assert len(answers) >= 50
    assert answers == [
        (name, 422, "file-refused", RULES[each.rule]) for name, each in HOSTILE.items()
    ]
    assert stored(case) == NOTHING


def in_pieces(content: bytes) -> Iterator[bytes]:
    yield content[:10]
    yield content[10:]


def ask(case: CaseOf, announced: Announced, content: bytes | Iterator[bytes]) -> httpx.Response:
    """Send a file as a client does that has no bytes to look back at."""
    headers = announced.headers(Authorization=f"Bearer {case.council.token(WORKER)}")
    url = f"{case.council.house.url}{announced.path}/content"
    return httpx.put(url, content=content, headers=headers, timeout=60)


def test_a_file_may_come_without_a_length(case: CaseOf) -> None:
    answer = ask(case, announce(case, PDF), in_pieces(pdf()))

    assert answer.is_success
    assert "content-length" not in answer.request.headers


@pytest.mark.parametrize("with_length", [True, False])
def test_a_file_that_is_too_large_is_refused(case: CaseOf, *, with_length: bool) -> None:
    content = padded_pdf(MOST + 1)
    answer = ask(case, announce(case, PDF), content if with_length else in_pieces(content))

    assert (answer.status_code, problem(answer)) == (413, "payload-too-large")
    assert stored(case) == NOTHING


@pytest.fixture
def announced(case: CaseOf) -> Announced:
    return announce(case, PDF)


@pytest.mark.parametrize("header", ["Content_Digest", "Repr_Digest"])
@pytest.mark.parametrize("value", [digest(b"something else"), "nonsense"])
def test_a_file_that_is_not_what_was_sent_is_refused(
    case: CaseOf, announced: Announced, header: str, value: str
) -> None:
    answer = send(case, announced, pdf(), headers=announced.headers(**{header: value}))

    assert (answer.status_code, problem(answer)) == (422, "wrong-digest")
    assert stored(case) == NOTHING


@pytest.mark.parametrize(
    "more", [{"Content_Type": DOCX}, {"Content_Type": ""}, {"Content_Encoding": "gzip"}]
)
def test_a_file_comes_as_what_was_announced_and_as_it_is(
    case: CaseOf, announced: Announced, more: dict[str, str]
) -> None:
    answer = send(case, announced, pdf(), headers=announced.headers(**more))

    assert (answer.status_code, problem(answer)) == (415, "unsupported-media-type")
    assert stored(case) == NOTHING


def test_whoever_sends_a_file_says_which_version_they_saw(
    case: CaseOf, announced: Announced
) -> None:
    missing = send(case, announced, pdf(), headers={"Content-Type": PDF})
    stale = send(case, announced, pdf(), headers={"Content-Type": PDF, "If-Match": '"7"'})

    assert (missing.status_code, stale.status_code) == (428, 412)


def test_a_file_is_sent_once_and_never_changes(case: CaseOf, announced: Announced) -> None:
    version = send(case, announced, pdf()).headers["etag"]
    again = send(case, announced, pdf(), headers={"Content-Type": PDF, "If-Match": version})

    assert (again.status_code, problem(again)) == (409, "evidence-state")


def test_what_has_not_come_in_cannot_be_read(case: CaseOf, announced: Announced) -> None:
    answer = case.council.person(WORKER).get(f"{announced.path}/content")

    assert (answer.status_code, problem(answer)) == (409, "evidence-state")
