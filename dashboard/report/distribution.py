"""How the approved money is shared: Lorenz curve by tenths, applicants without money, who comes again, how areas differ."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from dashboard.evaluation.spread import add_chance
from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import Kind, Table, present
from dashboard.questions import is_answered
from dashboard.questions.filters import whole_term
from dashboard.report.document import Bar
from dashboard.report.evidence import Facts
from dashboard.report.writer import Writer

# up to ten beneficiaries are no distribution: the ten largest would hold all
LARGEST = 10
TENTHS = 10
YEAR_COLUMNS = ("fund_year", "beneficiary_count", "first_time_beneficiary_count", "returning_beneficiary_count")
COHORT_COLUMNS = ("cohort_year", "cohort_count", "fund_year", "returning_count", "returning_rate", "returned_count")
SPREAD_COLUMNS = ("fund_year", "beneficiary_count", "mean_per_10k", "lowest_per_10k", "highest_per_10k",
                  "variation_coefficient", "chance_variation")  # fmt: skip


@dataclass(frozen=True)
class Tenth:
    """One tenth of the organisations, the smallest first, to the next whole one below; shares are cumulative, 0 to 1."""

    first: int
    last: int
    organisation_share: float
    money_share: float
    own_share: float


def take_tenths(curve: pl.DataFrame) -> list[Tenth]:
    """Ten points of a Lorenz curve (rows of ``evaluation/lorenz``); none for ten organisations or fewer."""
    if curve.is_empty() or curve["organisation_count"][-1] <= LARGEST:
        return []
    found: list[Tenth] = []
    for part in range(1, TENTHS + 1):
        # a share of 0.3 may come as 0.30000000000000004
        row = curve.filter(pl.col("organisation_share") <= part / TENTHS + 1e-9).row(-1, named=True)
        first, before = (found[-1].last + 1, found[-1].money_share) if found else (1, 0.0)
        shares = row["organisation_share"], row["money_share"]
        found.append(Tenth(first, row["organisation_count"], *shares, own_share=row["money_share"] - before))
    return found


def add_distribution(writer: Writer) -> None:
    """The section; over the period, and over the whole term where years are followed."""
    writer.begin_section(_("distribution.title"))
    spread = writer.evidence.row("evaluation/concentration", writer.filters)
    curve = take_tenths(writer.evidence.ask("evaluation/lorenz", writer.filters))
    if not curve:
        writer.evidence.take_sources()
        writer.add_text(_say_few(writer, spread))
    else:
        _add_curve(writer, curve)
        if spread["gini_applicants"] is not None:
            writer.add_text(
                _(
                    "distribution.gini_with_applicants",
                    gini=spread.index("gini_applicants"),
                    applicants=spread.count("applicant_count"),
                )
            )
    _add_term(writer)


def _say_few(writer: Writer, spread: Facts) -> str:
    when = labels.period(writer.filters.period)
    if spread["beneficiary_count"] is None:
        return _("state.of_period", period=when, state=_(f"state.{spread['reporting_state']}.sentence"))
    if not spread["approved_yuan"]:
        return _("distribution.no_money", period=when)
    return _(
        "distribution.sentence_few",
        period=when,
        money=spread.money("approved_yuan"),
        count=spread.count("beneficiary_count"),
    )


def _add_curve(writer: Writer, curve: Sequence[Tenth]) -> None:
    bars = [
        Bar(
            _("distribution.tenth", first=fmt.count(part.first), last=fmt.count(part.last)),
            part.own_share * 100,
            fmt.rate(part.own_share),
        )
        for part in curve
    ]
    writer.add_chart(
        _("distribution.tenths_title"),
        bars,
        note=_("distribution.tenths_note"),
    )
    writer.evidence.ask("evaluation/lorenz", writer.filters)
    columns: dict[str, list[float | int | None]] = {
        _("distribution.beneficiaries_axis"): [part.last for part in curve],
        _("distribution.beneficiaries_per_cent"): [round(part.organisation_share * 100, 1) for part in curve],
        _("distribution.money_per_cent"): [round(part.money_share * 100, 1) for part in curve],
    }
    kinds: list[Kind] = ["count", "rate", "rate"]
    if every := _ask_applicants(writer):
        columns[_("distribution.applicants_axis")] = [part.last for part in every]
        columns[_("distribution.money_by_applicants")] = [round(part.money_share * 100, 1) for part in every]
        kinds += ["count", "rate"]
    table = Table(pl.DataFrame(columns), dict(zip(columns, kinds, strict=True)))
    writer.add_table(
        _("distribution.lorenz_title"),
        table,
        note=_("distribution.lorenz_note"),
    )


def _ask_applicants(writer: Writer) -> list[Tenth]:
    """The curve of all applicants, where the reader may see all cases of the scope."""
    name = "evaluation/lorenz_applicants"
    if not is_answered(name, writer.filters):
        return []
    return take_tenths(writer.evidence.ask(name, writer.filters))


def _add_term(writer: Writer) -> None:
    """First-time and returning, cohorts, and the spread between areas: over the whole term, whatever the period."""
    term, registry = whole_term(writer.filters, registry=writer.registry), writer.registry
    years = writer.evidence.ask("evaluation/first_and_repeat", term)
    if years.is_empty():
        writer.evidence.take_sources()
        return
    writer.add_table(_("distribution.first_and_returning_term"), present(years, YEAR_COLUMNS, registry=registry))
    cohorts = writer.evidence.ask("evaluation/cohorts", term).filter(pl.col("years_since") > 0)
    if cohorts.is_empty():
        writer.evidence.take_sources()
        writer.add_text(_("distribution.no_cohort"))
    else:
        writer.add_table(
            _("distribution.come_again_term"),
            present(cohorts, COHORT_COLUMNS, registry=registry),
            note=_("distribution.unfinished_year"),
        )
    areas = writer.evidence.ask("evaluation/district_spread", term.narrow(district=[]))
    if areas.is_empty():
        writer.evidence.take_sources()
        return
    known = add_chance(areas, [entry.count for entry in registry.denominators])
    writer.add_table(
        _("distribution.spread_term"),
        present(known, SPREAD_COLUMNS, registry=registry),
        note=_(
            "note.report_spread",
            coefficient=labels.column_name("variation_coefficient"),
            limit=labels.column_name("chance_variation"),
        ),
    )
