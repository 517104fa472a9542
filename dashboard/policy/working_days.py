"""Working days of the mainland calendar (State Council holidays and make-up days), counted in (start, end]."""

from datetime import date

import polars as pl

EXACT_UNTIL = 2026


def working_day_numbers(first: date, last: date) -> pl.DataFrame:
    """Running count of working days: columns ``day`` (Date) and ``number`` (Int32).

    The days in (a, b] are ``number[b] - number[a]``. Years after ``EXACT_UNTIL`` count Monday to Friday, since their
    holidays are not published yet; pages say so.
    """
    import chinese_calendar

    known = range(2004, EXACT_UNTIL + 1)
    days = pl.date_range(first, last, eager=True).alias("day")
    worked = [chinese_calendar.is_workday(day) if day.year in known else day.weekday() < 5 for day in days.to_list()]
    return pl.DataFrame({"day": days, "number": pl.Series(worked, dtype=pl.Boolean).cast(pl.Int32).cum_sum()})
