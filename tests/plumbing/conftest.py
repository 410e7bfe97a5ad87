"""A sample service, a client for it, and its log lines."""

import io
import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest
from tests.plumbing.sample_service import sample_service

from plumbing.logs import configure_logging, flush
from plumbing.service import Service

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def service() -> Service:
    return sample_service()


@pytest.fixture
async def client(service: Service) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(service, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://sample") as client:
        yield client


@pytest.fixture
def log_lines() -> Iterator[Lines]:
    stream = io.TextIOWrapper(io.BytesIO())
    configure_logging(stream)

    def lines() -> list[dict[str, Any]]:
        flush()
        stream.seek(0)
        return [json.loads(line) for line in stream.readlines()]

    yield lines
    configure_logging()
