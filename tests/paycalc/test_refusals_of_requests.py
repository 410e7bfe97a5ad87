"""Requests that are refused before any fact is looked at: members, parameters, bodies, paths."""

import gzip
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from tests.support.problems import pointers, post, problem, refused
from tests.support.questions import DETERMINATIONS, ask, der910

Json = dict[str, Any]

VALID = json.dumps(der910()).encode()


def test_a_member_that_the_contract_does_not_have_is_refused(client: httpx.Client) -> None:
    asked = {**der910(), "knownon": "2026-04-02", "dry_run": True}
    found = refused(client, asked, 422, "invalid-request")
    assert pointers(found) == ["/knownon", "/dry_run"]


@pytest.mark.parametrize("name", ["scheme", "pathway", "facts"])
def test_a_member_that_is_needed_and_not_there_is_named(client: httpx.Client, name: str) -> None:
    asked = der910()
    del asked[name]
    assert pointers(refused(client, asked, 422, "invalid-request")) == [f"/{name}"]


WRONG: dict[str, tuple[Any, ...]] = {
    "scheme": ("Derbyshire", "", "der byshire", "-durham", "durham-", "a--b", "a" * 65, "durham\n",
               5, None, True, [], {}),
    "pathway": ("Grade-9-to-10", "", 9, None, "grade_9_to_10"),
    "facts": (None, [], "facts", 5, True, [{}]),
    "known_on": ("2026-1-1", "2026-02-30", "now", "1899-12-31", "2200-01-01",
                 "2026-01-01T00:00:00Z", True, 0, 1768435200),
    "rules_on": ("", "2026-13-01", False, 20260101, ["2026-01-01"]),
    "scheme_sha256": ("", "a" * 63, "a" * 65, "A" * 64, "g" * 64, 5),
    "client_reference": ("", "r" * 65, "a\u0007b", "a\nb", "a\tb", "\u007f", "\u009f", 5, True,
                         ["a"]),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in WRONG.items() for value in values]
)
def test_a_member_of_the_wrong_type_is_named(
    client: httpx.Client, name: str, value: object
) -> None:
    found = refused(client, {**der910(), name: value}, 422, "invalid-request")
    assert pointers(found) == [f"/{name}"]


@pytest.mark.parametrize("document", [[], [der910()], "text", 5, 1.5, True, None])
def test_a_document_that_is_no_object_is_refused(client: httpx.Client, document: object) -> None:
    found = problem(post(client, json.dumps(document).encode()), 422, "invalid-request")
    assert pointers(found) == [""]


@pytest.mark.parametrize(
    "path",
    [
        "/v1/schemes", "/v1/schemes/durham", "/v1/schemes/durham/facts",
        "/v1/schemes/durham/pay-table", "/v1/schemes/durham/submission-dates", "/livez", "/readyz",
        "/metrics", "/problems", "/problems/not-found",
    ],
)  # fmt: skip
def test_a_parameter_that_an_operation_does_not_have_is_refused(
    client: httpx.Client, path: str
) -> None:
    found = problem(client.get(path, params={"ruleson": "2026-01-01"}), 422, "invalid-request")
    assert pointers(found) == ["/query/ruleson"]


def test_a_determination_takes_no_parameters(client: httpx.Client) -> None:
    response = client.post(DETERMINATIONS, params={"known_on": "2026-01-01"}, json=der910())
    assert pointers(problem(response, 422, "invalid-request")) == ["/query/known_on"]


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        *(
            ("/v1/schemes", "limit", each)
            for each in ("0", "201", "-1", "+5", "05", "5.0", "x", "")
        ),
        *(("/v1/schemes/derbyshire", "rules_on", each) for each in ("2026-1-1", "", "today", "0")),
        *(("/v1/schemes/derbyshire/facts", "rules_on", each) for each in ("2026-02-30", "null")),
        *(("/v1/schemes/durham/pay-table", "effective_on", each) for each in ("", "2026-04-31")),
        *(("/v1/schemes/durham/pay-table", "known_on", each) for each in ("1899-12-31", "x")),
        *(
            ("/v1/schemes/derbyshire/submission-dates", "count", each)
            for each in ("0", "61", "1e1", "", "three")
        ),
        ("/v1/schemes/derbyshire/submission-dates", "from", "2025-02-29"),
    ],
)
def test_a_parameter_of_the_wrong_type_is_named(
    client: httpx.Client, path: str, name: str, value: str
) -> None:
    found = problem(client.get(path, params={name: value}), 422, "invalid-request")
    assert pointers(found) == [f"/query/{name}"]


def in_facts(text: str) -> bytes:
    return b'{"scheme":"durham","pathway":"appointment","facts":{%s}}' % text.encode()


