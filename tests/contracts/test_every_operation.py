"""Looking back on the whole run: no operation went without an answer, and nothing broke."""

import pytest
from tests.support.contract import Record
from tests.support.live import LiveService


@pytest.mark.last
def test_every_operation_was_answered_well_in_this_run(
    service: LiveService, record: Record
) -> None:
    document = service.client.get("/openapi.json").json()
    every = {
        operation["operationId"]
        for item in document["paths"].values()
        for operation in item.values()
    }
    assert every - record.answered_well() == set()


@pytest.mark.last
def test_nothing_unexpected_is_in_the_log_of_this_run(service: LiveService) -> None:
    log = service.log.read_text(encoding="utf-8")
    assert "unexpected_error" not in log
    assert "Traceback" not in log
