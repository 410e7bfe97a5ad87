"""How answers leave: what uvicorn writes piece by piece goes out with one call."""

import asyncio
from collections.abc import Iterable

from tests.plumbing.sample_service import sample_service
from uvicorn import Config
from uvicorn.server import ServerState

from plumbing.serving import TogetherProtocol

GET = b"GET /v1/raw/1/x HTTP/1.1\r\nHost: x\r\n\r\n"
HEAD = b"HEAD /livez HTTP/1.1\r\nHost: x\r\n\r\n"


class _Transport(asyncio.Transport):
    """Keeps what each call would send."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[bytes] = []
        self.closing = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.sent.append(bytes(data))

    def writelines(self, list_of_data: Iterable[bytes | bytearray | memoryview]) -> None:
        self.sent.append(b"".join(list_of_data))

    def is_closing(self) -> bool:
        return self.closing

    def close(self) -> None:
        self.closing = True

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


async def test_the_head_of_an_answer_and_its_body_go_out_together() -> None:
    protocol, transport = connected()
    protocol.data_received(GET)
    await answered(protocol)

    (answer,) = transport.sent
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert answer.endswith(b'\r\n\r\n{"total":1}')


async def test_a_head_alone_goes_out_at_the_end_of_the_turn() -> None:
    protocol, transport = connected()
    protocol.data_received(HEAD)
    await answered(protocol)
    await asyncio.sleep(0)

    (head,) = transport.sent
    assert head.endswith(b"\r\n\r\n")


async def test_what_is_held_goes_out_before_the_connection_closes() -> None:
    protocol, transport = connected()
    protocol.data_received(b"no request\r\n\r\n")

    (refused,) = transport.sent
    assert refused.startswith(b"HTTP/1.1 400 ")
    assert transport.closing


async def test_nothing_is_sent_to_somebody_who_has_gone() -> None:
    protocol, transport = connected()
    protocol.transport.write(b"HTTP/1.1 200 OK\r\n\r\n")
    transport.closing = True
    await asyncio.sleep(0)

    assert transport.sent == []


def connected() -> tuple[TogetherProtocol, _Transport]:
    """A connection to the sample service, its other end kept."""
    config = Config(sample_service(), log_config=None, access_log=False, proxy_headers=False)
    protocol = TogetherProtocol(config, ServerState(), {})
    transport = _Transport()
    protocol.connection_made(transport)
    return protocol, transport


async def answered(protocol: TogetherProtocol) -> None:
    await asyncio.gather(*protocol.tasks)
