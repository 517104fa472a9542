"""三、主要成效: applications, money and how it is shared, areas, honours, the year before, designs of effects."""

from typing import Any

import polars as pl

from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.presentation.language import named
from dashboard.presentation.language import translate as _
from dashboard.presentation.sentences import DECISIONS, say_no_awards
from dashboard.presentation.tables import Kind, Table, present
from dashboard.questions.comparison import compare_with_year_before
from dashboard.questions.filters import Filters
from dashboard.report.distribution import add_distribution
from dashboard.report.document import Bar
from dashboard.report.effect_chapter import add_effects
from dashboard.report.evidence import Facts
from dashboard.report.writer import Writer

MOST_BARS = 12
COMPARED: tuple[tuple[str, Kind], ...] = (
    ("application_count", "count"), ("approved_count", "count"), ("approval_rate", "rate"), ("beneficiary_count", "count"),
    ("approved_yuan", "money"), ("paid_yuan", "money"), ("days_to_decision", "days"),
)  # fmt: skip


def add_results(writer: Writer) -> None:
    """All sections; one that the data do not carry says so in a sentence."""
    totals = writer.evidence.row("overview/totals", writer.filters)
    reported = totals["application_count"] is not None
    writer.begin_section(_("report.applications_section"))
    if reported:
        _add_applications(writer, totals)
    else:
        _add_absent(writer, totals)
    writer.begin_section(_("report.money_section"))
    if reported:
        _add_money(writer, totals)
    else:
        _add_absent(writer, totals)
    writer.begin_section(_("report.beneficiaries_section"))
    if reported:
        _add_organisations(writer, totals)
    else:
        _add_absent(writer, totals)
    add_distribution(writer)
    writer.begin_section(_("report.areas_section"))
    _add_areas(writer)
    writer.begin_section(_("report.honours_section"))
    _add_honours(writer, totals)
    writer.begin_section(_("report.comparison_section"))
    _add_comparison(writer, totals)
    add_effects(writer)


def _add_absent(writer: Writer, totals: Facts) -> None:
    writer.add_text(_(f"state.{totals['reporting_state']}.sentence"))


def _add_applications(writer: Writer, totals: Facts) -> None:
    if not totals["application_count"]:
        writer.evidence.touched.append(totals.source.number)
        writer.add_text(_("state.no_application_short"))
        return
    writer.add_text(
        _(
            "report.applications",
            applications=totals.count("application_count"),
            applicants=totals.count("applicant_count"),
            share=totals.share("approved_count", "decided_count"),
            open=totals.count("open_count"),
            withdrawn=totals.count("withdrawn_count"),
        )
    )
    items = writer.ask_items().filter(pl.col("reporting_state") == "reported")
    used = items.filter(pl.col("application_count") > 0).sort("application_count", "item_code", descending=[True, False])
    bars = [
        Bar(
            labels.value("item", row["item_code"], writer.registry),
            row["application_count"],
            fmt.count(row["application_count"]),
        )
        for row in used.head(MOST_BARS).iter_rows(named=True)
    ]
    if bars:
        note = _(
            "report.by_item_note",
            shown=len(bars),
            used=used.height,
            offered=items.height,
        )
        writer.add_chart(_("report.by_item_title"), bars, note=note)


def _add_money(writer: Writer, totals: Facts) -> None:
    # as everywhere, a rate stands on five cases or more
    enough = (totals["approved_count"] or 0) >= fmt.FEW_CASES
    clauses = [_say_approved_and_paid(totals, with_rate=enough)]
    if totals["clawback_yuan"] is not None:
        clauses.append(_("report.clawed_back", clawback=totals.money("clawback_yuan")))
    text = labels.end_sentence(clauses)
    if totals["envelope_use"] is not None and enough:
        text += " " + _("overview.envelope_rate", rate=totals.rate("envelope_use"))
    if totals["cap_use"] is not None and enough:
        text += " " + _("report.cap_use", rate=totals.rate("cap_use"))
    writer.add_text(text)


