"""How far a run has come: a bar on a terminal, plain lines otherwise. Both on stderr."""

import sys
from typing import TextIO

from tqdm import tqdm


class Progress:
    """One stage after the other; a stage may count rows."""

    def __init__(self, stream: TextIO | None = None, *, quiet: bool = False) -> None:
        self._stream = stream or sys.stderr
        self._quiet = quiet
        self._bar: tqdm[None] | None = None

    def stage(self, name: str, *, rows: int | None = None) -> None:
        """Begin the next stage; ``rows`` cells are to come."""
        self.close()
        if self._quiet:
            return
        if self._stream.isatty():
            self._bar = tqdm(total=rows, desc=name, unit="cell", unit_scale=True, file=self._stream, leave=False)
        else:
            print(name, file=self._stream, flush=True)

    def rows(self, count: int) -> None:
        """Count cells of the stage."""
        if self._bar is not None:
            self._bar.update(count)

    def close(self) -> None:
        """End the stage."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None
