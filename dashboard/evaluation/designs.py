"""Designs of effects asked, estimated and put in words, for the page and the report. No sentence claims a cause."""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp
from typing import Any

import polars as pl

from dashboard.evaluation.cutoffs import estimate_cutoff
from dashboard.evaluation.effects import Check, Effect, Refusal, estimate_group, estimate_staggered
from dashboard.evaluation.estimates import Estimate
from dashboard.policy import Registry, load_registry
from dashboard.policy.entries import EffectDesign
from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.presentation.language import current_language, named
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import Table
from dashboard.questions import is_answered, query_basis
from dashboard.questions.filters import Filters

Ask = Callable[..., pl.DataFrame]
Row = dict[str, Any]
ANY_ITEM = "*"
# which columns of effect_units stand on either side of a design
SIDES = {
    "score_cutoff": ("above_score_count", "below_score_count"), "rank_cutoff": ("within_rank_count", "beyond_rank_count"),
    "staggered": ("approved_observed_count", "other_observed_count"),
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What the reader chose: the design, the indicator and the filters under which it is estimated."""

    design: EffectDesign
    indicator: str
    filters: Filters

    @property
    def indicator_name(self) -> str:
        """The indicator in the reader's language, where the registry knows it."""
        return labels.indicator(self.indicator, load_registry())


def list_indicators(filters: Filters, *, ask: Ask = query_basis) -> list[str]:
    """Indicators of the outcomes, the best covered first; none where the snapshot reports no outcomes."""
    return ask("evaluation/outcome_indicators", filters)["indicator"].to_list()


def note_unnamed(known: list[str], *, registry: Registry) -> str:
    """Once for all indicators: that some have no name in the reader's language; empty where all have, and in Chinese."""
    missing = current_language() != "zh" and any(name not in registry.outcome_indicators for name in known)
    return _("effect.unnamed") if missing else ""


def may_estimate(filters: Filters) -> bool:
    """Whether the reader is told figures on all cases: a design compares the approved with the others."""
    return is_answered("evaluation/effect_units", filters)


def name_design(design: EffectDesign) -> str:
    """The name of a design in the current language."""
    return named(zh=design.name_zh, en=design.name_en)


def estimate(asked: Asked, *, ask: Ask = query_basis) -> Effect | Refusal:
    """Ask the rows of the design and estimate."""
    minimum, name = asked.design.minimum_units, asked.design.design
    if name == "staggered":
        return estimate_staggered(ask("evaluation/effect_panel", asked.filters, indicator=asked.indicator), minimum=minimum)
    if name == "winners_nominees":
        # nominations are other items than awards: a filter of items would hide one side
        scope = asked.filters.narrow(item=[], article=[])
        return estimate_group(ask("evaluation/effect_nominees", scope, indicator=asked.indicator), minimum=minimum)
    rows = ask("evaluation/effect_scores", asked.filters.narrow(item=[], article=[]), indicator=asked.indicator)
    return estimate_cutoff(rows, by="score" if name == "score_cutoff" else "rank", minimum=minimum)


def count_sides(asked: Asked | None, *, ask: Ask = query_basis) -> tuple[pl.DataFrame | None, pl.DataFrame | None]:
    """Organisations with outcomes by item, and winners and nominees; None where nothing may or can be counted."""
    if asked is None:
        return None, None
    return (
        ask("evaluation/effect_units", asked.filters, indicator=asked.indicator),
        ask("evaluation/effect_nominees", asked.filters.narrow(item=[], article=[]), indicator=asked.indicator),
    )


def say_effect(found: Effect | Refusal | None, asked: Asked | None) -> str:
    """What the design shows under its assumptions, or why nothing is estimated. It claims no cause."""
    if asked is None:
        return _("effect.no_outcomes")
    if found is None:
        return _("effect.needs_all_cases")
    if isinstance(found, Refusal):
        return say_refusal(found, asked)
    said = {
        "indicator": asked.indicator_name,
        "value": word_estimate(found.estimate, found.scale),
        "treated": fmt.count(found.treated),
        "control": fmt.count(found.control),
    }
    if not found.is_sound:
        return _("effect.sentence_unsound", **said)
    return _("effect.sentence_chance", **said) if _could_be_chance(found.estimate) else _("effect.sentence_clear", **said)


def say_refusal(found: Refusal, asked: Asked) -> str:
    """Why nothing is estimated."""
    counts = {"treated": fmt.count(found.treated), "control": fmt.count(found.control), "minimum": found.minimum}
    if found.reason == "few":
        return _(
            "effect.too_few",
            indicator=asked.indicator_name,
            **counts,
        )
    return _(
        "effect.undetermined",
        indicator=asked.indicator_name,
        treated=counts["treated"],
        control=counts["control"],
    )


def explain_refusal(found: Effect | Refusal) -> str:
    """The reason of a refusal, whatever was asked; empty for an estimate."""
    if not isinstance(found, Refusal):
        return ""
    if found.reason == "few":
        return _("effect.why_few", minimum=found.minimum)
    return _("effect.why_undetermined")


def word_estimate(found: Estimate, scale: str) -> str:
    """An estimate with its interval, in per cent where changes are logarithms."""
    text = _write_percent if scale == "log" else _write_level
    if not found.has_interval or found.low is None or found.high is None:
        return text(found.value)
    return _("label.with_interval", value=text(found.value), low=text(found.low), high=text(found.high))


def note_sample(found: Effect | Refusal) -> str:
    """That a sample was compared, and of how many; empty where all were."""
    if not isinstance(found, Effect) or found.sampled_from is None:
        return ""
    return _(
        "effect.sample",
        count=fmt.count(found.treated + found.control + found.left_out),
        known=fmt.count(found.sampled_from),
    )


def describe_design(design: EffectDesign) -> list[tuple[str, str]]:
    """What a design compares, needs and assumes, what it is silent on and when it refuses, each with its heading."""
    return [
        (_("effect.compares"), named(zh=design.compares_zh, en=design.compares_en)),
        (_("effect.needs"), named(zh=design.needs_zh, en=design.needs_en)),
        (_("effect.assumes"), named(zh=design.assumes_zh, en=design.assumes_en)),
        (_("effect.silent_on"), named(zh=design.silent_zh, en=design.silent_en)),
        (_("effect.refuses"), _("effect.refuses_below", count=design.minimum_units)),
    ]


def tabulate_checks(found: Effect) -> Table:
    """What was checked, what was found, and whether it is what the design needs."""
    heads = (_("effect.check"), _("effect.found"), _("heading.reading"))
    rows = [
        (_(f"check.{check.name}"), _word_found(check, found.scale), _(f"check.{_judge(check)}")) for check in found.checks
    ]
    return Table(pl.DataFrame(rows, schema=dict.fromkeys(heads, pl.String), orient="row"), dict.fromkeys(heads, "text"))


def note_used(found: Effect | Refusal) -> str:
    """Organisations used, left out for want of an outcome, and those too far from a line to count."""
    text = _(
        "used.organisations_some_missing",
        used=fmt.count(found.treated + found.control),
        missing=fmt.count(found.left_out),
    )
    text = " ".join(part for part in (text, note_sample(found)) if part)
    far = found.far if isinstance(found, Effect) else 0
    return f"{text} {_('effect.far', count=fmt.count(far))}" if far else text


def tabulate_designs(units: pl.DataFrame | None, nominees: pl.DataFrame | None, *, registry: Registry) -> Table:
    """Each item with the designs that are possible and whether the snapshot has the data for them."""
    by_item = {} if units is None else {row["item_code"]: row for row in units.iter_rows(named=True)}
    heads = (_("heading.item"), _("effect.design"), _("effect.with_snapshot"))
    rows = [
        (
            labels.value("item", code, registry),
            name_design(design),
            _word_standing(design, by_item.get(code), units, nominees),
        )
        for design in registry.effect_designs.values()
        for code in registry.items
        if design.items == (ANY_ITEM,) or code in design.items
    ]
    return Table(pl.DataFrame(rows, schema=dict.fromkeys(heads, pl.String), orient="row"), dict.fromkeys(heads, "text"))


def _word_standing(design: EffectDesign, row: Row | None, units: pl.DataFrame | None, nominees: pl.DataFrame | None) -> str:
    if units is None or nominees is None:
        return _("effect.nothing_compared")
    if design.design == "winners_nominees":
        linked = nominees.filter(pl.col("after_value").is_not_null() & pl.col("before_value").is_not_null())
        winners = linked.filter("is_winner").height
        sides = winners, linked.height - winners
    else:
        sides = (0, 0) if row is None else (row[SIDES[design.design][0]], row[SIDES[design.design][1]])
    counts = {"treated": fmt.count(sides[0]), "control": fmt.count(sides[1])}
    if min(sides) < design.minimum_units:
        return _("effect.units_too_few", **counts)
    return _("effect.units_known", **counts)


def to_per_cent(value: float, scale: str) -> float:
    """A change of logarithms in per cent; any other value as it is."""
    return (exp(value) - 1) * 100 if scale == "log" else value


def _word_found(check: Check, scale: str) -> str:
    if check.estimate is None:
        return _("effect.p_value", value=f"{check.p_value:.3f}") if check.p_value is not None else fmt.DASH
    if check.name == "approval_jumps":
        return _("label.points", difference=fmt.difference(check.estimate.value * 100))
    return word_estimate(check.estimate, scale)


def _judge(check: Check) -> str:
    return "holds" if check.holds else "fails"


def _could_be_chance(found: Estimate) -> bool:
    return found.low is None or found.high is None or found.low <= 0 <= found.high


def _write_percent(value: float) -> str:
    return fmt.difference(to_per_cent(value, "log"), "%")


def _write_level(value: float) -> str:
    return fmt.difference(value)
