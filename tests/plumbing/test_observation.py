"""The middleware: ids, headers, log lines, metrics, and the catch-all."""

import logging
import os
import sys
from typing import Any

import httpx
import pytest
import structlog
from fastapi import Request
from starlette.types import Message
from tests.plumbing.conftest import Lines
from tests.plumbing.sample_service import sample_service

from plumbing.logs import REQUEST_ID, flush, logger
from plumbing.service import Service

TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


async def test_a_request_id_is_kept_or_made(client: httpx.AsyncClient) -> None:
    kept = await client.get("/livez", headers={"X-Request-Id": "case-4711_a.b"})
    assert kept.headers["x-request-id"] == "case-4711_a.b"

    made = {(await client.get("/livez")).headers["x-request-id"] for _ in range(3)}
    assert len(made) == 3
    for wrong in ("", "a b", "a" * 65, "a\tb", "\u00e9"):
        answer = await client.get("/livez", headers=[(b"X-Request-Id", wrong.encode())])
        assert answer.headers["x-request-id"] not in {wrong, *made}


async def test_handlers_and_log_lines_below_know_the_request(
    service: Service, client: httpx.AsyncClient, log_lines: Lines
) -> None:
    seen: dict[str, Any] = {}

    @service.get("/below", include_in_schema=False)
    async def see(request: Request) -> None:
        seen.update(request.scope["state"])
        logger().info("below", reason=REQUEST_ID.get())

    await client.get("/below", headers={"X-Request-Id": "mine", "traceparent": TRACEPARENT})

    assert seen == {"request_id": "mine", "traceparent": TRACEPARENT}
    below, request = log_lines()
    assert (below["event"], below["reason"]) == ("below", "mine")
    assert below["request_id"] == request["request_id"] == "mine"

    seen.clear()
    await client.get("/below", headers={"traceparent": "00-wrong"})
    assert set(seen) == {"request_id"}


async def test_nobody_is_answered_who_has_gone(service: Service, log_lines: Lines) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/v1/raw", "query_string": b"",
             "headers": headers}  # fmt: skip
    await service(scope, receive, send)

    assert sent == []
    (line,) = log_lines()
    assert (line["status"], line["operation_id"]) == (499, "add_raw")


async def test_every_answer_has_the_default_headers(client: httpx.AsyncClient) -> None:
    expected = {
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "referrer-policy": "no-referrer",
    }
    for path in ("/livez", "/nowhere", "/v1/sums/explosions/x", "/v1/sums?limit=0"):
        headers = (await client.get(path)).headers
        assert {name: headers[name] for name in expected} == expected, path


async def test_headers_that_are_set_stay(client: httpx.AsyncClient) -> None:
    answer = await client.get("/docs/swagger-ui.css")
    assert answer.headers.get_list("cache-control") == ["max-age=3600"]
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_request_has_one_line_with_these_fields_and_no_others(
    client: httpx.AsyncClient, log_lines: Lines
) -> None:
    answer = await client.put("/v1/sums/some-id")

    (line,) = log_lines()
    assert set(line) == {
        "timestamp", "level", "event", "operation_id", "method", "route", "status", "duration_us",
        "bytes_out", "request_id",
    }  # fmt: skip
    assert line["event"] == "request"
    assert line["operation_id"] == "put_sum"
    assert line["route"] == "/v1/sums/{sum_id}"
    assert (line["method"], line["status"]) == ("PUT", 200)
    assert line["bytes_out"] == len(answer.content)
    assert line["duration_us"] > 0


async def test_no_line_holds_what_a_caller_sent(
    client: httpx.AsyncClient, log_lines: Lines
) -> None:
    canary = "canary-4711"
    headers = {"X-Request-Id": f"{canary} x", "Authorization": canary, "X-Other": canary}
    for method, path, body in [
        ("GET", f"/v1/sums?kind={canary}&limit=1", None),
        ("GET", f"/v1/sums?{canary}=1", None),
        ("GET", f"/{canary}", None),
        ("PUT", f"/v1/sums/{canary}", None),
        ("POST", "/v1/sums", {"terms": [canary], canary: canary}),
        ("POST", "/v1/sums", {"terms": [1], "note": canary}),
        ("POST", f"/v1/raw?{canary}", {"terms": canary}),
        ("POST", "/v1/raw", {"terms": canary}),
        ("GET", f"/v1/sums/explosions/{canary}", None),
        ("GET", "/v1/sums/wrong/answer", None),
        (canary, "/v1/sums", None),
    ]:
        await client.request(method, path, json=body, headers=headers)

    assert len(log_lines()) == 11 + 2  # two are unexpected errors
    assert "canary" not in str(log_lines())


