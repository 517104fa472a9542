"""Quantiles of the product-limit estimator and plain medians from counts of days, as ``duration_figures`` defines them."""

import math

import numpy as np
from numba import njit

# the rounding of the product where the curve meets the quantile exactly
SLACK = 1e-9
SMALLEST = 1e-300
MEDIAN, LATE, PLAIN, CASES, FINISHED = range(5)


@njit(nogil=True, cache=True)
def day_figures(counts: np.ndarray) -> np.ndarray:
    """``[slot, step, figure]`` of ``[slot, step, days, (censored, finished)]`` counts; -1 where there is none."""
    slots, steps, longest, _ = counts.shape
    found = np.full((slots, steps, 5), -1.0)
    for slot in range(slots):
        for step in range(steps):
            _figures(counts[slot, step], longest, found[slot, step])
    return found


@njit(nogil=True, cache=True)
def _figures(counts: np.ndarray, longest: int, found: np.ndarray) -> None:
    finished, at_risk = 0, 0
    for days in range(longest):
        finished += counts[days, 1]
        at_risk += counts[days, 0] + counts[days, 1]
    found[CASES], found[FINISHED] = at_risk, finished
    below, lower, running, is_over = 0, -1, 0.0, False
    for days in range(longest):
        done = counts[days, 1]
        leaving = counts[days, 0] + done
        if leaving == 0:
            continue
        is_over = is_over or done == at_risk
        running += math.log(max(1 - done / at_risk, SMALLEST))
        survival = 0.0 if is_over else math.exp(running)
        if found[MEDIAN] < 0 and survival <= 0.5 + SLACK:
            found[MEDIAN] = days
        if found[LATE] < 0 and survival <= 0.1 + SLACK:
            found[LATE] = days
        at_risk -= leaving
        # the middle of the finished ones, or between the two in the middle
        if lower < 0 and below + done > (finished - 1) // 2:
            lower = days
        if found[PLAIN] < 0 and finished > 0 and below + done > finished // 2:
            found[PLAIN] = (lower + days) / 2
        below += done
