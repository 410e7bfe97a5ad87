"""Scheme files on disk, read once when a process starts."""

from collections.abc import Iterable
from pathlib import Path

from applications.schemes.domain.held import HeldScheme, Schemes
from scheme_files.library import SchemeText, load, scheme_paths


def load_schemes(folders: Iterable[Path]) -> Schemes:
    """Every version in these folders, each file read and checked whole.

    Raises:
        SchemeLibraryError: naming file, line and mend of every mistake.
    """
    texts = load([path for folder in folders for path in scheme_paths(folder)])
    return Schemes(_held(text) for text in texts)


def _held(text: SchemeText) -> HeldScheme:
    # The bytes as they are: a digest knows the difference between one line ending and another.
    return HeldScheme(text.scheme, text.sha256, text.path.read_bytes().decode("utf-8"))
