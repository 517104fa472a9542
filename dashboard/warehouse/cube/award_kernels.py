"""One pass over the coded awards for every figure on awards of every breakdown asked for."""

import numpy as np
from numba import njit

from dashboard.warehouse.cube.coded import (
    AWARD_COUNTERS,
    AWARDS,
    CLAIMABLE,
    CLAIMED,
    EXPIRING_30,
    EXPIRING_90,
    EXPIRING_180,
    IN_FORCE,
    MISSING_AWARDS,
    NO_DAY,
    Asked,
    Awards,
    Known,
)
from dashboard.warehouse.cube.slots import month_of, slot_of


@njit(nogil=True, cache=True)
def count_awards(rows: Awards, begin: int, end: int, asked: Asked, known: Known) -> np.ndarray:
    """Counters of every slot over the awards from ``begin`` to ``end``; flags: 1 conferred, 2 claimable, 4 claimed."""
    found = np.zeros((asked.slots, AWARD_COUNTERS), np.int64)
    items, places, of_cluster, of_certificate = rows.item, rows.district, rows.cluster, rows.certificate
    firsts, lasts, awarded, ends, marks = rows.first_possible, rows.last_possible, rows.awarded, rows.valid_until, rows.flags
    rounds, districts, clusters, certificates = asked.rounds, asked.districts, asked.clusters, asked.certificates
    start, stop, filters_places, unknown_place = (
        asked.start,
        asked.awards_end,
        asked.filters_places,
        len(asked.districts) - 1,
    )
    dimensions, offsets, groups, as_of = asked.dimensions, asked.offsets, known.group, known.as_of
    months, first_day = known.months, known.first_day
    for row in range(begin, end):
        # the last column of the rounds says what the filters of articles and items allow
        if not (rounds[items[row], -1] and clusters[of_cluster[row]] and certificates[of_certificate[row]]):
            continue
        is_missing = firsts[row] == NO_DAY
        if not is_missing and (firsts[row] < start or lasts[row] > stop):
            continue
        place = places[row]
        if filters_places and not districts[place]:
            if place != unknown_place:
                continue
            is_missing = True
        is_conferred, is_claimable, is_claimed = marks[row] & 1, marks[row] & 2, marks[row] & 4
        left = ends[row] - as_of if ends[row] != NO_DAY else 2**30
        month = month_of(awarded[row], months, first_day)
        item = items[row]
        for which in range(len(dimensions)):
            slot = slot_of(
                dimensions[which], offsets[which], item, groups[item], place, of_cluster[row], of_certificate[row], month
            )
            if is_missing:
                found[slot, MISSING_AWARDS] += 1
                continue
            if is_conferred:
                found[slot, AWARDS] += 1
                if left >= 0:
                    found[slot, IN_FORCE] += 1
                    found[slot, EXPIRING_30] += left <= 30
                    found[slot, EXPIRING_90] += left <= 90
                    found[slot, EXPIRING_180] += left <= 180
            if is_claimable:
                found[slot, CLAIMABLE] += 1
                if is_claimed:
                    found[slot, CLAIMED] += 1
    return found
