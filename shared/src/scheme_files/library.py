"""Scheme files on disk: read, checked, named, and held to what was once published."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scheme_files.checking import check
from scheme_files.mistakes import Mistake, SchemeFileError
from scheme_files.model.scheme import Scheme
from scheme_files.reading import read

PUBLISHED = "published.sha256"
_SUFFIXES = frozenset({".yaml", ".yml"})
_NOT_PUBLISHED = "this file is not published yet: run 'paycalc publish' when it is final"
_CHANGED = "a published file never changes: undo it, and publish a correction as a new file"


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
    """Return the scheme files of a folder, in order: in it, and in the folders in it.

    Hidden files and folders are left out, and `.yml` is taken in, so that it can be named wrong.
    """
    found = {*folder.glob("*.y*ml"), *folder.glob("*/*.y*ml")}
    return tuple(
        path
        for path in sorted(found)
        if path.suffix in _SUFFIXES
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def load(paths: Sequence[Path]) -> tuple[SchemeText, ...]:
    """Read and check scheme files.

    Raises:
        SchemeLibraryError: naming every mistake in every file.
    """
    texts: list[SchemeText] = []
    mistakes: list[FileMistake] = []
    for path in dict.fromkeys(paths):
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
    if path.absolute().parent.name != scheme.scheme:
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
    published = read_register(folder / PUBLISHED)
    new = [
        FileMistake(path, Mistake(line=1, message=_NOT_PUBLISHED))
        for path in scheme_paths(folder)
        if _name(path, folder) not in published
    ]
    return (*new, *_no_longer_as_published(folder, published))


def _no_longer_as_published(folder: Path, published: Mapping[str, str]) -> Iterator[FileMistake]:
    for place, (name, sha256) in enumerate(published.items(), start=1):
        path = folder / name
        if not path.is_file():
            message = f"{name} was published and is gone: put it back"
            yield FileMistake(folder / PUBLISHED, Mistake(line=place, message=message))
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            yield FileMistake(path, Mistake(line=1, message=_CHANGED))


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def read_register(register: Path) -> dict[str, str]:
    """Return the SHA-256 of every published file by its name below the folder."""
    if not register.is_file():
        return {}
    lines = register.read_text(encoding="utf-8").splitlines()
    return {name: sha256 for sha256, _, name in (line.partition("  ") for line in lines if line)}


def publish(folder: Path) -> tuple[str, ...]:
    """Add the files that are not published yet to the register; return their names.

    Raises:
        SchemeLibraryError: naming every mistake in the new files, and every published file that
            is no longer what it was. Nothing is registered then.
    """
    published = read_register(folder / PUBLISHED)
    paths = [path for path in scheme_paths(folder) if _name(path, folder) not in published]
    mistakes = [*_no_longer_as_published(folder, published), *_outside_a_folder(paths, folder)]
    if mistakes:
        raise SchemeLibraryError(mistakes)
    new = {_name(text.path, folder): text.sha256 for text in load(paths)}
    if new:
        register = sorted({**published, **new}.items())
        lines = [f"{sha256}  {name}\n" for name, sha256 in register]
        (folder / PUBLISHED).write_text("".join(lines), encoding="utf-8")
    return tuple(sorted(new))


def _outside_a_folder(paths: Sequence[Path], folder: Path) -> Iterator[FileMistake]:
    for path in paths:
        if path.parent == folder:
            message = "this is in no folder of its scheme here: publish the folder above this one"
            yield FileMistake(path, Mistake(line=1, message=message))
