"""The published cells of one kind of case (refused, say) and the sums that tie them together.

A cell is (item, fund year, district, article) with None where the cell is summed over: ``("03-1", 2025, None, None)`` is
item × year, ``(None, None, None, None)`` the total. Every cell is a sum of cases of (item, district, year).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

Cell = tuple[str | None, int | None, str | None, int | None]
Case = tuple[str, str, int]
TOTAL: Cell = (None, None, None, None)


@dataclass(frozen=True)
class Cells:
    """``members[c, p]`` is 1 where place ``p`` (item, district, year) belongs to cell ``c``; ``counts[c]`` is its sum.

    ``lines`` are the sums that a reader can see: the place of the total and the places of its parts.
    """

    keys: list[Cell]
    members: csr_array
    counts: np.ndarray
    lines: list[tuple[int, list[int]]]


def link_cells(counts: Mapping[Case, int], *, structure: Collection[Case], articles: Mapping[str, int]) -> Cells:
    """The cells of the fixed tables and their margins.

    Args:
        counts: cases of one kind by (item, district, fund year).
        structure: every (item, district, fund year) with an application of any kind: these make the cells.
        articles: article of each item.
    """
    values = dict.fromkeys((cell for case in structure for cell in _cells(case, articles)), 0) | {TOTAL: 0}
    for case, count in counts.items():
        for cell in _cells(case, articles):
            values[cell] += count
    keys = sorted(values, key=lambda cell: tuple((part is None, str(part)) for part in cell))
    index = {cell: place for place, cell in enumerate(keys)}
    members = _members(index, articles)
    return Cells(keys, members, np.array([values[cell] for cell in keys]), _lines(keys, index, articles))


def _members(index: Mapping[Cell, int], articles: Mapping[str, int]) -> csr_array:
    """A case may lie wherever its three inner cells exist, whether or not the snapshot has an application there."""
    rows, columns, places = [], [], 0
    for item, year, *_rest in [cell for cell in index if cell[0] is not None and cell[1] is not None]:
        for district in [cell[2] for cell in index if cell[2] is not None and cell[1] == year]:
            case = (str(item), str(district), int(year or 0))
            if (None, None, district, articles[case[0]]) in index:
                rows += [index[cell] for cell in _cells(case, articles)]
                columns += [places] * 8
                places += 1
    return csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(index), places))


def _cells(case: Case, articles: Mapping[str, int]) -> tuple[Cell, ...]:
    """The eight cells that a case counts in."""
    item, district, year = case
    article = articles[item]
    return (
        (item, year, None, None),
        (None, year, district, None),
        (None, None, district, article),
        (item, None, None, None),
        (None, year, None, None),
        (None, None, district, None),
        (None, None, None, article),
        TOTAL,
    )


def _lines(keys: list[Cell], index: Mapping[Cell, int], articles: Mapping[str, int]) -> list[tuple[int, list[int]]]:
    parts: dict[tuple[Cell, str], list[int]] = {}
    for cell in keys:
        item, year, district, article = cell
        wholes: list[tuple[Cell, str]] = []
        if item is not None and year is not None:
            wholes = [((item, None, None, None), "years"), ((None, year, None, None), "items")]
        elif district is not None and year is not None:
            wholes = [((None, None, district, None), "years"), ((None, year, None, None), "districts")]
        elif district is not None and article is not None:
            wholes = [((None, None, district, None), "articles"), ((None, None, None, article), "districts")]
        elif item is not None:
            wholes = [((None, None, None, articles[item]), "items"), (TOTAL, "items")]
        elif cell != TOTAL:
            wholes = [(TOTAL, "years" if year is not None else "districts" if district is not None else "articles")]
        for whole in wholes:
            parts.setdefault(whole, []).append(index[cell])
    return [(index[whole], places) for (whole, _by), places in parts.items()]
