"""Working days of the mainland calendar against dates known by hand."""

from datetime import date

import pytest

from dashboard.policy.working_days import working_day_numbers

NUMBERS = dict(working_day_numbers(date(2023, 1, 1), date(2028, 12, 31)).iter_rows())


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2025, 6, 3), date(2025, 6, 3), 0),
        (date(2025, 6, 6), date(2025, 6, 9), 1),  # Friday to Monday
        (date(2023, 9, 28), date(2023, 10, 8), 2),  # holidays 29 September to 6 October, worked on 7 and 8 October
        (date(2024, 2, 28), date(2024, 3, 1), 2),  # 29 February 2024 is a working Thursday
        (date(2024, 2, 9), date(2024, 2, 18), 1),  # Spring Festival 10 to 17 February, worked on Sunday 18
        (date(2027, 10, 1), date(2027, 10, 8), 5),  # not published yet: Monday to Friday
    ],
)
def test_working_days(start: date, end: date, days: int) -> None:
    assert NUMBERS[end] - NUMBERS[start] == days
