"""Walks through a page as its reader would: writes its files, runs its commands, asks the service.

A `console` block shows commands and what they print; `...` alone stands for the rest. A `diff`
block is a slip: it is made in the page's own scheme file before the next commands, and taken back
after them. A whole YAML file is saved where the page says, a JSON block as `case.json`.
"""

import shlex
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from tests.scheme_files.markdown import Block
from tests.scheme_files.places import SCHEMES
from typer.testing import CliRunner

from paycalc.cli import app
from paycalc.main import create_app
from paycalc.settings import Settings

SCHEME_FILE = Path("my-schemes/exampleshire/2025-04-01.2025-02-10.yaml")
WHOLE_FILE = "# yaml-language-server"


class Walk:
    """A reader in a folder of their own, who has a copy of the repository's scheme files."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._slip = ""
        self._schemes_dir: Path | None = None
        shutil.copytree(SCHEMES, home / "shared" / "schemes")

    async def take(self, block: Block) -> str | None:
        """Do what a block says; return it as it should read, or None where it shows nothing."""
        if block.language == "diff":
            self._slip = block.text
        elif block.language == "json":
            (self._home / "case.json").write_text(block.text, encoding="utf-8")
        elif block.language == "yaml" and block.text.startswith(WHOLE_FILE):
            (self._home / SCHEME_FILE).write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            with self._slipped():
                return await self._console(block.text)
        return None

    @contextmanager
    def _slipped(self) -> Iterator[None]:
        path = self._home / SCHEME_FILE
        right = path.read_text(encoding="utf-8") if path.is_file() else None
        if self._slip and right is not None:
            path.write_text(with_slip(right, self._slip), encoding="utf-8")
        yield
        if self._slip and right is not None:
            path.write_text(right, encoding="utf-8")
        self._slip = ""

    async def _console(self, shown: str) -> str:
        seen: list[str] = []
        shown_lines = shown.splitlines()
        for command in [line for line in shown_lines if line.startswith("$ ")]:
            printed = (await self._run(command.removeprefix("$ "))).splitlines()
            if "..." in shown_lines:
                rest = shown_lines.index("...") - shown_lines.index(command) - 1
                printed = [*printed[:rest], "..."]
            seen += [command, *printed]
        return "".join(f"{line}\n" for line in seen)

    async def _run(self, command: str) -> str:
        first, _, second = command.partition(" | ")
        words = shlex.split(first)
        match words:
            case ["mkdir", "-p", folder]:
                (self._home / folder).mkdir(parents=True)
                return ""
            case ["cp", source, target]:
                shutil.copy(self._home / source, self._home / target)
                return ""
            case [setting, ".venv/bin/paycalc", "serve"]:
                self._schemes_dir = self._home / setting.removeprefix("SCHEMES_DIR=")
                return ""
            case [".venv/bin/paycalc", *arguments]:
                return _paycalc(arguments)
            case ["curl", "-s", url, "-H", "Content-Type: application/json", "-d", body]:
                answer = await self._ask(url, (self._home / body.removeprefix("@")).read_bytes())
                return _paycalc(shlex.split(second)[1:], answer)
            case _:
                raise AssertionError(f"the page shows a command that nobody can run: {command}")

    async def _ask(self, url: str, body: bytes) -> bytes:
        service = create_app(Settings(schemes_dir=self._schemes_dir))
        headers = {"Content-Type": "application/json"}
        async with httpx.AsyncClient(transport=httpx.ASGITransport(service)) as client:
            answer = await client.post(url, content=body, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.content


def _paycalc(arguments: list[str], piped: bytes = b"") -> str:
    return CliRunner().invoke(app, arguments, input=piped).output


def with_slip(text: str, slip: str) -> str:
    """Return a text with each `-` line of a slip replaced by the `+` line that follows it."""
    old: list[str] = []
    for line in slip.splitlines():
        if line.startswith("-"):
            old.append(line[1:])
            continue
        assert text.count(old[0]) == 1, f"not once in the file: {old[0]}"
        text = text.replace(old.pop(0), line[1:])
    assert not old
    return text
