"""What travels about webhooks."""

from typing import Annotated, Any, Final, Literal, Self

from pydantic import ConfigDict, Field

from applications.exchange.domain.webhooks import FAILURES, Attempt, Delivery, Webhook
from applications.log.kinds import KINDS
from plumbing.paging import QueryPage
from plumbing.wire import Answer, Instant, PatternText, Question, Text, refusal
from plumbing.wire_markers import WireType

_UUID: Final = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_HOST: Final = r"(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)"
_REST: Final = "[!$%&'()*+,./0-9:;=@A-Z_a-z~-]*"

WebhookId = Annotated[
    str,
    PatternText(
        f"^{_UUID}$",
        what_to_do="Give a webhook's id as it was answered: a UUID in lower case.",
    ),
]
DeliveryId = Annotated[
    str,
    PatternText(
        f"^{_UUID}$",
        what_to_do="Give a delivery's id as it was answered: a UUID in lower case.",
    ),
]
EndpointUrl = Annotated[
    str,
    PatternText(
        rf"^https?://{_HOST}(:[1-9][0-9]{{0,4}})?(/{_REST})?(\?[?/{_REST[1:]})?$",
        what_to_do="Give an https address of at most 2000 characters, without a user or a "
        "fragment.",
        example="https://hris.council.example/hooks/spinepoint",
        longest=2000,
    ),
]
WebhookStatus = Literal["unverified", "enabled", "disabled"]
DeliveryStatus = Literal["pending", "delivered", "given_up"]


class _Kinds(WireType):
    """A marker for kinds of event: each of them once."""

    def parse(self, value: object) -> tuple[str, ...]:
        """The kinds, in the order given."""
        if not isinstance(value, list | tuple) or not value:
            raise refusal(_KINDS_WORDS)
        kinds = [each for each in value if isinstance(each, str) and each in KINDS]
        if len({*kinds}) != len(value):
            raise refusal(_KINDS_WORDS)
        return tuple(kinds)

    def render(self, value: Any) -> object:  # noqa: ANN401 - as every type's own
        return list(value)

    def schema(self) -> dict[str, Any]:
        """A list of the kinds that there are."""
        return {
            "type": "array",
            "items": {"type": "string", "enum": sorted(KINDS)},
            "minItems": 1,
            "uniqueItems": True,
            "examples": [["variation-changed"]],
        }


_KINDS_WORDS: Final = (
    "Give kinds of event, each once: GET /v1/events says which there are. Leave it out for all."
)
_EXAMPLE: Final[dict[str, Any]] = {
    "url": "https://hris.council.example/hooks/spinepoint",
    "kinds": ["variation-changed"],
    "description": "Grade changes into the HRIS",
}


