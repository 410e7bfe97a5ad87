"""Webhooks of a council of a test's own: added, verified, and looked at."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

import httpx
import pytest
import standardwebhooks.webhooks
from standardwebhooks import Webhook
from tests.support.council import Council, key
from tests.support.receiver import Received, Receiver
from tests.support.waiting import wait_until

Json = dict[str, Any]


@dataclass(slots=True)
class Hook:
    """A webhook, and what it was told as its secret."""

    council: Council
    webhook_id: str
    secret: str

    @property
    def address(self) -> str:
        """Where it is."""
        return f"/v1/webhooks/{self.webhook_id}"

    @property
    def now(self) -> Json:
        """How it stands."""
        found: Json = self.council.hris.get(self.address).json()
        return found

    def deliveries(self, **query: str | int) -> list[Json]:
        """What was sent to it, the newest first."""
        answer = self.council.hris.get(f"{self.address}/deliveries", params=query)
        assert answer.status_code == 200, answer.text
        items: list[Json] = answer.json()["items"]
        return items

    def of_event(self, subject: str) -> Json | None:
        """The oldest delivery of an event of a subject; None while there is none."""
        found = [each for each in self.deliveries() if each["subject"]["id"] == subject]
        return found[-1] if found else None

    def status_of(self, subject: str) -> str | None:
        """How that stands."""
        found = self.of_event(subject)
        return None if found is None else str(found["status"])

    def failures_of(self, subject: str) -> list[str]:
        """Why it failed, each time that it did."""
        found = self.of_event(subject) or {"attempts": []}
        return [each["failure"] for each in found["attempts"] if each["failure"]]

    def is_told(self, count: int) -> bool:
        """Whether so many events were delivered to it."""
        delivered = self.deliveries(status="delivered")
        return len([each for each in delivered if each["seq"] is not None]) == count

    def post(self, action: str) -> httpx.Response:
        """Have something done on the version that is there."""
        etag = self.council.hris.get(self.address).headers["etag"]
        headers = {"If-Match": etag, **key()} if "/" not in action else key()
        if action in {"ping", "verify"}:
            headers = key()
        return self.council.hris.post(f"{self.address}/{action}", json={}, headers=headers)

    def wait_for(self, status: str) -> None:
        """Return once it stands so."""
        wait_until(lambda: self.now["status"] == status)


def add(council: Council, url: str, **members: object) -> Hook:
    """Add a webhook, which nobody has verified."""
    answer = council.hris.post("/v1/webhooks", json={"url": url, **members}, headers=key())
    assert answer.status_code == 201, answer.text
    made = answer.json()
    return Hook(council, made["webhook_id"], made["secret"])


def hook_to(council: Council, receiver: Receiver, **members: object) -> Hook:
    """Add a webhook and verify it."""
    hook = add(council, receiver.url, **members)
    assert hook.post("verify").status_code == 202
    hook.wait_for("enabled")
    return hook


def signed_by(secret: str, received: Received, now: datetime) -> bool:
    """Whether the library of Standard Webhooks takes a message, at a time of our own."""

    class Then(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Then":
            return cls.fromtimestamp(now.timestamp(), tz)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(standardwebhooks.webhooks, "datetime", Then)
        try:
            Webhook(secret).verify(received.content, received.headers)
        except standardwebhooks.webhooks.WebhookVerificationError:
            return False
    return True
