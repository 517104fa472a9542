"""The one bound on waiting: how long a test waits for what must come, on a machine that does other things as well.

It ends what hangs and says nothing about how fast anything is; measured times belong in ``make bench``.
"""

import time
from collections.abc import Callable

HANG_SECONDS = 120
HANG_MS = HANG_SECONDS * 1_000
LOOK_SECONDS = 0.05


def eventually(
    condition: Callable[[], object], *, said: str = "", pause: Callable[[float], object] = time.sleep
) -> None:  # fmt: skip
    """Look until it is so.

    Raises:
        TimeoutError: it hangs.
    """
    end = time.monotonic() + HANG_SECONDS
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"still not so: {said or condition}")
        pause(LOOK_SECONDS)
