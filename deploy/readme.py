"""Run the commands of README.md against running services, and keep the answers shown true.

A block marked `sh` is a command; a block marked `text` or `json` right behind it is its answer.
Run as a script, with everything running (`make run`), it writes the answers again.
"""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
README: Final = ROOT / "README.md"

_BLOCKS: Final = re.compile(
    r"^```sh\n(?P<command>.*?)^```\n(?:\n*^```(?:text|json)\n(?P<answer>.*?)^```\n)?",
    re.DOTALL | re.MULTILINE,
)
_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class Example:
    """A command that the README shows, and the answer it shows, where it shows one."""

    command: str
    answer: str | None
    place: tuple[int, int]
    """Where the answer stands in the text; empty where none is shown."""


def examples(text: str) -> Iterator[Example]:
    """Yield the commands that ask a service or read a file, in order."""
    for block in _BLOCKS.finditer(text):
        command = block["command"]
        if "curl" in command or "paycalc" in command:
            yield Example(command, block["answer"], block.span("answer"))


def run(command: str, address: str) -> str:
    """Run a command with the service at an address, and return what it prints.

    Raises:
        CalledProcessError: when the command, or a part of its pipe, fails.
    """
    finished = subprocess.run(  # noqa: S603 - the README's own commands
        ["/bin/bash", "-o", "pipefail", "-c", command.replace("127.0.0.1:8001", address)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=True,
    )
    return finished.stdout


def main() -> None:
    """Write the answers again."""
    text = README.read_text(encoding="utf-8")
    for example in reversed(list(examples(text))):
        answer = run(example.command, "127.0.0.1:8001")
        if example.answer is not None:
            start, end = example.place
            text = text[:start] + answer.rstrip("\n") + "\n" + text[end:]
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
