"""The eight figures of the overview, in their fixed order, with change in words and one plain sentence each."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.presentation.language import translate as _
from dashboard.questions.comparison import Compared
from dashboard.screen.cards import Card

Row = dict[str, Any]
FIGURES = (
    "approved_yuan", "paid_yuan", "application_count", "approval_rate", "beneficiary_count", "claim_rate",
    "days_to_decision", "ageing_over_60_count",
)  # fmt: skip
MONEY = ("approved_yuan", "paid_yuan")
RATIOS = ("approval_rate", "claim_rate", "days_to_decision")
# how many earlier cases a change stands on; under five the counts are shown alone
CASES = {
    "approved_yuan": "approved_count", "paid_yuan": "approved_count", "approval_rate": "decided_count",
    "beneficiary_count": "approved_count", "claim_rate": "claimable_count",
    "days_to_decision": "days_to_decision_finished_count",
}  # fmt: skip


def overview_cards(
    now: Row,
    *,
    earlier: Compared,
    before: Compared | None,
    months: pl.DataFrame,
    findings: Row,
    no_awards: str,
    behind: Mapping[str, str],
) -> list[Card]:
    """Eight cards; a figure that is not reported shows a dash and says why. ``behind`` has addresses of rows by figure."""
    sentences = _sentences(now, findings, no_awards)
    return [
        Card(
            label=labels.column_name(figure),
            value=_value(figure, now),
            change=_changes(figure, now, earlier, before),
            sentence=sentences[figure],
            history=_history(figure, months),
            definition=_(f"definition.{figure}"),
            rows=behind.get(figure, "") if now[figure] is not None else "",
        )
        for figure in FIGURES
    ]


def comparison_note(earlier: Compared, before: Compared | None, *, running: bool) -> str:
    """Why there is no comparison, said once for all cards; ``running`` when the period is cut at the as-of date."""
    reasons = (
        []
        if earlier.totals
        else [_("overview.reason", name=_("overview.year_before"), reason=_(f"incomparable.{earlier.reason}"))]
    )
    if before is None and earlier.totals:
        reasons.append(_("overview.same_period"))
    elif before is not None and before.totals is None and (earlier.totals or before.reason != earlier.reason):
        reasons.append(_("overview.reason", name=_("overview.period_before"), reason=_(f"incomparable.{before.reason}")))
    if running:
        reasons.append(_("note.running"))
    return " · ".join(reasons)


def _value(figure: str, row: Row) -> str:
    value = row[figure]
    if figure in MONEY:
        return fmt.money(value)
    if figure == "approval_rate":
        few = value is not None and row["decided_count"] < fmt.FEW_CASES
        return f"{row['approved_count']}/{row['decided_count']}" if few else fmt.rate(value)
    if figure == "claim_rate":
        few = value is not None and row["claimable_count"] < fmt.FEW_CASES
        return f"{row['claimed_count']}/{row['claimable_count']}" if few else fmt.rate(value)
    if figure == "days_to_decision":
        return fmt.DASH if value is None else _("label.working_days", days=fmt.days(value))
    return fmt.count(value)


def _changes(figure: str, now: Row, earlier: Compared, before: Compared | None) -> str:
    parts = [_change(figure, now, earlier, _("overview.year_before"))]
    if before is not None and before.totals is not None:
        parts.append(_change(figure, now, before, _("overview.period_before")))
    return " · ".join(part for part in parts if part)


def _change(figure: str, now: Row, earlier: Compared, name: str) -> str:
    # the open cases of an earlier period are those left today, not those open at that time
    if now[figure] is None or figure == "ageing_over_60_count":
        return ""
    if earlier.totals is None:
        return ""
    past = earlier.totals
    shown = _value(figure, past)
    if past[figure] is None:
        return _("overview.no_earlier", name=name)
    base = past[CASES.get(figure, "application_count")]
    few_now = figure in RATIOS and (now[CASES[figure]] or 0) < fmt.FEW_CASES
    if base is None or base < fmt.FEW_CASES or few_now:
        return _("overview.earlier", name=name, value=shown)
    if figure in ("approval_rate", "claim_rate"):
        points = fmt.signed((now[figure] - past[figure]) * 100)
        return _("overview.change_points", name=name, points=points, value=shown)
    if figure == "days_to_decision":
        difference = fmt.signed(now[figure] - past[figure], decimals=0)
        return _("overview.change_days", name=name, points=difference, value=shown)
    change = fmt.change(float(now[figure]), float(past[figure]))
    if change is None:
        return _("overview.earlier", name=name, value=shown)
    return _("overview.change", name=name, change=change, value=shown)


def _sentences(now: Row, findings: Row, no_awards: str) -> dict[str, str]:
    if now["application_count"] is None and now["approved_count"] is None:
        absent = _(f"state.{now['reporting_state']}.sentence")
        sentences = dict.fromkeys(FIGURES, absent)
        if now["claimable_count"] is not None:
            sentences["claim_rate"] = _("overview.claimable_only", count=now["claimable_count"])
        return sentences
    return {
        "approved_yuan": _approved(now),
        "paid_yuan": _("overview.paid_rate", rate=fmt.rate(now["payment_rate"]))
        if now["payment_rate"] is not None
        else _unpaid(now),
        "application_count": _(
            "overview.open_and_withdrawn",
            open=fmt.count(now["open_count"]),
            withdrawn=fmt.count(now["withdrawn_count"]),
        )
        if now["applicant_count"] is None
        else _(
            "overview.applications_all",
            applicants=fmt.count(now["applicant_count"]),
            open=fmt.count(now["open_count"]),
            withdrawn=fmt.count(now["withdrawn_count"]),
        ),
        "approval_rate": _(
            "overview.approved_of_decided",
            approved=fmt.count(now["approved_count"]),
            decided=fmt.count(now["decided_count"]),
        ),
        "beneficiary_count": _(
            "overview.first_time_share",
            share=fmt.share(now["first_time_beneficiary_count"], now["beneficiary_count"]),
        )
        if now["beneficiary_count"]
        else _("overview.none_approved"),
        "claim_rate": _claims(now, no_awards),
        "days_to_decision": _waiting(now),
        "ageing_over_60_count": _(
            "overview.open_and_breaches",
            open=fmt.count(now["open_count"]),
            breaches=fmt.count(findings["breach_count"]),
            money=fmt.money(findings["breach_yuan"]),
        ),
    }


def _approved(now: Row) -> str:
    if now["envelope_use"] is not None:
        return _("overview.envelope_rate", rate=fmt.rate(now["envelope_use"]))
    return _("overview.approved_sum", cases=fmt.count(now["approved_count"]))


def _unpaid(now: Row) -> str:
    if now["missing_paid_count"] or (now["approved_count"] and now["approved_yuan"] is None):
        return _("overview.no_amounts")
    return _("overview.nothing_paid")


def _waiting(now: Row) -> str:
    if now["days_to_decision"] is None:
        return _(
            "overview.no_median",
            cases=fmt.count(now["days_to_decision_case_count"]),
        )
    if now["days_to_decision_p90"] is None:
        return _("overview.no_nine_in_ten")
    return _(
        "overview.nine_in_ten",
        p90=fmt.days(now["days_to_decision_p90"]),
    )


def _claims(now: Row, no_awards: str) -> str:
    if now["claimable_count"] is None:
        return no_awards
    if now["claimable_count"] == 0:
        return _("overview.none_claimable")
    return _(
        "overview.claimed_of_claimable",
        claimed=fmt.count(now["claimed_count"]),
        claimable=fmt.count(now["claimable_count"]),
    )


def _history(figure: str, months: pl.DataFrame) -> Sequence[float | None]:
    known = months.filter(pl.col("month").is_not_null())
    cases = CASES[figure] if figure in RATIOS else None
    # a rate or a median over fewer than five cases is not drawn either
    few = known[cases].fill_null(0) < fmt.FEW_CASES if cases else [False] * known.height
    return [
        float(value) if isinstance(value, Decimal | int | float) and not hidden else None
        for value, hidden in zip(known[figure], few, strict=True)
    ]
