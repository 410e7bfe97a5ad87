"""The contract that is committed is the contract that is served."""

import json

import httpx
from tests.support.live import ROOT

COMMITTED = ROOT / "openapi" / "paycalc.json"


def test_the_document_that_is_served_is_the_one_that_is_committed(client: httpx.Client) -> None:
    served = client.get("/openapi.json")
    assert served.headers["content-type"] == "application/json"
    committed = json.loads(COMMITTED.read_text(encoding="utf-8"))
    assert served.json() == committed, "run 'make contracts' and review the change"
