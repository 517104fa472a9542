"""The coded rows of one snapshot in memory, and the counters of any scope over them."""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from dashboard.access import EVERY_ROW, Rows
from dashboard.policy import Registry
from dashboard.snapshots import Snapshot
from dashboard.warehouse.cube import kernels
from dashboard.warehouse.cube.award_kernels import count_awards
from dashboard.warehouse.cube.case_rows import flag_counted
from dashboard.warehouse.cube.coded import NO_DAY, NO_MONEY, Applications, Asked, Awards, History
from dashboard.warehouse.cube.codes import LINE, MONEY_COLUMNS, CodeLists, keep_visible, to_arrays
from dashboard.warehouse.cube.history import histories
from dashboard.warehouse.cube.listed import listed_totals
from dashboard.warehouse.cube.question import EPOCH, encode_question, encode_registry, months_between, number

THREADS = min(4, os.cpu_count() or 1)
ROWS_WORTH_A_THREAD = 200_000


@dataclass(frozen=True)
class Counted:
    """Counters by slot: of applications, of working days, of awards; ``slot_of`` finds the slot of dimension and key."""

    applications: np.ndarray
    days: np.ndarray
    awards: np.ndarray
    slot_of: Mapping[tuple[str, str | None], int]


class Cube:
    """Coded rows and what is known of them; ``count`` may be called by many threads at once."""

    def __init__(
        self,
        applications: pl.DataFrame,
        awards: pl.DataFrame,
        *,
        rows: Rows = EVERY_ROW,
        snapshot: Snapshot,
        registry: Registry,
    ) -> None:
        """Take the whole snapshot's rows; after set-up the cube holds no application beyond ``rows``."""
        self._registry = registry
        self._lists = CodeLists(registry)
        every = to_arrays(applications, Applications)
        organisations = int(every.organisation.max(initial=-1)) + 1
        term = (number(registry.term.start), number(registry.term.end))
        # who came first or again is a fact of the whole snapshot
        self._history: History = histories(every, organisations, *term)
        self._frames = keep_visible(applications, awards, rows, self._lists)  # the arrays are views of these
        self._applications = to_arrays(self._frames[0], Applications)
        self._awards = to_arrays(self._frames[1], Awards)
        self._lines = self._frames[0][LINE].rechunk().to_numpy() if LINE in applications.columns else np.zeros(0, np.uint32)
        self._first, self._last = self._span(snapshot)
        self._known = encode_registry(registry, as_of=snapshot.as_of, first=self._first, last=self._last)
        self._months = months_between(self._first, self._last)
        years = registry.item_years()
        self._route_of = {
            (code, year): route for code, year, route in years.select("item_code", "fund_year", "route").iter_rows()
        }
        self._longest = self._spells()

    def count(self, scope: Mapping[str, Any], dimensions: Sequence[str]) -> Counted:
        """Counters of every key of the dimensions under the scope."""
        question, days, places = self._encode_question(scope, dimensions)
        rows, history, known = self._applications, self._history, self._known
        first, repeats = history.first[question.basis], history.repeats[question.basis]
        parts = self._parts(rows.organisation)

        def count_part(begin: int, end: int) -> tuple[np.ndarray, np.ndarray]:
            judged = kernels.judge_applications(rows, begin, end, days, places, question, question.basis)
            within = kernels.find_judged(judged)
            found = kernels.count_applications(rows, begin, judged, within, days, places, first, repeats, question, known)
            if question.basis:
                # the days between stages are always those of a cohort by submission
                judged = kernels.judge_applications(rows, begin, end, rows.submitted, places, question, 0)
                within = kernels.find_judged(judged)
            return found, kernels.count_days(rows, begin, judged, within, places, question, known, self._longest)

        found, spells = _sum_over(parts, count_part)
        (awards,) = _sum_over(
            self._parts(self._awards.item),
            lambda begin, end: (count_awards(self._awards, begin, end, question, known),),
        )
        return Counted(found, spells, awards, self._slots(question, dimensions))

    def find_rows(
        self, scope: Mapping[str, Any], *, cases: str | None = None, among: np.ndarray | None = None
    ) -> np.ndarray:
        """Rows in the scope that can be judged, or that the figure ``cases`` counts, ascending.

        ``among`` has a flag for each line of the Parquet file.
        """
        question, days, places = self._encode_question(scope, ["total"])
        rows = self._applications

        def find_part(begin: int, end: int) -> np.ndarray:
            judged = kernels.judge_applications(rows, begin, end, days, places, question, question.basis)
            is_counted = flag_counted(cases, judged, rows, begin, self._known)
            if among is not None:
                is_counted &= among[self._lines[begin:end]]
            return (np.flatnonzero(is_counted) + begin).astype(np.uint32)

        parts = self._parts(rows.organisation)
        with ThreadPoolExecutor(max_workers=len(parts)) as threads:
            return np.concatenate(list(threads.map(lambda part: find_part(*part), parts)))

    def lines(self, rows: np.ndarray) -> np.ndarray:
        """Lines of the Parquet file, from 0, in which these rows stand."""
        return self._lines[rows]

    def totals(self, rows: np.ndarray) -> tuple[int, int | None]:
        """Organisations of these rows, and their approved money in cents; None where no approved amount is known."""
        every = self._applications
        applicants, approved, stated, cents = listed_totals(rows, every.organisation, every.status, every.approved_cents)
        return applicants, None if approved and not stated else cents

    def sort_keys(self, column: str, rows: np.ndarray, *, is_descending: bool) -> np.ndarray:
        """What these rows are sorted by, smallest first; rows without a value come last."""
        values = getattr(self._applications, column)[rows]
        nothing = values == (NO_MONEY if column in MONEY_COLUMNS else NO_DAY) if column != "year" else None
        keys = -values.astype(np.int64) if is_descending else values.astype(np.int64)
        if nothing is not None:
            keys[nothing] = np.iinfo(np.int64).max
        return keys

    def warm(self) -> None:
        """Ask a first question, so that the kernels are compiled (once per installation) and the rows in memory."""
        open_scope = dict.fromkeys(
            (
                "fund_years",
                "cut_on",
                "districts",
                "articles",
                "items",
                "clusters",
                "certificates",
                "kinds",
                "sizes",
                "routes",
            )
        )
        term = self._registry.term
        days = {"period_start": term.start, "period_end": term.end}
        self.count({**open_scope, **days, "date_basis": "submitted", "place_basis": "registered"}, ["total"])
        self.totals(np.zeros(0, np.uint32))

    def _encode_question(self, scope: Mapping[str, Any], dimensions: Sequence[str]) -> tuple[Asked, np.ndarray, np.ndarray]:
        """The question as tables of codes, with the days and the places that it judges by."""
        question = encode_question(scope, dimensions, registry=self._registry, known=self._known, route_of=self._route_of)
        rows = self._applications
        places = {"operating": rows.operating, "project": rows.project}.get(scope["place_basis"], rows.registered)
        return question, (rows.submitted, rows.decided, rows.paid)[question.basis], places

    def _slots(self, question: Asked, dimensions: Sequence[str]) -> dict[tuple[str, str | None], int]:
        slots: dict[tuple[str, str | None], int] = {}
        for dimension, offset in zip(dimensions, question.offsets.tolist(), strict=True):
            if dimension == "total":
                slots["total", "total"] = offset
                continue
            values = self._months if dimension == "month" else self._lists.lists[dimension]
            slots |= {(dimension, value): offset + place for place, value in enumerate(values)}
            unknown = len(values) if dimension == "month" else self._lists.unknown(dimension)
            slots[dimension, None] = offset + unknown
        return slots

    def _parts(self, column: np.ndarray) -> list[tuple[int, int]]:
        """Borders of the rows of each thread; an organisation is never cut in two."""
        size = len(column)
        count = max(1, min(THREADS, size // ROWS_WORTH_A_THREAD))
        borders = [0]
        for part in range(1, count):
            border = size * part // count
            if column is self._applications.organisation:
                border = int(np.searchsorted(column, column[border]))
            borders.append(border)
        return list(zip(borders, [*borders[1:], size], strict=True))

    def _span(self, snapshot: Snapshot) -> tuple[date, date]:
        """First and last day on which anything may happen: of every date that a breakdown by month may take."""
        rows, awards = self._applications, self._awards
        columns = (rows.submitted, rows.decided, rows.paid, awards.awarded)
        known = [column[column != NO_DAY] for column in columns]
        days = [int(end) for column in known if len(column) for end in (column.min(), column.max())]
        days.append(number(snapshot.as_of))
        return EPOCH + timedelta(days=min(days)), EPOCH + timedelta(days=max(days))

    def _spells(self) -> int:
        """No step can take longer than this many working days."""
        rows, known = self._applications, self._known
        starts, ends = [], [known.as_of]
        for column in (rows.submitted, rows.accepted, rows.decided, rows.paid, rows.withdrawn, rows.revoked):
            given = column[column != NO_DAY]
            if len(given):
                starts.append(int(given.min()))
                ends.append(int(given.max()))
        last = len(known.workdays) - 1
        first_place = min(max(min(starts, default=known.as_of) - known.first_workday, 0), last)
        last_place = min(max(max(ends) - known.first_workday, 0), last)
        return int(known.workdays[last_place] - known.workdays[first_place]) if last_place > first_place else 0


def _sum_over(
    parts: Sequence[tuple[int, int]], count: Callable[[int, int], tuple[np.ndarray, ...]]
) -> tuple[np.ndarray, ...]:
    if len(parts) == 1:
        return count(*parts[0])
    with ThreadPoolExecutor(max_workers=len(parts)) as threads:
        found = list(threads.map(lambda part: count(*part), parts))
    return tuple(sum(same[1:], start=same[0]) for same in zip(*found, strict=True))
