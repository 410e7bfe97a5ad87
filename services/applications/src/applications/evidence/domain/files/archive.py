"""A ZIP archive, byte for byte: what it holds, with no byte that belongs to nothing.

Programs that read archives disagree on what an ambiguous one holds; here only what all of them
read alike is let through. Entries follow one another from the first byte, then the directory, then
its end, and the two descriptions of each entry say the same.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from applications.evidence.domain.files.refusals import FileRefusedError

Bytes = bytes | memoryview

STORED: Final = 0
DEFLATED: Final = 8
_END: Final = struct.Struct("<4s4H2LH")
_CENTRAL: Final = struct.Struct("<4s4B4H3L5H2L")
_LOCAL: Final = struct.Struct("<4s2B4HL2L2H")
_ENCRYPTED: Final = 0x0001 | 0x0040 | 0x2000
_SIZES_FOLLOW: Final = 0x0008
_UTF8: Final = 0x0800
_DESCRIPTOR: Final = b"PK\x07\x08"
_TYPE_BITS: Final = 0o170000
_PLAIN_OR_FOLDER: Final = (0, 0o100000, 0o040000)
MOST_ENTRIES: Final = 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: its name, and where its packed bytes are."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    begins: int


@dataclass(frozen=True, slots=True)
class _Listed:
    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    mode: int
    at: int


def read_archive(data: Bytes) -> Sequence[Entry]:
    """The entries of an archive, in their order.

    Raises:
        FileRefusedError: It is damaged or ambiguous, is encrypted, has too many entries, or links.
    """
    view = memoryview(data)
    ends = len(view) - _END.size
    if ends < 0 or bytes(view[:4]) != b"PK\x03\x04":
        raise FileRefusedError("damaged")
    listed = _directory(view, ends)
    entries, at = [], 0
    for each in sorted(listed, key=lambda one: one.at):
        entry, at = _entry(view, each, at)
        entries.append(entry)
    if at != _begin_of_directory(view, ends):
        raise FileRefusedError("hidden-data")
    return entries


def _begin_of_directory(view: memoryview, ends: int) -> int:
    return int(_END.unpack_from(view, ends)[6])


def _directory(view: memoryview, ends: int) -> Sequence[_Listed]:
    """Read the directory, which ends where its own end begins, as that does with the file."""
    signature, disk, first, here, count, size, begins, comment = _END.unpack_from(view, ends)
    if signature != b"PK\x05\x06":
        whole = b"PK\x05\x06" in bytes(view[-65557:])
        raise FileRefusedError("hidden-data" if whole else "damaged")
    if count > MOST_ENTRIES:
        raise FileRefusedError("too-many-parts")
    if comment or disk or first or here != count or begins + size != ends:
        raise FileRefusedError("hidden-data")
    found = list(_listed(view[begins:ends]))
    if len(found) != count or not found:
        raise FileRefusedError("damaged")
    return found


def _listed(directory: memoryview) -> Iterator[_Listed]:
    at = 0
    while at < len(directory):
        if at + _CENTRAL.size > len(directory):
            raise FileRefusedError("damaged")
        (signature, _, _, _, _, flags, method, _, _, crc, packed, size, name, extra, comment, _, _,
         attributes, begins) = _CENTRAL.unpack_from(directory, at)  # fmt: skip
        at += _CENTRAL.size
        if signature != b"PK\x01\x02" or comment:
            raise FileRefusedError("damaged")
        spelt = bytes(directory[at : at + name])
        yield _Listed(spelt, flags, method, crc, packed, size, attributes >> 16, begins)
        at += name + extra
    if at != len(directory):
        raise FileRefusedError("damaged")


def _entry(view: memoryview, listed: _Listed, at: int) -> tuple[Entry, int]:
    """An entry, which begins where the one before it ended, and where it ends."""
    if listed.at != at:
        raise FileRefusedError("hidden-data")
    if listed.flags & _ENCRYPTED:
        raise FileRefusedError("encrypted")
    if listed.method not in (STORED, DEFLATED) or at + _LOCAL.size > len(view):
        raise FileRefusedError("damaged")
    if listed.mode & _TYPE_BITS not in _PLAIN_OR_FOLDER:
        raise FileRefusedError("unsafe-names")
    signature, _, _, flags, method, _, _, crc, packed, size, name, extra = _LOCAL.unpack_from(
        view, at
    )
    begins = at + _LOCAL.size + name + extra
    spelt = bytes(view[at + _LOCAL.size : at + _LOCAL.size + name])
    said = (signature, flags, method, spelt)
    if said != (b"PK\x03\x04", listed.flags, listed.method, listed.name):
        raise FileRefusedError("damaged")
    sizes = (listed.crc, listed.packed, listed.size)
    follow = bool(flags & _SIZES_FOLLOW)
    if (crc, packed, size) not in ((sizes, (0, 0, 0)) if follow else (sizes,)):
        raise FileRefusedError("damaged")
    ends = begins + listed.packed
    if follow:
        ends = _after_descriptor(view, ends, sizes)
    name_of = _name(listed)
    return Entry(name_of, method, listed.crc, listed.packed, listed.size, begins), ends


def _after_descriptor(view: memoryview, at: int, sizes: tuple[int, int, int]) -> int:
    written = struct.pack("<3L", *sizes)
    for descriptor in (_DESCRIPTOR + written, written):
        if bytes(view[at : at + len(descriptor)]) == descriptor:
            return at + len(descriptor)
    raise FileRefusedError("damaged")


def _name(listed: _Listed) -> str:
    try:
        return listed.name.decode("utf-8" if listed.flags & _UTF8 else "ascii")
    except UnicodeDecodeError:
        raise FileRefusedError("unsafe-names") from None
