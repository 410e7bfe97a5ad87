"""Which problem each exception of ours becomes: one screen."""

from typing import Final

from applications.casework.domain.refusals import (
    ActionNotAllowedError,
    ApplicationNotFoundError,
    CannotOpenError,
    InvalidActionError,
    UnknownActionError,
)
from applications.evidence.domain.files.refusals import (
    FileInfectedError,
    FileRefusedError,
    FileTooLargeError,
    WrongDigestError,
    WrongTypeError,
)
from applications.evidence.domain.refusals import EvidenceNotFoundError, EvidenceStateError
from applications.evidence.files.antivirus import AntivirusAwayError
from applications.evidence.files.inspection import InspectionAwayError
from applications.evidence.files.spool import SpoolFullError, UploadTooSlowError
from applications.exchange.domain.feed import BeyondTheEndError
from applications.exchange.domain.import_files import UnreadableFileError
from applications.exchange.domain.webhooks import WebhookStateError
from applications.exchange.operations.webhooks import NotSetUpError
from applications.pay.domain.refusals import BeyondTheEndError as BeyondTheLastChangeError
from applications.pay.domain.refusals import (
    DecidedHereError,
    NotOfEverybodyError,
    RunOutOfOrderError,
    VariationStateError,
)
from applications.pay.paycalc_client import PaycalcError
from applications.people.domain.refusals import (
    DelegationRefusedError,
    InvalidRecordError,
    PostLeftOutError,
    SubjectTakenError,
    UnknownPersonError,
    UnknownReferenceError,
)
from applications.permissions import ForbiddenError
from applications.platform.database import DatabaseAwayError
from applications.platform.issuer_keys import IssuerAwayError
from applications.platform.once import KeyReusedError
from applications.platform.token_profiles import TokenRefusedError
from applications.platform.versions import (
    MissingIfMatchError,
    NothingHereError,
    StaleVersionError,
)
from applications.problems import (
    ACTION_NOT_ALLOWED,
    CANNOT_OPEN,
    DELEGATION_REFUSED,
    EVIDENCE_STATE,
    FILE_INFECTED,
    FILE_REFUSED,
    FORBIDDEN,
    INVALID_ACTION,
    KEY_REUSED,
    MISSING_IF_MATCH,
    NOT_ACCEPTABLE,
    NOT_IN_FORCE,
    PAY_DECIDED_HERE,
    PAYROLL_RUN_ORDER,
    POST_LEFT_OUT,
    STALE_VERSION,
    SUBJECT_TAKEN,
    UNAUTHENTICATED,
    UNKNOWN_ACTION,
    UNKNOWN_PERSON,
    UNKNOWN_REFERENCE,
    UNREADABLE_FILE,
    UPLOAD_TOO_SLOW,
    VARIATION_STATE,
    WEBHOOK_STATE,
    WEBHOOKS_NOT_SET_UP,
    WRONG_DIGEST,
)
from applications.routing import NotAcceptableError
from applications.schemes.domain.refusals import NotInForceError, UnknownSchemeError
from plumbing.problems import (
    INVALID_CURSOR,
    INVALID_REQUEST,
    NOT_FOUND,
    PAYLOAD_TOO_LARGE,
    UNAVAILABLE,
    UNSUPPORTED_MEDIA_TYPE,
    Catalogue,
)

PROBLEMS: Final[Catalogue] = {
    TokenRefusedError: UNAUTHENTICATED,
    IssuerAwayError: UNAVAILABLE,
    DatabaseAwayError: UNAVAILABLE,
    ForbiddenError: FORBIDDEN,
    NotAcceptableError: NOT_ACCEPTABLE,
    UnknownPersonError: UNKNOWN_PERSON,
    NothingHereError: NOT_FOUND,
    ApplicationNotFoundError: NOT_FOUND,
    MissingIfMatchError: MISSING_IF_MATCH,
    StaleVersionError: STALE_VERSION,
    KeyReusedError: KEY_REUSED,
    UnknownReferenceError: UNKNOWN_REFERENCE,
    InvalidRecordError: INVALID_REQUEST,
    SubjectTakenError: SUBJECT_TAKEN,
    PostLeftOutError: POST_LEFT_OUT,
    UnknownSchemeError: NOT_FOUND,
    NotInForceError: NOT_IN_FORCE,
    DelegationRefusedError: DELEGATION_REFUSED,
    CannotOpenError: CANNOT_OPEN,
    ActionNotAllowedError: ACTION_NOT_ALLOWED,
    UnknownActionError: UNKNOWN_ACTION,
    InvalidActionError: INVALID_ACTION,
    EvidenceNotFoundError: NOT_FOUND,
    EvidenceStateError: EVIDENCE_STATE,
    FileRefusedError: FILE_REFUSED,
    FileInfectedError: FILE_INFECTED,
    FileTooLargeError: PAYLOAD_TOO_LARGE,
    WrongTypeError: UNSUPPORTED_MEDIA_TYPE,
    WrongDigestError: WRONG_DIGEST,
    UploadTooSlowError: UPLOAD_TOO_SLOW,
    SpoolFullError: UNAVAILABLE,
    InspectionAwayError: UNAVAILABLE,
    AntivirusAwayError: UNAVAILABLE,
    BeyondTheEndError: INVALID_CURSOR,
    BeyondTheLastChangeError: INVALID_CURSOR,
    NotOfEverybodyError: FORBIDDEN,
    RunOutOfOrderError: PAYROLL_RUN_ORDER,
    VariationStateError: VARIATION_STATE,
    WebhookStateError: WEBHOOK_STATE,
    NotSetUpError: WEBHOOKS_NOT_SET_UP,
    DecidedHereError: PAY_DECIDED_HERE,
    UnreadableFileError: UNREADABLE_FILE,
    PaycalcError: UNAVAILABLE,
}
"""The problem of every exception that our rooms raise."""
