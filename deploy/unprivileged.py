"""Running a program as somebody who may do little, for programs that refuse to run as root."""

import hashlib
import os
import pwd
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_READ: Final = 4
_ENTER: Final = 1
_OWNER_BITS: Final = 6
_GROUP_BITS: Final = 3


@dataclass(frozen=True, slots=True)
class User:
    """Who a program runs as."""

    uid: int
    gid: int


def unprivileged_user(data: Path) -> User | None:
    """Return the user for a program that root must not run; None for anybody but root.

    It is the owner of the program's data, and `nobody` where there is none yet.

    Raises:
        LookupError: when this machine has no user `nobody`.
    """
    if os.geteuid() != 0:
        return None
    if data.exists() and (found := data.stat()).st_uid != 0:
        return User(found.st_uid, found.st_gid)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise LookupError(
            "Root may not run PostgreSQL, and this machine has no user 'nobody' to run it as. "
            "Start this as an ordinary user."
        ) from None
    return User(nobody.pw_uid, nobody.pw_gid)


def is_reachable(path: Path, user: User | None) -> bool:
    """Whether a user may enter a folder, or run a program, and every folder on the way to it."""
    if user is None:
        return True
    whole = path.resolve()
    wanted = _ENTER if whole.is_dir() else _READ | _ENTER
    return all(_may(folder, user, _ENTER) for folder in whole.parents) and _may(whole, user, wanted)


def _may(path: Path, user: User, wanted: int) -> bool:
    found = path.stat()
    if found.st_uid == user.uid:
        shift = _OWNER_BITS
    elif found.st_gid == user.gid:
        shift = _GROUP_BITS
    else:
        shift = 0
    return (found.st_mode >> shift) & wanted == wanted


def give(path: Path, user: User | None) -> None:
    """Make a user the owner of a file, or of a folder with everything in it."""
    if user is None:
        return
    for each in (path, *path.rglob("*")):
        os.chown(each, user.uid, user.gid, follow_symlinks=False)


def stand_in(folder: Path) -> Path:
    """Return a folder outside that stands for one that others cannot reach, the same each time.

    Raises:
        PermissionError: when somebody else made a folder of that name.
    """
    name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
    stands = Path(tempfile.gettempdir()) / f"spinepoint-{name}"
    stands.mkdir(mode=0o711, exist_ok=True)
    found = stands.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise PermissionError(f"{stands} is somebody else's: remove it.")
    stands.chmod(0o711)
    return stands
