"""Two whole councils, of which neither may ever see anything of the other."""

from uuid import uuid4

import pytest
from tests.support.contract import Contract
from tests.support.council import Council
from tests.support.house import NOW, House
from tests.support.whole_council import WholeCouncil, settle_whole


@pytest.fixture(scope="session")
def ours(house: House, house_contract: Contract) -> WholeCouncil:
    """A council with everything in it, and some of it under ids that nobody else has."""
    return _settled(house, house_contract, has_ids_of_its_own=True)


@pytest.fixture(scope="session")
def theirs(house: House, house_contract: Contract) -> WholeCouncil:
    """Another one, with the same employee numbers, teams and procedure."""
    return _settled(house, house_contract, has_ids_of_its_own=False)


@pytest.fixture(scope="session")
def tried(house: House, house_contract: Contract) -> WholeCouncil:
    """One more, for whom anything may be changed, so that nobody else may rely on what it has."""
    return _settled(house, house_contract, has_ids_of_its_own=True)


def _settled(house: House, contract: Contract, *, has_ids_of_its_own: bool) -> WholeCouncil:
    house.set_clock(NOW)
    council = Council(house, house.add_authority(["durham", "eastshire"]), contract)
    mark = f"canary{uuid4().hex[:16]}"
    return settle_whole(council, mark, has_ids_of_its_own=has_ids_of_its_own)
