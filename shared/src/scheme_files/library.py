"""Scheme files on disk: read, checked, named, and held to what was once published."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scheme_files.checking import check
from scheme_files.mistakes import Mistake, SchemeFileError
from scheme_files.model.scheme import Scheme
from scheme_files.reading import read

PUBLISHED = "published.sha256"


@dataclass(frozen=True, slots=True)
class SchemeText:
    """A scheme file: where it is, its text's SHA-256, and what it says."""

    path: Path
    sha256: str
    scheme: Scheme


@dataclass(frozen=True, slots=True)
class FileMistake:
    """A mistake and the file it is in."""

    path: Path
    mistake: Mistake

    def __str__(self) -> str:
        """Return file, line and mend in one line, as editors understand it."""
        return f"{self.path}:{self.mistake.line}: {self.mistake.message}"


class SchemeLibraryError(Exception):
    """Scheme files cannot be used; `mistakes` names file, line and mend of each."""

    def __init__(self, mistakes: Sequence[FileMistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(str(mistake) for mistake in mistakes))


def scheme_paths(folder: Path) -> tuple[Path, ...]:
    """Return the scheme files below a folder, in order."""
    return tuple(sorted(folder.glob("*/*.yaml")))


def load(paths: Sequence[Path]) -> tuple[SchemeText, ...]:
    """Read and check scheme files.

    Raises:
        SchemeLibraryError: naming every mistake in every file.
    """
    texts: list[SchemeText] = []
    mistakes: list[FileMistake] = []
    for path in paths:
        try:
            texts.append(load_one(path))
        except SchemeFileError as error:
            mistakes += [FileMistake(path, mistake) for mistake in error.mistakes]
    mistakes += _twice(texts)
    if mistakes:
        raise SchemeLibraryError(mistakes)
    return tuple(texts)


def load_one(path: Path) -> SchemeText:
    """Read and check one scheme file.

    Raises:
        SchemeFileError: naming every mistake.
    """
    content = _content(path)
    scheme = read(content.decode("utf-8"), Scheme)
    if mistakes := [*check(scheme), *_misnamed(path, scheme)]:
        raise SchemeFileError(mistakes)
    return SchemeText(path, hashlib.sha256(content).hexdigest(), scheme)


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        content.decode("utf-8")
    except OSError:
        message = "there is no such file, or it cannot be opened"
        raise SchemeFileError([Mistake(line=1, message=message)]) from None
    except UnicodeDecodeError:
        message = "this is not a text file in UTF-8: save it as UTF-8"
        raise SchemeFileError([Mistake(line=1, message=message)]) from None
    return content


def _misnamed(path: Path, scheme: Scheme) -> Iterator[Mistake]:
    name = f"{scheme.in_force.from_}.{scheme.published}.yaml"
    if path.name != name:
        message = f"name this file '{name}', after the days in it: in force from, then published"
        yield Mistake(line=scheme.in_force.line, message=message)
    if path.parent.name != scheme.scheme:
        message = f"put this file in a folder named '{scheme.scheme}', after the scheme"
        yield Mistake(line=scheme.line, message=message)


def _twice(texts: Sequence[SchemeText]) -> Iterator[FileMistake]:
    seen: dict[tuple[str, object, object], Path] = {}
    for text in texts:
        version = (text.scheme.scheme, text.scheme.in_force.from_, text.scheme.published)
        if version in seen:
            message = f"the same version stands in {seen[version]}: publish it on another day"
            yield FileMistake(text.path, Mistake(line=text.scheme.line, message=message))
        seen.setdefault(version, text.path)


def published_mistakes(folder: Path) -> tuple[FileMistake, ...]:
    """Return where files below a folder differ from what was once published there."""
    register = folder / PUBLISHED
    published = read_register(register)
    found = []
    for path in scheme_paths(folder):
        name = path.relative_to(folder).as_posix()
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        if name not in published:
            message = "this file is not published yet: run 'paycalc publish' when it is final"
            found.append(FileMistake(path, Mistake(line=1, message=message)))
        elif published[name] != sha256:
            message = (
                "a published file never changes: undo it, and publish a correction as a new file"
            )
            found.append(FileMistake(path, Mistake(line=1, message=message)))
    for place, name in enumerate(published, start=1):
        if not (folder / name).is_file():
            message = f"{name} was published and is gone: put it back"
            found.append(FileMistake(register, Mistake(line=place, message=message)))
    return tuple(found)


def read_register(register: Path) -> dict[str, str]:
    """Return the SHA-256 of every published file by its name below the folder."""
    if not register.is_file():
        return {}
    lines = register.read_text(encoding="utf-8").splitlines()
    return {name: sha256 for sha256, _, name in (line.partition("  ") for line in lines)}


def publish(folder: Path) -> tuple[str, ...]:
    """Add the files that are not published yet to the register; return their names."""
    published = read_register(folder / PUBLISHED)
    new = {
        path.relative_to(folder).as_posix(): load_one(path).sha256
        for path in scheme_paths(folder)
        if path.relative_to(folder).as_posix() not in published
    }
    lines = sorted(f"{sha256}  {name}" for name, sha256 in {**published, **new}.items())
    lines.sort(key=lambda line: line.partition("  ")[2])
    (folder / PUBLISHED).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tuple(sorted(new))
