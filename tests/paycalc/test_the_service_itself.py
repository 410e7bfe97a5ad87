"""What whoever runs the service asks it, and what every answer carries."""

import httpx
from tests.support.questions import DETERMINATIONS, der910


def test_it_is_alive_and_ready(client: httpx.Client) -> None:
    assert client.get("/livez").json() == {"status": "alive"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_it_counts_what_it_answers_by_operation(client: httpx.Client) -> None:
    client.post(DETERMINATIONS, json=der910())
    metrics = client.get("/metrics")
    assert metrics.headers["content-type"].startswith("text/plain")
    of_it = 'method="POST",operation_id="create_determination",status_class="2xx"'
    counted = f"http_request_duration_seconds_count{{{of_it}}}"
    assert counted in metrics.text


def test_a_request_id_is_given_back_or_made(client: httpx.Client) -> None:
    given = client.get("/livez", headers={"X-Request-Id": "abc-123"})
    assert given.headers["x-request-id"] == "abc-123"
    made = {client.get("/livez").headers["x-request-id"] for _ in range(2)}
    assert len(made) == 2


def test_no_answer_is_kept_on_the_way(client: httpx.Client) -> None:
    for response in (client.get("/v1/schemes"), client.post(DETERMINATIONS, json=der910())):
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in response.headers["content-security-policy"]
        assert "server" not in response.headers
