"""Tables of the methodology page, made from the registries that the code itself uses."""

import polars as pl

from dashboard.access import current_access
from dashboard.policy import Registry
from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.presentation.language import current_language, named
from dashboard.presentation.language import translate as _
from dashboard.snapshots import Snapshot
from dashboard.warehouse import query_info, query_names

FIGURES = (
    "application_count", "applicant_count", "open_count", "approved_count", "in_notice_count", "decided_count",
    "rejected_count", "withdrawn_count", "revoked_count", "approval_rate", "requested_yuan", "approved_yuan",
    "paid_yuan", "clawback_yuan", "payment_rate", "beneficiary_count", "first_time_beneficiary_count", "repeat_rate",
    "days_to_acceptance", "days_to_decision", "days_to_payment", "ageing_over_60_count", "cap_use", "envelope_use",
    "quota_use", "headroom_yuan", "headroom_count", "per_10k", "award_count", "in_force_count", "expiring_90_count",
    "claimable_count", "claimed_count", "claim_rate", "gini", "gini_applicants", "top10_share", "herfindahl",
    "variation_coefficient", "missing_count",
)  # fmt: skip
STATES = ("reported", "not_reported", "not_offered", "unknown")


def figures() -> pl.DataFrame:
    """Name, column and definition of every figure."""
    return pl.DataFrame(
        [
            {
                _("heading.figure"): labels.column_name(name),
                _("heading.column"): name,
                _("heading.definition"): _(f"definition.{name}"),
            }
            for name in FIGURES
        ]
    )


def states() -> pl.DataFrame:
    """The words for an empty cell."""
    return pl.DataFrame(
        [{_("heading.state"): _(f"state.{state}"), _("heading.meaning"): _(f"state.{state}.sentence")} for state in STATES]
    )


def items(registry: Registry) -> pl.DataFrame:
    """The items with the words of the policy they stand on."""
    return pl.DataFrame(
        [
            {
                _("heading.article"): labels.article_number(item.article),
                _("heading.item"): labels.value("item", item.item_code, registry),
                _("heading.payee"): labels.payee(item.payee_zh),
                _("heading.payment"): _(f"payment.{item.payment_kind}"),
                _("heading.amount"): labels.join_words([fmt.money(tier) for tier in item.tiers_yuan])
                or fmt.money(item.amount_yuan),
                _("heading.unit"): _(f"unit.{item.unit}"),
                _("heading.policy_words"): item.policy_words,
            }
            for item in registry.items.values()
        ]
    )


def dictionary(registry: Registry) -> pl.DataFrame:
    """Columns of the two extracts with names and rules."""
    return pl.DataFrame(
        [
            {
                _("heading.table"): _(f"table.{entry.table}"),
                _("heading.column"): entry.column,
                _("heading.name"): named(zh=entry.name_zh, en=entry.name_en),
                _("heading.rule"): named(zh=entry.rule_zh, en=entry.rule_en),
            }
            for entry in registry.columns
        ]
    )


def queries(registry: Registry) -> pl.DataFrame:
    """Every query with what it answers; the page, the command line and exports ask the same ones."""
    return pl.DataFrame(
        [{_("heading.query"): name, _("methodology.query_answers"): _answered(name, registry)} for name in query_names()]
    )


def _answered(name: str, registry: Registry) -> str:
    """The sentence that opens the query's file, in the reader's language; of a rule its name."""
    code = name.rpartition("/")[2].upper()
    if name.startswith("conformity/") and code in registry.conformity_rules:
        return labels.rule(code, registry)
    return query_info(name).sentence if current_language() == "en" else _(f"query.{name.replace('/', '.')}")


def denominators(registry: Registry) -> pl.DataFrame:
    """What rates per 10,000 are divided by."""
    return pl.DataFrame(
        [
            {
                _("heading.district"): labels.value("district", entry.district_code, registry),
                _("heading.count"): entry.count,
                _("heading.denominator"): named(zh=entry.label_zh, en=entry.label_en),
                _("heading.source"): entry.source,
            }
            for entry in registry.denominators
        ]
    )


def settings(registry: Registry) -> pl.DataFrame:
    """Single values with their sources."""
    return pl.DataFrame(
        [
            {
                _("heading.setting"): labels.label("setting", entry.key),
                _("heading.value"): _setting(entry.value),
                _("heading.source"): labels.source(entry.source),
            }
            for entry in registry.settings.values()
        ]
    )


def _setting(value: str) -> str:
    """A value as it is kept; yes and no in the reader's language."""
    return {"true": _("word.yes"), "false": _("word.no")}.get(value, value)


def sources(snapshot: Snapshot) -> pl.DataFrame:
    """Files that went into the snapshot, with their SHA-256."""
    return pl.DataFrame(
        [
            {
                _("heading.file"): labels.source_file(str(source["file"])),
                # how many rows came in tells of the cases that are not approved
                _("heading.rows"): source["rows"] if current_access().sees_every_figure else None,
                "SHA-256": source["sha256"] or fmt.DASH,
            }
            for source in snapshot.manifest.sources
        ]
    )


def limits() -> str:
    """What readers must keep in mind, as a list."""
    return "\n".join(f"- {_(f'limit.{number}')}" for number in range(1, 8))