def _say_approved_and_paid(totals: Facts, *, with_rate: bool) -> str:
    approved = totals.money("approved_yuan")
    if totals["paid_yuan"] is None:
        return _("report.approved_paid_unknown", approved=approved)
    paid = totals.money("paid_yuan")
    if totals["payment_rate"] is None or not with_rate:
        return _("report.approved_paid", approved=approved, paid=paid)
    return _("report.approved_paid_rate", approved=approved, paid=paid, rate=totals.rate("payment_rate"))


def _add_organisations(writer: Writer, totals: Facts) -> None:
    if not totals["beneficiary_count"]:
        writer.add_text(_("overview.none_approved"))
        return
    writer.add_text(
        _(
            "report.beneficiaries",
            beneficiaries=totals.count("beneficiary_count"),
            first=totals.share("first_time_beneficiary_count", "beneficiary_count"),
        )
    )
    spread = writer.evidence.row("evaluation/concentration", writer.filters)
    if spread["gini"] is not None and spread["beneficiary_count"] >= fmt.FEW_CASES:
        writer.add_text(
            _(
                "report.per_organisation",
                median=spread.money("median_yuan"),
                largest=spread.money("largest_yuan"),
                gini=spread.index("gini"),
                top=spread.rate("top10_share"),
            )
        )
    sizes = writer.evidence.ask("evaluation/by_size", writer.filters)
    columns = ["size_class", "application_count", "approved_count", "beneficiary_count", "approved_yuan"]
    columns += ["approved_share"] if totals["approved_count"] >= fmt.FEW_CASES else []
    shown = present(sizes, columns, registry=writer.registry)
    first = shown.frame.columns[0]
    frame = shown.frame.with_columns(pl.col(first).fill_null(_("report.unknown_size")))
    writer.add_table(_("report.by_size_title"), Table(frame, shown.kinds, shown.definitions))


def widen_to_city(filters: Filters) -> Filters:
    """The same filters over the whole city."""
    return filters.narrow(district=())


def _add_areas(writer: Writer) -> None:
    whole = widen_to_city(writer.filters)
    districts = writer.evidence.ask("uptake/by_district", whole).filter(pl.col("district_code").is_not_null())
    known = districts.filter(pl.col("beneficiary_count").is_not_null())
    if known.is_empty():
        writer.add_text(_(f"state.{districts['reporting_state'][0]}.sentence"))
        return
    _add_extremes(writer, known, whole)
    writer.evidence.ask("uptake/by_district", whole)
    bars = [
        _make_area_bar(writer, row)
        for row in known.drop_nulls("per_10k").sort("per_10k", descending=True).iter_rows(named=True)
    ]
    if bars:
        denominator = writer.registry.denominators[0]
        writer.add_chart(
            _("report.per_10k_title"),
            bars,
            note=_(
                "report.per_10k_note",
                name=named(zh=denominator.label_zh, en=denominator.label_en),
            ),
        )


def _add_extremes(writer: Writer, known: pl.DataFrame, whole: Filters) -> None:
    """Where most and fewest approved organisations are; areas with the same count are named together."""
    counts = known["beneficiary_count"].to_list()
    if max(counts) == min(counts):
        writer.evidence.ask("uptake/by_district", whole)
        writer.add_text(_("report.areas_equal", count=fmt.count(counts[0])))
        return
    most, least = (known.filter(pl.col("beneficiary_count") == count) for count in (max(counts), min(counts)))
    writer.add_text(
        _(
            "report.area_extremes",
            most=_name_areas(writer, most),
            most_count=_cite_area(writer, most.row(0, named=True), whole).count("beneficiary_count"),
            least=_name_areas(writer, least),
            least_count=_cite_area(writer, least.row(0, named=True), whole).count("beneficiary_count"),
        )
    )


def _name_areas(writer: Writer, rows: pl.DataFrame) -> str:
    return labels.join_words([labels.value("district", code, writer.registry) for code in rows["district_code"]])


def _make_area_bar(writer: Writer, row: dict[str, Any]) -> Bar:
    code, low, high = row["district_code"], row["per_10k_low"], row["per_10k_high"]
    label = _("report.area_label", rate=f"{row['per_10k']:.1f}", low=f"{low:.1f}", high=f"{high:.1f}")
    mine = not writer.filters.district or code in writer.filters.district
    return Bar(labels.value("district", code, writer.registry), row["per_10k"], label, low, high, mine)


