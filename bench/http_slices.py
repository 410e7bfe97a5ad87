"""Slices of load on a server, with what they cost it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bench.checking import WrongAnswerError
from bench.options import Options
from bench.rounds import Slice
from bench.servers import Server
from bench.workers import Worker


@dataclass(frozen=True, slots=True)
class Target:
    """A server, where to send requests, and which."""

    server: Server
    path: str
    bodies: Sequence[str]


def http_slices(
    load: Worker, targets: Mapping[str, Target], options: Options
) -> dict[str, Callable[[], Slice]]:
    """Return the functions that measure one slice of each, by name."""
    return {name: _slices(load, name, target, options) for name, target in targets.items()}


def _slices(load: Worker, name: str, target: Target, options: Options) -> Callable[[], Slice]:
    server = target.server
    prepared = {"port": server.port, "path": target.path, "bodies": list(target.bodies)}
    load.ask({"name": name, **prepared})
    run = {"name": name, "seconds": options.seconds, "connections": options.connections}

    def measure() -> Slice:
        before = server.spent()
        measured = load.ask(run)
        spent = server.spent() - before
        if set(measured["statuses"]) != {"200"}:
            raise WrongAnswerError(f"{name} answered {measured['statuses']} under load")
        return Slice(measured["requests"], measured["seconds"], spent)

    return measure
