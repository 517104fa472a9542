"""What first-time and repeat beneficiaries are judged on, by organisation, over the whole snapshot."""

import numpy as np
from numba import njit

from dashboard.warehouse.cube.coded import APPROVED_STATUS, NO_DAY, REJECTED, WITHDRAWN, Applications, History


@njit(nogil=True, cache=True)
def histories(rows: Applications, organisations: int, start: int, end: int) -> History:
    """First approvals of every organisation, and whether it has two within the policy's term (``start`` to ``end``)."""
    first = np.full((3, organisations), NO_DAY, np.int16)
    count = np.zeros((3, organisations), np.int32)
    statuses, organisations_of = rows.status, rows.organisation
    submitted, decided, paid = rows.submitted, rows.decided, rows.paid
    for row in range(len(statuses)):
        status, organisation = statuses[row], organisations_of[row]
        if organisation < 0 or status < APPROVED_STATUS or status in (REJECTED, WITHDRAWN):
            continue
        for basis in range(3):
            if basis == 0:
                day = submitted[row]
            elif basis == 1:
                day = decided[row]
            else:
                day = paid[row]
            if day == NO_DAY:
                continue
            if first[basis, organisation] == NO_DAY or day < first[basis, organisation]:
                first[basis, organisation] = day
            if start <= day <= end:
                count[basis, organisation] += 1
    return History(first, count >= 2)
