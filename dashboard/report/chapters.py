"""The five chapters: what is evaluated, the conclusion, results, problems, suggestions. Figures first, never a cause."""

from decimal import Decimal

from dashboard.evaluation.scorecard import words
from dashboard.evaluation.scorecard.frame import OUTPUT_AND_EFFECT_LEAST, Frame, output_and_effect
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
    writer.chapter(_("The programme"))
    writer.section(_("The policy"))
    registry = writer.registry
    articles = {item.article for item in registry.items.values()}
    writer.text(
        _(
            "The measures are in force from {start} to {end}: {items} items of support in {articles} articles, decided on "
            "proof or by expert review.",
            start=registry.term.start.isoformat(),
            end=registry.term.end.isoformat(),
            items=len(registry.items),
            articles=len(articles),
        )
    )
    writer.section(_("Scope and data"))
    snapshot, filters = writer.filters.snapshot, writer.filters
    chips = [_("{name}: {value}", name=name, value=value) for name, value in labels.active_filters(filters, registry)]
    writer.text(
        _(
            "Period: {period}, {basis}; {filters}. Data: snapshot {name} ({kind}) as of {as_of}, version {version}.",
            period=labels.period(filters.period),
            basis=_(f"date_basis.{filters.date_basis}"),
            filters=labels.joined(chips) or _("whole city, all items"),
            name=snapshot.name,
            kind=_(f"snapshot_kind.{snapshot.kind}"),
            as_of=fmt.day(snapshot.as_of),
            version=snapshot.version[:12],
        )
    )
    writer.text(
        _(
            "Every figure carries the number of its source in brackets; the last annex names query, filters and "
            "checksum. Rates over fewer than five cases are not printed."
        )
    )
    writer.section(_("Money by fund year"))
    years = writer.evidence.ask("evaluation/by_fund_year", filters)
    if years.is_empty():
        writer.text(_state(writer))
        return
    table = present(years, YEAR_COLUMNS, registry=registry)
    writer.table(_("Applications and money by fund year"), table, note=_("note.report_years"))


def conclusion(writer: Writer, frame: Frame, weights: dict[str, Decimal]) -> None:
    """二、综合评价结论: points, rate of points, grade, and what the report cannot say."""
    writer.chapter(_("Conclusion"))
    writer.section(_("Points and grade"))
    card, evaluation = writer.scorecard, writer.request.evaluation
    for formula in (*frame.formulas.values(), *frame.cases.values()):
        for reference in formula.references:
            writer.evidence.ask(reference.query, writer.filters)
    writer.text(words.sentence(card, when=labels.period(writer.filters.period)))
    preset = words.preset_name(evaluation.content.preset if evaluation else "balanced", frame)
    least = OUTPUT_AND_EFFECT_LEAST
    said = [
        _(
            "Weights: {preset}; output and effect weigh {weight} of 100 points.",
            preset=preset,
            weight=words.shown(output_and_effect(weights)),
        )
    ]
    if output_and_effect(weights) < least:
        said.append(_("report.output_missed", least=least))
    if evaluation:
        said.append(_("report.points_by_hand", name=evaluation.name, version=evaluation.version, author=evaluation.author))
    else:
        said.append(_("report.no_points_by_hand"))
    writer.text(labels.paragraph(said))
    writer.table(_("Points by first-level indicator"), words.summary(card), note=_("note.report_points"))
    bars = [
        Bar(
            f"{words.name(card.line(line.indicator.code[0]).indicator)} · {words.name(line.indicator)}",
            None if line.rate is None else float(line.rate) * 100,
            words.points_label(line),
        )
        for line in card.lines
        if line.indicator.level == 2 and line.weight
    ]
    if any(bar.value is not None for bar in bars):
        writer.chart(_("Points of weight, second level"), bars, note=_("per cent of the weight; open points are not filled"))
    writer.table(_("Points by third-level indicator"), _short_detail(writer))
    writer.section(_("What this report cannot say"))
    writer.items(unsaid(writer))


def _short_detail(writer: Writer) -> Table:
    """The third level without the columns that are empty throughout."""
    whole = words.detail(writer.scorecard)
    keep = [_("Third level"), _("Weight"), _("Points"), _("Where from"), _("Value by data"), _("Reason"), _("Evidence file")]
    empty = {name for name in (_("Reason"), _("Evidence file")) if whole.frame[name].null_count() == whole.frame.height}
    columns = [name for name in keep if name not in empty]
    return Table(whole.frame.select(columns), {name: whole.kinds[name] for name in columns})


def achievements(writer: Writer) -> None:
    """三、主要成效."""
    writer.chapter(_("Main results"))
    results(writer)


def shortcomings(writer: Writer) -> None:
    """四、存在的问题和原因分析, and 五、改进建议 pre-filled with the same findings."""
    found = problems(writer)
    writer.chapter(_("Problems and their causes"))
    writer.section(_("What the data show"))
    if found:
        writer.items([(problem.text, problem.sources) for problem in found])
    elif not writer.filters.snapshot.reports("applications"):
        writer.text(
            _(
                "Applications are not reported: the rules of this report had nothing to judge, and nothing can be said of "
                "problems."
            )
        )
    else:
        writer.text(_("The rules of this report found nothing to list; this is no proof that there is nothing."))
    writer.section(_("Causes"))
    writer.text(
        _(
            "The data say what happened, not why. Causes are for the evaluator to establish from files, interviews "
            "and studies, and to write here."
        )
    )
    writer.chapter(_("Suggestions"))
    evaluation = writer.request.evaluation
    if evaluation and evaluation.content.suggestions:
        for line in evaluation.content.suggestions.splitlines():
            if line.strip():
                writer.text(line.strip())
        return
    if not found:
        reported = writer.filters.snapshot.reports("applications")
        writer.text(
            _("Left to the evaluator; the rules of this report found nothing to begin with.")
            if reported
            else _("Left to the evaluator; without applications this report has nothing to begin with.")
        )
        return
    writer.text(_("Left to the evaluator. The list below repeats the findings, each with the check that it calls for."))
    writer.items([(problem.suggestion, ()) for problem in found])


def _state(writer: Writer) -> str:
    totals = writer.evidence.row("overview/totals", writer.filters)
    state = totals["reporting_state"] if totals["application_count"] is None else "reported"
    if state == "reported":
        return _("No application meets the filters.")
    return _("{period}: {state}", period=labels.period(writer.filters.period), state=_(f"state.{state}.sentence"))


def title(writer: Writer) -> str:
    """The report's title; a single district is named."""
    districts = writer.filters.district
    if len(districts) == 1 and districts[0] in writer.registry.districts:
        return _(
            "{district}: report on the effect of the quality and brand measures",
            district=labels.value("district", districts[0], writer.registry),
        )
    return _("Report on the effect of the quality and brand measures")
