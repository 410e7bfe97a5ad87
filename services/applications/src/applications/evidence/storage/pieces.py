"""The bytes of files, in their table: in pieces, so that no file is in memory whole."""

from typing import BinaryIO, Final
from uuid import UUID

from sqlalchemy import text

from applications.platform.database import Session

_PIECE: Final = 512 * 1024
_INSERT: Final = text("""
    INSERT INTO evidence_pieces (authority_id, evidence_id, place, piece)
    VALUES (:authority_id, :evidence_id, :place, :piece)
""")
_READ: Final = text("""
    SELECT piece FROM evidence_pieces
    WHERE authority_id = :authority_id AND evidence_id = :evidence_id AND place = :place
""")


async def insert_pieces(
    session: Session, authority_id: UUID, evidence_id: UUID, file: BinaryIO
) -> None:
    """Write the bytes of a file, from its beginning."""
    file.seek(0)
    place = 0
    while piece := file.read(_PIECE):
        await session.execute(
            _INSERT,
            {
                "authority_id": authority_id,
                "evidence_id": evidence_id,
                "place": place,
                "piece": piece,
            },
        )
        place += 1


async def read_piece(
    session: Session, authority_id: UUID, evidence_id: UUID, place: int
) -> bytes | None:
    """One piece of a file, counted from 0; None after the last."""
    wanted = {"authority_id": authority_id, "evidence_id": evidence_id, "place": place}
    piece: bytes | None = (await session.execute(_READ, wanted)).scalar_one_or_none()
    return piece
