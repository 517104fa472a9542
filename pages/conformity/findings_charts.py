"""Charts of the page of findings: departures by rule, by article, by month of decision; a click lists them."""

import polars as pl

from dashboard.policy import Registry
from dashboard.policy.working_days import EXACT_UNTIL
from dashboard.presentation import charts, labels
from dashboard.presentation import formats as fmt
from dashboard.presentation.charts import Bar, Month
from dashboard.presentation.charts.base import NOT_REPORTED, REPORTED
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import present
from dashboard.screen.figure_marks import Row
from dashboard.screen.filter_bar import choose_month, set_parameter
from dashboard.screen.page_run import page_run
from dashboard.screen.show import show
from dashboard.snapshots import Snapshot
from pages.conformity.findings_list import Choice


def show_rules(by_rule: pl.DataFrame, choice: Choice, *, alt: str) -> None:
    """Departures by rule, in the order of the rules; the rule that is listed is marked."""
    now = page_run()
    show(
        charts.ranking(
            _rule_bars(by_rule, now.registry),
            palette=now.palette,
            title=_rule_title(by_rule, now.registry),
            subtitle=_("findings.subtitle"),
            sort=False,
            chosen=[choice.rule_code] if choice.rule_code and choice.severity == "breach" else [],
        ),
        key="by_rule",
        alt=alt,
        used=say_how_judged(now.filters.snapshot),
        values=present(by_rule, ["rule_code", "breach_count", "amount_yuan", "unjudged_count"], registry=now.registry),
        on_pick=lambda code: set_parameter("rule", [code]),
    )


def show_articles(by_article: pl.DataFrame) -> None:
    """Departures by article."""
    now = page_run()
    title = _article_title(by_article, now.registry)
    show(
        charts.ranking(
            _article_bars(by_article, now.registry),
            palette=now.palette,
            title=title,
            subtitle=_("findings.subtitle"),
        ),
        key="by_article",
        alt=title,
        values=present(by_article, registry=now.registry),
        on_pick=lambda code: set_parameter("article", [code]),
    )


def show_months(by_month: pl.DataFrame) -> None:
    """Departures by month of decision; a click makes the month the period, by the day of decision."""
    now = page_run()
    title = _month_title(by_month)
    show(
        charts.trend(_months(by_month), title=title, palette=now.palette, subtitle=_("findings.month_subtitle")),
        key="by_month",
        alt=title,
        values=present(by_month, registry=now.registry),
        on_pick=lambda month: choose_month(month, date_basis="decided"),
    )


def _rule_bars(by_rule: pl.DataFrame, registry: Registry) -> list[Bar]:
    """One bar a rule; no finding is a real zero where applications are reported."""
    return [
        Bar(
            code=row["rule_code"],
            name=labels.rule(row["rule_code"], registry),
            value=row["breach_count"],
            label=fmt.count(row["breach_count"]) if row["breach_count"] is not None else _unjudged(row),
            hover=_rule_hover(row, registry),
            state=REPORTED if row["breach_count"] is not None else NOT_REPORTED,
        )
        for row in by_rule.filter(pl.col("severity") == "breach").iter_rows(named=True)
    ]


def _unjudged(row: Row) -> str:
    """Why a rule has no number: nothing is reported, or none of its cases could be judged."""
    if row["case_count"] is None:
        return _("state.not_reported")
    return _("findings.not_judgeable_count", count=fmt.count(row["unjudged_count"]))


def _rule_hover(row: Row, registry: Registry) -> str:
    name = labels.rule(row["rule_code"], registry)
    if row["case_count"] is None:
        return f"{name}<br>{_('state.not_reported.sentence')}"
    if row["breach_count"] is None:
        return f"{name}<br>{_unjudged(row)}"
    return f"{name}<br>" + _(
        "findings.rule_hover",
        breaches=fmt.count(row["breach_count"]),
        cases=fmt.count(row["case_count"]),
        money=fmt.money(row["amount_yuan"] if row["breach_count"] else 0),
        unjudged=fmt.count(row["unjudged_count"]),
    )


def _rule_title(by_rule: pl.DataFrame, registry: Registry) -> str:
    """Which rule is departed from most."""
    ordered = by_rule.sort("breach_count", "rule_code", descending=[True, False], nulls_last=True)
    return _most(ordered, labels.rule(ordered["rule_code"][0], registry))


def _article_title(by_article: pl.DataFrame, registry: Registry) -> str:
    """Which article has the most departures."""
    ordered = by_article.sort("breach_count", descending=True, nulls_last=True, maintain_order=True)
    return _most(ordered, labels.value("article", str(ordered["article"][0]), registry))


def _most(ordered: pl.DataFrame, name: str) -> str:
    """The first of rows that stand by their number of departures, or how many share its place."""
    most = ordered["breach_count"][0]
    sharing = int((ordered["breach_count"] == most).sum())
    if sharing > 1:
        return _(
            "findings.most_shared",
            sharing=fmt.count(sharing),
            count=fmt.count(most),
            name=name,
        )
    return _("findings.most_under_rule", name=name, count=fmt.count(most))


def _month_title(by_month: pl.DataFrame) -> str:
    """The month of decision with the most departures."""
    known = by_month.filter(pl.col("month").is_not_null())
    if known.is_empty():
        return _("findings.by_month")
    first = known.sort("breach_count", "month", descending=[True, False]).row(0, named=True)
    return _("findings.most_in_month", month=first["month"], count=fmt.count(first["breach_count"]))


def _months(by_month: pl.DataFrame) -> list[Month]:
    """Departures by month of decision."""
    return [
        Month(
            month=row["month"],
            value=row["breach_count"],
            hover=f"{row['month']} {fmt.count(row['breach_count'])} · {fmt.money(row['amount_yuan'])}",
        )
        for row in by_month.filter(pl.col("month").is_not_null()).iter_rows(named=True)
    ]


def say_how_judged(snapshot: Snapshot) -> str:
    """When and on what the rules are judged; from the year on whose holidays are not known yet, that too (C12)."""
    words = _("note.findings")
    return words if snapshot.as_of.year <= EXACT_UNTIL else f"{words} {_('limit.5')}"


def _article_bars(by_article: pl.DataFrame, registry: Registry) -> list[Bar]:
    """Departures by article; articles with notes alone are left out."""
    return [
        Bar(
            code=str(row["article"]),
            name=labels.value("article", str(row["article"]), registry),
            value=row["breach_count"],
            label=fmt.count(row["breach_count"]),
            hover=_(
                "findings.bar_hover",
                breaches=fmt.count(row["breach_count"]),
                cases=fmt.count(row["breach_case_count"]),
                money=fmt.money(row["amount_yuan"]),
                checks=fmt.count(row["to_check_count"]),
            ),
        )
        for row in by_article.filter(pl.col("breach_count") > 0).iter_rows(named=True)
    ]
