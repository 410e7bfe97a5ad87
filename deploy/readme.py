"""Run the commands of the README and its pages, and keep the answers that they show true.

A block marked `sh` is a command; a block marked `text` or `json` right behind it is its answer.
All are run in order in one shell, as a reader would run them, first the README and then the pages
of `docs/`, so that a block may use what an earlier one put into a variable.

Run as a script, with everything running (`make run`) in an installation that is new, it writes the
answers again. `CLOCK_FILE` with the day of the answers keeps their days.
"""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deploy.children import HOST
from deploy.processes import ports

ROOT: Final = Path(__file__).resolve().parents[1]
README: Final = ROOT / "README.md"
PAGES: Final = (README, *sorted((ROOT / "docs").glob("*.md")))
"""In the order in which they are run."""

_BLOCKS: Final = re.compile(
    r"^```sh\n(?P<command>.*?)^```\n(?:\n*^```(?:text|json)\n(?P<answer>.*?)^```\n)?",
    re.DOTALL | re.MULTILINE,
)
_RUN: Final = ("curl", "paycalc", "make -s", "applications ")
_SECONDS: Final = 300
_VARYING: Final = {
    "id": re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"),
    "hash": re.compile(r"\b[0-9a-f]{32,64}\b"),
    "instant": re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"),
}


class CommandError(Exception):
    """A command of the page failed; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Example:
    """A command that a page shows, and the answer it shows, where it shows one."""

    command: str
    answer: str | None
    place: tuple[int, int]
    """Where the answer stands in the text; empty where none is shown."""


def examples(text: str) -> Iterator[Example]:
    """Yield the commands that ask a service or read a file, in order."""
    for block in _BLOCKS.finditer(text):
        command = block["command"]
        if any(word in command for word in _RUN):
            yield Example(command, block["answer"], block.span("answer"))


def without_what_varies(answer: str) -> str:
    """An answer with ids, hashes and instants replaced by what they are: they differ each time."""
    for name, pattern in _VARYING.items():
        answer = pattern.sub(f"<{name}>", answer)
    return answer.rstrip()


def run(commands: Sequence[str], at: Mapping[str, int]) -> list[str]:
    """Run commands in one shell, and return what each prints.

    Args:
        commands: The commands, in order.
        at: The ports of the services, by the variables that set them.

    Raises:
        CommandError: A command, or a part of its pipe, failed.
    """
    script = "\n".join(["set -e -o pipefail", *(f"{each}\nprintf '\\0'" for each in commands)])
    script = script.replace(f"{HOST}:8000", f"{HOST}:{at['APPLICATIONS_PORT']}")
    script = script.replace(f"{HOST}:8001", f"{HOST}:{at['PAYCALC_PORT']}")
    finished = subprocess.run(  # noqa: S603 - the README's own commands
        ["/bin/bash", "-c", script],
        cwd=ROOT,
        env={**os.environ, **{name: str(port) for name, port in at.items()}},
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    printed = finished.stdout.split("\0")[:-1]
    if finished.returncode:
        failed = commands[len(printed)] if len(printed) < len(commands) else ""
        raise CommandError(f"This failed:\n{failed}\n{finished.stdout[-2000:]}\n{finished.stderr}")
    return printed


def main() -> None:
    """Write the answers again."""
    texts = [page.read_text(encoding="utf-8") for page in PAGES]
    shown = [list(examples(text)) for text in texts]
    printed = iter(run([each.command for page in shown for each in page], ports().items()))
    for page, text, its_examples in zip(PAGES, texts, shown, strict=True):
        answers = [next(printed) for _ in its_examples]
        page.write_text(_answered(text, its_examples, answers), encoding="utf-8")


def _answered(text: str, shown: Sequence[Example], answers: Sequence[str]) -> str:
    """A page with these answers in place of those that it shows."""
    for example, answer in reversed(list(zip(shown, answers, strict=True))):
        if example.answer is not None:
            start, end = example.place
            text = text[:start] + answer.rstrip("\n") + "\n" + text[end:]
    return text


if __name__ == "__main__":
    main()
