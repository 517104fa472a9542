"""What a list of rows adds up to, in one pass; compiled by numba."""

import numpy as np
from numba import njit

from dashboard.warehouse.cube.coded import APPROVED_STATUS, NO_MONEY, PAID_STATUS, REVOKED


@njit(nogil=True, cache=True)
def listed_totals(
    rows: np.ndarray, organisations: np.ndarray, statuses: np.ndarray, approved_cents: np.ndarray
) -> tuple[int, int, int, int]:
    """Organisations of these rows (ascending, sorted by organisation), approved cases, those with an amount, cents."""
    last, applicants, approved, stated, cents = -1, 0, 0, 0, 0
    for row in rows:
        organisation, status, amount = organisations[row], statuses[row], approved_cents[row]
        applicants += organisation != last and organisation >= 0
        last = organisation if organisation >= 0 else last
        is_approved = APPROVED_STATUS <= status <= PAID_STATUS or status == REVOKED
        is_stated = is_approved and amount != NO_MONEY
        approved += is_approved
        stated += is_stated
        cents += amount if is_stated else 0
    return applicants, approved, stated, cents
