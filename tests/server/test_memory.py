"""Two thousand reruns over the page's own protocol leave the server's memory where the first hundreds brought it."""

import asyncio
import itertools
import os
import urllib.parse
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.server.serving import Serve, Served

SESSIONS, FIRST, LATER = 4, 100, 400
MOST_GROWTH_MB = 30
MIXES = ({}, {"district": "440305"}, {"period": "fund_year:2025"}, {"item": "03-1", "size": "small"}, {"lang": "en"})


def resident_mb(server: Served) -> float:
    pages = int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


async def rerun(connection: websockets.ClientConnection, mix: dict[str, str]) -> None:
    """One run of the register of honours under a filter, to its end; a script that failed is no run."""
    message = BackMsg()
    message.rerun_script.query_string = urllib.parse.urlencode(mix)
    message.rerun_script.page_name = "honours"
    await connection.send(message.SerializeToString())
    while True:
        received = ForwardMsg.FromString(await connection.recv())
        if received.WhichOneof("type") == "script_finished":
            assert received.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            return


async def session(server: Served, runs: int) -> None:
    url = server.url.replace("http", "ws") + "/_stcore/stream"
    async with websockets.connect(
        url, subprotocols=["streamlit"], origin=websockets.Origin(server.url), max_size=None, ping_interval=None
    ) as connection:
        for mix in itertools.islice(itertools.cycle(MIXES), runs):
            await rerun(connection, mix)


async def crowd(server: Served, runs: int) -> None:
    await asyncio.gather(*(session(server, runs) for _ in range(SESSIONS)))


def driven(work: Coroutine[Any, Any, None]) -> None:
    """Run in a thread of its own: the browser of other tests may hold this thread's event loop."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


def test_memory_stays_flat_over_two_thousand_reruns(serve: Serve, shipped: Path) -> None:
    with serve(shipped, DASHBOARD_REQUESTS_PER_MINUTE="1000000") as server:
        driven(crowd(server, FIRST))
        before = resident_mb(server)
        driven(crowd(server, LATER))
        assert resident_mb(server) - before < MOST_GROWTH_MB
