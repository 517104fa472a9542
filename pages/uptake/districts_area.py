"""One district: its figures against the rest of the city, and the lists its officials work through."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from dashboard.access import current_access
from dashboard.policy import Registry
from dashboard.presentation import formats as fmt
from dashboard.presentation import headlines, labels
from dashboard.presentation.charts import Group, Month, grouped_bars, trend
from dashboard.presentation.language import translate as _
from dashboard.presentation.list_columns import EXPIRING_COLUMNS, STUCK_COLUMNS, UNCLAIMED_COLUMNS
from dashboard.presentation.tables import Table, plain, present
from dashboard.questions.filters import UNKNOWN, Filters
from dashboard.screen.cards import Card
from dashboard.screen.cases_behind import addresses_behind
from dashboard.screen.filter_bar import set_parameter
from dashboard.screen.grid import table
from dashboard.screen.page_run import page_run
from dashboard.screen.show import marks, show, used_note
from dashboard.screen.table_section import count_rows

Row = dict[str, Any]
MOST_ITEMS = 10
LONG = 60
COMPARED = (
    "application_count", "approved_count", "decided_count", "approval_rate", "beneficiary_count", "approved_yuan",
    "paid_yuan", "days_to_decision", "days_to_decision_p90", "claimable_count", "claimed_count", "claim_rate",
)  # fmt: skip
CARDS = ("application_count", "approval_rate", "approved_yuan", "days_to_decision", "claim_rate")


@dataclass(frozen=True)
class WorkList:
    """One list: ``count`` is how many there are in words, a dash where nothing is reported or may be seen."""

    key: str
    label: str
    title: str
    count: str
    rows: pl.DataFrame | None
    columns: tuple[str, ...]


def chosen(filters: Filters, *, registry: Registry) -> str | None:
    """The one district asked for; None where it is none or several."""
    return filters.district[0] if len(filters.district) == 1 and filters.district[0] in registry.districts else None


def title(code: str, *, registry: Registry) -> str:
    """The page's title with the name of the district."""
    return f"{_('page.districts')} · {labels.value('district', code, registry)}"


def rest_of_city(filters: Filters, *, registry: Registry) -> Filters:
    """The same filters over all other areas and the unknown."""
    return filters.narrow(district=[code for code in (*registry.districts, UNKNOWN) if code not in filters.district])


def lists(
    stuck: pl.DataFrame | None,
    unclaimed: pl.DataFrame | None,
    expiring: pl.DataFrame,
    *,
    own: Row,
    reports: Callable[[str], bool],
    longest: float | None,
) -> list[WorkList]:
    """The three lists; without a 90th percentile of the city "stuck" means over 60 working days, and says so."""
    applications = reports("applications")
    # awards of which none is known to be here, and some lack their district, say nothing of this one
    awards = reports("awards") and bool(own["award_count"] or not own["missing_award_count"])
    claims = applications and awards
    long = _("districts.open_longer", days=fmt.days(longest))
    if longest is None:
        long = _("districts.open_over", days=LONG)
    return [
        WorkList("stuck", _("districts.stuck"), long, _count(stuck, applications), stuck, STUCK_COLUMNS),
        WorkList(
            "unclaimed",
            _("districts.unclaimed"),
            _("districts.unclaimed_title"),
            _count(unclaimed, claims),
            unclaimed if claims else None,
            UNCLAIMED_COLUMNS,
        ),
        WorkList(
            "expiring",
            _("districts.about_to_expire"),
            _("certificates.within_180_title"),
            _count(expiring, awards),
            expiring,
            EXPIRING_COLUMNS,
        ),
    ]


def _count(found: pl.DataFrame | None, is_reported: bool) -> str:
    return count_rows(found) if found is not None and is_reported else fmt.DASH


def cards(own: Row, rest: Row, work: Sequence[WorkList]) -> list[Card]:
    """The district's figures with those of the rest of the city beside them, and the length of each list."""
    behind = addresses_behind(page_run().filters)
    compared = [
        Card(
            labels.column_name(figure),
            _headline(own, figure),
            _beside(rest, figure),
            definition=_(f"definition.{figure}"),
            rows=behind.get(figure, "") if own[figure] is not None else "",
            change=_absent(own, figure) if _headline(own, figure) == fmt.DASH else "",
        )
        for figure in CARDS
    ]
    return compared + [Card(entry.label, entry.count, entry.title) for entry in work]


def _beside(rest: Row, figure: str) -> str:
    """The figure of the rest of the city, or in words why there is none."""
    said = _figure(rest, figure)
    if said == fmt.DASH:
        return _("districts.rest_reason", reason=_absent(rest, figure))
    return _("districts.rest_value", value=said)


def _absent(row: Row, figure: str) -> str:
    """Why a row has no such figure."""
    if row["application_count"] is None:
        return _(f"state.{row['reporting_state']}")
    if figure == "claim_rate":
        return _("absent.entitled") if row["claimable_count"] == 0 else _("absent.claims")
    return _("absent.decided") if figure in ("approval_rate", "days_to_decision") else _("absent.amounts")


def work_list(work: Sequence[WorkList], *, registry: Registry) -> None:
    """Three lists; a chosen row opens the organisation."""
    for entry in work:
        heading = _("list.title_count", title=entry.title, count=entry.count)
        st.subheader(heading, anchor=False)
        if entry.rows is None and not current_access().sees_every_row:
            st.caption(_("state.not_your_role"))
        elif entry.rows is None or entry.count == fmt.DASH:
            st.caption(_("state.not_reported.sentence"))
        elif entry.rows.is_empty():
            st.caption(_("none.known"))
        else:
            shown = present(entry.rows, [name for name in entry.columns if name != "district_code"], registry=registry)
            table(shown, key=f"work_{entry.key}", title=heading, opens=entry.rows["uscc"])