class WebhookBody(Question):
    """An endpoint, and what it is told of."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    url: EndpointUrl
    """Where to send. Only https, to a public address; the operator may allow other networks."""
    kinds: Annotated[tuple[str, ...], _Kinds()] | None = None
    """Which kinds of event; left out or null, every one, those of later releases too."""
    description: Annotated[str, Text(1, 200)] | None = None
    """What it is for, in words: nothing personal."""


class WebhookAnswer(Answer):
    """An endpoint, what it is told of, and how it stands."""

    webhook_id: str
    url: str
    kinds: Annotated[tuple[str, ...], _Kinds()] | None
    """Which kinds of event; null is every one."""
    description: str | None
    status: WebhookStatus
    """`unverified` until its endpoint has answered a challenge, `disabled` while it is told
    nothing."""
    disabled_because: Literal["asked", "gone", "failing"] | None
    """`asked`: somebody did; `gone`: it answered 410; `failing`: nothing was delivered to it for
    three days."""
    verified_at: Instant | None
    previous_secret_until: Instant | None
    """Until when the secret before the present one signs too; null where there is none."""
    created_at: Instant
    changed_at: Instant

    @classmethod
    def of(cls, webhook: Webhook) -> Self:
        """A webhook as it is sent."""
        return cls.model_validate(_members(webhook))


class WebhookWithSecret(WebhookAnswer):
    """A webhook, and its new secret: shown this once."""

    secret: str | None
    """What its messages are signed with (`whsec_...`, Standard Webhooks). Keep it now. It is null
    where this answers a request that was answered before: then rotate it."""

    @classmethod
    def with_secret(cls, webhook: Webhook, secret: str | None) -> Self:
        """A webhook as it is sent when its secret is new."""
        return cls.model_validate({**_members(webhook), "secret": secret})


def _members(webhook: Webhook) -> dict[str, object]:
    return {
        "webhook_id": str(webhook.webhook_id),
        "url": webhook.url,
        "kinds": webhook.kinds,
        "description": webhook.description,
        "status": webhook.status,
        "disabled_because": webhook.disabled_because,
        "verified_at": webhook.verified_at,
        "previous_secret_until": webhook.previous_until,
        "created_at": webhook.created_at,
        "changed_at": webhook.changed_at,
    }


class WebhookPage(Answer):
    """A page of webhooks, the oldest first."""

    items: list[WebhookAnswer]
    next_cursor: str | None


_CODES: Final = "\n".join(f"- `{code}`: {words}" for code, words in FAILURES.items())
_Failure = Annotated[
    str,
    Field(
        description=f"Why it is no delivery; null where it is one, or nobody knows.\n\n{_CODES}",
        json_schema_extra={"enum": sorted(FAILURES)},
    ),
]


class AttemptAnswer(Answer):
    """One time that a message was sent. Of what the endpoint said only its status is kept."""

    attempt: int
    """1 for the first of this delivery."""
    began_at: Instant
    took_ms: int | None
    """How long it took; null while it is under way, or where nobody knows what came of it."""
    http_status: int | None
    """The status that the endpoint answered; null where it did not."""
    failure: _Failure | None
    failure_detail: str | None
    """The same in words."""

    @classmethod
    def of(cls, attempt: Attempt) -> Self:
        """An attempt as it is sent."""
        return cls.model_validate(
            {
                "attempt": attempt.attempt,
                "began_at": attempt.began_at,
                "took_ms": attempt.took_ms,
                "http_status": attempt.http_status,
                "failure": attempt.failure,
                "failure_detail": attempt.failure and FAILURES[attempt.failure],
            }
        )


class DeliverySubject(Answer):
    """What a message is about."""

    kind: str
    id: str


class DeliveryAnswer(Answer):
    """One message to one endpoint, and what came of it."""

    delivery_id: str
    message_id: str
    """The `webhook-id` header: the same at every attempt, and for the same event always."""
    type: str
    """The kind of event, `webhook.verify` or `webhook.ping`."""
    seq: int | None
    """The event's position in the log; null for a message that tells of no event."""
    subject: DeliverySubject
    status: DeliveryStatus
    """`given_up`: it was tried for three days, or once where it tells of no event."""
    next_attempt_at: Instant | None
    """From when it is tried again; null where it is not. What is behind another event of its
    subject, or of a disabled webhook, waits longer."""
    attempts: list[AttemptAnswer]
    created_at: Instant
    ended_at: Instant | None

    @classmethod
    def of(cls, delivery: Delivery, attempts: list[Attempt]) -> Self:
        """A delivery as it is sent."""
        is_pending = delivery.status == "pending"
        return cls.model_validate(
            {
                "delivery_id": str(delivery.delivery_id),
                "message_id": f"msg_{delivery.delivery_id.hex}",
                "type": delivery.type,
                "seq": delivery.seq,
                "subject": DeliverySubject(kind=delivery.subject_kind, id=delivery.subject),
                "status": delivery.status,
                "next_attempt_at": delivery.due_at if is_pending else None,
                "attempts": [AttemptAnswer.of(each) for each in attempts],
                "created_at": delivery.created_at,
                "ended_at": delivery.ended_at,
            }
        )


class DeliveryPage(Answer):
    """A page of deliveries, the newest first."""

    items: list[DeliveryAnswer]
    next_cursor: str | None


class DeliveriesQuery(QueryPage):
    """Which deliveries are asked for."""

    status: DeliveryStatus | None = None
    """Only those that stand so."""
