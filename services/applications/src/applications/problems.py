"""Every type of problem of this service's own. Which exception becomes which: `catalogue`."""

from typing import Final

from plumbing.problems import ProblemType

UNAUTHENTICATED: Final = ProblemType(
    "unauthenticated",
    401,
    "The request has no token that is accepted here",
    "Send `Authorization: Bearer` with an access token that the council's issuer made for this "
    "service and that has not expired.",
)
FORBIDDEN: Final = ProblemType(
    "forbidden",
    403,
    "The caller may not do this",
    "The token is good, but its scopes, or the roles and relations of the person it stands for, do "
    "not allow this. The detail says what would be needed.",
)
UNKNOWN_PERSON: Final = ProblemType(
    "unknown-person",
    403,
    "The person behind the token is not known here",
    "No worker of the authority has this token's subject. Whoever keeps people here (the HRIS) "
    "sends it as `subject` with `PUT /v1/workers/{employee_number}`.",
)
MISSING_IF_MATCH: Final = ProblemType(
    "missing-if-match",
    428,
    "A change needs the version that it changes",
    "Something exists at this address: read it, and send its `ETag` as `If-Match`, so that nobody "
    "else's change is lost.",
)
STALE_VERSION: Final = ProblemType(
    "stale-version",
    412,
    "It has changed since it was read",
    "Somebody changed it in the meantime, or it is not there yet. Read it again, look at what "
    "changed, and send the request with the new `ETag` if it is still wanted.",
)
KEY_REUSED: Final = ProblemType(
    "idempotency-key-reused",
    422,
    "The Idempotency-Key belongs to another request",
    "A key stands for one request: same method, address, body, `If-Match` and person. Send a new "
    "key with a new request.",
)
UNKNOWN_REFERENCE: Final = ProblemType(
    "unknown-reference",
    422,
    "Something that the request refers to is not there",
    "A team, worker, scheme, pathway or the like that the request names does not exist in this "
    "authority. `errors` points to each; send what is missing first.",
)
SUBJECT_TAKEN: Final = ProblemType(
    "subject-taken",
    409,
    "The token subject stands for another worker",
    "Tokens with this subject speak for another worker of the authority already. Take it from them "
    "first, or check which of the two it belongs to.",
)
POST_LEFT_OUT: Final = ProblemType(
    "post-left-out",
    409,
    "A post that is known was not sent",
    "Cases and pay hang on a post, so that it never vanishes. Send it too; to end it, give it "
    "`ends_before`. `errors` names each.",
)
DELEGATION_REFUSED: Final = ProblemType(
    "delegation-refused",
    409,
    "This delegation is not possible",
    "A role can be delegated by somebody who holds it, for a time, to somebody else, and once "
    "more by them; it cannot come back in a circle. The detail says which of these is wrong.",
)
NOT_IN_FORCE: Final = ProblemType(
    "not-in-force",
    422,
    "No version of the scheme was in force",
    "The day asked about is before the first version of the scheme, or no version was published "
    "by then. The detail names the first day that can be asked about.",
)
CANNOT_OPEN: Final = ProblemType(
    "cannot-open",
    409,
    "The case cannot be opened",
    "The worker's post, grade or another open case does not allow it now. The detail says why.",
)
ACTION_NOT_ALLOWED: Final = ProblemType(
    "action-not-allowed",
    409,
    "The action is not allowed now",
    "The case is at another step, something must be done first, or a conflict of interest keeps "
    "the caller from it. `GET /v1/applications/{application_id}/actions` says what is allowed, and "
    "of the rest why not.",
)
UNKNOWN_ACTION: Final = ProblemType(
    "unknown-action",
    404,
    "The case has no such action",
    "`GET /v1/applications/{application_id}/actions` lists every action of the case.",
)
INVALID_ACTION: Final = ProblemType(
    "invalid-action",
    422,
    "What came with the action does not match its form",
    "Each action has the JSON Schema of its body, which "
    "`GET /v1/applications/{application_id}/actions` gives. `errors` points to each mistake.",
)
EVIDENCE_STATE: Final = ProblemType(
    "evidence-state",
    409,
    "The evidence does not allow it now",
    "What was submitted stays as it was, what has come in is not sent twice, and there are only so "
    "many of each item. The detail says which of these it is, and what can be done.",
)
NOT_ACCEPTABLE: Final = ProblemType(
    "not-acceptable",
    406,
    "There is no such rendering of it",
    "The request's `Accept` names no media type in which this is given. The detail names those "
    "that there are; without `Accept` it comes as JSON.",
)
VARIATION_STATE: Final = ProblemType(
    "variation-state",
    409,
    "The variation is at another stage",
    "A variation is a draft, then approved, then sent, then acknowledged or rejected; a rejected "
    "one can be sent again. The detail says what can be done next.",
)
WEBHOOK_STATE: Final = ProblemType(
    "webhook-state",
    409,
    "The webhook is not in a state for this",
    "A webhook is unverified until its endpoint has answered a challenge, and then enabled or "
    "disabled. The detail says what can be done next.",
)
WEBHOOKS_NOT_SET_UP: Final = ProblemType(
    "webhooks-not-set-up",
    409,
    "The operator has not set webhooks up",
    "Secrets of webhooks are kept sealed, and the operator gave no key for that "
    "(`APPLICATIONS_WEBHOOK_KEYS`). The feed `GET /v1/events` tells the same.",
)
PAY_DECIDED_HERE: Final = ProblemType(
    "pay-decided-here",
    409,
    "The pay of this day was decided here",
    "What another system knew before is taken on for the days before the first decision that was "
    "made here, and never in its place. Leave out the rows from that day on.",
)
UNREADABLE_FILE: Final = ProblemType(
    "unreadable-file",
    422,
    "The file cannot be read as a whole",
    "It is not UTF-8, its columns are not those of this kind of import or are not parted by "
    "commas, its quotes do not pair up, or it has too many rows. Nothing of it was done; the "
    "detail says what to mend. What is wrong with single rows never stops the others.",
)
PAYROLL_RUN_ORDER: Final = ProblemType(
    "payroll-run-order",
    409,
    "Payroll was told more than that already",
    "A payroll run goes on where the one before ended: up to the same day or a later one, as known "
    "then or later. What was told is never taken back; what is wrong in it, the next run puts "
    "right.",
)
FILE_REFUSED: Final = ProblemType(
    "file-refused",
    422,
    "The file is not one that is taken",
    "A file must be what it says it is, whole, and one document without macros, scripts, embedded "
    "files or anything fetched from elsewhere. The detail names the rule that it breaks, and what "
    "to do. Nothing of it was stored.",
)
FILE_INFECTED: Final = ProblemType(
    "file-infected",
    422,
    "The antivirus software found something in the file",
    "The bytes were not kept, and what was to be provided is in quarantine. Have the machine that "
    "the file comes from looked at, and provide a clean file in its place.",
)
WRONG_DIGEST: Final = ProblemType(
    "wrong-digest",
    422,
    "What arrived is not what was sent",
    "`Content-Digest` or `Repr-Digest` does not have the digest of the bytes that arrived, or "
    "cannot be read. Send the file again, or the header as RFC 9530 has it.",
)
UPLOAD_TOO_SLOW: Final = ProblemType(
    "upload-too-slow",
    408,
    "The file did not come in within its time",
    "A file has ten minutes to come in. Send it over a faster connection, or make it smaller.",
)
