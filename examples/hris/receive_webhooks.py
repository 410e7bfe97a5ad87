"""A receiver of webhooks that loses nothing: a message is a knock on the door, and no more.

    python receive_webhooks.py [PORT]

A message is believed when one of our secrets signed it less than five minutes ago (Standard
Webhooks). What happened is then read from the feed, `GET /v1/events?after=`, from the position that
is kept in a file. So it does not matter when a message is lost, late, forged or comes twice: the
feed tells the same, in order, and it is read every minute even when nobody knocks.

Each event is printed as one line of JSON, for what comes behind in the pipe. The position is kept
after that: stopped in between, an event is printed again, never left out; know it by its `id`.

WEBHOOK_SECRETS holds the secret that adding the webhook gave; while secrets are changed, the new
one and the old one, with a space between. POSITION_FILE says where the position is kept.
"""

import base64
import hashlib
import hmac
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

from spinepoint import Json, ask, connect, good

HOST = "127.0.0.1"  # behind the council's own proxy, which ends TLS
TOLERANCE_SECONDS = 300
LONGEST_MESSAGE = 64 * 1024
SECONDS_BETWEEN_LOOKS = 60.0


def is_signed(headers: Mapping[str, str], body: bytes, secrets: list[str], now: float) -> bool:
    """Whether one of our secrets signed this message, and lately."""
    identity, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not stamp.isdigit() or abs(now - int(stamp)) > TOLERANCE_SECONDS:
        return False
    signed = f"{identity}.{stamp}.".encode() + body
    given = [each.partition(",")[2] for each in headers.get("webhook-signature", "").split()]
    for secret in secrets:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        ours = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
        if any(hmac.compare_digest(ours.encode(), each.encode()) for each in given):
            return True
    return False


def make_server(
    port: int, secrets: list[str], knock: threading.Event, clock: Callable[[], float]
) -> ThreadingHTTPServer:
    """A server that answers messages, and sets `knock` for each that is signed."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(min(length, LONGEST_MESSAGE))
            headers = {name.lower(): value for name, value in self.headers.items()}
            if length > LONGEST_MESSAGE or not is_signed(headers, body, secrets, clock()):
                self.answer(401, {})
                return
            message = json.loads(body)
            if message["type"] == "webhook.verify":
                self.answer(200, {"challenge": message["data"]["challenge"]})
                return
            self.answer(200, {})  # at once: what there is to do is done elsewhere
            knock.set()

        def answer(self, status: int, document: Json) -> None:
            content = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Keep the output to events."""

    return ThreadingHTTPServer((HOST, port), Handler)


def read_on(spinepoint: httpx.Client, position: Path, handle: Callable[[Json], None]) -> None:
    """Handle all that happened since the position in the file, and keep the new one there."""
    while True:
        after = position.read_text("ascii") if position.exists() else "0"
        page = good(ask(spinepoint, "GET", "/v1/events", params={"after": after})).json()
        for event in page["items"]:
            handle(event)
        if page["next_cursor"] == after:
            return
        new = position.with_suffix(".new")
        new.write_text(page["next_cursor"], "ascii")
        new.replace(position)  # whole or not at all


def show(event: Json) -> None:
    """Print an event."""
    print(json.dumps(event), flush=True)


def main(port: int) -> None:
    """Receive, and read on, until stopped."""
    knock = threading.Event()
    secrets = os.environ["WEBHOOK_SECRETS"].split()
    server = make_server(port, secrets, knock, time.time)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with connect("APPLICATIONS") as spinepoint:
        while True:
            knock.clear()
            read_on(spinepoint, Path(os.environ["POSITION_FILE"]), show)
            knock.wait(SECONDS_BETWEEN_LOOKS)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8080)
