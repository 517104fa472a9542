"""Which cells are hidden: those of 1 to 4 cases, and others as long as what is published gives one of them away.

A hidden cell is given away when only one value of it fits what is published. That is asked of an integer programme over
all places where a case may lie (cell suppression problem; Fischetti and Salazar 2001, audit after Dalenius): two
solutions in which the cell differs show that it is safe.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from dashboard.etl.prepared.linked_cells import Cells

SMALL = 5
ROUNDS = 6
WHOLE = 1e-6


@dataclass(frozen=True)
class Attack:
    """What a reader knows: published cells to the unit, hidden ones to be at least 1 unless an empty one may be hidden.

    Places in an empty published cell hold no case and are left out.
    """

    members: csr_array
    low: np.ndarray
    high: np.ndarray

    def solve(self, weights: np.ndarray) -> np.ndarray | None:
        """Counts of all cells in one solution that makes the weighted sum of the cells as small as can be."""
        cost, limits = self.members.T @ weights, LinearConstraint(self.members, self.low, self.high)
        bounds = Bounds(0, float(self.high[np.isfinite(self.high)].max(initial=0)) + 100)
        # the corners of these sums are mostly whole numbers already, and a linear programme is ten times as fast
        found = milp(cost, constraints=limits, bounds=bounds)
        if found.x is None or np.abs(found.x - np.rint(found.x)).max(initial=0) > WHOLE:
            found = milp(cost, constraints=limits, bounds=bounds, integrality=np.ones(self.members.shape[1]))
        return None if found.x is None else np.rint(self.members @ np.rint(found.x))


def hide_cells(cells: Cells) -> np.ndarray:
    """Which cells are not published, as a boolean array over ``cells.keys``."""
    hidden = find_small(cells)
    while hidden.any():
        alone = _find_alone(cells, hidden)
        given_away = alone if alone.size else find_exposed(cells, hidden)
        if not given_away.size:
            break
        fresh: set[int] = set()
        for place in given_away:
            _hide_beside(place, cells, hidden, fresh)
        if not fresh:
            hidden |= cells.counts > 0
            break
    return hidden


def find_small(cells: Cells) -> np.ndarray:
    """The cells of 1 to 4 cases: these must not be found out. Others are hidden for their sake only."""
    return (cells.counts > 0) & (cells.counts < SMALL)


def find_exposed(cells: Cells, hidden: np.ndarray) -> np.ndarray:
    """Places of the small cells that have one possible value only, given all that is published."""
    counts = cells.counts.astype(float)
    least = 1.0 if (counts[hidden] > 0).all() else 0.0
    alive = (cells.members[(counts == 0) & ~hidden].sum(axis=0) == 0).nonzero()[0]
    attack = Attack(cells.members[:, alive], np.where(hidden, least, counts), np.where(hidden, np.inf, counts))
    open_questions = np.flatnonzero(find_small(cells))
    random = np.random.default_rng(20230620)
    for _round in range(ROUNDS):
        if not open_questions.size:
            return open_questions
        weights = np.zeros(len(counts))
        weights[open_questions] = random.choice((-1.0, 1.0), open_questions.size) * random.uniform(1, 2, open_questions.size)
        open_questions = _find_still_open(open_questions, attack.solve(weights), counts)
    return np.array([place for place in open_questions.tolist() if _is_fixed(place, attack, counts)], dtype=int)


def _is_fixed(place: int, attack: Attack, counts: np.ndarray) -> bool:
    """Whether neither the smallest nor the largest possible value of a cell differs from the true one."""
    for sign in (1.0, -1.0):
        weights = np.zeros(len(counts))
        weights[place] = sign
        solution = attack.solve(weights)
        if solution is not None and solution[place] != counts[place]:
            return False
    return True


def _find_still_open(places: np.ndarray, solution: np.ndarray | None, counts: np.ndarray) -> np.ndarray:
    return places if solution is None else places[solution[places] == counts[places]]


def _find_alone(cells: Cells, hidden: np.ndarray) -> np.ndarray:
    """Cells that are the only one hidden in one of their sums: subtraction gives them away, and then others."""
    lonely = [(whole, *parts) for whole, parts in cells.lines if hidden[whole] + hidden[parts].sum() == 1]
    alone = {place for places in lonely for place in places if hidden[place]}
    return np.array(sorted(alone & set(np.flatnonzero(cells.counts > 0))), dtype=int)


def _hide_beside(place: int, cells: Cells, hidden: np.ndarray, fresh: set[int]) -> None:
    """Hide the smallest published cell of a sum in which ``place`` is hidden alone, else of any of its sums.

    ``fresh`` holds what this pass has hidden: a sum with one of them is asked again before more is hidden.
    """
    sums = [(whole, parts) for whole, parts in cells.lines if place == whole or place in parts]
    lonely = [(whole, parts) for whole, parts in sums if hidden[whole] + hidden[parts].sum() == 1]
    if not lonely and any(fresh.intersection((whole, *parts)) for whole, parts in sums):
        return
    # a small part rather than a large, an empty one rather than a total: totals are what readers come for
    totals = {whole for whole, _parts in cells.lines}
    free = {part for whole, parts in lonely or sums for part in (whole, *parts) if not hidden[part]}
    if lonely:
        free = {part for part in free if cells.counts[part] > 0} or free
    if free:
        chosen = min(free, key=lambda part: (part in totals, cells.counts[part], part))
        hidden[chosen] = True
        fresh.add(chosen)
