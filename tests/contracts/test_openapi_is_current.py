"""The contracts that are committed are the contracts that are served."""

import json

import httpx
from tests.support.house import House
from tests.support.live import ROOT, LiveService


def test_the_document_that_paycalc_serves_is_the_one_that_is_committed(
    service: LiveService,
) -> None:
    is_current(service.url, "paycalc")


def test_the_document_that_applications_serves_is_the_one_that_is_committed(house: House) -> None:
    is_current(house.url, "applications")


def is_current(url: str, name: str) -> None:
    served = httpx.get(f"{url}/openapi.json")
    assert served.headers["content-type"] == "application/json"
    committed = json.loads((ROOT / "openapi" / f"{name}.json").read_text(encoding="utf-8"))
    assert served.json() == committed, "run 'make contracts' and review the change"
