"""HRISes of three kinds, each as its vendor's documentation has it, on this machine only."""

import json
import re
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

Json = dict[str, Any]

TOKEN: Final = "the-hris-token"  # noqa: S105 - of a server that a test makes
_EQUAL: Final = re.compile(r"(\w+) eq '((?:[^']|'')*)'")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Json


@dataclass(frozen=True, slots=True)
class Answered:
    """What it is answered with."""

    status: int
    body: Json = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class FakeHris(ABC):
    """What every kind has: where it is, and how it fails.

    `busy` are answers to give before any other. `once_written` is called when something was
    written and is not answered yet: what it raises cuts the connection.
    """

    url: str = ""
    busy: list[Answered] = field(default_factory=list)
    once_written: Callable[[], None] = lambda: None
    writes: int = 0

    @abstractmethod
    def answer(self, asked: Asked) -> Answered:
        """Answer a request."""

    def wrote(self) -> None:
        """Note that something was written."""
        self.writes += 1
        self.once_written()


@dataclass(slots=True)
class ODataHris(FakeHris):
    """OData reads, JSON writes, and ids of assignments that are new at every read.

    `held` are the assignments, by employee and post number. `stale` is how many writes find their
    id gone. What `turns_down` names is turned down.
    """

    held: dict[tuple[str, str], Json] = field(default_factory=dict)
    changes: list[Json] = field(default_factory=list)
    turns_down: dict[str, str] = field(default_factory=dict)
    stale: int = 0
    _ids: dict[str, tuple[str, str]] = field(default_factory=dict)
    _next_id: int = 70_000

    def answer(self, asked: Asked) -> Answered:
        """Answer a request."""
        if asked.path == "/odata/Assignments":
            return self._page(self._renumbered(), asked)
        if asked.path == "/odata/Changes":
            return self._page(self.changes, asked)
        place = self._ids.get(asked.path.split("/")[2])
        if place is None or self.stale:
            self.stale = max(0, self.stale - 1)
            return Answered(404)
        if place[0] in self.turns_down:
            words = self.turns_down[place[0]]
            return Answered(422, {"code": "POST-CLOSED", "message": words})
        number = f"CH-{len(self.changes) + 1}"
        reference = asked.body["externalReference"]
        self.changes.append({"ChangeNumber": number, "ExternalReference": reference})
        grade, point = asked.body["grade"], asked.body["point"]
        self.held[place] = {"grade": grade, "point": point, "from": asked.body["effectiveDate"]}
        self.wrote()
        return Answered(201, {"changeNumber": number})

    def _renumbered(self) -> list[Json]:
        """The assignments, each under an id that it never had before."""
        self._ids = {}
        for place in self.held:
            self._next_id += 7
            self._ids[str(self._next_id)] = place
        return [
            {"AssignmentId": number, "EmployeeNumber": place[0], "PostNumber": place[1]}
            for number, place in self._ids.items()
        ]

    def _page(self, rows: list[Json], asked: Asked) -> Answered:
        """The rows that the filter wants: one to a page, as if there were very many."""
        wanted = [(name, value.replace("''", "'")) for name, value in
                  _EQUAL.findall(asked.query["$filter"])]  # fmt: skip
        found = [row for row in rows if all(row[name] == value for name, value in wanted)]
        skip = int(asked.query.get("$skip", 0))
        page: Json = {"value": found[skip : skip + 1]}
        if len(found) > skip + 1:
            query = f"$filter={asked.query['$filter']}&$skip={skip + 1}"
            page["@odata.nextLink"] = f"{self.url}{asked.path}?{query}"
        return Answered(200, page)


@dataclass(slots=True)
class UpsertHris(FakeHris):
    """An upsert of many rows, answered with 200 whatever comes of each.

    `failing` are the words that it has for a worker's row; `silent` rows get no result.
    """

    held: dict[str, Json] = field(default_factory=dict)
    failing: dict[str, str] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)

    def answer(self, asked: Asked) -> Answered:
        """Answer a request."""
        rows = [row for row in asked.body["rows"] if row["employeeNumber"] not in self.silent]
        results = [self._put(row) for row in rows]
        self.wrote()
        return Answered(200, {"results": results})

    def _put(self, row: Json) -> Json:
        words = self.failing.get(row["employeeNumber"])
        if words is not None:
            return {"key": row["key"], "status": "ERROR", "code": "E-102", "message": words}
        kept = self.held.setdefault(row["key"], {"reference": f"UP-{len(self.held) + 1}"})
        kept.update(row)
        return {"key": row["key"], "status": "OK", "reference": kept["reference"]}


@dataclass(slots=True)
class DatedHris(FakeHris):
    """Assignments with a row for each time, changed by PATCH from a day on."""

    held: dict[str, list[Json]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    modes: list[str] = field(default_factory=list)
    meddle: Callable[[], None] | None = None

    def answer(self, asked: Asked) -> Answered:
        """Answer a request."""
        place = asked.path.removeprefix("/assignments/")
        if place not in self.held:
            return Answered(404)
        etag = f'"{self.versions.get(place, 1)}"'
        if asked.method == "GET":
            answer = Answered(200, {"rows": list(self.held[place])}, {"ETag": etag})
            if self.meddle is not None:
                self.meddle()
                self.meddle = None
            return answer
        if asked.headers["if-match"] != etag:
            return Answered(412)
        return self._change(place, asked)

    def _change(self, place: str, asked: Asked) -> Answered:
        rows, day, mode = self.held[place], asked.headers["effective-from"], "range-mode"
        later = [row for row in rows if row["from"] > day]
        same = [row for row in rows if row["from"] == day]
        expected = "CORRECTION" if same else "UPDATE_CHANGE_INSERT" if later else "UPDATE"
        if asked.headers[mode] != expected:
            return Answered(422, {"code": "DATE-OVERLAP", "message": f"Expected {expected}."})
        self.modes.append(expected)
        reference = f"ED-{len(self.modes)}"
        row = {"from": day, "reference": reference, **asked.body}
        rows[:] = sorted([*(each for each in rows if each["from"] != day), row], key=_first_day)
        self.versions[place] = self.versions.get(place, 1) + 1
        self.wrote()
        return Answered(200, row)


def _first_day(row: Json) -> str:
    return str(row["from"])


@contextmanager
def serving(hris: FakeHris) -> Iterator[None]:
    """Serve an HRIS until the end of the block."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Answer, or cut the connection."""
            self.close_connection = True
            length = int(self.headers.get("Content-Length") or 0)
            parts = urlsplit(self.path)
            asked = Asked(
                self.command,
                unquote(parts.path),
                {name: values[0] for name, values in parse_qs(parts.query).items()},
                {name.lower(): value for name, value in self.headers.items()},
                json.loads(self.rfile.read(length) or b"{}"),
            )
            assert asked.headers["authorization"] == f"Bearer {TOKEN}"
            with suppress(ConnectionError), lock:
                self._say(hris.busy.pop(0) if hris.busy else hris.answer(asked))

        do_POST = do_PATCH = do_GET  # noqa: N815 - the names that the base class looks for

        def _say(self, answered: Answered) -> None:
            content = json.dumps(answered.body).encode()
            self.send_response(answered.status)
            for name, value in answered.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        hris.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield
        finally:
            server.shutdown()
