"""The commands of the applications service with nothing behind them, to test what starts it.

A test that puts this folder on PYTHONPATH starts these in place of the service's own.
"""

import asyncio
import json
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

import asyncpg


def migrate() -> None:
    """Do what only the owner of the database may."""

    async def define() -> None:
        owner = await asyncpg.connect(address("APPLICATIONS_OWNER_DATABASE_URL"))
        await owner.execute("CREATE TABLE IF NOT EXISTS runs (id int GENERATED ALWAYS AS IDENTITY)")
        await owner.execute("INSERT INTO runs DEFAULT VALUES")
        await owner.execute("GRANT SELECT ON runs TO spinepoint_app")
        await owner.close()

    asyncio.run(define())


def serve() -> None:
    """Answer every question with the number of times that the database was migrated."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"runs": asyncio.run(runs())}).encode())

    async def runs() -> int:
        service = await asyncpg.connect(address("APPLICATIONS_DATABASE_URL"))
        try:
            return int(await service.fetchval("SELECT count(*) FROM runs"))
        finally:
            await service.close()

    HTTPServer(("127.0.0.1", int(sys.argv[-1])), Answer).serve_forever()


def worker() -> None:
    """Wait for work that never comes."""
    signal.pause()


def address(name: str) -> str:
    return os.environ[name].replace("postgresql+asyncpg:", "postgresql:")


{"migrate": migrate, "serve": serve, "worker": worker}[sys.argv[1]]()
