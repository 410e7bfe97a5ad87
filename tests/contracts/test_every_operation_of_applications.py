"""Looking back on the whole run: all was answered, nothing broke, and no log says who it was."""

import re

import pytest
from tests.support.contract import Contract, Record
from tests.support.durham import ASSESSMENT
from tests.support.house import House

WORDS = re.compile(
    "|".join(
        [
            "canary",
            "Person [A-Z]",
            "Name [A-Z]",
            "Sam Okoro",
            "Children in Care",
            "Featherstonehaugh",
            "@",
            "SW[1-9][0-9]",
            *(re.escape(each) for each in ASSESSMENT.values() if isinstance(each, str)),
        ]
    )
)
"""Names, titles, addresses and free text that this suite sends over and over again."""


@pytest.mark.last
def test_every_operation_was_answered_well_in_this_run(
    house_contract: Contract, house_record: Record
) -> None:
    every = {operation.id for operation in house_contract.operations}
    assert every - house_record.answered_well() == set()


@pytest.mark.last
def test_nothing_unexpected_is_in_the_logs_of_this_run(house: House) -> None:
    for process in (house.applications, house.worker, house.paycalc):
        log = process.log.read_text(encoding="utf-8")
        assert "unexpected_error" not in log, process.name
        assert "Traceback" not in log, process.name


@pytest.mark.last
def test_no_personal_data_is_in_the_logs_of_this_run(house: House) -> None:
    for process in (house.applications, house.worker, house.paycalc):
        log = process.log.read_text(encoding="utf-8")
        found = WORDS.search(log)
        assert found is None, f"{process.name}: {found}"
