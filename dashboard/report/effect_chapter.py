"""What designs of effects show, each an estimate with its checks or a refusal with its reason; the designs themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from dashboard.evaluation import designs
from dashboard.evaluation.designs import ANY_ITEM, Asked
from dashboard.evaluation.effects import Effect, Refusal
from dashboard.policy.entries import EffectDesign
from dashboard.presentation import labels
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import Kind, Table
from dashboard.questions.filters import Filters, whole_term
from dashboard.report.evidence import Facts
from dashboard.report.writer import Writer

# the best covered indicators; a snapshot may report dozens
MOST_INDICATORS = 3


@dataclass(frozen=True)
class Answer:
    """What one design said for one indicator, and the source of the rows that it compared."""

    asked: Asked
    found: Effect | Refusal
    source: int

    @property
    def named(self) -> tuple[str, str]:
        """Design and indicator in words."""
        return designs.name_design(self.asked.design), self.asked.indicator_name


def add_effects(writer: Writer) -> None:
    """The section: every design for the best covered indicators over the whole term, in sentences and two tables."""
    writer.begin_section(_("effect.section"))
    term = whole_term(writer.filters, registry=writer.registry)
    known = designs.list_indicators(term, ask=writer.evidence.ask)
    first = next(iter(writer.registry.effect_designs.values()))
    if not known or not designs.may_estimate(term):
        writer.add_text(designs.say_effect(None, Asked(first, known[0], term) if known else None))
        return
    writer.add_text(_("note.effect"))
    if len(known) > MOST_INDICATORS:
        writer.add_text(_("effect.shown_indicators", shown=MOST_INDICATORS, known=len(known)))
    if remark := designs.note_unnamed(known[:MOST_INDICATORS], registry=writer.registry):
        writer.add_text(remark, style="note")
    answers = _estimate_all(writer, known[:MOST_INDICATORS], term)
    estimated = [answer for answer in answers if isinstance(answer.found, Effect)]
    said = [
        _("effect.design_sentence", design=answer.named[0], sentence=designs.say_effect(answer.found, answer.asked))
        + designs.note_sample(answer.found)
        for answer in estimated
    ]
    writer.add_items([(text, (answer.source,)) for text, answer in zip(said, estimated, strict=True)])
    _add_refused(writer, [answer for answer in answers if isinstance(answer.found, Refusal)])
    _cite(writer, answers)
    writer.evidence.take_sources()
    writer.evidence.touched.extend(answer.source for answer in answers)
    writer.add_table(_("effect.estimates_title"), _tabulate_estimates(answers), note=_("note.report_effects"))
    checked = [(answer, answer.found) for answer in estimated if isinstance(answer.found, Effect) and answer.found.checks]
    if checked:
        writer.evidence.touched.extend(answer.source for answer, _found in checked)
        writer.add_table(_("effect.checks_title"), _tabulate_checks(checked), note=_("note.checks"))


def _add_refused(writer: Writer, refused: Sequence[Answer]) -> None:
    """What is not estimated, and why, in one sentence a reason; the counts of each stand in the table."""
    reasons: dict[str, list[Answer]] = {}
    for answer in refused:
        reasons.setdefault(designs.explain_refusal(answer.found), []).append(answer)
    for why, group in reasons.items():
        by_indicator: dict[str, list[str]] = {}
        for answer in group:
            by_indicator.setdefault(answer.named[1], []).append(answer.named[0])
        names = labels.join_clauses(
            [
                _("label.name_kind", name=labels.join_words(found), kind=indicator)
                for indicator, found in by_indicator.items()
            ]
        )
        writer.evidence.touched.extend(answer.source for answer in group)
        writer.add_text(_("effect.not_estimated", names=names, why=why))


def _estimate_all(writer: Writer, indicators: list[str], term: Filters) -> list[Answer]:
    answers = []
    for indicator in indicators:
        for design in writer.registry.effect_designs.values():
            asked = Asked(design, indicator, term)
            found = designs.estimate(asked, ask=writer.evidence.ask)
            answers.append(Answer(asked, found, writer.evidence.touched[-1]))
    return answers


def _cite(writer: Writer, answers: list[Answer]) -> None:
    """Every estimate with its exact value, as a figure worked out from the rows of its source."""
    by_number = {source.number: source for source in writer.evidence.sources.values()}
    for answer in answers:
        if isinstance(answer.found, Effect):
            value = designs.to_per_cent(answer.found.estimate.value, answer.found.scale)
            facts = Facts({"effect_estimate": value}, writer.evidence, by_number[answer.source], " · ".join(answer.named))
            facts.cite_as("effect_estimate", designs.word_estimate(answer.found.estimate, answer.found.scale))


def _tabulate_estimates(answers: list[Answer]) -> Table:
    """One row a design and indicator: both sides, the estimate with its bounds, or why there is none."""
    heads: dict[str, Kind] = {
        _("effect.design"): "text",
        _("heading.indicator"): "text",
        _("effect.supported"): "count",
        _("effect.compared_with"): "count",
        _("effect.estimate"): "number",
        _("report.lower_bound"): "number",
        _("report.upper_bound"): "number",
        _("effect.unit_or_reason"): "text",
    }
    rows = [(*answer.named, answer.found.treated, answer.found.control, *_round_numbers(answer.found)) for answer in answers]
    types = {name: {"text": pl.String, "count": pl.Int64}.get(kind, pl.Float64) for name, kind in heads.items()}
    return Table(pl.DataFrame(rows, schema=types, orient="row"), heads)


def _round_numbers(found: Effect | Refusal) -> tuple[float | None, float | None, float | None, str]:
    if isinstance(found, Refusal):
        few = _("effect.not_estimated_few", minimum=found.minimum)
        return None, None, None, few if found.reason == "few" else _("effect.not_estimated_undetermined")
    estimate = found.estimate
    value, low, high = (
        None if number is None else round(designs.to_per_cent(number, found.scale), 1)
        for number in (estimate.value, estimate.low, estimate.high)
    )
    sound = _(f"effect_scale.{found.scale}") if found.is_sound else _("effect.unsound")
    return value, low, high, sound


def _tabulate_checks(estimated: list[tuple[Answer, Effect]]) -> Table:
    parts = []
    for answer, found in estimated:
        names = dict(zip((_("effect.design"), _("heading.indicator")), answer.named, strict=True))
        parts.append(
            designs.tabulate_checks(found).frame.select(
                *(pl.lit(text).alias(head) for head, text in names.items()), pl.all()
            )
        )
    frame = pl.concat(parts)
    return Table(frame, dict.fromkeys(frame.columns, "text"))


def add_design_annex(writer: Writer) -> None:
    """The designs that are possible: for which items, what each needs, compares and assumes, and when it refuses."""
    writer.begin_annex(_("effect.annex"))
    heads = (_("effect.design"), _("effect.part"), _("effect.content"))
    rows = [
        (designs.name_design(design) if place == 0 else "", name, text)
        for design in writer.registry.effect_designs.values()
        for place, (name, text) in enumerate(
            [(_("report.items_annex"), _name_items(writer, design)), *designs.describe_design(design)]
        )
    ]
    table = Table(pl.DataFrame(rows, schema=dict.fromkeys(heads, pl.String), orient="row"), dict.fromkeys(heads, "text"))
    writer.add_table(_("effect.annex_title"), table)


def _name_items(writer: Writer, design: EffectDesign) -> str:
    if design.items == (ANY_ITEM,):
        return _("effect.all_items")
    return labels.join_words([labels.value("item", code, writer.registry) for code in design.items])
