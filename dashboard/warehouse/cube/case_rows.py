"""Which rows one figure counts, from their codes: the same as the model's ``applications_found`` (a test asks both)."""

import numpy as np

from dashboard.policy.vocabulary import APPROVED, OPEN, ApplicationStatus
from dashboard.warehouse.cube.coded import NO_DAY, NO_MONEY, Applications, Known

MISSING = "missing_count"
STATUSES = {
    "open_count": OPEN,
    "decided_count": (*APPROVED, ApplicationStatus.REJECTED),
    "approved_count": APPROVED,
    "in_notice_count": (ApplicationStatus.PUBLICISED,),
    "rejected_count": (ApplicationStatus.REJECTED,),
    "withdrawn_count": (ApplicationStatus.WITHDRAWN,),
    "revoked_count": (ApplicationStatus.REVOKED,),
}
# working days since acceptance, from and to
AGES = {
    "ageing_up_to_20_count": (None, 20), "ageing_21_to_40_count": (21, 40), "ageing_41_to_60_count": (41, 60),
    "ageing_over_60_count": (61, None),
}  # fmt: skip
# stages in the order of ``stage_reached``, the submission at 0
STAGES = ("submitted", "accepted", "reviewed", "approved", "publicised", "granted", "paid")


def flag_counted(cases: str | None, judged: np.ndarray, rows: Applications, begin: int, known: Known) -> np.ndarray:
    """One flag for each judged row, the first at ``begin``: whether the figure ``cases`` counts it; all by default."""
    within = slice(begin, begin + len(judged))
    status, is_used = rows.status[within], judged == 1
    if cases is None:
        return is_used
    if cases == MISSING:
        return (judged > 0) & (~is_used | _lacks_amount(rows, within))
    if cases in STATUSES:
        return is_used & _has_status(status, STATUSES[cases])
    if cases.startswith("reached_"):
        return is_used & (rows.reached[within] >= STAGES.index(cases.removeprefix("reached_")))
    return is_used & _has_status(status, OPEN) & _has_age(cases, rows.accepted[within], known)


def _has_status(status: np.ndarray, chosen: tuple[ApplicationStatus, ...]) -> np.ndarray:
    return np.array([one in chosen for one in ApplicationStatus], np.bool_)[status]


def _lacks_amount(rows: Applications, within: slice) -> np.ndarray:
    status = rows.status[within]
    return (
        (rows.requested_cents[within] == NO_MONEY)
        | (_has_status(status, APPROVED) & (rows.approved_cents[within] == NO_MONEY))
        | (_has_status(status, (ApplicationStatus.PAID,)) & (rows.paid_cents[within] == NO_MONEY))
    )


def _has_age(cases: str, accepted: np.ndarray, known: Known) -> np.ndarray:
    """Days of acceptance from which the working days to the as-of date lie within the band."""
    if cases == "ageing_not_accepted_count":
        return accepted == NO_DAY
    as_of = known.as_of - known.first_workday
    if not 0 <= as_of < len(known.workdays):
        return np.zeros(len(accepted), np.bool_)
    least, most = AGES[cases]
    # numbers of working days never fall from day to day: a bound of the age is one of the day
    ages = known.workdays[as_of] - known.workdays
    first = 0 if most is None else int(np.searchsorted(-ages, -most))
    last = len(ages) if least is None else int(np.searchsorted(-ages, -(least - 1)))
    return (accepted >= first + known.first_workday) & (accepted < last + known.first_workday) & (accepted != NO_DAY)
