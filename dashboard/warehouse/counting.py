"""Which questions the coded rows answer, and when: as soon as they are there, with the plain queries until then.

The rows of a small snapshot are coded beside the readers' first questions; a large snapshot carries its coded rows,
written and described when it was published, as long as the code lists have not changed since.
"""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from functools import cached_property
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

import polars as pl
import pyarrow as pa

from dashboard.access import EVERY_ROW, Rows
from dashboard.policy import Registry
from dashboard.snapshots import Snapshot
from dashboard.warehouse.cube.answer_columns import QUESTIONS

if TYPE_CHECKING:
    from dashboard.warehouse.cube.cube import Cube

CODED_APPLICATIONS, CODED_AWARDS, CODE_LISTS = "coded_applications.arrow", "coded_awards.arrow", "code_lists"
logger = logging.getLogger(__name__)


class Counting:
    """The coded rows of one snapshot, built beside the first question that they could have answered."""

    def __init__(
        self,
        snapshot: Snapshot,
        registry: Registry,
        *,
        rows: Rows,
        ask: Callable[..., pl.DataFrame],
        claims: Callable[[], pl.DataFrame],
    ) -> None:
        self._snapshot = snapshot
        self._registry = registry
        self._rows = rows
        self._ask = ask
        self._claims = claims
        self._cube: Future[Cube | None] | None = None
        self._lock = Lock()
        self._asked = 0

    def wait(self) -> bool:
        """Wait for the coded rows; whether there are any."""
        return self._start().result() is not None

    def answer(self, name: str, values: Mapping[str, Any]) -> pl.DataFrame | None:
        """The answer, or None where the plain query must give it."""
        if name not in QUESTIONS:
            return None
        self._asked += 1
        # one question alone, as from the command line, is not worth the preparation
        if self._cube is None and self._asked == 1 and not self.is_prepared:
            return None
        building = self._start()
        # a large snapshot answers plainly too slowly to do so meanwhile
        if not (building.done() or self.is_prepared):
            return None
        cube = building.result()
        if cube is None:
            return None
        from dashboard.warehouse.cube import answer

        rows = answer.breakdown_rows(self._ask, values["scope"], self._registry)
        denominators = self._registry.frame("denominators").rename({"count": "denominator_count"})
        return answer.answer(name, cube, rows, values, snapshot=self._snapshot, denominators=denominators)

    def wait_for_carried_rows(self) -> "Cube | None":
        """The coded rows that the snapshot carries, for readers of all of them; None where the plain queries answer."""
        return self._start().result() if self.is_prepared and self._rows == EVERY_ROW else None

    def _start(self) -> "Future[Cube | None]":
        with self._lock:
            if self._cube is None:
                self._cube = Future()
                Thread(target=self._build, args=(self._cube,), name=f"coding {self._snapshot.name}").start()
            return self._cube

    def _build(self, promise: "Future[Cube | None]") -> None:
        try:
            promise.set_result(self._build_cube())
        except Exception:  # noqa: BLE001
            # the plain queries go on answering; what failed is in the log
            logger.exception("the rows of snapshot %s could not be coded", self._snapshot.name)
            promise.set_result(None)

    def _build_cube(self) -> "Cube | None":
        from dashboard.warehouse.cube.codes import UncodableError, encode_applications, encode_awards
        from dashboard.warehouse.cube.cube import Cube

        try:
            if self.is_prepared and self._snapshot.lists(CODED_AWARDS):
                names = (CODED_APPLICATIONS, CODED_AWARDS)
                applications, awards = (_map_columns(self._snapshot.path / name) for name in names)
            else:
                applications = encode_applications(self._snapshot.file("applications"), self._registry)
                awards = encode_awards(self._claims(), self._registry)
        except UncodableError as error:
            logger.warning("snapshot %s has values beyond the codes: %s", self._snapshot.name, error)
            return None
        cube = Cube(applications, awards, rows=self._rows, snapshot=self._snapshot, registry=self._registry)
        cube.warm()
        return cube

    @cached_property
    def is_prepared(self) -> bool:
        """Whether the snapshot carries what was prepared with the reference data of now."""
        from dashboard.warehouse.cube.codes import CodeLists

        made_with = (self._snapshot.manifest.model_extra or {}).get(CODE_LISTS)
        return made_with is not None and made_with == CodeLists(self._registry).fingerprint


def _map_columns(path: Path) -> pl.DataFrame:
    """Columns as they lie in the file: the pages are shared by all processes and loaded as they are touched."""
    table = pa.ipc.open_file(pa.memory_map(str(path))).read_all()
    frame = pl.from_arrow(table, rechunk=False)
    assert isinstance(frame, pl.DataFrame)
    return frame
