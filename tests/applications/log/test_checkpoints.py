"""Checkpoints: whoever holds one can tell whether the log is still the one that was signed."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.support.commands import applications, at_the_house
from tests.support.council import Council, put
from tests.support.log import tamper

Json = dict[str, Any]


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    key = Ed25519PrivateKey.generate()
    file = tmp_path / "key.pem"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return file


def checkpoint(council: Council, key_file: Path) -> list[Json]:
    said = at_the_house(
        council.house,
        *("checkpoint", "--authority", council.authority.authority),
        APPLICATIONS_CHECKPOINT_KEY_FILE=str(key_file),
    )
    assert said.returncode == 0, said.stderr
    found: list[Json] = council.hris.get("/v1/audit/checkpoints").json()["items"]
    return found


def write(file: Path, items: list[Json]) -> str:
    file.write_text("".join(json.dumps(item) + "\n" for item in items))
    return str(file)


def verify(tmp_path: Path, items: list[Json], checkpoints: list[Json], *more: str) -> str:
    said = applications(
        "verify-log",
        write(tmp_path / "export.jsonl", items),
        "--checkpoints",
        write(tmp_path / "checkpoints.jsonl", checkpoints),
        *more,
    )
    assert (said.returncode == 0) == (said.stderr == "")
    return said.stdout + said.stderr


def test_a_checkpoint_is_made_where_the_log_is_and_again_only_when_something_was_added(
    logged: Council, key_file: Path
) -> None:
    (first,) = checkpoint(logged, key_file)
    assert (first["authority"], first["seq"]) == (logged.authority.authority, 5)
    assert checkpoint(logged, key_file) == [first]
    put(logged.hris, "/v1/teams/d", {"title": "Care", "service": "care", "locality": "west"})
    assert [each["seq"] for each in checkpoint(logged, key_file)] == [5, 6]
    answer = logged.hris.get("/v1/audit/checkpoints", params={"after": "5"}).json()
    assert [each["seq"] for each in answer["items"]] == [6]
    assert answer["next_cursor"] == "6"


def test_a_log_and_its_checkpoints_verify_with_the_key_that_one_knows(
    tmp_path: Path, logged: Council, items: list[Json], key_file: Path
) -> None:
    (made,) = checkpoint(logged, key_file)
    said = verify(tmp_path, items, [made], "--key-id", made["key_id"])
    assert said == "Unbroken to position 5; 1 checkpoints vouch for it.\n"
    assert "another key" in verify(tmp_path, items, [made], "--key-id", "0" * 64)


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("authority", "another-council"),
        ("seq", 4),
        ("hash", "0" * 64),
        ("recorded_at", "2026-04-02T09:00:00.000001Z"),
        ("made_at", "2026-04-02T09:00:00.000001Z"),
        ("signature", "00" * 64),
        ("public_key", "00" * 32),
    ],
)
def test_a_checkpoint_that_was_changed_is_not_believed(
    tmp_path: Path, logged: Council, items: list[Json], key_file: Path, member: str, value: object
) -> None:
    (made,) = checkpoint(logged, key_file)
    said = verify(tmp_path, items, [made | {member: value}])
    assert said == f"The checkpoint at {value if member == 'seq' else 5} is not what was signed.\n"


def test_a_log_that_was_cut_short_is_found(
    tmp_path: Path, logged: Council, items: list[Json], key_file: Path
) -> None:
    made = checkpoint(logged, key_file)
    said = verify(tmp_path, items[:4], made)
    assert said == "Position 5: it is missing; a checkpoint vouches for 5.\n"


def test_a_log_that_was_written_anew_as_a_whole_is_found(
    tmp_path: Path, logged: Council, items: list[Json], key_file: Path
) -> None:
    made = checkpoint(logged, key_file)
    forged = forge(items, actor="100010")
    assert "Unbroken" in verify(tmp_path, forged, [])
    assert verify(tmp_path, forged, made) == (
        "Position 5: its hash is not the one that a checkpoint vouches for.\n"
    )


def forge(items: list[Json], **changes: str) -> list[Json]:
    """Every digest and hash made anew by the published rule, written here a second time."""
    import hashlib  # noqa: PLC0415 - the second writing stands for itself
    from datetime import UTC, datetime, timedelta  # noqa: PLC0415 - as above

    epoch, before, forged = datetime(1970, 1, 1, tzinfo=UTC), bytes(32), []
    members = (
        "kind", "subject_kind", "subject", "actor", "on_behalf_of", "client_id", "request_id",
        "audience", "body", "text_sha256",
    )  # fmt: skip
    for item in items:
        new = item | changes
        content = {name: new[name] for name in members}
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        digest = hashlib.sha256(text.encode()).digest()
        moment = datetime.fromisoformat(new["recorded_at"])
        place = new["seq"].to_bytes(8) + ((moment - epoch) // timedelta(microseconds=1)).to_bytes(8)
        before = hashlib.sha256(b"spinepoint event 1\n" + before + place + digest).digest()
        forged.append(new | {"digest": digest.hex(), "hash": before.hex()})
    return forged


def test_nothing_is_signed_over_a_log_that_does_not_follow_from_what_was_signed(
    logged: Council, key_file: Path
) -> None:
    checkpoint(logged, key_file)
    put(logged.hris, "/v1/teams/d", {"title": "Care", "service": "care", "locality": "west"})
    change = "UPDATE events SET actor = 'x' WHERE authority_id = $1 AND seq = 6"
    tamper(logged.house.postgres.superuser_dsn, change, logged.authority.authority_id)
    name = logged.authority.authority
    said = at_the_house(
        logged.house,
        *("checkpoint", "--authority", name),
        APPLICATIONS_CHECKPOINT_KEY_FILE=str(key_file),
    )
    assert said.returncode == 1
    assert said.stderr == f"{name}: Position 6: its content is not what was written.\n"
    assert len(logged.hris.get("/v1/audit/checkpoints").json()["items"]) == 1


def test_without_a_key_nothing_is_signed(logged: Council, tmp_path: Path) -> None:
    said = at_the_house(logged.house, "checkpoint")
    assert said.returncode == 1
    assert "APPLICATIONS_CHECKPOINT_KEY_FILE" in said.stderr
    (tmp_path / "no-key").write_text("no key")
    for wrong in ("no-key", "nothing-here"):
        file = str(tmp_path / wrong)
        said = at_the_house(logged.house, "checkpoint", APPLICATIONS_CHECKPOINT_KEY_FILE=file)
        assert said.returncode == 1
        assert "Traceback" not in said.stderr
