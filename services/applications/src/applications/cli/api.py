"""The API as the commands ask it: patiently, and with its problems in words."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, Never

import httpx
import stamina
import typer
from stamina.instrumentation import RetryDetails, set_on_retry_hooks

from applications.cli.settings import Ending, refuse

Json = dict[str, Any]

_HERE: Final = "http://127.0.0.1:8000"
_SECONDS: Final = 60.0
_TRIES: Final = 6
_LONGEST_WAIT: Final = 300.0
_NOT_ALLOWED: Final = frozenset({401, 403})
_LATER: Final = frozenset({429, 502, 503, 504})
_SERVER_ERRORS: Final = 500
_UNREACHABLE: Final = "The service cannot be reached, or broke off: look at APPLICATIONS_URL."


class _LaterError(Exception):
    """The service asks for patience; `seconds` is how long, where it said."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__()
        self.answer = answer
        said = answer.headers.get("Retry-After", "")
        self.seconds = min(float(said), _LONGEST_WAIT) if said.isdigit() else None


class Api:
    """The API at an address, for whoever the token is of.

    Whatever is asked here may be asked twice: it reads, or it has an Idempotency-Key. So what is
    cut off, and what is to come later, is asked again. Every method ends the command with words and
    an exit code (`Ending`) where there is no good answer.
    """

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def get(
        self, path: str, query: Mapping[str, object], *, seconds: float = _SECONDS
    ) -> httpx.Response:
        """Read something; what is None in the query is left out."""
        return self._asked(
            self._client.build_request("GET", path, params=_given(query), timeout=seconds)
        )

    def post(
        self, path: str, query: Mapping[str, object], content: bytes, headers: Mapping[str, str]
    ) -> httpx.Response:
        """Send something."""
        return self._asked(
            self._client.build_request(
                "POST", path, params=_given(query), content=content, headers=headers
            )
        )

    @contextmanager
    def stream(
        self, path: str, query: Mapping[str, object], accept: str
    ) -> Iterator[httpx.Response]:
        """Read something of any length, as it comes."""
        request = self._client.build_request(
            "GET", path, params=_given(query), headers={"Accept": accept}
        )
        answer = self._asked(request, stream=True)
        try:
            yield answer
        except httpx.RequestError:
            refuse("The service broke off in the middle: nothing was written.", Ending.NOT_WHOLE)
        finally:
            answer.close()

    def pages(self, path: str, query: Mapping[str, object]) -> Iterator[Json]:
        """The pages of a list, until it ends."""
        asked = dict(query)
        while True:
            answer: Json = self.get(path, asked).json()
            yield answer
            if answer["next_cursor"] is None:
                return
            asked["cursor"] = answer["next_cursor"]

    def follow(self, path: str, query: Mapping[str, object]) -> Iterator[Json]:
        """The pages of a feed, from `after` in the query to where it ends now."""
        asked = dict(query)
        while True:
            answer: Json = self.get(path, asked).json()
            if not answer["items"]:
                return
            yield answer
            asked["after"] = answer["next_cursor"]

    def _asked(self, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
        try:
            for attempt in stamina.retry_context(
                on=_wait, attempts=_TRIES, timeout=None, wait_initial=0.2, wait_max=5, wait_jitter=0
            ):
                with attempt:
                    answer = self._sent(request, stream=stream)
        except _LaterError as error:
            answer = error.answer
        except httpx.RequestError:
            refuse(_UNREACHABLE, Ending.UNAVAILABLE)
        if not answer.is_success:
            answer.read()
            _say_what_is_wrong(answer)
        return answer

    def _sent(self, request: httpx.Request, *, stream: bool) -> httpx.Response:
        answer = self._client.send(request, stream=stream)
        if answer.status_code in _LATER:
            answer.read()
            raise _LaterError(answer)
        return answer


@contextmanager
def open_api() -> Iterator[Api]:
    """The API that the environment names, until the end of the block."""
    token = os.environ.get("APPLICATIONS_TOKEN", "").strip()
    if not token:
        refuse("Set APPLICATIONS_TOKEN to an access token.", Ending.NOT_ALLOWED)
    set_on_retry_hooks([_tell])
    try:
        client = httpx.Client(
            base_url=os.environ.get("APPLICATIONS_URL") or _HERE,
            headers={"Authorization": f"Bearer {token}"},
            timeout=_SECONDS,
        )
    except (httpx.InvalidURL, UnicodeEncodeError):
        refuse("Mend APPLICATIONS_URL or APPLICATIONS_TOKEN: they cannot be sent as they are.")
    with client:
        yield Api(client)


def _wait(error: Exception) -> bool | float:
    if isinstance(error, _LaterError):
        return True if error.seconds is None else error.seconds
    return isinstance(error, httpx.TransportError) and not isinstance(
        error, httpx.UnsupportedProtocol
    )


def _tell(details: RetryDetails) -> None:
    """Say why nothing happens for a while."""
    typer.echo(f"No answer yet: asking again in {details.wait_for:.0f} s.", err=True)


def _given(query: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in query.items() if value is not None}


def _say_what_is_wrong(answer: httpx.Response) -> Never:
    status = answer.status_code
    try:
        problem: Json = answer.json()
        lines = [f"{problem['title']}: {problem['detail']}"]
        if len(problem["errors"]) > 1:  # one stands in the detail already
            lines += [f"  {error['pointer']}: {error['detail']}" for error in problem["errors"]]
        lines += [f"  (request {problem['request_id']})"] if status >= _SERVER_ERRORS else []
    except (ValueError, KeyError, TypeError):
        lines = [f"What answers at APPLICATIONS_URL is not this service (status {status})."]
    ending = Ending.REFUSED
    if status in _NOT_ALLOWED:
        ending = Ending.NOT_ALLOWED
    elif status in _LATER or status >= _SERVER_ERRORS:
        ending = Ending.UNAVAILABLE
    refuse("\n".join(lines), ending)