MALFORMED = {
    "nothing": b"",
    "white space": b" \t\r\n ",
    "half a document": VALID[:-1],
    "two documents": VALID + VALID,
    "text behind it": VALID + b"x",
    "a comment": b"/* facts */" + VALID,
    "a comma too many": in_facts('"grade":"9",'),
    "single quotes": b"{'scheme': 'durham'}",
    "no quotes": b"{scheme: 1}",
    "NaN": in_facts('"scp":NaN'),
    "Infinity": in_facts('"scp":Infinity'),
    "minus Infinity": in_facts('"scp":-Infinity'),
    "a number beyond all bounds": in_facts('"scp":1e999'),
    "a number of 5,000 digits": in_facts('"scp":' + "9" * 5000),
    "a leading nought": in_facts('"scp":01'),
    "a plus sign": in_facts('"scp":+1'),
    "hexadecimal": in_facts('"scp":0x10'),
    "Python's True": in_facts('"pq_award":True'),
    "half a surrogate pair in a value": in_facts('"grade":"\\ud800"'),
    "the other half in a value": in_facts('"grade":"\\udfff"'),
    "half a surrogate pair in a name": in_facts('"\\ud800":1'),
    "halves the wrong way round": in_facts('"grade":"\\udc00\\ud800"'),
    "NUL in a value": in_facts('"grade":"9\\u0000"'),
    "NUL in a name": in_facts('"grade\\u0000":"9"'),
    "a raw NUL": VALID.replace(b"children", b"chil\x00ren"),
    "a raw line end in text": in_facts('"grade":"9\n"'),
    "an unknown escape": in_facts('"grade":"\\x39"'),
    "a name twice": b'{"scheme":"durham","scheme":"derbyshire","pathway":"a","facts":{}}',
    "a fact twice": in_facts('"standards_met":true,"standards_met":false'),
    "a fact twice with the same value": in_facts('"grade":"9","grade":"9"'),
    "a name twice, once escaped": in_facts('"grade":"9","gr\\u0061de":"11"'),
    "lists within lists": b"[" * 100_000 + b"]" * 100_000,
    "lists that never end": b"[" * 50_000,
    "objects within objects": b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    "facts nested too deep": in_facts('"grade":' + "[" * 100 + "]" * 100),
    "bytes that are not UTF-8": VALID.replace(b"children", b"chil\xffren"),
    "an overlong encoding": VALID.replace(b"children", b"chil\xc0\xafren"),
    "a surrogate in UTF-8": VALID.replace(b"children", b"chil\xed\xa0\x80ren"),
    "a byte order mark": b"\xef\xbb\xbf" + VALID,
    "UTF-16": json.dumps(der910()).encode("utf-16"),
    "UTF-16 without a mark": json.dumps(der910()).encode("utf-16-le"),
    "UTF-32": json.dumps(der910()).encode("utf-32"),
    "CSV": b"scheme,pathway\ndurham,appointment\n",
    "a form": b"scheme=durham&pathway=appointment",
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_cannot_be_read_is_refused_before_anything_else(
    client: httpx.Client, body: bytes
) -> None:
    if len(body) > 64 * 1024:
        problem(post(client, body), 413, "payload-too-large")
    else:
        assert problem(post(client, body), 400, "malformed-request")["errors"] == []


def test_white_space_around_and_escapes_within_are_ordinary_json(client: httpx.Client) -> None:
    escaped = VALID.replace(b'"passed"', b'"\\u0070assed"')
    assert escaped != VALID
    answer = post(client, b" \r\n\t" + escaped + b"\n")
    assert answer.status_code == 200
    assert answer.json() == ask(client, der910())


def test_ten_megabytes_are_refused(client: httpx.Client) -> None:
    body = b'{"scheme":"' + b"x" * 10_000_000 + b'"}'
    problem(post(client, body), 413, "payload-too-large")


def test_ten_megabytes_that_nobody_announced_are_refused(client: httpx.Client) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(200):
            yield b" " * 50_000

    headers = {"Content-Type": "application/json"}
    try:
        response = client.post(DETERMINATIONS, content=chunks(), headers=headers)
    except httpx.WriteError:
        return  # refused before the end: the connection is closed on whoever goes on sending
    problem(response, 413, "payload-too-large")


def test_a_body_of_ordinary_size_is_read_whole(client: httpx.Client) -> None:
    assert post(client, VALID + b" " * (60_000 - len(VALID))).status_code == 200


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain", "application/xml", "application/x-www-form-urlencoded", "text/json", "json",
        "application/jsonl", "application/problem+json", "application/json; charset=utf-16",
        "application/json; charset=latin-1", "application/json; charset=utf-8; charset=utf-16",
        "multipart/form-data; boundary=x", "application/jsonx", "", "*/*",
    ],
)  # fmt: skip
def test_another_media_type_is_refused(client: httpx.Client, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    response = client.post(DETERMINATIONS, content=VALID, headers=headers)
    problem(response, 415, "unsupported-media-type")


def test_a_body_of_no_media_type_at_all_is_refused(client: httpx.Client) -> None:
    problem(client.post(DETERMINATIONS, content=VALID), 415, "unsupported-media-type")


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "Application/JSON", "application/json; charset=utf-8",
     'application/json;charset="UTF-8"', "application/json; profile=x"],
)  # fmt: skip
def test_json_is_read_however_its_media_type_is_written(
    client: httpx.Client, content_type: str
) -> None:
    headers = {"Content-Type": content_type}
    assert client.post(DETERMINATIONS, content=VALID, headers=headers).status_code == 200


def test_a_compressed_body_is_refused(client: httpx.Client) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    response = client.post(DETERMINATIONS, content=gzip.compress(VALID), headers=headers)
    problem(response, 415, "unsupported-media-type")
