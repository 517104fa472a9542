"""Days as numbers since 1970 and the working-day arithmetic of public notice, vectorised."""

from datetime import date

import numpy as np

from dashboard.policy.working_days import working_day_numbers

EPOCH = date(1970, 1, 1)
FIRST, LAST = date(2015, 1, 1), date(2035, 12, 31)
NOTICE_DAYS = 5


def number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


class Notice:
    """Earliest grant after five working days of notice, counted from the notice to the day before the grant."""

    def __init__(self) -> None:
        self._numbers = working_day_numbers(FIRST, LAST)["number"].to_numpy()
        self._offset = number(FIRST)

    def earliest_grant(self, publicised: np.ndarray) -> np.ndarray:
        """The first day on which a grant is in order, for notices published on ``publicised`` (day numbers)."""
        before = self._numbers[publicised - 1 - self._offset]
        return np.searchsorted(self._numbers, before + NOTICE_DAYS, side="left") + 1 + self._offset
