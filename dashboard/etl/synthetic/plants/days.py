"""Plants of days: missing, beyond the status, equal, leap days, two windows a year, fund years to come."""

from collections.abc import Sequence
from datetime import date, timedelta

from dashboard.etl.synthetic.assumed_rules import rule_of_year
from dashboard.etl.synthetic.plants.ground import IMPLIED, TITLED, Ground, Row, day

STAGES_BEYOND = {
    "submitted": ("accepted_on", "decided_on"),
    "accepted": ("decided_on", "paid_on"),
    "under_review": ("granted_on",),
    "approved": ("granted_on", "paid_on"),
    "publicised": ("paid_on", "revoked_on"),
    "granted": ("paid_on",),
    "rejected": ("granted_on", "paid_on"),
    "withdrawn": ("decided_on",),
    "paid": ("withdrawn_on",),
}
SECOND_WINDOW = (date(2025, 10, 9), date(2025, 10, 31))
BETWEEN_WINDOWS = date(2025, 8, 18)
LEAP_DAY = date(2024, 2, 29)
YEARS_TO_COME = (2027, 2028)


def missing_dates(ground: Ground) -> None:
    """Each stage day missing once for each status that implies it, and all of them for the furthest statuses."""
    for status, columns in IMPLIED.items():
        missing: list[tuple[str, ...]] = [(column,) for column in columns]
        if len(columns) > 1:
            missing.append(columns)
        if {"publicised_on", "granted_on"} < set(columns):
            missing.append(("publicised_on", "granted_on"))
        for absent in missing:
            ground.set_number += 1
            body = ground.body()
            _without(ground, ground.proven(body, status=status), columns, absent)


def _without(ground: Ground, row: Row, columns: Sequence[str], absent: Sequence[str]) -> None:
    stages = ("submitted_on", *columns)
    known = {column: day(row, column) for column in stages if column not in absent}
    for column in absent:
        place = stages.index(column)
        low = max(known[name] for name in stages[:place] if name in known)
        high = min((known[name] for name in stages[place + 1 :] if name in known), default=ground.as_of)
        was, row[column] = row[column], None
        ground.note(
            row,
            column,
            f"status {row['status']} without {column} (was {was})",
            f"unknown between {low} and {high}, else known",
        )


def beyond_status(ground: Ground) -> None:
    """Days of stages that the status does not reach."""
    for status, columns in STAGES_BEYOND.items():
        ground.set_number += 1
        body = ground.body()
        row = ground.proven(body, status=status)
        decided = row["decided_on"]
        later = ground.days_after(day(row, "submitted_on"), decided=decided if isinstance(decided, date) else None)
        for column in columns:
            row[column] = later[column]
            ground.note(row, column, f"status {status} with {column} {later[column]}", "the day is ignored and counted")


def ties(ground: Ground) -> None:
    """Equal days where an order decides: the limit of a year, a repeated title, the first case of an organisation."""
    ground.set_number += 1
    body = ground.body()
    first = ground.proven(body)
    first["units"] = 2
    second = ground.proven(body, submitted_on=first["submitted_on"])
    second |= {name: first[name] for name in IMPLIED["paid"]} | {"units": 2}
    ground.note(first, "decided_on", "two units, same days as the next", "within the limit of 3: clean, its number is lower")
    ground.note(
        second, "decided_on", f"two units, same days as {first['application_id']}", "C07 names this case, not the other"
    )
    ground.set_number += 1
    body = ground.body()
    one, two = ground.case(body, item=TITLED), ground.proven(body)
    two |= {name: one[name] for name in ("submitted_on", *IMPLIED["paid"])}
    for row in (one, two):
        ground.note(row, "decided_on", "the organisation's first two cases were decided the same day", "both are its first")
    ground.set_number += 1
    body = ground.body()
    title = ground.case(body, item=TITLED)
    again = ground.case(body, item=TITLED, submitted_on=title["submitted_on"], project_title=title["project_title"])
    again |= {name: title[name] for name in IMPLIED["paid"]}
    ground.note(title, "project_title", "same title and days as the next", "clean: its number is lower")
    ground.note(again, "project_title", f"same title and days as {title['application_id']}", "C05 names this case")


def leap_days(ground: Ground) -> None:
    """29 February as the day of every stage, of an honour and of the end of its validity."""
    for column, filed in (
        ("submitted_on", LEAP_DAY),
        ("decided_on", date(2023, 12, 28)),
        ("paid_on", date(2023, 11, 20)),
    ):
        ground.set_number += 1
        row = ground.case(ground.body(), item=TITLED, year=filed.year, submitted_on=filed)
        if column == "decided_on":
            days = ground.days_after(filed, decided=LEAP_DAY)
            row |= {name: days[name] for name in IMPLIED["paid"]}
        row[column] = LEAP_DAY
        ground.note(row, column, f"{column} is {LEAP_DAY}", "corresponds to 28 February of common years")
    ground.set_number += 1
    body = ground.body()
    award = ground.award(body, awarded_on=LEAP_DAY, valid_until=date(2028, 2, 29))
    ground.note(award, "awarded_on", f"awarded on {LEAP_DAY}", "corresponds to 28 February of common years")
    ground.note(award, "valid_until", "valid until 2028-02-29", "in force on 2028-02-29, not on 2028-03-01")


def two_windows(ground: Ground) -> None:
    """A second batch in autumn: two rows of one item and year, cases in both windows and one in between."""
    first, last = SECOND_WINDOW
    if not ground.rules:
        ground.rules.append(rule_of_year(TITLED, 2025, window_start=first, window_end=last))
    for status, filed in (("paid", first), ("approved", last), ("submitted", first + timedelta(days=3))):
        ground.set_number += 1
        row = ground.case(ground.body(), item=TITLED, year=2025, status=status, submitted_on=filed)
        ground.note(row, "submitted_on", f"filed {filed} in the second window", "inside a window: no C09")
    ground.set_number += 1
    row = ground.case(ground.body(), item=TITLED, year=2025, status="approved", submitted_on=BETWEEN_WINDOWS)
    ground.note(row, "submitted_on", f"filed {BETWEEN_WINDOWS} between the windows", "C09")


def later_years(ground: Ground) -> None:
    """Fund years after the as-of day: no window and no rule is known."""
    for year in YEARS_TO_COME:
        for status in ("submitted", "approved"):
            ground.set_number += 1
            filed = ground.as_of - timedelta(days=100)
            row = ground.case(ground.body(), item=TITLED, year=year, status=status, submitted_on=filed)
            ground.note(
                row, "fund_year", f"fund year {year}, filed {filed}", "after the data; C09 not judgeable, no window is known"
            )
