"""The list of applications of a large snapshot: which rows, how many and in which order, from its coded rows and texts."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from cachetools import LRUCache

from dashboard.policy import Registry
from dashboard.snapshots import Snapshot
from dashboard.warehouse.cache import SingleFlight
from dashboard.warehouse.catalogue import query_text
from dashboard.warehouse.counting import Counting
from dashboard.warehouse.texts import TEXTS, is_searchable, places, search_texts

if TYPE_CHECKING:
    from dashboard.warehouse.cube.cube import Cube

# columns that the list is sorted by: their names among the coded ones
SORTED = {
    "submitted_on": "submitted", "decided_on": "decided", "requested_yuan": "requested_cents",
    "approved_yuan": "approved_cents", "paid_yuan": "paid_cents", "fund_year": "year",
}  # fmt: skip
LIST, TOTAL = "records/applications", "records/application_total"
# four bytes for each row found; a list and its total are asked for together
KEPT_BYTES = 512 * 2**20
# more rows than a page are rather read in one piece
MOST_READ = 1_000
LINE = "file_row_number"
TOTAL_SCHEMA = {
    "reporting_state": pl.String(), "application_count": pl.Int64(), "applicant_count": pl.Int64(),
    "listed_count": pl.Int64(), "approved_yuan": pl.Decimal(18, 2),
}  # fmt: skip


class Listing:
    """Answers the list and its total where the snapshot carries codes and texts; the plain queries otherwise."""

    def __init__(
        self,
        snapshot: Snapshot,
        registry: Registry,
        counting: Counting,
        *,
        ask: Callable[..., pl.DataFrame],
        read: Callable[[Sequence[int], Sequence[str]], pl.DataFrame],
        plain: Callable[..., pl.DataFrame],
    ) -> None:
        """``read`` gives rows and columns of the Parquet file by their ``file_row_number``, ``plain`` the plain answer."""
        self._snapshot = snapshot
        self._registry = registry
        self._counting = counting
        self._ask = ask
        self._read = read
        self._plain = plain
        self._found: SingleFlight[np.ndarray] = SingleFlight(
            LRUCache(maxsize=KEPT_BYTES, getsizeof=lambda rows: max(1, rows.nbytes))
        )

    def answer(self, name: str, values: Mapping[str, Any]) -> pl.DataFrame | None:
        """The answer, or None where the plain query must give it."""
        if name not in (LIST, TOTAL) or not self._snapshot.lists(TEXTS) or not is_searchable(values["search"] or ""):
            return None
        if name == LIST and (values["limit"] > MOST_READ or values["sort"] not in SORTED):
            return None
        cube = self._counting.wait_for_carried_rows()
        if cube is None:
            return None
        scope, search, cases = values["scope"], values["search"], values["cases"]
        key = repr((sorted(scope.items()), search, cases))
        rows = self._found.get(key, lambda: cube.find_rows(scope, cases=cases, among=self._texts_with(search)))
        return self._total(cube, rows, scope) if name == TOTAL else self._page(cube, rows, values)

    @property
    def _texts(self) -> Path:
        return self._snapshot.path / TEXTS

    @cached_property
    def _places(self) -> np.ndarray:
        return places(self._texts)

    def _texts_with(self, search: str | None) -> np.ndarray | None:
        return search_texts(self._texts, search) if search else None

    def _total(self, cube: "Cube", rows: np.ndarray, scope: Mapping[str, Any]) -> pl.DataFrame:
        from dashboard.warehouse.cube import answer

        lines = answer.breakdown_rows(self._ask, scope, self._registry)
        state = lines.filter(pl.col("dimension") == "total")["state"].item()
        applicants, cents = cube.totals(rows)
        known = len(rows) > 0 or state == "reported"
        count = len(rows) if known else None
        yuan = Decimal(cents).scaleb(-2) if known and cents is not None else None
        state = "reported" if len(rows) else state
        return pl.DataFrame([[state, count, applicants if known else None, count, yuan]], schema=TOTAL_SCHEMA, orient="row")

    def _page(self, cube: "Cube", rows: np.ndarray, values: Mapping[str, Any]) -> pl.DataFrame:
        """The rows from ``offset`` on by the order asked for, the application number deciding between equals."""
        like = self._plain(LIST, query_text(LIST), {**values, "limit": 0})
        first, last = values["offset"], min(values["offset"] + values["limit"], len(rows))
        if first >= last:
            return like
        keys, lines = cube.sort_keys(SORTED[values["sort"]], rows, is_descending=values["descending"]), cube.lines(rows)
        chosen = lines[_first(keys, lambda some: self._places[lines[some]], last)[first:]]
        place = f"district_{values['scope']['place_basis']}"
        read = self._read(chosen.tolist(), [place, *(name for name in like.columns if name != "district_code")])
        ordered = pl.DataFrame({LINE: chosen.astype(np.int64)}).join(read, on=LINE, how="left", maintain_order="left")
        return ordered.rename({place: "district_code"}).select(pl.col(name).cast(kind) for name, kind in like.schema.items())


def _first(keys: np.ndarray, decide: Callable[[np.ndarray], np.ndarray], count: int) -> np.ndarray:
    """Places of the ``count`` smallest keys in order; ``decide`` gives what comes first among equals."""
    if count >= len(keys):
        chosen = np.arange(len(keys))
    else:
        border = np.partition(keys, count - 1)[count - 1]
        surely, equal = np.flatnonzero(keys < border), np.flatnonzero(keys == border)
        rest = count - len(surely)
        chosen = np.concatenate([surely, equal[np.argpartition(decide(equal), rest - 1)[:rest]]])
    return chosen[np.lexsort((decide(chosen), keys[chosen]))]
