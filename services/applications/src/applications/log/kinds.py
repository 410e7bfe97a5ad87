"""Every kind of event there is, and what it tells: a closed list within a version of the API."""

from collections.abc import Mapping
from typing import Final

KINDS: Final[Mapping[str, str]] = {
    "team-changed": "A team was added, or its place in the organisation changed.",
    "worker-changed": "A worker was added, or something that we know of them changed.",
    "role-assignment-changed": "Somebody was given a role over a part of the organisation, or the "
    "role or its days changed.",
    "delegation-changed": "Somebody may act for somebody else for a time, or those days changed.",
    "application-opened": "A case was opened.",
    "action-taken": "Somebody took an action of a case: `action` says which, `step` where.",
    "application-released": "What was decided is open to the worker from now on.",
    "application-decided": "The last decision was taken: `decides` says which way.",
    "application-withdrawn": "A case was withdrawn.",
    "recused": "Somebody stepped back from a case.",
    "conflict-lifted": "An administrator lifted a conflict that somebody had declared.",
    "meeting-arranged": "The meeting of a step was arranged, or arranged anew: `sequence` counts.",
    "meeting-cancelled": "The meeting of a step was cancelled: the step waits for another.",
    "wait-ended": "What a step waited for has come: the steps that follow it are open.",
    "submission-date-moved": "The submission date that a case belongs to is known, or is another: "
    "see `submission_date`, and `before`.",
    "submission-date-near": "A submission date comes near, and the case is not submitted: "
    "see `submission_date`.",
    "reassigned": "A step was given to somebody by name.",
    "corrected": "Something recorded was corrected: both values are kept.",
    "evidence-provided": "Evidence was provided, or the content of a file was announced: `item` "
    "says which.",
    "evidence-received": "The content of a file came in and was accepted.",
    "evidence-withdrawn": "Evidence was withdrawn before it was submitted.",
    "evidence-quarantined": "Evidence was reported, or is not safe: nobody but its provider can "
    "read it.",
    "identifiers-acknowledged": "What seemed to name somebody was acknowledged with a reason.",
    "evidence-fixed": "A case was submitted with this evidence: `attempt` counts the submissions.",
    "evidence-completion-moved": "The evidence came to be complete on another day, or is so no "
    "longer: see `evidence_complete_on`.",
    "document-forwarded": "A completed form was forwarded to a role.",
    "pay-determined": "paycalc answered what a decision gives: grade, point and day.",
    "pay-needs-decision": "paycalc's answer leaves something to a person before anybody is paid.",
    "variation-drafted": "A change of grade and point was drafted for the HRIS.",
    "variation-changed": "A variation was approved, sent, acknowledged or rejected: see `status`.",
    "variation-sent-again": "A variation that the HRIS did not answer was sent to it once more.",
    "pay-point-recorded": "A worker's effective pay point was recorded.",
    "webhook-changed": "A webhook was made, changed, verified, enabled, disabled or deleted, got a "
    "new secret, or something was sent on request: `change` says which.",
    "webhook-disabled": "A webhook was disabled because its endpoint failed for three days "
    "(`failing`), or said that it is no more (`gone`).",
    "webhook-gave-up": "An event was not delivered to a webhook within three days, and what came "
    "after it is: `seq` says which event.",
    "import-received": "A file came in to be imported: `kind` says what is in it.",
    "rows-imported": "Some rows of a file were worked through: `rows_sha256` is of what came of "
    "each.",
    "payroll-told": "Payroll was told what to pay: `sha256` is the digest of what it was told.",
}
