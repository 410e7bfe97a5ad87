"""A real clamd is spoken to as the tests' own is.

It is started here with a signature of our own, for the harmless EICAR text: it needs no download.
"""

import asyncio
import subprocess
from collections.abc import Iterator
from io import BytesIO

import pytest
from tests.support.fake_clamd import EICAR
from tests.support.live import end, free_port
from tests.support.waiting import SECONDS

from applications.evidence.files.antivirus import Antivirus, AntivirusAwayError

# The bytes of EICAR in hexadecimal, wherever in a file of any type: name:type:offset:signature.
SIGNATURE = f"Ours.Eicar:0:*:{EICAR.hex()}\n"


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "ours.ndb").write_text(SIGNATURE, encoding="ascii")
    port = free_port()
    settings = folder / "clamd.conf"
    settings.write_text(
        f"DatabaseDirectory {folder}\nTCPSocket {port}\nTCPAddr 127.0.0.1\nForeground yes\n"
        f"StreamMaxLength 1M\nTemporaryDirectory {folder}\n",
        encoding="utf-8",
    )
    with subprocess.Popen(  # noqa: S603 - a file of our own
        ["clamd", "--config-file", str(settings)],  # noqa: S607 - wherever it is installed
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            asyncio.run(_until_it_answers(f"tcp://127.0.0.1:{port}"))
            yield f"tcp://127.0.0.1:{port}"
        finally:
            end(process)


async def _until_it_answers(url: str) -> None:
    async with asyncio.timeout(SECONDS):
        while True:
            try:
                await Antivirus(url, seconds=5).find(BytesIO(b"clean"))
            except AntivirusAwayError:
                await asyncio.sleep(0.2)
            else:
                return


async def test_clamd_clears_what_is_clean(clamd: str) -> None:
    assert await Antivirus(clamd, seconds=30).find(BytesIO(b"clean" * 1000)) is None


async def test_clamd_names_what_it_finds(clamd: str) -> None:
    found = await Antivirus(clamd, seconds=30).find(BytesIO(b"before " + EICAR + b" behind"))

    assert found is not None
    assert found.startswith("Ours.Eicar")


async def test_more_than_clamd_takes_is_not_cleared(clamd: str) -> None:
    with pytest.raises(AntivirusAwayError):
        await Antivirus(clamd, seconds=30).find(BytesIO(b"x" * 2_000_000))
