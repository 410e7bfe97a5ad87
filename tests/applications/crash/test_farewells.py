"""What PostgreSQL says as it comes and goes means that it is away: it is no error of ours."""

import asyncio
import struct

import pytest
from deploy.embedded_postgres import EmbeddedPostgres
from sqlalchemy import text
from tests.support.cutting_proxy import cutting_proxy

from applications.platform.database import Database, DatabaseAwayError, make_engine

ONE = text("SELECT 1")
STARTING_UP = ("57P03", "the database system is starting up")
SHUTTING_DOWN = ("57P01", "terminating connection due to immediate shutdown command")


def fatal(code: str, words: str) -> bytes:
    """An error that ends a connection, as PostgreSQL sends it."""
    fields = b"".join(
        name + value.encode() + b"\0"
        for name, value in ((b"S", "FATAL"), (b"V", "FATAL"), (b"C", code), (b"M", words))
    )
    return b"E" + struct.pack("!I", len(fields) + 5) + fields + b"\0"


async def test_it_is_away_while_it_starts_up() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(8)
        writer.write(b"N")  # no TLS
        await reader.read(4096)
        writer.write(fatal(*STARTING_UP))
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        engine = make_engine(f"postgresql+asyncpg://app:secret@127.0.0.1:{port}/none", pool_size=1)
        with pytest.raises(DatabaseAwayError):
            async with Database(engine).begin_without_authority():
                pass


async def test_it_is_away_once_it_says_farewell_though_it_is_still_on_the_line(
    postgres: EmbeddedPostgres,
) -> None:
    async with cutting_proxy(postgres.port) as proxy:
        url = postgres.app_url.replace(f":{postgres.port}/", f":{proxy.port}/")
        database = Database(make_engine(url, pool_size=1))

        async def say_farewell_in_the_middle() -> None:
            async with database.begin_without_authority() as session:
                await session.execute(ONE)
                proxy.say(fatal(*SHUTTING_DOWN))
                await asyncio.sleep(0.1)
                await session.execute(ONE)

        with pytest.raises(DatabaseAwayError):
            await say_farewell_in_the_middle()
        async with database.begin_without_authority() as session:
            assert (await session.execute(ONE)).scalar_one() == 1
        await database.dispose()
