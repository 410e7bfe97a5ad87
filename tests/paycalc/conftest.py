"""Schemes of an operator's own: held by a second live service, and without one."""

import httpx
import pytest
from tests.support.live import StartService
from tests.support.northbank import TEXT, holding
from tests.support.own_authorities import (
    declare_spine_of_rotherham,
    write_pay_tables,
    write_schemes,
)

from paycalc.rulebook.loading import Rulebook


@pytest.fixture(scope="session")
def own(start_service: StartService, tmp_path_factory: pytest.TempPathFactory) -> httpx.Client:
    """Asks a service that holds an operator's own schemes and pay tables besides the supplied."""
    schemes = declare_spine_of_rotherham(write_schemes(tmp_path_factory.mktemp("schemes")))
    tables = write_pay_tables(tmp_path_factory.mktemp("pay-tables"))
    return start_service(SCHEMES_DIR=schemes, PAY_TABLES_DIR=tables).client


@pytest.fixture(scope="session")
def held(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """The scheme of Northbank, and the national spine."""
    return holding(tmp_path_factory.mktemp("northbank"), TEXT)
