"""Making checkpoints, and verifying a log where it lies."""

from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from applications.log.domain import Position
from applications.log.domain.signing import Checkpoint, UnusableKeyError, read_key, sign
from applications.log.domain.verification import BrokenLogError, Verifier
from applications.log.storage import head_of, list_events
from applications.log.storage.checkpoints import add_checkpoint, last_checkpoint
from applications.platform.authorities import Authority
from applications.platform.database import Database

_AT_ONCE: Final = 500


def read_checkpoint_key(file: Path | None) -> Ed25519PrivateKey | None:
    """The key that checkpoints are signed with; None where the operator gives none.

    Raises:
        UnusableKeyError: The file is not there, or holds no such key.
    """
    if file is None:
        return None
    try:
        return read_key(file.read_bytes())
    except OSError:
        raise UnusableKeyError("APPLICATIONS_CHECKPOINT_KEY_FILE cannot be read.") from None


async def make_checkpoint(
    database: Database, authority: Authority, key: Ed25519PrivateKey, *, now: datetime
) -> Checkpoint | None:
    """Sign where an authority's log is, once what was added since the last time is verified.

    None when nothing was added.

    Raises:
        BrokenLogError: What was added does not follow from what was signed: nothing is signed.
    """
    authority_id = authority.authority_id
    async with database.begin(authority_id) as session:
        last = await last_checkpoint(session, authority_id)
        head = await head_of(session, authority_id)
    signed = None if last is None else Position(last.seq, last.recorded_at, last.hash)
    if head == signed:
        return None
    if head is None or (signed is not None and head.seq <= signed.seq):
        raise BrokenLogError(
            "The log ends before, or is not, what the last checkpoint vouches for."
        )
    await verify_log(database, authority, behind=signed, through=head)
    made = sign(key, authority.authority, head, made_at=now)
    async with database.begin(authority_id) as session:
        await add_checkpoint(session, authority_id, made)
    return made


async def verify_log(
    database: Database, authority: Authority, *, behind: Position | None, through: Position
) -> None:
    """Verify an authority's log behind one position and up to another.

    Raises:
        BrokenLogError: It is not what was written.
    """
    verifier = Verifier.behind(behind)
    verifier.known = {through.seq: through.hash}
    while verifier.seq < through.seq:
        async with database.begin(authority.authority_id) as session:
            events = await list_events(
                session,
                authority.authority_id,
                after=verifier.seq,
                limit=min(_AT_ONCE, through.seq - verifier.seq),
            )
        if not events:
            break
        verifier.take(events)
    verifier.end()
