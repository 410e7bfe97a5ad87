"""A second live service, with schemes and pay tables of an operator's own."""

import httpx
import pytest
from tests.support.live import StartService
from tests.support.own_authorities import (
    declare_spine_of_rotherham,
    write_pay_tables,
    write_schemes,
)


@pytest.fixture(scope="session")
def own(start_service: StartService, tmp_path_factory: pytest.TempPathFactory) -> httpx.Client:
    """Asks a service that holds an operator's own schemes and pay tables besides the supplied."""
    schemes = declare_spine_of_rotherham(write_schemes(tmp_path_factory.mktemp("schemes")))
    tables = write_pay_tables(tmp_path_factory.mktemp("pay-tables"))
    return start_service(SCHEMES_DIR=schemes, PAY_TABLES_DIR=tables).client
