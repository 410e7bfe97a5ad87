"""Which version of a scheme is in force, and what a case keeps of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.council import Council
from tests.support.house_fixtures import MakeCouncil
from tests.support.live import ROOT

from applications.platform.database import Database, Session, make_engine
from applications.schemes.domain.held import HeldScheme, Schemes
from applications.schemes.domain.refusals import NotInForceError, UnknownSchemeError
from applications.schemes.operations.pinned import pinned_scheme
from applications.schemes.storage.files import load_schemes
from applications.schemes.storage.pinned import find_pinned, pin_scheme
from scheme_files.library import SchemeLibraryError

FOLDER = ROOT / "shared" / "schemes"
LOADED = load_schemes([FOLDER])
TODAY = date(2026, 4, 2)
DURHAM = LOADED.in_force("durham", rules_on=TODAY, known_on=TODAY)
DAYS = st.dates(date(2020, 1, 1), date(2020, 2, 15))


def test_every_supplied_scheme_is_held() -> None:
    assert LOADED.ids == ("derbyshire", "durham", "rotherham")


def test_the_text_is_the_file_as_it_is() -> None:
    path = FOLDER / "durham" / "2023-03-01.2023-03-02.yaml"
    assert DURHAM.text.encode() == path.read_bytes()
    assert LOADED.find(DURHAM.sha256) == DURHAM


def test_a_correction_holds_from_the_day_on_which_it_was_published() -> None:
    before = LOADED.in_force("durham", rules_on=date(2023, 3, 1), known_on=date(2023, 3, 1))
    after = LOADED.in_force("durham", rules_on=date(2023, 3, 1), known_on=date(2023, 3, 2))
    assert before.scheme.published == date(2023, 3, 1)
    assert after.scheme.published == date(2023, 3, 2)


def test_a_day_before_the_first_version_names_the_first_day() -> None:
    with pytest.raises(NotInForceError, match="1 March 2023"):
        LOADED.in_force("durham", rules_on=date(2023, 2, 28), known_on=TODAY)
    with pytest.raises(NotInForceError, match="published by 28 February 2023"):
        LOADED.in_force("durham", rules_on=TODAY, known_on=date(2023, 2, 28))


def test_a_scheme_that_nobody_wrote_is_not_held() -> None:
    with pytest.raises(UnknownSchemeError):
        LOADED.in_force("atlantis", rules_on=TODAY, known_on=TODAY)


def test_a_file_that_cannot_be_used_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "durham").mkdir()
    (tmp_path / "durham" / "2023-03-01.2023-03-02.yaml").write_text("format: 2\n")
    with pytest.raises(SchemeLibraryError, match=r"2023-03-01\.2023-03-02\.yaml:1"):
        load_schemes([tmp_path])


def _version(in_force: date, published: date) -> HeldScheme:
    scheme = DURHAM.scheme
    first_day = replace(scheme.in_force, from_=in_force)
    version = replace(scheme, in_force=first_day, published=published)
    return HeldScheme(version, f"{in_force} {published}", "")


@given(st.lists(st.tuples(DAYS, DAYS), unique=True, min_size=1, max_size=6), DAYS, DAYS)
def test_the_version_in_force_is_the_latest_day_and_then_the_latest_correction(
    versions: list[tuple[date, date]], rules_on: date, known_on: date
) -> None:
    schemes = Schemes(_version(*each) for each in versions)
    possible = [each for each in versions if each[0] <= rules_on and each[1] <= known_on]
    if possible:
        found = schemes.in_force("durham", rules_on=rules_on, known_on=known_on).scheme
        assert (found.in_force.from_, found.published) == max(possible)
    else:
        with pytest.raises(NotInForceError):
            schemes.in_force("durham", rules_on=rules_on, known_on=known_on)


@asynccontextmanager
async def transaction(council: Council) -> AsyncIterator[Session]:
    """A transaction of the council's, as the service itself would begin one."""
    database = Database(make_engine(council.house.postgres.app_url, pool_size=1))
    try:
        async with database.begin(council.authority.authority_id) as session:
            yield session
    finally:
        await database.dispose()


@pytest.fixture
def other_council(make_council: MakeCouncil) -> Council:
    """One more council."""
    return make_council()


async def test_a_pinned_text_outlives_its_file(council: Council) -> None:
    authority_id, nothing = council.authority.authority_id, Schemes([])
    async with transaction(council) as session:
        await pin_scheme(session, authority_id, DURHAM)
        await pin_scheme(session, authority_id, DURHAM)
    async with transaction(council) as session:
        kept = await pinned_scheme(session, nothing, authority_id, DURHAM.sha256)
        assert kept == DURHAM
        again = await pinned_scheme(session, nothing, authority_id, DURHAM.sha256)
        assert again is kept


async def test_a_text_pinned_by_one_council_is_not_there_for_another(
    council: Council, other_council: Council
) -> None:
    other_id = other_council.authority.authority_id
    async with transaction(council) as session:
        await pin_scheme(session, council.authority.authority_id, DURHAM)
    async with transaction(other_council) as session:
        assert await find_pinned(session, other_id, DURHAM.sha256) is None
        with pytest.raises(LookupError):
            await pinned_scheme(session, Schemes([]), other_id, DURHAM.sha256)


async def test_a_kept_text_that_was_changed_is_refused(council: Council) -> None:
    authority_id = council.authority.authority_id
    changed = HeldScheme(DURHAM.scheme, "0" * 64, DURHAM.text)
    async with transaction(council) as session:
        await pin_scheme(session, authority_id, changed)
        with pytest.raises(ValueError, match="another text"):
            await find_pinned(session, authority_id, "0" * 64)