def _cite_area(writer: Writer, row: dict[str, Any], filters: Filters) -> Facts:
    name = labels.value("district", row["district_code"], writer.registry)
    return writer.evidence.facts(row, name="uptake/by_district", filters=filters, key=name)


def _add_honours(writer: Writer, totals: Facts) -> None:
    if totals["award_count"] is None:
        writer.add_text(say_no_awards(writer.filters))
        return
    writer.add_text(
        _(
            "report.honours",
            count=totals.count("award_count"),
            force=totals.count("in_force_count"),
            claimable=totals.count("claimable_count"),
        )
    )
    if totals["claimed_count"] is not None and totals["claimable_count"]:
        writer.add_text(
            _(
                "report.claimed_share",
                share=totals.share("claimed_count", "claimable_count"),
            )
        )
    elif totals["claimed_count"] is None:
        writer.add_text(_("report.claims_unknown"))
    years = writer.evidence.ask("records/honours_by_year", writer.filters)
    if years.is_empty():
        return
    statuses = [status for status in DECISIONS if status in years["decision_status"]]
    wide: dict[str, list[Any]] = {_("heading.year"): []}
    wide |= {_(f"decision.{status}"): [] for status in statuses}
    # notices are not complete: one that was not found is not an honour that was not given
    absent = None if writer.filters.snapshot.kind == "published" else 0
    for (year,), rows in years.group_by("award_year", maintain_order=True):
        counts = dict(zip(rows["decision_status"], rows["honour_count"], strict=True))
        wide[_("heading.year")].append(_("word.unknown") if year is None else str(year))
        for status in statuses:
            wide[_(f"decision.{status}")].append(counts.get(status, absent))
    kinds: dict[str, Kind] = {name: "text" if name == _("heading.year") else "count" for name in wide}
    notes = [_("report.never_added")]
    if absent is None:
        notes.append(_("report.no_notice"))
    writer.add_table(
        _("report.honours_title"),
        Table(pl.DataFrame(wide), kinds),
        note=" ".join(notes),
    )


def _add_comparison(writer: Writer, totals: Facts) -> None:
    earlier = compare_with_year_before(writer.filters, registry=writer.registry, ask=writer.evidence.ask)
    if earlier.totals is None:
        writer.add_text(_("report.no_comparison", reason=_(f"incomparable.{earlier.reason}")))
        return
    past = earlier.totals
    if totals["application_count"] is None:
        _add_absent(writer, totals)
        return
    writer.evidence.ask("overview/totals", writer.filters)
    rows = [
        {
            _("heading.figure"): labels.column_name(name),
            _("report.this_period"): _write_value(totals.row, name, kind),
            _("report.year_earlier"): _write_value(past, name, kind),
            _("report.change"): _write_change(totals.row, past, name, kind),
        }
        for name, kind in COMPARED
    ]
    frame = pl.DataFrame(rows, schema_overrides=dict.fromkeys(rows[0], pl.String))
    kinds: dict[str, Kind] = dict.fromkeys(rows[0], "text")
    writer.add_table(_("report.comparison_title"), Table(frame, kinds), note=_("note.report_change"))


def _write_value(row: Any, name: str, kind: Kind) -> str:
    value = row[name]
    if name == "approval_rate":
        return fmt.share(row["approved_count"], row["decided_count"])
    if kind == "money":
        return fmt.money(value)
    return fmt.days(value) if kind == "days" else fmt.count(value)


def _write_change(now: Any, past: Any, name: str, kind: Kind) -> str:
    base = past["decided_count"] if kind == "rate" else past["application_count"]
    if now[name] is None or past[name] is None or base < fmt.FEW_CASES:
        return fmt.DASH
    if kind == "rate":
        return (
            fmt.DASH
            if now["decided_count"] < fmt.FEW_CASES
            else _("report.points_per_cent", points=fmt.difference((now[name] - past[name]) * 100))
        )
    if kind == "days":
        return _("report.points_days", points=fmt.difference(now[name] - past[name], decimals=0))
    return fmt.change(float(now[name]), float(past[name])) or fmt.DASH
