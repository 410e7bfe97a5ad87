"""What is started on one machine, and in which order."""

import pytest
from deploy.processes import PortError, Ports, ports, processes


def test_everything_is_started_in_order() -> None:
    names = [process.name for process in processes(Ports(), "owner", "app")]

    assert names == ["migrate", "issuer", "paycalc", "applications", "worker", "demonstrate"]


def test_only_what_defines_tables_is_told_how_the_owner_gets_in() -> None:
    told = [
        process.name
        for process in processes(Ports(), "owner", "app")
        if "owner" in process.environment.values()
    ]

    assert told == ["migrate", "demonstrate"]


def test_the_demonstration_is_told_where_to_ask_and_is_done_once() -> None:
    last = processes(Ports(issuer=9100), "owner", "app")[-1]

    assert (last.arguments, last.once) == (("deploy.demonstrate",), True)
    assert last.environment["APPLICATIONS_URL"] == "http://127.0.0.1:8000"
    assert last.environment["ISSUER_URL"] == "http://127.0.0.1:9100"


def test_a_port_is_the_one_given_and_else_the_usual_one() -> None:
    assert ports({"PAYCALC_PORT": "8101", "ISSUER_PORT": ""}) == Ports(paycalc=8101)


@pytest.mark.parametrize("wrong", ["0", "65536", "-1", "8001.0", "²", "x"])
def test_what_is_no_port_is_refused(wrong: str) -> None:
    with pytest.raises(PortError, match="POSTGRES_PORT is no port"):
        ports({"POSTGRES_PORT": wrong})
