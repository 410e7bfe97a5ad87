"""The types of file that evidence is taken in: a closed list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_ZIP: Final = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class FileType:
    """A type of file: its name in scheme files, its media type, and how its bytes begin."""

    id: str
    media_type: str
    begins: bytes

    @property
    def suffix(self) -> str:
        """What the name of such a file ends in."""
        return f".{self.id}"


FILE_TYPES: Final[Mapping[str, FileType]] = {
    each.id: each
    for each in (
        FileType("pdf", "application/pdf", b"%PDF-"),
        FileType(
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            _ZIP,
        ),
        FileType("odt", "application/vnd.oasis.opendocument.text", _ZIP),
        FileType("jpeg", "image/jpeg", b"\xff\xd8\xff"),
        FileType("png", "image/png", b"\x89PNG\r\n\x1a\n"),
    )
}
"""Every type, by its name in scheme files."""

BY_MEDIA_TYPE: Final[Mapping[str, FileType]] = {
    each.media_type: each for each in FILE_TYPES.values()
}

LONGEST_BEGINNING: Final = max(len(each.begins) for each in FILE_TYPES.values())
