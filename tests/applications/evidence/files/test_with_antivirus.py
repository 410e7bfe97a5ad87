"""Where there is antivirus software: nothing is taken that it has not cleared."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from tests.support.casework import CaseOf, answered
from tests.support.council import key, problem
from tests.support.fake_clamd import EICAR, SIGNATURE, FakeClamd, Mood, fake_clamd
from tests.support.good_files import PDF, pdf
from tests.support.house import Process
from tests.support.house_fixtures import MakeCouncil
from tests.support.one_more_service import one_more_service
from tests.support.uploads import ITEMS, WORKER, Announced, announce, case_with_files, stored

INFECTED = pdf().replace(b"\n", b"\n%" + EICAR + b"\n", 1)
FOUND = "SELECT body::text FROM events WHERE authority_id = $1 AND kind = 'evidence-quarantined'"


@dataclass(frozen=True, slots=True)
class Guarded:
    """A service with antivirus software, and a case."""

    service: Process
    clamd: FakeClamd
    case: CaseOf

    def send(self, announced: Announced, content: bytes) -> httpx.Response:
        """Send a file there, past a check that takes no 503 for an answer."""
        token = {"Authorization": f"Bearer {self.case.council.token(WORKER)}"}
        url = f"{self.service.url}{announced.path}/content"
        return httpx.put(url, content=content, headers=announced.headers() | token, timeout=60)


@pytest.fixture
def guarded(make_council: MakeCouncil, tmp_path: Path) -> Iterator[Guarded]:
    case = case_with_files(make_council(["rotherham"]))
    with fake_clamd() as clamd:
        settings = {"APPLICATIONS_CLAMD_URL": clamd.url, "APPLICATIONS_CLAMD_SECONDS": "1"}
        with one_more_service(case.council.house, tmp_path, **settings) as service:
            yield Guarded(service, clamd, case)


def test_without_a_clear_answer_no_file_is_taken(guarded: Guarded) -> None:
    case, clamd = guarded.case, guarded.clamd
    announced = announce(case, PDF)
    moods: list[Mood] = ["slow", "confused", "mute", "full"]
    for mood in moods:
        clamd.mood = mood
        answer = guarded.send(announced, pdf())
        assert (answer.status_code, problem(answer)) == (503, "unavailable"), mood
        assert int(answer.headers["retry-after"]) > 0
        assert stored(case) == [(0, None)]

    clamd.mood = "awake"
    assert guarded.send(announced, pdf()).is_success


def test_an_infected_file_is_in_quarantine_and_a_clean_one_can_take_its_place(
    guarded: Guarded,
) -> None:
    case = guarded.case
    infected = announce(case, PDF)
    answer = guarded.send(infected, INFECTED)

    assert (answer.status_code, problem(answer)) == (422, "file-infected")
    assert stored(case) == [(0, None)]
    client = case.council.person(WORKER)
    assert answered(client.get(infected.path))["quarantined_because"] == "unsafe"
    ((told,),) = case.council.house.sql(FOUND, case.council.authority.authority_id)
    assert SIGNATURE in str(told)
    assert not client.get(f"{infected.path}/content").is_success
    assert guarded.send(infected, pdf()).status_code == 412

    body = {"item": ITEMS[PDF], "name": "clean", "media_type": PDF}
    instead = body | {"replaces": infected.path.rpartition("/")[2]}
    response = client.post(f"{case.path}/evidence", json=instead, headers=key())
    path = f"{case.path}/evidence/{answered(response)['evidence_id']}"
    assert guarded.send(Announced(path, PDF, response.headers["etag"]), pdf()).is_success
