"""Every id of a message that the code builds (``_(f"page.{name}")``), by what it writes: the families and their codes.

A code list that the code itself has is taken from there, so that a new code asks for its name; the others are written out.
"""

import csv
from collections.abc import Iterable
from typing import get_args

from dashboard.access.rights import Role
from dashboard.etl.intake.reasons import REASONS
from dashboard.evaluation.contrasts import ORDER
from dashboard.evaluation.effects import Scale
from dashboard.evaluation.scorecard.scoring import Basis
from dashboard.policy import load_registry
from dashboard.policy.entries import Item, OfficeText
from dashboard.policy.vocabulary import (
    ApplicantKind,
    ApplicationStatus,
    DecisionStatus,
    Route,
    SizeClass,
    SnapshotKind,
)
from dashboard.presentation.labels import PAYEES
from dashboard.presentation.tables import CATALOGUE_CODES
from dashboard.questions.comparison import Compared
from dashboard.questions.filters import DATE_BASES, MULTIPLE, PLACE_BASES
from dashboard.questions.periods import PeriodKind
from dashboard.questions.sides import NAMES as SIDES
from dashboard.report.builder import STEPS
from dashboard.screen.show import Lacking
from dashboard.settings import PROJECT_DIR
from dashboard.warehouse import query_names
from pages.data.audit_entries import ACTIONS
from pages.data.methodology_tables import FIGURES
from pages.data.quality_accounts import PARTS
from pages.data.quality_sections import INTAKE_FILES
from pages.evaluation.comparison_figures import DIMENSIONS as COMPARED_BY
from pages.overview.overview_kpis import FIGURES as OVERVIEW_FIGURES
from pages.process.pipeline_waiting import DIMENSIONS, MEASURES
from pages.uptake.districts_area import COMPARED as DISTRICT_FIGURES
from tests.golden import GOLDEN

REGISTRY = load_registry()

# columns of answers that no page, export or report shows under a heading
NEVER_SHOWN = {
    "after_value", "approved_observed_count", "above_score_count", "before_value", "below_score_count",
    "beyond_rank_count", "censored_count", "days", "denominator_count", "dimension", "earlier_value", "explanation_en",
    "extra_condition", "finished_count", "first_year", "has_code", "indicator", "is_approved", "is_positive", "is_winner",
    "last_year", "lists_every_award", "missing_beneficiary_count", "observed_count", "once_per", "other_observed_count",
    "planned_count", "position", "rank", "reports_applications", "reports_awards", "score_permille", "state", "unit",
    "value", "value_count", "within_rank_count", "year",
}  # fmt: skip
# figures that are worked out from answers
WORKED_OUT = (
    "applications_per_30_days", "chance_variation", "curve", "effect_estimate", "first_time_share", "judged_on",
    "unjudged_reason",
)  # fmt: skip
STAGES = ("submitted", "accepted", "reviewed", "approved", "publicised", "granted", "paid")
AGEING = ("up_to_20", "21_to_40", "41_to_60", "over_60", "not_accepted")
STATES = ("reported", "not_reported", "not_offered", "unknown", "restricted", "suppressed")
SEVERITIES = ("breach", "to_check", "note")
CHECKS = (
    "approval_jumps", "no_jump_before", "no_bunching", "no_jump_above", "no_jump_below", "same_change_before",
    "no_trend_before", "holds", "fails",
)  # fmt: skip
REMARKS = ("few", "not_available", "no_base", "no_interval")
CHOSEN = (
    "action", "cases", "design", "evaluation", "expiry", "finding", "identity", "indicator", "leaf", "organisation",
    "preset", "rule", "search", "severity", "status", "year",
)  # fmt: skip
UNKNOWN_OF_FILTERS = ("district.unknown", "cluster.none", "certificate.unknown", "size.unknown", "route.unknown")
CODES = {
    "status": tuple(ApplicationStatus),
    "decision": tuple(DecisionStatus),
    "source": ("association", "encyclopedia", "mirror", "official", "press", "repost", "synthetic"),
    "route": (*Route, "unknown"),
    "unit": get_args(Item.model_fields["unit"].annotation),
    "state": STATES,
    "severity": SEVERITIES,
    "stage": STAGES,
    "table": ("applications", "awards", "outcomes"),
    "quarantine_rule": tuple(REASONS),
}


def under(family: str, codes: Iterable[str]) -> list[str]:
    return [f"{family}.{code}" for code in codes]


