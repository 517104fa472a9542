"""Where a row counts: its slot, its month and the working-day number of a day; compiled into the kernels."""

import numpy as np
from numba import njit

from dashboard.warehouse.cube.coded import CERTIFICATE, CLUSTER, DISTRICT, GROUP, ITEM, MONTH, NO_DAY


@njit(nogil=True, cache=True, inline="always")
def month_of(day: int, months: np.ndarray, first_day: int) -> int:
    """Place of the month of a day; the last one where the day is unknown."""
    place = day - first_day
    if day == NO_DAY or place < 0 or place >= len(months):
        return months[-1]
    return months[place]


@njit(nogil=True, cache=True, inline="always")
def workday_of(day: int, workdays: np.ndarray, first_workday: int) -> int:
    """Number of the working day; -1 beyond the calendar."""
    place = day - first_workday
    if day == NO_DAY or place < 0 or place >= len(workdays):
        return -1
    return workdays[place]


@njit(nogil=True, cache=True, inline="always")
def slot_of(
    dimension: int, offset: int, item: int, group: int, place: int, cluster: int, certificate: int, month: int
) -> int:
    """The slot of a row in one dimension that begins at ``offset``."""
    if dimension == ITEM:
        return offset + item
    if dimension == GROUP:
        return offset + group
    if dimension == DISTRICT:
        return offset + place
    if dimension == CLUSTER:
        return offset + cluster
    if dimension == CERTIFICATE:
        return offset + certificate
    if dimension == MONTH:
        return offset + month
    return offset
