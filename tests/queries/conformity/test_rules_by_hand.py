"""For every rule: a case at the limit, one below and one above, worked out by hand from the words of the rule."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dashboard.policy import rules_to_frame
from tests.conftest import ask
from tests.queries.conformity.examples import AMOUNTS_AND_LIMITS, YEAR, Example, award, case
from tests.queries.conformity.examples_of_proof import COURSE_AND_PROOF
from tests.snapshot_builder import build

EXAMPLES = [*AMOUNTS_AND_LIMITS, *COURSE_AND_PROOF]


def judged(data: Path, example: Example) -> pl.DataFrame:
    """Findings of the rule over the cases of the example."""
    schema = rules_to_frame(()).schema
    nothing_known = [{"item_code": "*", "fund_year": "2028", "source": "t"}]
    rules = [_typed(dict.fromkeys(schema) | dict(row)) for row in example.rules or nothing_known]
    build(data, applications=example.cases, awards=example.awards, rules=pl.DataFrame(rules, schema=schema))
    return ask("conformity/all_findings", data=data).filter(pl.col("rule_code") == example.rule)


def _typed(row: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = dict(row)
    for name in ("yearly_envelope_yuan", "payment_ratio"):
        made[name] = Decimal(row[name]) if row[name] else None
    for name in ("window_start", "window_end"):
        made[name] = date.fromisoformat(row[name]) if row[name] else None
    made["offered"] = {"no": False, "yes": True}.get(row["offered"])
    return made


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.rule} {example.words}")
def test_every_rule_at_its_limit(example: Example, tmp_path: Path) -> None:
    found = judged(tmp_path, example)

    def amounts(severity: str) -> dict[str, float | None]:
        rows = found.filter(pl.col("severity") == severity).select("application_id", "amount_yuan").iter_rows()
        return {name: None if amount is None else float(amount) for name, amount in rows}

    assert amounts("breach") == example.found
    assert amounts("note") == example.notes
    assert found["application_id"].is_unique().all()
    assert found.select(pl.col("explanation", "explanation_en").is_not_null().all()).row(0) == (True, True)
    assert found["explanation"].str.ends_with("。").all()


def test_open_refused_and_withdrawn_cases_neither_breach_nor_use_up_a_limit(tmp_path: Path) -> None:
    unjudged = [
        case(status, "03-1", 10_000_000, uscc="U1", units=9, status=status, other_support_ref="x", applicant_kind="other")
        for status in ("submitted", "accepted", "under_review", "rejected", "withdrawn")
    ]
    example = Example(
        "C07", "", [*unjudged, case("ok", "03-1", 1, uscc="U1", units=3)], {}, rules=[YEAR | {"per_applicant_per_year": 3}]
    )
    assert judged(tmp_path, example).is_empty()
    found = ask("conformity/all_findings", data=tmp_path)
    assert set(found["application_id"]) <= {"ok"}


def test_every_rule_has_an_example() -> None:
    assert {example.rule for example in EXAMPLES} == {f"C{number:02d}" for number in range(1, 17)}


def test_to_check_and_notes(tmp_path: Path) -> None:
    build(
        tmp_path,
        applications=[
            case("one", "13-1", 1, applicant="甲", uscc="U1"),
            case("two", "13-1", 1, applicant="甲", uscc="U2"),
            case("three", "13-1", 1, applicant="乙", uscc="U2", decided_on=date(2024, 6, 1)),
            case("condition", "03-1", 1, fund_year=2023),
            case("of the policy", "10-1", 1),
            case("old cluster", "13-1", 1, cluster_code="v1-S01"),
        ],
        awards=[
            award("W1", "mayor_quality_award", "x", application_id=None, decision_status="proposed"),
            award("W2", "green_product", "x", application_id=None, decision_status="proposed"),
        ],
    )
    found = ask("conformity/all_findings", data=tmp_path).filter(pl.col("severity") != "breach")
    assert found.select("rule_code", "application_id", "award_id").rows() == [
        ("K01", "condition", None),
        ("K02", "two", None),
        ("K03", "three", None),
        ("N01", "old cluster", None),
        ("N02", None, "W1"),
    ]
