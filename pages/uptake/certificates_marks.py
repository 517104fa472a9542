"""Rows of the page of certificates: one row a type with its life, its claims and its money."""

from collections.abc import Sequence

import polars as pl

from dashboard.presentation import formats as fmt
from dashboard.presentation.charts import Bar, Month
from dashboard.presentation.language import translate as _
from dashboard.presentation.sentences import say_no_awards
from dashboard.questions.filters import UNKNOWN, Filters
from dashboard.screen.choices import Choice
from dashboard.screen.table_section import name_with_count

TYPE_COLUMNS = (
    "certificate_type", "award_count", "in_force_count", "expiring_30_count", "expiring_90_count", "expiring_180_count",
    "revoked_award_count", "claimable_count", "claimed_count", "claim_rate", "approved_count", "approved_units_count",
    "approved_yuan", "per_certificate_yuan",
)  # fmt: skip
FIGURES = ("award_count", "in_force_count", "expiring_180_count", "claimable_count", "claim_rate")


def join_money(by_certificate: pl.DataFrame, money: pl.DataFrame, *, lists_every_award: bool) -> pl.DataFrame:
    """Types with at least one award or application; applications to items without a type are left out."""
    joined = by_certificate.join(money, on="certificate_type", how="left", nulls_equal=True)
    joined = joined.with_columns(
        # lists of winners do not say what was revoked later
        revoked_award_count=pl.when(pl.col("award_count").is_not_null() & pl.lit(lists_every_award)).then(
            pl.col("revoked_award_count").fill_null(0)
        )
    )
    alive = (pl.col("award_count").fill_null(0) > 0) | (pl.col("application_count").fill_null(0) > 0)
    return joined.filter(pl.col("certificate_type").is_not_null() & alive)


def drop_unplaced(by_place: Sequence[Bar]) -> Sequence[Bar]:
    """Bars of districts; none where every award lacks its district."""
    known = [bar.value for bar in by_place if bar.code != UNKNOWN]
    return by_place if any(value is not None for value in known) or not any(bar.value for bar in by_place) else []


def expiry_months(expiries: pl.DataFrame) -> list[Month]:
    """Certificates that expire in each month to come."""
    months = expiries.group_by("month").agg(pl.col("expiring_count").sum()).sort("month")
    return [
        Month(month=month, value=float(count), hover=f"{month} {_('column.expiring_count')} {fmt.count(count)}")
        for month, count in months.iter_rows()
    ]


def expiry_choice(expiries: pl.DataFrame) -> Choice:
    """The month whose certificates are listed, of those in which any expires."""
    months = expiries["month"].unique().sort().to_list()
    return Choice("expiry", _("certificates.within_180"), months, str)


def expiry_title(month: str | None, expiring: pl.DataFrame) -> str:
    """What the list of certificates holds, and how many."""
    if month:
        return name_with_count(_("certificates.expire_in_month", month=month), expiring)
    return name_with_count(_("certificates.within_180_title"), expiring)


def used_expiries(expiries: pl.DataFrame) -> str:
    """How many certificates the calendar counts."""
    return _("used.expiring_certificates", used=fmt.count(int(expiries["expiring_count"].sum())))


def award_note(totals: pl.DataFrame, *, filters: Filters) -> str:
    """The line of used and missing records under a chart of awards."""
    row = totals.row(0, named=True)
    if row["award_count"] is None:
        return say_no_awards(filters)
    if not row["missing_award_count"]:
        return _("used.awards", used=fmt.count(row["award_count"]))
    return _(
        "used.awards_some_missing",
        used=fmt.count(row["award_count"]),
        missing=fmt.count(row["missing_award_count"]),
    )


def sentence(totals: dict[str, object], *, filters: Filters, when: str) -> str:
    """How many are in force, expire, and are claimed."""
    if totals["award_count"] is None:
        return _("state.of_period", period=when, state=say_no_awards(filters))
    if totals["award_count"] == 0:
        return _("certificates.none_conferred", period=when)
    said = {
        "period": when,
        "awards": fmt.count(_int(totals["award_count"])),
        "force": fmt.count(_int(totals["in_force_count"])),
        "expiring": fmt.count(_int(totals["expiring_180_count"])),
    }
    if totals["claimed_count"] is None:
        return _("certificates.sentence", **said)
    if totals["claimable_count"] == 0:
        return _("certificates.sentence_none_entitled", **said)
    claimed = fmt.share(_int(totals["claimed_count"]), _int(totals["claimable_count"]))
    return _("certificates.sentence_claimed", **said, claimed=claimed)


def _int(value: object) -> int | None:
    return value if isinstance(value, int) else None
