"""Scheme files on disk: named by their days, and held to what was once published."""

import hashlib
from pathlib import Path

import pytest
from tests.scheme_files.editing import TEXT, edited

from scheme_files.library import (
    PUBLISHED,
    SchemeLibraryError,
    load,
    publish,
    published_mistakes,
    read_register,
    scheme_paths,
)
from scheme_files.model.scheme import Scheme
from scheme_files.reading import read

NAME = "sample/2025-04-01.2025-02-10.yaml"
CORRECTION = "sample/2025-04-01.2025-03-03.yaml"
CORRECTED = edited(("published: 2025-02-10", "published: 2025-03-03"))


def _write(folder: Path, name: str, text: str = TEXT) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def _mistakes(*paths: Path) -> list[str]:
    with pytest.raises(SchemeLibraryError) as raised:
        load(paths)
    return [str(mistake) for mistake in raised.value.mistakes]


def test_a_file_is_loaded_with_the_fingerprint_of_its_text(tmp_path: Path) -> None:
    path = _write(tmp_path, NAME)
    (text,) = load([path])

    assert text.path == path
    assert text.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert text.scheme == read(TEXT, Scheme)


def test_the_name_is_that_of_the_days_in_the_file(tmp_path: Path) -> None:
    path = _write(tmp_path, "sample/2025.yaml")

    name = "2025-04-01.2025-02-10.yaml"
    mend = f"name this file '{name}', after the days in it: in force from, then published"
    assert _mistakes(path) == [f"{path}:6: {mend}"]


def test_the_folder_is_that_of_the_scheme(tmp_path: Path) -> None:
    path = _write(tmp_path, NAME.replace("sample", "simple"))

    assert _mistakes(path) == [
        f"{path}:1: put this file in a folder named 'sample', after the scheme"
    ]


def test_the_folder_is_known_from_inside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(_write(tmp_path, NAME).parent)

    assert len(load([Path(Path(NAME).name)])) == 1


def test_the_same_version_stands_once(tmp_path: Path) -> None:
    first, second = _write(tmp_path / "a", NAME), _write(tmp_path / "b", NAME)

    assert _mistakes(first, second) == [
        f"{second}:1: the same version stands in {first}: publish it on another day"
    ]
    assert len(load([first, first])) == 1


def test_what_is_no_text_or_no_file_is_named(tmp_path: Path) -> None:
    wrong = tmp_path / "sample" / "wrong.yaml"
    wrong.parent.mkdir()
    wrong.write_bytes("title: Café".encode("latin-1"))
    gone = tmp_path / "gone.yaml"

    assert _mistakes(wrong, gone, wrong.parent) == [
        f"{wrong}:1: this is not a text file in UTF-8: save it as UTF-8",
        f"{gone}:1: there is no such file, or it cannot be opened",
        f"{wrong.parent}:1: there is no such file, or it cannot be opened",
    ]


def test_every_mistake_of_every_file_is_named(tmp_path: Path) -> None:
    first = _write(tmp_path, NAME, edited(("format: 1", "format: 2")))
    second = _write(tmp_path, CORRECTION, CORRECTED.replace("nth: 3", "nth: 5"))

    assert [mistake.partition(": ")[0] for mistake in _mistakes(first, second)] == [
        f"{first}:1",
        f"{second}:{CORRECTED.partition('part: supplement')[0].count(chr(10)) + 1}",
    ]


def test_files_are_found_in_the_folder_and_in_the_folders_in_it(tmp_path: Path) -> None:
    names = ("b/2.yaml", "b/1.yaml", "a/3.yml", "4.yaml")
    others = ("b/notes.md", "b/.5.yaml", ".hidden/6.yaml", "b/deeper/7.yaml", "8.yaaml")
    for name in (*names, *others):
        _write(tmp_path, name)

    assert scheme_paths(tmp_path) == tuple(sorted(tmp_path / name for name in names))


def test_publishing_registers_new_files_and_does_it_once(tmp_path: Path) -> None:
    _write(tmp_path, CORRECTION, CORRECTED)
    _write(tmp_path, NAME)

    assert publish(tmp_path) == (NAME, CORRECTION)
    register = (tmp_path / PUBLISHED).read_bytes()
    assert [line.split("  ")[1] for line in register.decode().splitlines()] == [NAME, CORRECTION]
    assert published_mistakes(tmp_path) == ()
    assert publish(tmp_path) == ()
    assert (tmp_path / PUBLISHED).read_bytes() == register


def test_a_new_file_is_named_until_it_is_published(tmp_path: Path) -> None:
    _write(tmp_path, NAME)
    publish(tmp_path)
    path = _write(tmp_path, CORRECTION, CORRECTED)

    assert [str(mistake) for mistake in published_mistakes(tmp_path)] == [
        f"{path}:1: this file is not published yet: run 'paycalc publish' when it is final"
    ]
    assert publish(tmp_path) == (CORRECTION,)
    assert list(read_register(tmp_path / PUBLISHED)) == [NAME, CORRECTION]


def test_a_changed_file_is_named_and_nothing_is_published_beside_it(tmp_path: Path) -> None:
    path = _write(tmp_path, NAME)
    publish(tmp_path)
    register = (tmp_path / PUBLISHED).read_bytes()
    _write(tmp_path, NAME, TEXT + "\n")
    _write(tmp_path, CORRECTION, CORRECTED)
    changed = (
        f"{path}:1: a published file never changes: undo it, and publish a correction as a new file"
    )

    assert changed in [str(mistake) for mistake in published_mistakes(tmp_path)]
    with pytest.raises(SchemeLibraryError) as raised:
        publish(tmp_path)
    assert str(raised.value) == changed
    assert (tmp_path / PUBLISHED).read_bytes() == register


def test_a_missing_file_is_named_at_its_line_of_the_register(tmp_path: Path) -> None:
    _write(tmp_path, NAME)
    path = _write(tmp_path, CORRECTION, CORRECTED)
    publish(tmp_path)
    path.unlink()

    assert [str(mistake) for mistake in published_mistakes(tmp_path)] == [
        f"{tmp_path / PUBLISHED}:2: {CORRECTION} was published and is gone: put it back"
    ]
    with pytest.raises(SchemeLibraryError, match="was published and is gone"):
        publish(tmp_path)


def test_a_file_with_a_mistake_is_not_published(tmp_path: Path) -> None:
    path = _write(tmp_path, NAME, edited(("format: 1", "format: 2")))

    with pytest.raises(SchemeLibraryError) as raised:
        publish(tmp_path)
    assert str(raised.value) == f"{path}:1: this must be '1'"
    assert not (tmp_path / PUBLISHED).exists()


def test_the_folder_of_one_scheme_is_not_published_by_itself(tmp_path: Path) -> None:
    path = _write(tmp_path, NAME)

    with pytest.raises(SchemeLibraryError) as raised:
        publish(path.parent)
    message = "this is in no folder of its scheme here: publish the folder above this one"
    assert str(raised.value) == f"{path}:1: {message}"


def test_an_empty_folder_has_nothing_to_publish(tmp_path: Path) -> None:
    assert publish(tmp_path) == ()
    assert not (tmp_path / PUBLISHED).exists()
    assert published_mistakes(tmp_path) == ()
    (tmp_path / PUBLISHED).write_text("\n", encoding="utf-8")
    assert read_register(tmp_path / PUBLISHED) == {}
    assert published_mistakes(tmp_path) == ()
