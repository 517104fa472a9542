"""What the data show as problems, by rules that are written down here, each with the check it calls for; no causes."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from dashboard.evaluation.scorecard import words
from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.presentation.language import translate as _
from dashboard.report.writer import Writer

MOST_NAMED = 5


@dataclass(frozen=True)
class Problem:
    """A finding in one sentence, the check it calls for, and the answers it comes from."""

    text: str
    suggestion: str
    sources: tuple[int, ...] = ()


def find_problems(writer: Writer) -> list[Problem]:
    """All rules in a fixed order; a rule that finds nothing, or cannot judge, is silent: see ``list_unsaid``."""
    rules: tuple[Callable[[Writer], Problem | None], ...] = (
        _find_breaches, _find_to_check, _find_late, _find_waiting, _find_unused, _find_unclaimed, _find_unpaid,
        _find_revoked, _find_missing,
    )  # fmt: skip
    found = []
    writer.evidence.take_sources()
    for rule in rules:
        problem = rule(writer)
        sources = writer.evidence.take_sources()
        if problem is not None:
            found.append(Problem(problem.text, problem.suggestion, sources))
    return found


def _find_breaches(writer: Writer) -> Problem | None:
    total = writer.evidence.row("conformity/total", writer.filters)
    if not total["breach_count"]:
        return None
    rules = writer.evidence.ask("conformity/by_rule", writer.filters)
    first = (
        rules.filter(pl.col("breach_count") > 0)
        .sort("breach_count", "rule_code", descending=[True, False])
        .row(0, named=True)
    )
    most = writer.evidence.facts(
        first, name="conformity/by_rule", filters=writer.filters, key=labels.rule(first["rule_code"], writer.registry)
    )
    return Problem(
        _(
            "report.breaches_finding",
            cases=total.count("breach_case_count"),
            breaches=total.count("breach_count"),
            money=total.money("breach_yuan"),
            rule=most.key,
            most=most.count("breach_count"),
        ),
        _("report.breaches_advice"),
    )


def _find_to_check(writer: Writer) -> Problem | None:
    total = writer.evidence.row("conformity/total", writer.filters)
    if not total["to_check_count"]:
        return None
    return Problem(
        _(
            "report.to_check_finding",
            count=total.count("to_check_count"),
        ),
        _("report.to_check_advice"),
    )


def _find_late(writer: Writer) -> Problem | None:
    due = writer.evidence.row("evaluation/timeliness", writer.filters)
    if not due["due_count"] or due["due_count"] == due["in_time_count"]:
        return None
    return Problem(
        _(
            "report.due_finding",
            due=due.count("due_count"),
            share=due.share("in_time_count", "due_count"),
        ),
        _("report.stuck_advice"),
    )


def _find_waiting(writer: Writer) -> Problem | None:
    totals = writer.evidence.row("overview/totals", writer.filters)
    if not totals["ageing_over_60_count"]:
        return None
    return Problem(
        _(
            "report.open_finding",
            old=totals.count("ageing_over_60_count"),
            open=totals.count("open_count"),
        ),
        _("report.open_advice"),
    )


def _find_unused(writer: Writer) -> Problem | None:
    items = writer.ask_items().filter(pl.col("reporting_state") == "reported")
    unused = items.filter(pl.col("application_count") == 0)
    if unused.is_empty():
        return None
    names = [labels.value("item", code, writer.registry) for code in unused["item_code"].head(MOST_NAMED)]
    more = unused.height - len(names)
    listed = labels.join_words(names)
    if more > 0:
        listed = _("report.names_and_more", names=listed, count=more)
    return Problem(
        _(
            "report.uptake_finding",
            unused=unused.height,
            offered=items.height,
            names=listed,
        ),
        _("report.uptake_advice"),
    )


def _find_unclaimed(writer: Writer) -> Problem | None:
    totals = writer.evidence.row("overview/totals", writer.filters)
    if totals["claimed_count"] is None or totals["claimed_count"] >= totals["claimable_count"]:
        return None
    return Problem(
        _(
            "report.unclaimed_finding",
            claimed=totals.count("claimed_count"),
            claimable=totals.count("claimable_count"),
        ),
        _("report.unclaimed_advice"),
    )


def _find_unpaid(writer: Writer) -> Problem | None:
    money = writer.evidence.row("evaluation/execution", writer.filters)
    if not money["granted_yuan"] or money["paid_yuan"] >= money["granted_yuan"]:
        return None
    return Problem(
        _("report.granted_finding", granted=money.money("granted_yuan"), paid=money.money("paid_yuan")),
        _("report.unpaid_advice"),
    )


def _find_revoked(writer: Writer) -> Problem | None:
    totals = writer.evidence.row("overview/totals", writer.filters)
    if not totals["revoked_count"]:
        return None
    return Problem(
        _(
            "report.revoked_finding",
            revoked=totals.count("revoked_count"),
            clawback=totals.money("clawback_yuan"),
        ),
        _("report.revoked_advice"),
    )


def _find_missing(writer: Writer) -> Problem | None:
    totals = writer.evidence.row("overview/totals", writer.filters)
    if not totals["missing_count"]:
        return None
    return Problem(
        _(
            "report.missing_finding",
            missing=totals.count("missing_count"),
        ),
        _("report.missing_advice"),
    )


def list_unsaid(writer: Writer) -> list[tuple[str, tuple[int, ...]]]:
    """What the report cannot say, and why."""
    snapshot, card = writer.filters.snapshot, writer.scorecard
    writer.evidence.take_sources()
    said: list[tuple[str, tuple[int, ...]]] = []
    if snapshot.kind == "synthetic":
        said.append((_("report.invented"), ()))
    if not snapshot.reports("applications"):
        said.append(
            (
                _("report.no_applications"),
                (),
            )
        )
    opened = [words.name_indicator(line.indicator) for line in card.lines if line.basis == "open"]
    if opened:
        said.append(
            (
                _(
                    "report.open_points",
                    points=words.write_points(card.open_weight),
                    names=labels.join_words(opened),
                ),
                (),
            )
        )
    rules = writer.evidence.ask("conformity/by_rule", writer.filters)
    unjudged = rules.filter(pl.col("unjudged_count") > 0)
    sources = writer.evidence.take_sources()
    if unjudged.height and snapshot.reports("applications"):
        names = labels.join_words([labels.rule(code, writer.registry) for code in unjudged["rule_code"]])
        count = fmt.count(int(unjudged["unjudged_count"].sum()))
        said.append(
            (
                _(
                    "report.unjudged_finding",
                    count=count,
                    names=names,
                ),
                sources,
            )
        )
    said.append(
        (
            _("report.no_cause"),
            (),
        )
    )
    if snapshot.kind == "published":
        said.append((_("report.honours_incomplete"), ()))
    return said
