"""What antivirus software says of a file, and that only a yes is a yes."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from tests.support.fake_clamd import EICAR, SIGNATURE, FakeClamd, Mood, fake_clamd, nobody_listens

from applications.evidence.files.antivirus import Antivirus, AntivirusAwayError


@pytest.fixture
def clamd() -> Iterator[FakeClamd]:
    with fake_clamd() as listening:
        yield listening


async def test_a_clean_file_is_clean(clamd: FakeClamd) -> None:
    content = b"clean" * 200_000

    assert await Antivirus(clamd.url, seconds=5).find(BytesIO(content)) is None
    assert clamd.given == [len(content)]


async def test_an_infected_file_is_named_by_what_is_in_it(clamd: FakeClamd) -> None:
    assert await Antivirus(clamd.url, seconds=5).find(BytesIO(b"x" + EICAR)) == SIGNATURE


@pytest.mark.parametrize("mood", ["slow", "confused", "mute", "full"])
async def test_what_is_no_clear_answer_is_no_yes(clamd: FakeClamd, mood: Mood) -> None:
    clamd.mood = mood
    with pytest.raises(AntivirusAwayError):
        await Antivirus(clamd.url, seconds=0.3).find(BytesIO(b"clean"))


async def test_antivirus_software_that_is_away_clears_nothing() -> None:
    with pytest.raises(AntivirusAwayError):
        await Antivirus(nobody_listens(), seconds=1).find(BytesIO(b"clean"))
