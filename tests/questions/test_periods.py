"""Periods and the earlier ones they are compared with."""

from datetime import date

import pytest

from dashboard.policy import load_registry
from dashboard.questions.periods import just_before, parse_period, shift_years, year_before

REGISTRY = load_registry()
AS_OF = date(2025, 9, 30)


def parsed(text: str) -> tuple[date, date]:
    period = parse_period(text, registry=REGISTRY, as_of=AS_OF)
    assert period is not None
    return period.start, period.end


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("term", date(2023, 6, 20), date(2028, 6, 19)),
        ("year:2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("fund_year:2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("policy_year:1", date(2023, 6, 20), date(2024, 6, 19)),
        ("policy_year:5", date(2027, 6, 20), date(2028, 6, 19)),
        ("last12m", date(2024, 10, 1), date(2025, 9, 30)),
        ("2024-02-29..2025-06-19", date(2024, 2, 29), date(2025, 6, 19)),
    ],
)
def test_bounds(text: str, start: date, end: date) -> None:
    assert parsed(text) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "year",
        "year:",
        "year:20255",
        "fund_year:2022",
        "policy_year:0",
        "policy_year:6",
        "2024-02-30..2024-03-01",
        "2025-01-02..2025-01-01",
        "2025-1-1..2025-1-2",
        "term; drop table applications",
        "year:٢٠٢٤",
        "0001-01-01..9999-12-31",
    ],
)
def test_nonsense_is_no_period(text: str) -> None:
    assert parse_period(text, registry=REGISTRY, as_of=AS_OF) is None


def test_leap_days_shift_to_the_28th() -> None:
    assert shift_years(date(2024, 2, 29), -1) == date(2023, 2, 28)
    assert shift_years(date(2023, 2, 28), 1) == date(2024, 2, 28)


def compared(text: str, *, before: bool = False) -> tuple[date, date, date | None]:
    period = parse_period(text, registry=REGISTRY, as_of=AS_OF)
    assert period is not None
    earlier = (just_before if before else year_before)(period, as_of=AS_OF, registry=REGISTRY)
    assert earlier is not None
    return earlier.period.start, earlier.period.end, earlier.cut_on


def test_a_running_period_is_cut_on_both_sides() -> None:
    # the calendar year 2025 runs to 30 September so far
    assert compared("year:2025") == (date(2024, 1, 1), date(2024, 9, 30), None)
    assert compared("year:2024") == (date(2023, 1, 1), date(2023, 12, 31), None)
    # a fund year is a column: the earlier one is cut by date
    assert compared("fund_year:2025") == (date(2024, 1, 1), date(2024, 12, 31), date(2024, 9, 30))


def test_february_keeps_its_end() -> None:
    assert compared("2025-02-01..2025-02-28") == (date(2024, 2, 1), date(2024, 2, 29), None)


def test_the_period_before_has_the_same_length() -> None:
    assert compared("2025-03-01..2025-03-31", before=True) == (date(2025, 1, 29), date(2025, 2, 28), None)


def test_the_whole_term_has_no_earlier_period() -> None:
    term = parse_period("term", registry=REGISTRY, as_of=AS_OF)
    assert term is not None
    assert year_before(term, as_of=AS_OF, registry=REGISTRY) is None
