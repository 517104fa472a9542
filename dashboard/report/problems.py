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


def problems(writer: Writer) -> list[Problem]:
    """All rules in a fixed order; a rule that finds nothing, or cannot judge, is silent (`unsaid` says what it cannot)."""
    rules: tuple[Callable[[Writer], Problem | None], ...] = (
        _breaches, _to_check, _late, _waiting, _without_uptake, _unclaimed, _unpaid, _revoked, _missing,
    )  # fmt: skip
    found = []
    writer.evidence.taken()
    for rule in rules:
        problem = rule(writer)
        sources = writer.evidence.taken()
        if problem is not None:
            found.append(Problem(problem.text, problem.suggestion, sources))
    return found


def _breaches(writer: Writer) -> Problem | None:
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
            "{cases} approved cases depart from the rules in {breaches} places, {money} concerned; most under {rule} "
            "({most}).",
            cases=total.count("breach_case_count"),
            breaches=total.count("breach_count"),
            money=total.money("breach_yuan"),
            rule=most.key,
            most=most.count("breach_count"),
        ),
        _("Check the cases listed on the page of findings one by one and decide on correction or clawback."),
    )


def _to_check(writer: Writer) -> Problem | None:
    total = writer.evidence.row("conformity/total", writer.filters)
    if not total["to_check_count"]:
        return None
    return Problem(
        _(
            "{count} points need a look by hand: conditions that no column can judge, or names and codes that do not match.",
            count=total.count("to_check_count"),
        ),
        _("Check these by hand and correct names and codes in the source."),
    )


def _late(writer: Writer) -> Problem | None:
    due = writer.evidence.row("evaluation/timeliness", writer.filters)
    if not due["due_count"] or due["due_count"] == due["in_time_count"]:
        return None
    return Problem(
        _(
            "Of {due} cases that were due, {share} had their decision within 60 working days of acceptance.",
            due=due.count("due_count"),
            share=due.share("in_time_count", "due_count"),
        ),
        _("Look at the steps between acceptance and decision, item by item, on the page of the pipeline."),
    )


def _waiting(writer: Writer) -> Problem | None:
    totals = writer.evidence.row("overview/totals", writer.filters)
    if not totals["ageing_over_60_count"]:
        return None
    return Problem(
        _(
            "{old} of {open} open cases have waited for more than 60 working days since acceptance.",
            old=totals.count("ageing_over_60_count"),
            open=totals.count("open_count"),
        ),
        _("Work through the list of stuck cases."),
    )


def _without_uptake(writer: Writer) -> Problem | None:
    items = writer.items_in_scope().filter(pl.col("reporting_state") == "reported")
    unused = items.filter(pl.col("application_count") == 0)
    if unused.is_empty():
        return None
    names = [labels.value("item", code, writer.registry) for code in unused["item_code"].head(MOST_NAMED)]
    more = unused.height - len(names)
    listed = labels.joined(names)
    if more > 0:
        listed = _("report.names_and_more", names=listed, count=more)
    return Problem(
        _(
            "{unused} of {offered} offered items had no application: {names}.",
            unused=unused.height,
            offered=items.height,
            names=listed,
        ),
        _("Check whether conditions, amounts and publicity of these items fit those whom they address."),
    )


def _unclaimed(writer: Writer) -> Problem | None:
    totals = writer.evidence.row("overview/totals", writer.filters)
    if totals["claimed_count"] is None or totals["claimed_count"] >= totals["claimable_count"]:
        return None
    return Problem(
        _(
            "{claimed} of {claimable} honours and certificates that entitle to support were applied for.",
            claimed=totals.count("claimed_count"),
            claimable=totals.count("claimable_count"),
        ),
        _("Inform the holders on the list of unclaimed awards."),
    )


def _unpaid(writer: Writer) -> Problem | None:
    money = writer.evidence.row("evaluation/execution", writer.filters)
    if not money["granted_yuan"] or money["paid_yuan"] >= money["granted_yuan"]:
        return None
    return Problem(
        _("Of {granted} granted, {paid} are paid.", granted=money.money("granted_yuan"), paid=money.money("paid_yuan")),
        _("Check the granted cases that are not paid."),
    )


def _revoked(writer: Writer) -> Problem | None:
    totals = writer.evidence.row("overview/totals", writer.filters)
    if not totals["revoked_count"]:
        return None
    return Problem(
        _(
            "{revoked} approved cases were revoked; {clawback} were clawed back.",
            revoked=totals.count("revoked_count"),
            clawback=totals.money("clawback_yuan"),
        ),
        _("Check for each revoked case whether all paid money has come back."),
    )


def _missing(writer: Writer) -> Problem | None:
    totals = writer.evidence.row("overview/totals", writer.filters)
    if not totals["missing_count"]:
        return None
    return Problem(
        _(
            "{missing} applications lack a date, a place or an amount that their status implies; they are in no figure that "
            "needs it.",
            missing=totals.count("missing_count"),
        ),
        _("Complete these rows in the source and publish the snapshot again."),
    )


def unsaid(writer: Writer) -> list[tuple[str, tuple[int, ...]]]:
    """What the report cannot say, and why."""
    snapshot, card = writer.filters.snapshot, writer.scorecard
    writer.evidence.taken()
    said: list[tuple[str, tuple[int, ...]]] = []
    if snapshot.kind == "synthetic":
        said.append((_("The data are invented to try the board; no figure describes a real case."), ()))
    if not snapshot.reports("applications"):
        said.append(
            (
                _(
                    "The snapshot reports no applications: nothing is said on applications, approvals, money, time, "
                    "uptake, departures from the rules or areas, not even zero."
                ),
                (),
            )
        )
    opened = [words.name(line.indicator) for line in card.lines if line.basis == "open"]
    if opened:
        said.append(
            (
                _(
                    "{points} points are open, because neither data nor evaluator give them: {names}.",
                    points=words.shown(card.open_weight),
                    names=labels.joined(opened),
                ),
                (),
            )
        )
    rules = writer.evidence.ask("conformity/by_rule", writer.filters)
    unjudged = rules.filter(pl.col("unjudged_count") > 0)
    sources = writer.evidence.taken()
    if unjudged.height and snapshot.reports("applications"):
        names = labels.joined([labels.rule(code, writer.registry) for code in unjudged["rule_code"]])
        count = fmt.count(int(unjudged["unjudged_count"].sum()))
        said.append(
            (
                _(
                    "{count} times a case could not be judged under a rule, because the yearly rule or a value is "
                    "unknown: {names}.",
                    count=count,
                    names=names,
                ),
                sources,
            )
        )
    said.append(
        (
            _(
                "Whether the support changed anything for those who got it: figures of uptake are not effects, and this "
                "report infers no cause."
            ),
            (),
        )
    )
    if snapshot.kind == "published":
        said.append((_("The honours come from public notices and are not complete."), ()))
    return said
