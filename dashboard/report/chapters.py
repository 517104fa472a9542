"""The five chapters: what is evaluated, the conclusion, results, problems, suggestions. Figures first, never a cause."""

from decimal import Decimal

from dashboard.evaluation.scorecard import words
from dashboard.evaluation.scorecard.frame import OUTPUT_AND_EFFECT_LEAST, Frame, sum_output_and_effect
from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import Table, present
from dashboard.report.document import Bar
from dashboard.report.problems import problems, unsaid
from dashboard.report.results import results
from dashboard.report.writer import Writer

YEAR_COLUMNS = (
    "fund_year", "application_count", "approved_count", "requested_yuan", "approved_yuan", "granted_yuan", "paid_yuan",
    "clawback_yuan",
)  # fmt: skip


def overview(writer: Writer) -> None:
    """一、项目概述."""
    writer.chapter(_("report.programme"))
    writer.section(_("report.policy_section"))
    registry = writer.registry
    articles = {item.article for item in registry.items.values()}
    writer.text(
        _(
            "report.policy",
            start=registry.term.start.isoformat(),
            end=registry.term.end.isoformat(),
            items=len(registry.items),
            articles=len(articles),
        )
    )
    writer.section(_("report.scope_section"))
    snapshot, filters = writer.filters.snapshot, writer.filters
    chips = [_("report.fact", name=name, value=value) for name, value in labels.active_filters(filters, registry)]
    writer.text(
        _(
            "report.scope",
            period=labels.period(filters.period),
            basis=_(f"date_basis.{filters.date_basis}"),
            filters=labels.joined(chips) or _("report.whole_scope"),
            name=snapshot.name,
            kind=_(f"snapshot_kind.{snapshot.kind}"),
            as_of=fmt.day(snapshot.as_of),
            version=snapshot.version[:12],
        )
    )
    writer.text(_("report.reading_note"))
    writer.section(_("report.money_title"))
    years = writer.evidence.ask("evaluation/by_fund_year", filters)
    if years.is_empty():
        writer.text(_state(writer))
        return
    table = present(years, YEAR_COLUMNS, registry=registry)
    writer.table(_("report.by_year_title"), table, note=_("note.report_years"))


def conclusion(writer: Writer, frame: Frame, weights: dict[str, Decimal]) -> None:
    """二、综合评价结论: points, rate of points, grade, and what the report cannot say."""
    writer.chapter(_("report.conclusion"))
    writer.section(_("report.points_section"))
    card, evaluation = writer.scorecard, writer.request.evaluation
    for formula in (*frame.formulas.values(), *frame.cases.values()):
        for reference in formula.references:
            writer.evidence.ask(reference.query, writer.filters)
    writer.text(words.say_score(card, when=labels.period(writer.filters.period)))
    preset = words.name_preset(evaluation.content.preset if evaluation else "balanced", frame)
    least = OUTPUT_AND_EFFECT_LEAST
    said = [
        _(
            "report.weights",
            preset=preset,
            weight=words.write_points(sum_output_and_effect(weights)),
        )
    ]
    if sum_output_and_effect(weights) < least:
        said.append(_("report.output_missed", least=least))
    if evaluation:
        said.append(_("report.points_by_hand", name=evaluation.name, version=evaluation.version, author=evaluation.author))
    else:
        said.append(_("report.no_points_by_hand"))
    writer.text(labels.paragraph(said))
    writer.table(_("report.first_level_title"), words.tabulate_summary(card), note=_("note.report_points"))
    bars = [
        Bar(
            f"{words.name_indicator(card.line(line.indicator.code[0]).indicator)} · {words.name_indicator(line.indicator)}",
            None if line.rate is None else float(line.rate) * 100,
            words.label_points(line),
        )
        for line in card.lines
        if line.indicator.level == 2 and line.weight
    ]
    if any(bar.value is not None for bar in bars):
        writer.chart(_("scorecard.second_level_title"), bars, note=_("scorecard.second_level_subtitle"))
    writer.table(_("report.third_level_title"), _short_detail(writer))
    writer.section(_("report.cannot_say_section"))
    writer.items(unsaid(writer))


def _short_detail(writer: Writer) -> Table:
    """The third level without the columns that are empty throughout."""
    whole = words.tabulate_detail(writer.scorecard)
    keep = [
        _("scorecard.third_level"),
        _("scorecard.weight"),
        _("scorecard.points"),
        _("scorecard.basis"),
        _("scorecard.value_by_data"),
        _("scorecard.reason"),
        _("scorecard.evidence"),
    ]
    empty = {
        name
        for name in (_("scorecard.reason"), _("scorecard.evidence"))
        if whole.frame[name].null_count() == whole.frame.height
    }
    columns = [name for name in keep if name not in empty]
    return Table(whole.frame.select(columns), {name: whole.kinds[name] for name in columns})


def achievements(writer: Writer) -> None:
    """三、主要成效."""
    writer.chapter(_("report.results"))
    results(writer)


def shortcomings(writer: Writer) -> None:
    """四、存在的问题和原因分析, and 五、改进建议 pre-filled with the same findings."""
    found = problems(writer)
    writer.chapter(_("report.problems"))
    writer.section(_("report.problems_section"))
    if found:
        writer.items([(problem.text, problem.sources) for problem in found])
    elif not writer.filters.snapshot.reports("applications"):
        writer.text(_("report.nothing_judged"))
    else:
        writer.text(_("report.no_problem"))
    writer.section(_("report.causes"))
    writer.text(_("report.causes_lead"))
    writer.chapter(_("scorecard.suggestions"))
    evaluation = writer.request.evaluation
    if evaluation and evaluation.content.suggestions:
        for line in evaluation.content.suggestions.splitlines():
            if line.strip():
                writer.text(line.strip())
        return
    if not found:
        reported = writer.filters.snapshot.reports("applications")
        writer.text(_("report.nothing_to_begin_with") if reported else _("report.nothing_without_applications"))
        return
    writer.text(_("report.suggestions_lead"))
    writer.items([(problem.suggestion, ()) for problem in found])


def _state(writer: Writer) -> str:
    totals = writer.evidence.row("overview/totals", writer.filters)
    state = totals["reporting_state"] if totals["application_count"] is None else "reported"
    if state == "reported":
        return _("state.no_application_short")
    return _("state.of_period", period=labels.period(writer.filters.period), state=_(f"state.{state}.sentence"))


def title(writer: Writer) -> str:
    """The report's title; a single district is named."""
    districts = writer.filters.district
    if len(districts) == 1 and districts[0] in writer.registry.districts:
        return _(
            "report.title_of_district",
            district=labels.value("district", districts[0], writer.registry),
        )
    return _("report.title")
