"""Whoever speaks for a council of the demonstration: clients with their tokens."""

import time
from typing import Any, Final
from uuid import uuid4

import httpx
from deploy.demonstration_clock import DemonstrationClock
from deploy.demonstration_files import Act, CaseWorked, CouncilShown
from deploy.demonstration_papers import paper
from deploy.tokens import ask, request_for

Json = dict[str, Any]

_SECONDS_FOR_AN_ACT: Final = 60
_SECONDS_BETWEEN: Final = 0.1
_MOST_EVENTS: Final = 100
_HRIS_SCOPES: Final = (
    "people.read people.write organisation.write applications.read imports.read imports.write"
    " webhooks.read webhooks.write events.read"
)
_DONE: Final = frozenset(
    {
        *("action-taken", "meeting-arranged", "recused", "evidence-provided"),
        *("evidence-quarantined", "identifiers-acknowledged"),
    }
)
"""What the history of a case tells of an act. Of a file it counts that its content came in."""
_PDF: Final = "application/pdf"


class DemonstrationError(Exception):
    """Something could not be shown; the message says what, and what was answered."""


class Council:
    """A council of the demonstration, and the tokens of those who speak for it."""

    def __init__(
        self, shown: CouncilShown, client: httpx.Client, issuer: str, clock: DemonstrationClock
    ) -> None:
        self.shown: Final = shown
        self.issuer: Final = f"{issuer}/{shown.name}"
        self._client: Final = client
        self._clock: Final = clock
        self._tokens: Final[dict[tuple[str, str], str]] = {}

    def send(self, by: str, method: str, path: str, **what: Any) -> httpx.Response:  # noqa: ANN401 - as httpx takes it
        """Ask something in the name of a person, or of the council's HRIS where none is named."""
        if method != "GET":
            self._clock.move()
        # A token is good for an hour of the clock's, so that another day needs another.
        known = (by, self._clock.day)
        if known not in self._tokens:
            asked = request_for("manager", by, "") if by else request_for("hris", "", _HRIS_SCOPES)
            self._tokens[known] = ask(self.issuer, asked)
        headers = {"Authorization": f"Bearer {self._tokens[known]}", **what.pop("headers", {})}
        if method == "POST":
            headers["Idempotency-Key"] = uuid4().hex
        return self._client.request(method, path, headers=headers, **what)

    def told(self, value: Any) -> Any:  # noqa: ANN401 - what a body may hold
        """A body, with its instants."""
        return self._clock.told(value)


class CaseShown:
    """A case as far as it has come."""

    def __init__(self, council: Council, worked: CaseWorked) -> None:
        self._council: Final = council
        self._worked: Final = worked
        self._path = ""
        self._etag = ""
        self._done = 0

    def open(self) -> None:
        """Open the case, or find it and how much was done in it."""
        application = self._worked.application
        worker, pathway = application["employee_number"], application["pathway"]
        listed = self._council.send(
            "", "GET", f"/v1/workers/{worker}/applications?pathway={pathway}"
        )
        found = [str(each["application_id"]) for each in good(listed).json()["items"]]
        if found:
            self._path = f"/v1/applications/{found[0]}"
            self._done = self._count_done()
            return
        sent = self._council.send(
            self._worked.opened_by, "POST", "/v1/applications", json=application
        )
        self._path = f"/v1/applications/{good(sent).json()['application_id']}"

    def do(self, place: int) -> None:
        """Do one act of the case if it is the next; some wait for the worker's work."""
        if not self._path or place != self._done:
            return
        act = self._worked.acts[place]
        deadline = time.monotonic() + _SECONDS_FOR_AN_ACT
        while (refusal := self._try(act)) is not None:
            if time.monotonic() > deadline:
                raise DemonstrationError(f"{act.by} could not {act.action or act.give}: {refusal}")
            time.sleep(_SECONDS_BETWEEN)
        self._done += 1

    def _try(self, act: Act) -> str | None:
        """Do an act, and say why not if it is not allowed yet."""
        if act.give is not None:
            self._give(act, {"item": act.give})
            return None
        if not self._etag:
            self._etag = good(self._council.send(act.by, "GET", self._path)).headers["ETag"]
        answer = self._council.send(
            act.by,
            "POST",
            f"{self._path}/actions/{act.action}",
            json=self._council.told(act.body),
            headers={"If-Match": self._etag},
        )
        self._etag = answer.headers.get("ETag", "") if answer.is_success else ""
        if answer.status_code in {httpx.codes.CONFLICT, httpx.codes.PRECONDITION_FAILED}:
            return str(answer.json()["detail"])
        good(answer)
        return None

    def _give(self, act: Act, body: Json) -> None:
        path = f"{self._path}/evidence"
        self._etag = ""
        if act.file is None:
            told = self._council.told({**body, "answers": act.answers})
            good(self._council.send(act.by, "POST", path, json=told))
            return
        told = {**body, "name": f"{act.file}.pdf", "media_type": _PDF}
        announced = good(self._council.send(act.by, "POST", path, json=told))
        content = f"{path}/{announced.json()['evidence_id']}/content"
        headers = {"Content-Type": _PDF, "If-Match": announced.headers["ETag"]}
        good(self._council.send(act.by, "PUT", content, content=paper(act.file), headers=headers))

    def _count_done(self) -> int:
        """How many of the acts were done."""
        path = f"{self._path}/history?limit={_MOST_EVENTS}"
        events = good(self._council.send("", "GET", path)).json()["items"]
        files = {act.give for act in self._worked.acts if act.file is not None}
        return sum(
            event["kind"] == "evidence-received"
            or (event["kind"] in _DONE and event["body"].get("item") not in files)
            for event in events
        )


def good(answer: httpx.Response) -> httpx.Response:
    """The answer itself.

    Raises:
        DemonstrationError: It is a refusal.
    """
    if not answer.is_success:
        asked = f"{answer.request.method} {answer.request.url}"
        raise DemonstrationError(f"{asked} was answered {answer.status_code}: {answer.text}")
    return answer
