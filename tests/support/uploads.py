"""Files of a case over HTTP: announced, sent and read, as a worker does it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import httpx
from tests.support.casework import CaseOf, answered
from tests.support.council import Council, key, put
from tests.support.durham import worker
from tests.support.good_files import DOCX, JPEG, ODT, PDF, PNG

TEAM: Final = "the-team"
WORKER: Final = "worker-1"
ITEMS: Final = {
    PDF: "asye-portfolio",
    DOCX: "asye-portfolio",
    ODT: "asye-portfolio",
    JPEG: "qualification-certificate",
    PNG: "qualification-certificate",
}
"""Which item of the pathway takes files of a type."""


@dataclass(frozen=True, slots=True)
class Announced:
    """A file that was announced: its address, its type and its version."""

    path: str
    media_type: str
    etag: str

    def headers(self, **more: str) -> dict[str, str]:
        """What goes with its bytes."""
        named = {name.replace("_", "-"): value for name, value in more.items()}
        return {"Content-Type": self.media_type, "If-Match": self.etag, **named}


def case_with_files(council: Council, number: str = WORKER) -> CaseOf:
    """A case of Rotherham's whose worker hands in a portfolio."""
    team = {"title": "The team", "service": "the-service", "locality": "the-locality"}
    put(council.hris, f"/v1/teams/{TEAM}", team)
    put(council.hris, f"/v1/workers/{number}", worker(number, TEAM, "G"))
    body = {"employee_number": number, "post_number": "1", "scheme": "rotherham"}
    sent = body | {"pathway": "band-g-to-h"}
    opened = council.person(number).post("/v1/applications", json=sent, headers=key())
    return CaseOf(council, answered(opened)["application_id"])


def announce(
    case: CaseOf, media_type: str, *, number: str = WORKER, name: str = "a file"
) -> Announced:
    """Say that a file will come."""
    body = {"item": ITEMS[media_type], "name": name, "media_type": media_type}
    sent = case.council.person(number).post(f"{case.path}/evidence", json=body, headers=key())
    evidence_id = answered(sent)["evidence_id"]
    path = f"{case.path}/evidence/{evidence_id}"
    return Announced(path, media_type, sent.headers["etag"])


def send(
    case: CaseOf,
    announced: Announced,
    content: bytes,
    *,
    number: str = WORKER,
    headers: Mapping[str, str] | None = None,
) -> httpx.Response:
    """Send the bytes of a file."""
    client = case.council.person(number)
    sent = announced.headers() if headers is None else dict(headers)
    return client.put(f"{announced.path}/content", content=content, headers=sent)


def stored(case: CaseOf) -> list[tuple[object, ...]]:
    """The pieces that are stored of anything of an authority, and whether their file is in."""
    return case.council.house.sql(
        "SELECT count(*), bool_and(received_at IS NOT NULL) FROM evidence_pieces"
        " JOIN evidence_items USING (authority_id, evidence_id) WHERE authority_id = $1",
        case.council.authority.authority_id,
    )