async def test_an_unexpected_error_is_logged_in_full(
    client: httpx.AsyncClient, log_lines: Lines
) -> None:
    answer = await client.get("/v1/sums/explosions/x")

    error, request = log_lines()
    assert error["level"] == "error"
    assert error["event"] == "unexpected_error"
    assert error["operation_id"] == "explode"
    assert error["request_id"] == request["request_id"] == answer.headers["x-request-id"]
    assert "RuntimeError: the fuse is short" in error["exception"]
    assert "sample_service.py" in error["exception"]


async def test_half_an_answer_is_never_passed_off_as_whole(
    service: Service, log_lines: Lines
) -> None:
    transport = httpx.ASGITransport(service, raise_app_exceptions=True)
    async with httpx.AsyncClient(transport=transport, base_url="http://sample") as client:
        with pytest.raises(RuntimeError, match="only half"):
            await client.get("/v1/sums/halves/answer")

    error, request = log_lines()
    assert "only half" in error["exception"]
    assert request["status"] == 200


async def test_requests_are_counted_by_operation(client: httpx.AsyncClient) -> None:
    await client.put("/v1/sums/one")
    await client.put("/v1/sums/two")
    await client.put("/v1/sums/Three")
    await client.post("/v1/raw", json={})
    await client.get("/nowhere")
    await client.delete("/v1/sums/one")
    await client.request("BREW", "/v1/sums/one")
    text = (await client.get("/metrics")).text

    def count(operation_id: str, method: str, status_class: str) -> str:
        labels = f'method="{method}",operation_id="{operation_id}",status_class="{status_class}"'
        counted = "http_request_duration_seconds_count{"
        lines = [each for each in text.splitlines() if each.startswith(counted)]
        (line,) = [each for each in lines if all(label in each for label in labels.split(","))]
        return line.rsplit(" ", 1)[1]

    assert count("put_sum", "PUT", "2xx") == "2.0"
    assert count("put_sum", "PUT", "4xx") == "1.0"
    assert count("add_raw", "POST", "2xx") == "1.0"
    assert count("unmatched", "GET", "4xx") == "1.0"
    assert count("unmatched", "DELETE", "4xx") == "1.0"
    assert count("unmatched", "OTHER", "4xx") == "1.0"
    assert 'http_request_duration_seconds_bucket{le="0.01"' in text
    assert "/v1/sums" not in text


def test_fields_that_nobody_allowed_are_withheld(log_lines: Lines) -> None:
    structlog.get_logger().info("imported", status=1, name="Ada", body={"a": 1})

    (line,) = log_lines()
    assert line["withheld"] == ["body", "name"]
    assert line["status"] == 1
    assert "Ada" not in str(line)


def test_other_loggers_write_the_same_lines(log_lines: Lines) -> None:
    logging.getLogger("uvicorn.error").info("Started on %s", "port 1")
    logging.getLogger("uvicorn.access").info("never")
    logging.getLogger("httpx").info("GET http://x/?canary never either")
    try:
        raise OSError("gone")  # noqa: TRY301 - to have a traceback
    except OSError:
        logging.getLogger("some.library").exception("It failed\nbadly")
        logger().exception("ours_failed")

    started, failed, ours = log_lines()
    assert (started["event"], started["level"]) == ("Started on port 1", "info")
    assert (failed["event"], failed["logger"]) == ("It failed\nbadly", "some.library")
    assert failed["exception"].endswith("OSError: gone\n")
    assert ours["exception"].endswith("OSError: gone\n")
    assert ours["level"] == "error"


async def test_a_reader_of_logs_that_has_gone_stops_nothing(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as broken:
        monkeypatch.setattr(sys, "stdout", broken)
        transport = httpx.ASGITransport(sample_service())
        async with httpx.AsyncClient(transport=transport, base_url="http://sample") as client:
            assert (await client.get("/livez")).status_code == 200
        flush()
        monkeypatch.undo()
        with pytest.raises(BrokenPipeError):
            broken.close()
    assert capfd.readouterr().err == ""
