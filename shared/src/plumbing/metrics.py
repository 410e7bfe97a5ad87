"""Counts and latencies of requests, for Prometheus."""

from collections.abc import Callable
from typing import Final

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST

_LABELS: Final = ("operation_id", "method", "status_class")
_SECONDS: Final = (
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
)  # fmt: skip


class RequestMetrics:
    """What one service has answered, in a registry of its own.

    A service adds its own metrics to `registry`, and they are served with the rest.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self._seconds = Histogram(
            "http_request_duration_seconds",
            "Requests answered, and their time from the first byte known to the last byte sent.",
            _LABELS,
            buckets=_SECONDS,
            registry=self.registry,
        )

    def observer(self, operation_id: str, method: str, status: int) -> Callable[[float], None]:
        """What to tell the seconds of each request with these labels; to be kept by the caller.

        To look it up costs several times what counting does. The labels must be few: an operation
        id, never a path.
        """
        observe: Callable[[float], None] = self._seconds.labels(
            operation_id, method, f"{status // 100}xx"
        ).observe
        return observe

    def exposition(self) -> bytes:
        """Every metric of the service, in the text format of Prometheus."""
        return generate_latest(self.registry)
