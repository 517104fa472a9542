"""Answers leave at once: without this every answer on a kept connection waits 40 ms for the browser's acknowledgement.

asyncio switches Nagle's algorithm off only for sockets that name TCP as their protocol; the listening socket that
Streamlit makes leaves it open, so accepted ones inherit the waiting. On Linux they inherit the option as well.
"""

import os
import socket
from pathlib import Path

OPEN_FILES = Path("/proc/self/fd")


def send_at_once() -> int:
    """Set TCP_NODELAY on every listening TCP socket of this process; returns how many. 0 where there is no ``/proc``."""
    if not OPEN_FILES.is_dir():
        return 0
    return sum(_set(int(entry.name)) for entry in OPEN_FILES.iterdir())


def _set(descriptor: int) -> bool:
    try:
        copy = os.dup(descriptor)
    except OSError:  # the descriptor of the listing itself is closed by now
        return False
    try:
        found = socket.socket(fileno=copy)
    except OSError:  # not a socket
        os.close(copy)
        return False
    with found:
        listens = found.family in (socket.AF_INET, socket.AF_INET6) and bool(
            found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
        )
        if listens:
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listens
