"""The five chapters: what is evaluated, the conclusion, results, problems, suggestions. Figures first, never a cause."""

from decimal import Decimal

from dashboard.evaluation.scorecard import words
from dashboard.evaluation.scorecard.frame import OUTPUT_AND_EFFECT_LEAST, Frame, sum_output_and_effect
from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import Table, present
from dashboard.report.document import Bar
from dashboard.report.problems import find_problems, list_unsaid
from dashboard.report.results import add_results
from dashboard.report.writer import Writer

YEAR_COLUMNS = (
    "fund_year", "application_count", "approved_count", "requested_yuan", "approved_yuan", "granted_yuan", "paid_yuan",
    "clawback_yuan",
)  # fmt: skip


def add_overview(writer: Writer) -> None:
    """一、项目概述."""
    writer.begin_chapter(_("report.programme"))
    writer.begin_section(_("report.policy_section"))
    registry = writer.registry
    articles = {item.article for item in registry.items.values()}
    writer.add_text(
        _(
            "report.policy",
            start=registry.term.start.isoformat(),
            end=registry.term.end.isoformat(),
            items=len(registry.items),
            articles=len(articles),
        )
    )
    writer.begin_section(_("report.scope_section"))
    snapshot, filters = writer.filters.snapshot, writer.filters
    chips = [_("report.fact", name=name, value=value) for name, value in labels.list_filters(filters, registry)]
    writer.add_text(
        _(
            "report.scope",
            period=labels.period(filters.period),
            basis=_(f"date_basis.{filters.date_basis}"),
            filters=labels.join_words(chips) or _("report.whole_scope"),
            name=snapshot.name,
            kind=_(f"snapshot_kind.{snapshot.kind}"),
            as_of=fmt.day(snapshot.as_of),
            version=snapshot.version[:12],
        )
    )
    writer.add_text(_("report.reading_note"))
    writer.begin_section(_("report.money_title"))
    years = writer.evidence.ask("evaluation/by_fund_year", filters)
    if years.is_empty():
        writer.add_text(_say_state(writer))
        return
    table = present(years, YEAR_COLUMNS, registry=registry)
    writer.add_table(_("report.by_year_title"), table, note=_("note.report_years"))


def add_conclusion(writer: Writer, frame: Frame, weights: dict[str, Decimal]) -> None:
    """二、综合评价结论: points, rate of points, grade, and what the report cannot say."""
    writer.begin_chapter(_("report.conclusion"))
    writer.begin_section(_("report.points_section"))
    card, evaluation = writer.scorecard, writer.request.evaluation
    for formula in (*frame.formulas.values(), *frame.cases.values()):
        for reference in formula.references:
            writer.evidence.ask(reference.query, writer.filters)
    writer.add_text(words.say_score(card, when=labels.period(writer.filters.period)))
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
    writer.add_text(labels.join_sentences(said))
    writer.add_table(_("report.first_level_title"), words.tabulate_summary(card), note=_("note.report_points"))
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
        writer.add_chart(_("scorecard.second_level_title"), bars, note=_("scorecard.second_level_subtitle"))
    writer.add_table(_("report.third_level_title"), _shorten_detail(writer))
    writer.begin_section(_("report.cannot_say_section"))
    writer.add_items(list_unsaid(writer))


def _shorten_detail(writer: Writer) -> Table:
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


def add_achievements(writer: Writer) -> None:
    """三、主要成效."""
    writer.begin_chapter(_("report.results"))
    add_results(writer)


def add_shortcomings(writer: Writer) -> None:
    """四、存在的问题和原因分析, and 五、改进建议 pre-filled with the same findings."""
    found = find_problems(writer)
    writer.begin_chapter(_("report.problems"))
    writer.begin_section(_("report.problems_section"))
    if found:
        writer.add_items([(problem.text, problem.sources) for problem in found])
    elif not writer.filters.snapshot.reports("applications"):
        writer.add_text(_("report.nothing_judged"))
    else:
        writer.add_text(_("report.no_problem"))
    writer.begin_section(_("report.causes"))
    writer.add_text(_("report.causes_lead"))
    writer.begin_chapter(_("scorecard.suggestions"))
    evaluation = writer.request.evaluation
    if evaluation and evaluation.content.suggestions:
        for line in evaluation.content.suggestions.splitlines():
            if line.strip():
                writer.add_text(line.strip())
        return
    if not found:
        reported = writer.filters.snapshot.reports("applications")
        writer.add_text(_("report.nothing_to_begin_with") if reported else _("report.nothing_without_applications"))
        return
    writer.add_text(_("report.suggestions_lead"))
    writer.add_items([(problem.suggestion, ()) for problem in found])


def _say_state(writer: Writer) -> str:
    totals = writer.evidence.row("overview/totals", writer.filters)
    state = totals["reporting_state"] if totals["application_count"] is None else "reported"
    if state == "reported":
        return _("state.no_application_short")
    return _("state.of_period", period=labels.period(writer.filters.period), state=_(f"state.{state}.sentence"))


def make_title(writer: Writer) -> str:
    """The report's title; a single district is named."""
    districts = writer.filters.district
    if len(districts) == 1 and districts[0] in writer.registry.districts:
        return _(
            "report.title_of_district",
            district=labels.value("district", districts[0], writer.registry),
        )
    return _("report.title")
