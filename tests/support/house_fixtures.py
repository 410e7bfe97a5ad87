"""The live house, and a council of its own for each test that asks for one."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from deploy.embedded_postgres import EmbeddedPostgres, temporary_postgres
from tests.support.contract import Contract, Record
from tests.support.council import Council
from tests.support.house import NOW, House, live_house
from tests.support.issuer import Issuer, serving_issuer
from tests.support.own_authorities import write_eastshire

MakeCouncil = Callable[..., Council]
"""Makes one more council: `make_council(["durham"], nation="scotland")`."""


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedPostgres]:
    """The one PostgreSQL of the suite."""
    with temporary_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def issuer() -> Iterator[Issuer]:
    """Who signs the suite's tokens."""
    with serving_issuer() as serving:
        yield serving


@pytest.fixture(scope="session")
def house(
    tmp_path_factory: pytest.TempPathFactory, postgres: EmbeddedPostgres, issuer: Issuer
) -> Iterator[House]:
    """Everything live, for the whole run."""
    folder = tmp_path_factory.mktemp("house")
    schemes = str(write_eastshire(folder / "schemes"))
    with live_house(folder, postgres, issuer, SCHEMES_DIR=schemes) as started:
        yield started


@pytest.fixture(scope="session")
def house_record() -> Record:
    """What applications was asked in this run."""
    return Record()


@pytest.fixture(scope="session")
def house_contract(house: House, house_record: Record) -> Contract:
    """The contract that applications publishes."""
    return Contract(httpx.get(f"{house.url}/openapi.json").json(), house_record)


@pytest.fixture
def make_council(house: House, house_contract: Contract) -> Iterator[MakeCouncil]:
    """Make councils; the clock is put back after the test."""
    house.set_clock(NOW)

    def make(*arguments: object, **options: object) -> Council:
        return Council(house, house.add_authority(*arguments, **options), house_contract)  # type: ignore[arg-type]

    yield make
    house.set_clock(NOW)


@pytest.fixture
def council(make_council: MakeCouncil) -> Council:
    """A council that runs Durham's procedure."""
    return make_council()
