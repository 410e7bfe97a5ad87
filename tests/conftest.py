"""The live service, the record of what it was asked, and the seed of what is random."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from hypothesis import core, settings
from tests.support.contract import Contract, Record
from tests.support.live import LiveService, StartService, running
from tests.support.seed import SEED

TESTS = Path(__file__).resolve().parent
LAST = "last"

# Time on a shared machine says nothing about the code, so no example has a deadline.
settings.register_profile("spinepoint", deadline=None, print_blob=True, derandomize=False)


def pytest_configure(config: pytest.Config) -> None:
    """Give every randomised test the one seed."""
    config.addinivalue_line("markers", f"{LAST}: looks back on the whole run, and so comes last")
    settings.load_profile("spinepoint")
    core.global_force_seed = SEED  # type: ignore[assignment] # None until it is set


def pytest_sessionstart(session: pytest.Session) -> None:
    """Print the seed, also in a quiet run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None:
        reporter.write_line(f"random seed: {SEED} (repeat with SEED={SEED})")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put what looks back last; where only a part is run, there is nothing to look back on."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))
    looking_back = [item for item in items if item.get_closest_marker(LAST)]
    if not looking_back:
        return
    others = [item for item in items if not item.get_closest_marker(LAST)]
    if _is_whole(config):
        items[:] = [*others, *looking_back]
    else:
        items[:] = others
        config.hook.pytest_deselected(items=looking_back)


def _group(item: pytest.Item) -> str:
    """What of a run in several processes must be in one: all that asks, or starts, the same thing.

    Each live house is asked by one process, which looks back on it; `make run` is tried by one at
    a time. Everything else goes by its file to whichever process is free.
    """
    if {"tests/deploy", "tests/contracts/test_readme.py"} & {*_folders(item)}:
        return "make run"
    fixtures = {*getattr(item, "fixturenames", ())}
    for group, asked in _ASKED.items():
        if fixtures & asked:
            return group
    return item.nodeid.partition("::")[0]


def _folders(item: pytest.Item) -> Iterator[str]:
    file = item.path.relative_to(TESTS.parent)
    yield from (each.as_posix() for each in (file, *file.parents))


_ASKED = {
    "applications": {"house", "house_record"},
    "paycalc": {"service", "start_service", "record"},
}
"""The session's fixtures that are asked over the run, by what they are of."""


def _is_whole(config: pytest.Config) -> bool:
    narrowing = ("keyword", "markexpr", "deselect", "ignore", "ignore_glob", "lf")
    if any(config.getoption(name, default=None) for name in narrowing):
        return False
    started_in = config.invocation_params.dir
    return any((started_in / each).resolve() in {TESTS, TESTS.parent} for each in config.args)


@pytest.fixture(scope="session")
def record() -> Record:
    """What was asked in this run."""
    return Record()


@pytest.fixture(scope="session")
def start_service(
    tmp_path_factory: pytest.TempPathFactory, record: Record
) -> Iterator[StartService]:
    """Start instances of the real service; all end with the run."""
    folder = tmp_path_factory.mktemp("services")
    started: list[str] = []
    with ExitStack() as until_the_end:

        def start(**setting: str | Path) -> LiveService:
            log = folder / f"{len(started)}.log"
            url = until_the_end.enter_context(
                running(log, {name: str(value) for name, value in setting.items()})
            )
            started.append(url)
            contract = Contract(httpx.get(f"{url}/openapi.json").json(), record)
            hooks = {"response": [contract.check]}
            client = httpx.Client(base_url=url, timeout=60, event_hooks=hooks)
            return LiveService(url, log, until_the_end.enter_context(client))

        yield start


@pytest.fixture(scope="session")
def service(start_service: StartService) -> LiveService:
    """The one live service that most of the suite asks."""
    return start_service()


@pytest.fixture(scope="session")
def client(service: LiveService) -> httpx.Client:
    """Asks the live service, and holds every answer against its contract."""
    return service.client