def columns_of_answers() -> set[str]:
    return {name for path in GOLDEN.rglob("*.csv") for name in next(csv.reader(path.open(encoding="utf-8")))}


assert columns_of_answers() >= NEVER_SHOWN, "columns that no answer has any more"
COLUMNS = sorted((columns_of_answers() - NEVER_SHOWN) | set(WORKED_OUT))
PAGES = [path.stem for path in (PROJECT_DIR / "pages").glob("*/*.py") if "_" not in path.stem]
SECTIONS = [path.name for path in (PROJECT_DIR / "pages").iterdir() if path.is_dir() and path.name != "__pycache__"]
RULE_QUERIES = {f"conformity/{code.lower()}" for code in REGISTRY.conformity_rules}
KINDS_AND_SIZES = (*under("kind", ApplicantKind), *under("size", SizeClass), *under("route", Route))

# figures that a page explains wherever it shows them
DEFINED = {*FIGURES, *ORDER, *OVERVIEW_FIGURES, *DISTRICT_FIGURES, "median_yuan", "mean_yuan", "largest_yuan"}

# what the code builds, by what it writes: every id that can come of it
BUILT: dict[str, Iterable[str]] = {
    "*.*": [
        *KINDS_AND_SIZES, *UNKNOWN_OF_FILTERS, *under("date_basis", DATE_BASES), *under("place_basis", PLACE_BASES),
    ],
    "*.unknown": under("district", ["unknown"]),
    "{CATALOGUE_CODES[name]}.*": [key for family in CATALOGUE_CODES.values() for key in under(family, CODES[family])],
    "action.*": under("action", ACTIONS),
    "ageing.*": under("ageing", AGEING),
    "basis.*": under("basis", get_args(Basis)),
    "check.*": under("check", CHECKS),
    "chosen.*": under("chosen", CHOSEN),
    "column.*": under("column", COLUMNS),
    "contrast.*": under("contrast", REMARKS),
    "contrast.*.short": [f"contrast.{remark}.short" for remark in REMARKS],
    "curve.*": under("curve", ("beneficiaries", "applicants")),
    "date_basis.*": under("date_basis", DATE_BASES),
    "decision.*": under("decision", DecisionStatus),
    "definition.*": under("definition", DEFINED),
    "dimension.*": under("dimension", {*DIMENSIONS, *COMPARED_BY}),
    "effect_scale.*": under("effect_scale", get_args(Scale)),
    "evaluation.*": under("evaluation", ("scores", "weights", "suggestions")),
    "filter.*": under("filter", ("snapshot", "date_basis", "place_basis", *MULTIPLE)),
    "incomparable.*": under("incomparable", filter(None, get_args(Compared.__annotations__["reason"]))),
    "intake_file.*": under("intake_file", (name.partition(".")[0] for name in INTAKE_FILES)),
    "limit.*": under("limit", map(str, range(1, 8))),
    "measure.*": under("measure", MEASURES),
    "office.*": under("office", get_args(OfficeText.model_fields["key"].annotation)),
    "order.*": under("order", ("value", "fixed")),
    "page.*": under("page", (*PAGES, "api")),
    "part.*": under("part", PARTS),
    "payee.*": under("payee", PAYEES.values()),
    "payment.*": under("payment", get_args(Item.model_fields["payment_kind"].annotation)),
    "period.*": under("period", get_args(PeriodKind)),
    "place_basis.*": under("place_basis", PLACE_BASES),
    "query.*": [f"query.{name.replace('/', '.')}" for name in query_names() if name not in RULE_QUERIES],
    "report.step.*": under("report.step", STEPS),
    "role.*": under("role", get_args(Role)),
    "route.*": under("route", CODES["route"]),
    "section.*": under("section", SECTIONS),
    "setting.*": under("setting", REGISTRY.settings),
    "severity.*": under("severity", SEVERITIES),
    "side.all.*": under("side.all", SIDES[1:]),
    "size.*": under("size", (*SizeClass, "unknown")),
    "snapshot_kind.*": under("snapshot_kind", SnapshotKind),
    "stage.*": under("stage", STAGES),
    "state.*": under("state", STATES),
    "state.*.sentence": [f"state.{state}.sentence" for state in STATES],
    "step.*": under("step", ("not_approved", "cut", "reduced", "unmatched", "not_granted", "not_paid", "clawback")),
    "table.*": under("table", CODES["table"]),
    "unit.*": under("unit", CODES["unit"]),
    "used_without.*": under("used_without", get_args(Lacking)),
    "view.*": under("view", ("map", "tiles")),
}  # fmt: skip
