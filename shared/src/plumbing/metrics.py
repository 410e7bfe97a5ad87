"""Counts and latencies of requests, for Prometheus."""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Final

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    GCCollector,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import HistogramMetricFamily
from prometheus_client.registry import Collector

from plumbing.clock import log_instant

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST

_NAME: Final = "http_request_duration_seconds"
_LABELS: Final = ("operation_id", "method", "status_class")
_SECONDS: Final = (
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
)  # fmt: skip
_SECOND: Final = 1_000_000_000
_BOUNDS: Final = [round(seconds * _SECOND) for seconds in _SECONDS]
_BUCKETS: Final = [*map(str, _SECONDS), "+Inf"]


class RequestMetrics:
    """What one service has answered, in a registry of its own.

    A service adds its own metrics to `registry`, and they are served with the rest.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self._durations = _Durations()
        self.registry.register(self._durations)

    def observer(self, operation_id: str, method: str, status: int) -> Callable[[int], None]:
        """What to tell the nanoseconds of each request with these labels; the caller keeps it.

        The labels must be few: an operation id, never a path.
        """
        return self._durations.of(operation_id, method, f"{status // 100}xx").observe

    def exposition(self) -> bytes:
        """Every metric of the service, in the text format of Prometheus."""
        return generate_latest(self.registry)


class _Counts:
    """How many requests of one kind took how long, by bucket."""

    def __init__(self) -> None:
        self.created = log_instant()
        self.buckets = [0] * len(_BUCKETS)
        self.nanoseconds = 0

    def observe(self, nanoseconds: int) -> None:
        self.buckets[bisect_left(_BOUNDS, nanoseconds)] += 1
        self.nanoseconds += nanoseconds


class _Durations(Collector):
    """The histogram of requests, as Prometheus' own client would expose it.

    That counts under locks, with a function call each for sum and bucket, on every request. Here
    only the loop's one thread counts.
    """

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str, str], _Counts] = {}

    def of(self, operation_id: str, method: str, status_class: str) -> _Counts:
        return self._counts.setdefault((operation_id, method, status_class), _Counts())

    def collect(self) -> Iterator[HistogramMetricFamily]:
        family = HistogramMetricFamily(
            _NAME,
            "Requests answered, and their time from the first byte known to the last byte sent.",
            labels=_LABELS,
        )
        for labels, counts in self._counts.items():
            buckets = list(zip(_BUCKETS, accumulate(counts.buckets), strict=True))
            family.add_metric(labels, buckets, sum_value=counts.nanoseconds / _SECOND)
            named = dict(zip(_LABELS, labels, strict=True))
            family.add_sample(f"{_NAME}_created", named, counts.created / _SECOND)
        yield family
