"""Rows of the page of distribution: Lorenz curves, concentration, size classes, cohorts, spread between districts."""

from typing import Any

import polars as pl

from dashboard.access import answers_query, current_access
from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.presentation.charts import Bar, Cells, Group, Line
from dashboard.presentation.language import plural
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import Table
from dashboard.questions import query
from dashboard.questions.filters import Filters
from dashboard.screen.figure_marks import value_to_draw

Row = dict[str, Any]
LARGEST = 10


def curves(filters: Filters) -> dict[str, pl.DataFrame]:
    """The Lorenz curve of the beneficiaries, and that of all applicants where the reader may see all cases."""
    names = {"beneficiaries": "evaluation/lorenz", "applicants": "evaluation/lorenz_applicants"}
    access, scope = current_access(), filters.scope()
    return {curve: query(name, filters) for curve, name in names.items() if answers_query(access, name, scope)}


def lorenz_lines(found: dict[str, pl.DataFrame], whole: Row) -> list[Line]:
    """Both curves in per cent and the diagonal of equal shares; the Gini coefficient stands in the names."""
    lines = []
    for curve, rows in found.items():
        gini = whole["gini" if curve == "beneficiaries" else "gini_applicants"]
        if rows.is_empty() or gini is None:
            continue
        shares = [0.0, *(share * 100 for share in rows["organisation_share"])]
        money = [0.0, *(share * 100 for share in rows["money_share"])]
        name = _(f"curve.{curve}")
        hovers = [
            _(
                "distribution.curve_hover",
                name=name,
                organisations=f"{x:.0f}%",
                money=f"{y:.1f}%",
            )
            for x, y in zip(shares, money, strict=True)
        ]
        lines.append(Line(curve, _("distribution.curve_name", name=name, gini=f"{gini:.3f}"), shares, money, hovers))
    equal = [0.0, 100.0]
    return (
        [*lines, Line("", _("distribution.equal_shares"), equal, equal, [_("distribution.equal_shares")] * 2)]
        if lines
        else []
    )


def is_few(whole: Row) -> bool:
    """Whether there are too few beneficiaries for a picture of the distribution."""
    return (whole["beneficiary_count"] or 0) <= LARGEST


def measures(whole: Row) -> Table:
    """The measures of concentration with what each says; reported, not judged."""
    # up to ten beneficiaries are no distribution: the ten largest hold all, and one alone is "perfectly equal"
    few = is_few(whole)
    entries = [
        ("gini", _index(None if few else whole["gini"])),
        ("gini_applicants", _index(None if few else whole["gini_applicants"])),
        ("top10_share", fmt.rate(None if few else whole["top10_share"])),
        ("herfindahl", _index(None if few else whole["herfindahl"])),
        ("median_yuan", fmt.money(whole["median_yuan"])),
        ("mean_yuan", fmt.money(whole["mean_yuan"])),
        ("largest_yuan", fmt.money(whole["largest_yuan"])),
        ("beneficiary_count", fmt.count(whole["beneficiary_count"])),
        ("applicant_count", fmt.count(whole["applicant_count"])),
    ]
    heads = (_("heading.figure"), _("heading.value"), _("heading.meaning"))
    rows = [(labels.column_name(name), value, _(f"definition.{name}")) for name, value in entries]
    return Table(pl.DataFrame(rows, schema=dict.fromkeys(heads, pl.String), orient="row"), dict.fromkeys(heads, "text"))


def size_bars(sizes: pl.DataFrame) -> list[Bar]:
    """Share of each size class in the approved money, with its beneficiaries beside it."""
    bars = []
    for row in sizes.iter_rows(named=True):
        code = row["size_class"] or "unknown"
        name, state = _(f"size.{code}"), row["reporting_state"]
        label = fmt.rate(row["approved_share"]) if state == "reported" else _(f"state.{state}")
        hover = f"{name}<br>{_size_hover(row)}<br>{fmt.money(row['approved_yuan'])}"
        bars.append(Bar(code, name, value_to_draw(row, "approved_share"), label, hover, state))
    return bars


def _size_hover(row: Row) -> str:
    return _(
        "distribution.size_hover",
        share=fmt.rate(row["approved_share"]),
        count=fmt.count(row["beneficiary_count"]),
    )


def first_groups(years: pl.DataFrame) -> tuple[list[str], list[Group]]:
    """Beneficiaries of each fund year: for the first time and supported before."""
    names = [str(year) for year in years["fund_year"]]
    wholes = years["beneficiary_count"].to_list()
    groups = []
    for column in ("first_time_beneficiary_count", "returning_beneficiary_count"):
        counts = years[column].to_list()
        shares = [fmt.share(count, whole) for count, whole in zip(counts, wholes, strict=True)]
        hovers = [f"{year} {labels.column_name(column)} {share}" for year, share in zip(names, shares, strict=True)]
        shown = [fmt.count(count) for count in counts]
        groups.append(Group(labels.column_name(column), [float(count) for count in counts], shown, hovers, codes=names))
    return names, groups


