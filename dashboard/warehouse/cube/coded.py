"""What the kernels read and write: coded columns, the question, the registry's side, and the counters by name."""

from typing import NamedTuple

import numpy as np

# columns of the counters of applications
STATUS_COUNTS = 10
(
    MATCHED,
    MISSING,
    MISSING_DATE,
    MISSING_PLACE,
    LACKS_REQUESTED,
    LACKS_APPROVED,
    LACKS_PAID,
    REQUESTED,
    REQUESTED_N,
    APPROVED,
    APPROVED_N,
    PAID,
    PAID_N,
    CLAWBACK,
    CLAWBACK_N,
    CAP,
    CAP_APPROVED,
    CAP_N,
    AGE_20,
    AGE_40,
    AGE_60,
    AGE_OVER,
    NOT_ACCEPTED,
    OPEN_REQUESTED,
    OPEN_REQUESTED_N,
    APPLICANTS,
    BENEFICIARIES,
    FIRST_TIME,
    REPEAT,
) = range(STATUS_COUNTS, STATUS_COUNTS + 29)
APPLICATION_COUNTERS = STATUS_COUNTS + 29
SUBMITTED, ACCEPTED, UNDER_REVIEW, APPROVED_STATUS, PUBLICISED, GRANTED, PAID_STATUS, REJECTED, WITHDRAWN, REVOKED = range(
    10
)
# columns of the counters of awards
AWARDS, IN_FORCE, EXPIRING_30, EXPIRING_90, EXPIRING_180, CLAIMABLE, CLAIMED, MISSING_AWARDS = range(8)
AWARD_COUNTERS = 8
# dimensions
TOTAL, ITEM, GROUP, DISTRICT, CLUSTER, CERTIFICATE, MONTH = range(7)
NO_DAY = np.int16(-32768)
NO_MONEY = np.int64(-(2**62))


class Applications(NamedTuple):
    """Coded columns: codes as bytes, days since 1970 (``NO_DAY`` for none), money in cents (``NO_MONEY`` for none).

    ``reached`` is the model's ``stage_reached``.
    """

    organisation: np.ndarray
    item: np.ndarray
    year: np.ndarray
    registered: np.ndarray
    operating: np.ndarray
    project: np.ndarray
    cluster: np.ndarray
    certificate: np.ndarray
    kind: np.ndarray
    size: np.ndarray
    status: np.ndarray
    units: np.ndarray
    submitted: np.ndarray
    accepted: np.ndarray
    decided: np.ndarray
    paid: np.ndarray
    withdrawn: np.ndarray
    revoked: np.ndarray
    reached: np.ndarray
    requested_cents: np.ndarray
    approved_cents: np.ndarray
    paid_cents: np.ndarray
    clawback_cents: np.ndarray


class Awards(NamedTuple):
    """Coded columns of the awards, each with whether it may be claimed and is; days as in ``Applications``."""

    item: np.ndarray
    district: np.ndarray
    cluster: np.ndarray
    certificate: np.ndarray
    first_possible: np.ndarray
    last_possible: np.ndarray
    awarded: np.ndarray
    valid_until: np.ndarray
    flags: np.ndarray


class History(NamedTuple):
    """``[date basis, organisation]``: the day of the first approval, and whether there are two within the term."""

    first: np.ndarray
    repeats: np.ndarray


class Asked(NamedTuple):
    """The filters as tables of allowed codes, the period in days, and where the slots of each dimension begin."""

    rounds: np.ndarray
    districts: np.ndarray
    clusters: np.ndarray
    certificates: np.ndarray
    kinds: np.ndarray
    sizes: np.ndarray
    filters_places: bool
    by_fund_year: bool
    basis: int
    start: int
    end: int
    awards_end: int
    cut_on: int
    dimensions: np.ndarray
    offsets: np.ndarray
    slots: int


class Known(NamedTuple):
    """What the registry says: group and cap of every item, month and working-day number of every day."""

    group: np.ndarray
    cap_cents: np.ndarray
    counts_units: np.ndarray
    months: np.ndarray
    first_day: int
    workdays: np.ndarray
    first_workday: int
    as_of: int
