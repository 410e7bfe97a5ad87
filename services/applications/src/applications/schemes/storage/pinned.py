"""The texts of scheme files that cases are bound to, kept beside them for as long as they are."""

import hashlib
from functools import lru_cache
from typing import Final
from uuid import UUID

from sqlalchemy import text

from applications.platform.database import Session
from applications.schemes.domain.held import HeldScheme
from scheme_files.model.scheme import Scheme
from scheme_files.reading import read

_MOST_PARSED: Final = 64

_PIN: Final = text("""
    INSERT INTO scheme_texts (authority_id, scheme_sha256, scheme, scheme_version, published_on,
                              content)
    VALUES (:authority_id, :scheme_sha256, :scheme, :scheme_version, :published_on, :content)
    ON CONFLICT (authority_id, scheme_sha256) DO NOTHING
""")
_FIND: Final = text("""
    SELECT content FROM scheme_texts
    WHERE authority_id = :authority_id AND scheme_sha256 = :scheme_sha256
""")


async def pin_scheme(session: Session, authority_id: UUID, held: HeldScheme) -> None:
    """Keep the text of a version; once is enough."""
    await session.execute(
        _PIN,
        {
            "authority_id": authority_id,
            "scheme_sha256": held.sha256,
            "scheme": held.scheme.scheme,
            "scheme_version": held.scheme.in_force.from_,
            "published_on": held.scheme.published,
            "content": held.text,
        },
    )


async def find_pinned(session: Session, authority_id: UUID, sha256: str) -> HeldScheme | None:
    """The version that was pinned by this digest.

    Raises:
        ValueError: What is kept is not the text that was pinned: somebody changed it.
    """
    result = await session.execute(_FIND, {"authority_id": authority_id, "scheme_sha256": sha256})
    content = result.scalar_one_or_none()
    return None if content is None else _parsed(sha256, content)


@lru_cache(maxsize=_MOST_PARSED)
def _parsed(sha256: str, content: str) -> HeldScheme:
    """Read a pinned text. It was checked when it was pinned; a later check may ask for more."""
    if hashlib.sha256(content.encode("utf-8")).hexdigest() != sha256:
        raise ValueError(f"The scheme text that is kept as {sha256} is another text.")
    return HeldScheme(read(content, Scheme), sha256, content)
