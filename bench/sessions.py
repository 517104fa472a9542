"""Many readers at once without a browser: every session changes filters in a closed loop over the page's own protocol."""

import asyncio
import itertools
import json
import sys
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench.mixes import mixes


def main() -> None:
    """``python -m bench.sessions streamlit|dash ADDRESS SESSIONS SECONDS``: prints the seconds of all and of every change."""
    begun = time.monotonic()
    kind, address, sessions, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
    if kind == "streamlit":
        times = asyncio.run(_streamlit(address, sessions, seconds))
    else:
        with ThreadPoolExecutor(max_workers=sessions) as threads:
            ran = [threads.submit(_dash, address, place, seconds) for place in range(sessions)]
        times = list(itertools.chain.from_iterable(loop.result() for loop in ran))
    print(json.dumps([time.monotonic() - begun, times]))


async def _streamlit(address: str, sessions: int, seconds: float) -> list[float]:
    loops = [_session(address.replace("http", "ws") + "/_stcore/stream", place, seconds) for place in range(sessions)]
    return list(itertools.chain.from_iterable(await asyncio.gather(*loops)))


async def _session(url: str, place: int, seconds: float) -> list[float]:
    times = []
    names = _from(place)
    async with websockets.connect(
        url, subprotocols=["streamlit"], max_size=None, open_timeout=60, ping_interval=None
    ) as socket:  # type: ignore[list-item]
        await _rerun(socket, next(names))
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            begun = time.monotonic()
            await _rerun(socket, next(names))
            times.append(time.monotonic() - begun)
    return times


async def _rerun(socket: websockets.ClientConnection, mix: str) -> None:
    message = BackMsg()
    message.rerun_script.query_string = urllib.parse.urlencode({"mix": mix})
    await socket.send(message.SerializeToString())
    while True:
        received = ForwardMsg.FromString(await socket.recv())  # type: ignore[arg-type]
        if received.WhichOneof("type") == "script_finished":
            return


def _dash(address: str, place: int, seconds: float) -> list[float]:
    times = []
    names = _from(place)
    outputs = [
        "kpis.children",
        *(f"{name}.figure" for name in ("month", "district", "rate", "item", "cluster", "certificate")),
    ]
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        body = {
            "output": "..{}..".format("...".join(outputs)),
            "outputs": [dict(zip(("id", "property"), output.split("."), strict=True)) for output in outputs],
            "inputs": [{"id": "mix", "property": "value", "value": next(names)}],
            "changedPropIds": ["mix.value"],
        }
        asked = urllib.request.Request(
            f"{address}/_dash-update-component", json.dumps(body).encode(), {"content-type": "application/json"}
        )
        begun = time.monotonic()
        urllib.request.urlopen(asked, timeout=120).read()
        times.append(time.monotonic() - begun)
    return times


def _from(place: int) -> itertools.cycle:
    names = list(mixes())
    return itertools.cycle(names[place % len(names) :] + names[: place % len(names)])


if __name__ == "__main__":
    main()