def cohort_cells(cohorts: pl.DataFrame) -> Cells:
    """Per cent of each cohort that is approved again in each later fund year; small cohorts carry no per cent."""
    later = cohorts.filter(pl.col("years_since") > 0)
    firsts = sorted(set(later["cohort_year"]))
    years = sorted(set(later["fund_year"]))
    known = {(row["cohort_year"], row["fund_year"]): row for row in later.iter_rows(named=True)}
    grid = [[known.get((first, year)) for year in years] for first in firsts]
    return Cells(
        rows=[_cohort_name(first, later) for first in firsts],
        columns=[_("distribution.any_later"), *(str(year) for year in years)],
        values=[[_ever_share(_first_of(line)), *(_cohort_share(row) for row in line)] for line in grid],
        codes=[["", *(str(year) for year in years)] for _first in firsts],
        hovers=[[_ever_hover(_first_of(line)), *(_cohort_hover(row) for row in line)] for line in grid],
    )


def _cohort_name(first: int, cohorts: pl.DataFrame) -> str:
    row = cohorts.filter(pl.col("cohort_year") == first).row(0, named=True)
    return _("distribution.cohort_name", year=first, count=fmt.count(row["cohort_count"]))


def _first_of(line: list[Row | None]) -> Row:
    return next(row for row in line if row is not None)


def _ever_share(row: Row) -> float | None:
    return None if row["cohort_count"] < fmt.FEW_CASES else row["returned_count"] / row["cohort_count"] * 100


def _ever_hover(row: Row) -> str:
    return _(
        "distribution.cohort_hover_ever",
        first=row["cohort_year"],
        share=fmt.share(row["returned_count"], row["cohort_count"]),
    )


def _cohort_share(row: Row | None) -> float | None:
    return None if row is None or row["cohort_count"] < fmt.FEW_CASES else row["returning_rate"] * 100


def _cohort_hover(row: Row | None) -> str:
    if row is None:
        return ""
    return _(
        "distribution.cohort_hover",
        first=row["cohort_year"],
        share=fmt.share(row["returning_count"], row["cohort_count"]),
        year=row["fund_year"],
    )


def nothing(whole: Row) -> str:
    """Why there is no distribution: not reported, or no money was approved."""
    if whole["beneficiary_count"] is None:
        return _(f"state.{whole['reporting_state']}.sentence")
    if not whole["approved_yuan"]:
        return _("distribution.nothing")
    return _("distribution.too_few", count=LARGEST, next=LARGEST + 1)


def spread_lines(spread: pl.DataFrame) -> list[Line]:
    """Coefficient of variation between the areas, and what chance alone would show."""
    years = [str(year) for year in spread["fund_year"]]
    return [_spread_line(name, spread, years) for name in ("variation_coefficient", "chance_variation")]


def _spread_line(name: str, spread: pl.DataFrame, years: list[str]) -> Line:
    values = spread[name].to_list()
    hovers = [f"{year} {labels.column_name(name)} {_index(value)}" for year, value in zip(years, values, strict=True)]
    return Line(name, labels.column_name(name), years, values, hovers)


def used(whole: Row) -> str:
    """Beneficiaries used, and those whose amount is not known."""
    if whole["beneficiary_count"] is None:
        return _("used.not_reported")
    if not whole["missing_beneficiary_count"]:
        return _beneficiaries_used(whole["beneficiary_count"])
    return _(
        "used.beneficiaries_some_missing",
        used=fmt.count(whole["beneficiary_count"]),
        missing=fmt.count(whole["missing_beneficiary_count"]),
    )


def _beneficiaries_used(count: int) -> str:
    return plural("used.beneficiaries", count=count, used=fmt.count(count))


def cohort_used(cohorts: pl.DataFrame) -> str:
    """Beneficiaries in all cohorts, and what an empty cell means."""
    count = int(cohorts.filter(pl.col("years_since") == 0)["cohort_count"].sum())
    return " ".join((_beneficiaries_used(count), _("distribution.empty_years")))


def spread_used(spread: pl.DataFrame) -> str:
    """Records used by the spread, and approved cases without an area; beneficiaries where cases may not be counted."""
    if spread["application_count"].null_count():
        return _beneficiaries_used(int(spread["beneficiary_count"].sum()))
    return _(
        "used_without.district",
        used=fmt.count(int(spread["application_count"].sum())),
        missing=fmt.count(int(spread["missing_place_count"].sum())),
    )


def sentence(whole: Row, *, filters: Filters) -> str:
    """How the money is shared in one line; concentration is reported and not judged."""
    when = labels.period(filters.period)
    if whole["beneficiary_count"] is None:
        return _("state.of_period", period=when, state=_(f"state.{whole['reporting_state']}.sentence"))
    if whole["gini"] is None:
        return _("distribution.no_money", period=when)
    if whole["beneficiary_count"] <= LARGEST:
        return _(
            "distribution.sentence_few",
            period=when,
            money=fmt.money(whole["approved_yuan"]),
            count=fmt.count(whole["beneficiary_count"]),
        )
    return _(
        "distribution.sentence",
        period=when,
        count=fmt.count(whole["beneficiary_count"]),
        money=fmt.money(whole["approved_yuan"]),
        top10=fmt.rate(whole["top10_share"]),
        median=fmt.money(whole["median_yuan"]),
    )


def _index(value: float | None) -> str:
    return fmt.DASH if value is None else f"{value:.3f}" if value >= 0.01 or not value else f"{value:.4f}"
