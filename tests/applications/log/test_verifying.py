"""Whatever is changed in a log is found, away from the service, from its export alone."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.commands import Ended, applications
from tests.support.council import Council

from applications.log.domain.verification import BrokenLogError, Verifier
from applications.log.schemas import UnreadableExportError, read_events

Json = dict[str, Any]


def lines(items: list[Json]) -> list[bytes]:
    return [json.dumps(item).encode() for item in items]


def verify(tmp_path: Path, items: list[Json]) -> Ended:
    export = tmp_path / "export.jsonl"
    export.write_bytes(b"\n".join(lines(items)) + b"\n")
    return applications("verify-log", str(export))


def later(item: Json) -> None:
    text = item["recorded_at"]
    item["recorded_at"] = text[:-2] + ("1" if text[-2] != "1" else "2") + "Z"


def swap(items: list[Json]) -> None:
    items[2], items[3] = items[3], items[2]
    items[2]["seq"], items[3]["seq"] = 3, 4


CHANGES: dict[str, Callable[[list[Json]], Any]] = {
    "a word of a body": lambda items: items[2]["body"].update(action="decide2"),
    "a number of a body": lambda items: items[2]["body"]["outcomes"].__setitem__(3, 9),
    "a member more": lambda items: items[2]["body"].update(more=None),
    "a text": lambda items: items[2]["text"].update(reason="another"),
    "a text and its digest": lambda items: items[2].update(text_sha256="0" * 64, text=None),
    "a salt": lambda items: items[2].update(salt="00" * 16),
    "whose act it was": lambda items: items[2].update(actor="100010"),
    "for whom it was": lambda items: items[2].update(on_behalf_of=["100010"]),
    "the kind": lambda items: items[2].update(kind="application-opened"),
    "what it is about": lambda items: items[2].update(subject="3"),
    "who may see it": lambda items: items[2].update(audience="managers"),
    "the instant": lambda items: later(items[2]),
    "the digest": lambda items: items[2].update(digest="0" * 64),
    "the hash": lambda items: items[2].update(hash="0" * 64),
    "one less": lambda items: items.pop(2),
    "one twice": lambda items: items.insert(2, copy.deepcopy(items[2])),
    "another order": lambda items: items.insert(2, items.pop(3)),
    "another order and numbers to fit": swap,
}


def test_an_export_as_it_came_is_unbroken(tmp_path: Path, items: list[Json]) -> None:
    said = verify(tmp_path, items)
    assert (said.returncode, said.stdout) == (
        0,
        "Unbroken to position 5; 0 checkpoints vouch for it.\n",
    )


@pytest.mark.parametrize("what", CHANGES)
def test_each_change_is_found_at_the_first_place_that_it_touched(
    items: list[Json], what: str
) -> None:
    CHANGES[what](items)
    with pytest.raises(BrokenLogError, match=r"^Position [34]: "):
        Verifier().take(read_events(lines(items)))


def test_the_command_names_the_first_broken_link_and_fails(
    tmp_path: Path, items: list[Json]
) -> None:
    items[1]["actor"] = "somebody-else"
    items[3]["actor"] = "somebody-else"
    said = verify(tmp_path, items)
    assert said.returncode == 1
    assert said.stderr == "Position 2: its content is not what was written.\n"


def test_an_export_without_its_beginning_is_not_taken_for_whole(items: list[Json]) -> None:
    with pytest.raises(BrokenLogError, match=r"^Position 1: it is missing"):
        Verifier().take(read_events(lines(items[1:])))


def test_a_line_that_is_no_item_is_named(tmp_path: Path) -> None:
    export = tmp_path / "export.jsonl"
    export.write_text('{"seq": 1}\n')
    said = applications("verify-log", str(export))
    assert (said.returncode, said.stderr) == (1, "Line 1 is no item of GET /v1/audit.\n")


def test_a_text_erased_with_its_salt_is_no_break(tmp_path: Path, logged: Council) -> None:
    logged.house.sql(
        "DELETE FROM event_texts WHERE authority_id = $1", logged.authority.authority_id
    )
    items = logged.hris.get("/v1/audit").json()["items"]
    assert (items[2]["text"], items[2]["salt"]) == (None, None)
    assert items[2]["text_sha256"] is not None
    assert verify(tmp_path, items).returncode == 0


def test_an_instant_without_its_offset_is_no_item(logged: Council) -> None:
    items = logged.hris.get("/v1/audit").json()["items"]
    items[1]["recorded_at"] = items[1]["recorded_at"].replace("Z", "0")
    with pytest.raises(UnreadableExportError):
        list(read_events(lines(items)))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 4), data=st.data())
def test_one_changed_byte_anywhere_in_an_item_is_found_or_changes_nothing(
    items: list[Json], place: int, data: st.DataObject
) -> None:
    """A change that leaves the item what it was (the case of a hexadecimal digit) is none."""
    export = lines(items)
    line = export[place]
    at = data.draw(st.integers(0, len(line) - 1))
    byte = data.draw(st.integers(32, 126).filter(lambda byte: byte != line[at]))
    export[place] = line[:at] + bytes([byte]) + line[at + 1 :]
    original = list(read_events(lines(items)))
    try:
        changed = list(read_events(export))
    except UnreadableExportError:
        return
    if changed == original:
        return
    with pytest.raises(BrokenLogError):
        Verifier().take(changed)