def comparison(own: Sequence[pl.DataFrame], rest: Sequence[pl.DataFrame], *, own_code: str) -> None:
    """Table of figures, share of the city by year and item mix; both sides are total, item and month."""
    now = page_run()
    name = labels.value("district", own_code, now.registry)
    here, there = own[0].row(0, named=True), rest[0].row(0, named=True)
    used = used_note(here["application_count"], here["missing_count"], "place_date_or_amount")
    left, right = st.columns(2, gap="large")
    with left:
        table(
            against_city(here, there, name=name),
            key="district_against",
            title=_("districts.against_rest"),
            height="content",
        )
    with right:
        years = share_by_year(own[2], rest[2])
        measure = _("districts.city_share")
        show(
            trend(
                years,
                palette=now.palette,
                title=headlines.say_peak(years, measure=measure),
                value_format=".0f",
                subtitle=_("districts.city_share_subtitle", name=name),
            ),
            key="district_share",
            alt=headlines.say_peak(years, measure=measure),
            used=used,
            values=marks(
                ((year.month, year.hover.removeprefix(year.month).strip()) for year in years),
                name=_("heading.year"),
                value=measure,
            ),
            on_pick=lambda year: set_parameter("period", [f"year:{year}"]),
        )
    names, groups = item_mix(own[1], rest[1], name=name, registry=now.registry)
    if names:
        subtitle = _(
            "districts.item_shares",
            count=fmt.count(here["approved_count"]),
            rest=fmt.count(there["approved_count"]),
        )
        heading = _("districts.most_approved_item", item=names[0])
        chart = grouped_bars(names, groups, palette=now.palette, title=heading, subtitle=subtitle)
        shares = {
            _("column.item_code"): names,
            **{group.name: [hover.removeprefix(group.name).strip() for hover in group.hovers] for group in groups},
        }
        show(
            chart,
            key="district_items",
            alt=heading,
            used=used,
            values=plain(pl.DataFrame(shares)),
            on_pick=lambda code: set_parameter("item", [code]),
        )


def share_by_year(own: pl.DataFrame, rest: pl.DataFrame) -> list[Month]:
    """The district's share of all applications by year of filing; years without an application say nothing."""
    year = pl.col("month").str.slice(0, 4).alias("year")
    counts = [
        side.filter(pl.col("month").is_not_null()).group_by(year).agg(pl.col("application_count").sum())
        for side in (own, rest)
    ]
    both = counts[0].join(counts[1], on="year", suffix="_rest").sort("year")
    return [
        Month(year, here / (here + there) * 100, f"{year} {fmt.share(here, here + there)}")
        for year, here, there in both.iter_rows()
        if here + there >= fmt.FEW_CASES
    ]


def against_city(own: Row, rest: Row, *, name: str) -> Table:
    """Own figures beside those of the rest of the city."""
    frame = {
        _("heading.figure"): [labels.column_name(figure) for figure in COMPARED],
        name: [_headline(own, figure) for figure in COMPARED],
        _("districts.rest"): [_headline(rest, figure) for figure in COMPARED],
    }
    return Table(pl.DataFrame(frame), dict.fromkeys(frame, "text"))


def item_mix(own: pl.DataFrame, rest: pl.DataFrame, *, name: str, registry: Registry) -> tuple[list[str], list[Group]]:
    """Share of each item in the approved cases here and in the rest: names and two series."""
    both = own.select("item_code", "approved_count").join(
        rest.select("item_code", rest_count="approved_count"), on="item_code", maintain_order="left"
    )
    both = both.filter(pl.col("approved_count").fill_null(0) + pl.col("rest_count").fill_null(0) > 0)
    both = both.sort("approved_count", "rest_count", descending=True, nulls_last=True).head(MOST_ITEMS)
    codes = both["item_code"].to_list()
    names = [labels.value("item", code, registry) for code in codes]
    totals = int(own["approved_count"].sum() or 0), int(rest["approved_count"].sum() or 0)
    return names, [
        _mix(name, both["approved_count"].to_list(), totals[0], codes),
        _mix(_("districts.rest"), both["rest_count"].to_list(), totals[1], codes),
    ]


def _mix(name: str, counts: list[int | None], whole: int, codes: list[str]) -> Group:
    # shares of fewer than five cases are not drawn: the counts stand in their place
    few = whole < fmt.FEW_CASES
    shares = [None if count is None or few else count / whole * 100 for count in counts]
    return Group(
        name,
        shares,
        [f"{count or 0}/{whole}" if share is None else f"{share:.1f}%" for share, count in zip(shares, counts, strict=True)],
        [f"{name} {fmt.share(count, whole)}" for count in counts],
        codes,
    )


def _headline(row: Row, figure: str) -> str:
    if figure in ("approval_rate", "claim_rate"):
        part, whole = _parts(row, figure)
        return fmt.share(part, whole) if whole is None or whole < fmt.FEW_CASES else fmt.rate(row[figure])
    if figure.startswith("days_") and row[figure] is not None:
        return _("label.working_days", days=fmt.days(row[figure]))
    return _figure(row, figure)


def _parts(row: Row, figure: str) -> tuple[int | None, int | None]:
    if figure == "approval_rate":
        return row["approved_count"], row["decided_count"]
    return row["claimed_count"], row["claimable_count"]


def _figure(row: Row, figure: str) -> str:
    if figure in ("approval_rate", "claim_rate"):
        return fmt.share(*_parts(row, figure))
    if figure.endswith("_yuan"):
        return fmt.money(row[figure])
    return fmt.days(row[figure]) if figure.startswith("days_") else fmt.count(row[figure])
