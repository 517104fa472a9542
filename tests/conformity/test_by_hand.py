"""For every rule: a case at the limit, one below and one above, worked out by hand from the words of the rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dashboard.policy import rules_frame
from tests.conftest import ask
from tests.snapshot_builder import build

Rows = Sequence[Mapping[str, Any]]


def case(name: str, item: str, yuan: float | None, **changes: Any) -> dict[str, Any]:
    """An approved case of 2024, a year of which no yearly rule is known; its own organisation unless told otherwise."""
    return {
        "application_id": name, "item_code": item, "fund_year": 2024, "uscc": f"U-{name}", "applicant": f"单位{name}",
        "status": "approved", "submitted_on": date(2024, 3, 1), "decided_on": date(2024, 5, 6), "approved_yuan": yuan,
    } | changes  # fmt: skip


def award(name: str, kind: str, owner: str, **changes: Any) -> dict[str, Any]:
    """A conferred award that belongs to the case ``owner``."""
    return {
        "award_id": name, "certificate_type": kind, "application_id": owner, "uscc": f"U-{owner}",
        "organisation": f"单位{owner}", "awarded_on": date(2024, 1, 10), "document_no": "文1",
    } | changes  # fmt: skip


@dataclass(frozen=True)
class Example:
    """``found``: case → amount of its finding; every other case is clean under the rule."""

    rule: str
    words: str
    cases: Rows
    found: Mapping[str, float | None]
    awards: Rows = ()
    rules: Rows = ()
    notes: Mapping[str, float] = field(default_factory=dict)


def tenth(name: str, **changes: Any) -> dict[str, Any]:
    return case(name, "10-1", 300_000, score_permille=700, rank=1) | changes


CARBON = "gba_carbon_footprint"
YEAR = {"item_code": "03-1", "fund_year": "2024", "source": "指南"}
EXAMPLES = [
    Example("C01", "up to 100,000 per certificate, to the cent", [
        case("at", "03-1", 100_000), case("cent", "03-1", 100_000.01), case("below", "03-1", 99_999.99),
        case("two", "03-1", 200_000, units=2), case("over", "03-1", 200_001, units=2), case("unknown", "03-1", None),
    ], {"cent": 0.01, "over": 1}),
    Example("C01", "units do not count where the item pays the organisation", [case("mayor", "09-5", 2_000_001, units=3)],
            {"mayor": 1}),
    Example("C01", "a fixed amount is a limit as well", [case("at", "09-1", 3_000_000), case("over", "09-1", 3_500_000)],
            {"over": 500_000}),
    Example("C02", "a fixed amount is paid in full", [
        case("at", "04-2", 200_000), case("below", "04-2", 199_999.99), case("two", "04-2", 200_000, units=2),
    ], {"below": 199_999.99, "two": 200_000}),
    Example("C02", "a stated cut: at it a note, below it a breach", [
        case("at", "04-2", 170_000), case("below", "04-2", 169_999.99), case("full", "04-2", 200_000),
    ], {"below": 169_999.99}, rules=[{"item_code": "04-2", "fund_year": "2024", "payment_ratio": "0.85", "source": "指南"}],
        notes={"at": 170_000}),
    Example("C02", "one ratio shared by more than half of at least three is the cut", [
        case("a", "04-2", 160_000), case("b", "04-2", 320_000, units=2), case("c", "04-2", 150_000),
    ], {"c": 150_000}, notes={"a": 160_000, "b": 320_000}),
    Example("C02", "two cases are too few for a cut", [case("a", "04-2", 160_000), case("b", "04-2", 160_000)],
            {"a": 160_000, "b": 160_000}),
    Example("C02", "half is not more than half", [
        case("a", "04-2", 160_000), case("b", "04-2", 160_000), case("c", "04-2", 200_000), case("d", "04-2", 200_000),
    ], {"a": 160_000, "b": 160_000}),
    Example("C03", "the amount of the tier and no other", [
        case("one", "08-2", 2_000_000, tier=1), case("two", "08-2", 1_000_000, tier=2), case("low", "08-2", 400_000, tier=3),
        case("high", "08-2", 1_000_000, tier=3), case("unknown", "08-2", 1),
    ], {"low": 400_000, "high": 500_000}),
    Example("C03", "a cut of the year is a note", [
        case("one", "08-2", 1_800_000, tier=1), case("two", "08-2", 900_000, tier=2), case("three", "08-2", 450_000, tier=3),
    ], {}, notes={"one": 1_800_000, "two": 900_000, "three": 450_000}),
    Example("C04", "the second support of a first-time item, by the order of decision", [
        case("first", "11-1", 200_000, uscc="U1", fund_year=2025, submitted_on=date(2025, 3, 1),
             decided_on=date(2025, 4, 1)),
        case("again", "11-1", 100_000, uscc="U1", decided_on=date(2025, 4, 2)),
        case("other item", "11-2", 1, uscc="U1"),
        case("refused before", "11-1", 1, uscc="U2"),
        case("refused", "11-1", None, uscc="U2", status="rejected", decided_on=date(2023, 9, 1)),
    ], {"again": 100_000}),
    Example("C04", "an earlier honour of the same type, also before the term and by name where it has no code", [
        case("old", "09-5", 1), case("named", "09-5", 2), case("year", "09-5", 3), case("same year", "09-5", 4),
        case("own", "09-5", 5), case("proposed", "09-5", 6), case("later", "09-5", 7),
    ], {"old": 1, "named": 2, "year": 3}, awards=[
        *(award(f"W-{name}", "mayor_quality_award", name)
          for name in ("old", "named", "year", "same year", "own", "proposed", "later")),
        award("W1", "mayor_quality_award", "old", application_id=None, awarded_on=date(2012, 1, 1)),
        award("W2", "mayor_quality_award", "named", application_id=None, uscc=None, awarded_on=date(2024, 1, 9)),
        award("W3", "mayor_quality_award", "year", application_id=None, awarded_on=None, award_year=2023),
        award("W4", "mayor_quality_award", "same year", application_id=None, awarded_on=None, award_year=2024),
        award("W6", "mayor_quality_award", "proposed", application_id=None, awarded_on=date(2020, 1, 1),
              decision_status="proposed"),
        award("W7", "mayor_quality_award", "later", application_id=None, awarded_on=date(2024, 1, 11)),
    ]),
    Example("C05", "the same certificate or project, in any item or year", [
        case("first", "03-1", 1, certificate_type=CARBON, certificate_no="N1"),
        case("again", "03-1", 2, certificate_type=CARBON, certificate_no="N1", fund_year=2025, decided_on=date(2025, 5, 6)),
        case("number of another type", "03-1", 3, certificate_type="green_product", certificate_no="N1"),
        case("project", "04-1", 4, uscc="U1", project_title="甲"),
        case("same project", "12-1", 5, uscc="U1", project_title="甲", decided_on=date(2024, 5, 7)),
        case("project of another", "04-1", 6, uscc="U2", project_title="甲"),
        case("no number", "03-1", 7, certificate_type=CARBON), case("no number either", "03-1", 8, certificate_type=CARBON),
    ], {"again": 2, "same project": 5}),
    Example("C06", "score of half, rank of 15", [
        tenth("at", score_permille=500, rank=15), tenth("low", score_permille=499), tenth("sixteenth", rank=16),
        tenth("no rank", rank=None), tenth("no score", score_permille=None),
    ], {"low": 300_000, "sixteenth": 300_000}),
    Example("C06", "the sixteenth case of a round, a missing rank counted", [
        *(tenth(f"{place:02d}", rank=None if place == 3 else 5) for place in range(16)), tenth("2025", fund_year=2025),
    ], {"15": 300_000}),
    Example("C07", "three certificates a year", [
        case("at", "03-1", 3, uscc="U1", units=3), case("over", "03-1", 4, uscc="U1", decided_on=date(2024, 5, 7)),
        case("alone", "03-1", 5, uscc="U2", units=4), case("year", "03-1", 6, uscc="U1", fund_year=2025),
    ], {"over": 4, "alone": 5}, rules=[YEAR | {"per_applicant_per_year": 3}]),
    Example("C08", "the case with which the envelope is passed, and all later ones", [
        case("a", "03-1", 60_000), case("b", "03-1", 40_000), case("c", "03-1", 0.01, decided_on=date(2024, 5, 7)),
        case("d", "03-1", 70_000, decided_on=date(2024, 5, 8)), case("undecided", "03-1", 5, decided_on=None),
    ], {"c": 0.01, "d": 70_000, "undecided": 5}, rules=[YEAR | {"yearly_envelope_yuan": "100000"}]),
    Example("C08", "only what is beyond, and the group together", [
        case("a", "07-1", 60_000), case("b", "07-6", 60_000, decided_on=date(2024, 5, 7)),
    ], {"b": 20_000}, rules=[{"item_code": "07-*", "fund_year": "2024", "yearly_envelope_yuan": "100000", "source": "t"}]),
    Example("C09", "term and window include both days", [
        case("first", "03-1", 1, submitted_on=date(2024, 3, 1)), case("last", "03-1", 2, submitted_on=date(2024, 3, 31)),
        case("early", "03-1", 3, submitted_on=date(2024, 2, 29)), case("late", "03-1", 4, submitted_on=date(2024, 4, 1)),
        case("before the policy", "04-1", 5, submitted_on=date(2023, 6, 19), decided_on=date(2023, 9, 1)),
        case("day of the policy", "04-1", 6, submitted_on=date(2023, 6, 20), decided_on=date(2023, 9, 1)),
        case("withheld", "05-1", 7), case("unknown", "13-1", 8),
    ], {"early": 3, "late": 4, "before the policy": 5, "withheld": 7}, rules=[
        YEAR | {"window_start": "2024-03-01", "window_end": "2024-03-31"},
        {"item_code": "05-1", "fund_year": "2024", "offered": "no", "source": "t"},
    ]),
    Example("C10", "other support declared", [case("one", "04-1", 1, other_support_ref="区级"), case("none", "04-1", 1)],
            {"one": 1}),
    Example("C11", "who is paid", [
        case("enterprise", "03-1", 1), case("platform", "03-1", 2, applicant_kind="platform"),
        case("institution", "04-1", 3, applicant_kind="public_institution"),
        case("society", "04-1", 4, applicant_kind="social_organisation"),
        case("testing", "05-1", 5, applicant_kind="testing_body"), case("not testing", "05-1", 6),
        case("any", "12-1", 7, applicant_kind="other"), case("service", "08-1", 8, applicant_kind="platform"),
        case("no service", "08-1", 9, applicant_kind="testing_body"), case("lab", "06-2", 10, applicant_kind="testing_body"),
        case("no lab", "06-2", 11, applicant_kind="public_institution"),
    ], {"platform": 2, "society": 4, "not testing": 6, "no service": 9, "no lab": 11}),
    Example("C12", "money and the grant", [
        case("equal", "04-1", 100, paid_yuan=100, granted_on=date(2024, 6, 3), paid_on=date(2024, 6, 3), status="paid"),
        case("more", "04-1", 100, paid_yuan=100.01, granted_on=date(2024, 6, 3), paid_on=date(2024, 6, 3), status="paid"),
        case("no grant", "04-1", 100, paid_yuan=100, paid_on=date(2024, 6, 3), status="paid"),
        case("before", "04-1", 100, paid_yuan=100, granted_on=date(2024, 6, 4), paid_on=date(2024, 6, 3), status="paid"),
    ], {"more": 0.01, "no grant": 100, "before": 100}),
    Example("C12", "five working days of notice: Monday to Friday, then the grant", [
        # 2024-05-13 is a Monday; the notice days run to the day before the grant
        case("five", "04-1", 1, publicised_on=date(2024, 5, 13), granted_on=date(2024, 5, 18)),
        case("four", "04-1", 2, publicised_on=date(2024, 5, 13), granted_on=date(2024, 5, 17)),
        # 2024-09-29 (Sunday) was a working day; 1 to 7 October were holidays: 27 Sep, 29, 30, 8 and 9 Oct make five
        case("holiday five", "04-1", 3, publicised_on=date(2024, 9, 27), granted_on=date(2024, 10, 10)),
        case("holiday four", "04-1", 4, publicised_on=date(2024, 9, 27), granted_on=date(2024, 10, 9)),
        case("no notice", "04-1", 5, granted_on=date(2024, 5, 18)),
    ], {"four": 2, "holiday four": 4}),
    Example("C12", "stages in order; equal days are, decision and notice are not judged", [
        case("same day", "04-1", 1, accepted_on=date(2024, 3, 1), reviewed_on=date(2024, 5, 6)),
        case("accepted before", "04-1", 2, accepted_on=date(2024, 2, 29)),
        case("decided before review", "04-1", 3, reviewed_on=date(2024, 5, 7)),
        case("notice first", "04-1", 4, publicised_on=date(2024, 4, 30)),
        case("decided before acceptance", "04-1", 5, accepted_on=date(2024, 5, 7)),
        case("granted before decision", "04-1", 6, granted_on=date(2024, 5, 5)),
    ], {"accepted before": 2, "decided before review": 3, "decided before acceptance": 5, "granted before decision": 6}),
    Example("C13", "an award of the kind, of the organisation, conferred, not later than the application", [
        case("none", "03-1", 1), case("linked", "03-1", 2), case("other kind", "03-1", 3), case("of another", "03-1", 4),
        case("proposed", "03-1", 5), case("same day", "03-1", 6), case("day after", "03-1", 7), case("revoked", "03-1", 8),
        case("number", "03-1", 9, certificate_type=CARBON, certificate_no="N9"),
        case("number of another", "03-1", 10, certificate_type=CARBON, certificate_no="N10"),
        case("by code", "03-1", 11), case("by name", "03-1", 12), case("named otherwise", "03-1", 13),
        case("year only", "03-1", 14), case("year after", "03-1", 15), case("shortlisted", "07-4", 16),
        case("no type", "04-1", 17),
        case("linked elsewhere", "03-1", 18, certificate_type=CARBON, certificate_no="N2"),
    ], {"none": 1, "other kind": 3, "of another": 4, "proposed": 5, "day after": 7, "number of another": 10,
        "named otherwise": 13, "year after": 15, "linked elsewhere": 18}, awards=[
        award("W2", CARBON, "linked", certificate_no="N2"), award("W3", "green_product", "other kind"),
        award("W4", CARBON, "of another", uscc="U-x"), award("W5", CARBON, "proposed", decision_status="proposed"),
        award("W6", CARBON, "same day", awarded_on=date(2024, 3, 1)),
        award("W7", CARBON, "day after", awarded_on=date(2024, 3, 2)),
        award("W8", CARBON, "revoked", decision_status="revoked"),
        award("W9", CARBON, "number", application_id=None, certificate_no="N9"),
        award("W10", CARBON, "number of another", application_id=None, certificate_no="N10", uscc="U-x"),
        award("W11", CARBON, "by code", application_id=None),
        award("W12", CARBON, "by name", application_id=None, uscc=None),
        award("W13", CARBON, "named otherwise", application_id=None, uscc=None, organisation="别的单位"),
        award("W14", CARBON, "year only", awarded_on=None, award_year=2024),
        award("W15", CARBON, "year after", awarded_on=None, award_year=2025),
        award("W16", "metrology_demonstration", "shortlisted", decision_status="shortlisted"),
    ]),
    Example("C14", "revoked and paid above what was clawed back", [
        case("all back", "03-1", 9, paid_yuan=9, clawback_yuan=9, status="revoked"), case("unpaid", "03-1", 9),
        case("cent", "03-1", 9, paid_yuan=9, clawback_yuan=8.99, status="paid"),
        case("nothing back", "03-1", 9, paid_yuan=9, status="paid"),
        case("in force", "03-1", 9, paid_yuan=9, status="paid"),
    ], {"cent": 0.01, "nothing back": 9}, awards=[
        *(award(f"W{name}", CARBON, name, decision_status="revoked")
          for name in ("all back", "unpaid", "cent", "nothing back")),
        award("W", CARBON, "in force"),
    ]),
    Example("C15", "by rule: an amount, and a document where the item has a type", [
        case("both", "06-1", 1), case("no amount", "06-1", None), case("no document", "06-1", 3),
        case("no type", "06-2", 4, applicant_kind="testing_body"), case("not by rule", "04-1", None),
    ], {"no amount": None, "no document": 3}, awards=[
        award("W1", "national_platform", "both"), award("W2", "national_platform", "no amount"),
        award("W3", "national_platform", "no document", document_no=None),
    ]),
    Example("C16", "the last day is valid", [
        case("last day", "03-1", 1, event_on=date(2024, 2, 29)), case("day after", "03-1", 2, event_on=date(2024, 3, 1)),
        case("endless", "03-1", 3, event_on=date(2024, 3, 1)), case("no event", "03-1", 4),
    ], {"day after": 2}, awards=[
        award("W1", CARBON, "last day", valid_until=date(2024, 2, 29)),
        award("W2", CARBON, "day after", valid_until=date(2024, 2, 29)),
        award("W3", CARBON, "endless"), award("W4", CARBON, "no event", valid_until=date(2024, 2, 29)),
    ]),
]  # fmt: skip


def judged(data: Path, example: Example) -> pl.DataFrame:
    """Findings of the rule over the cases of the example."""
    schema = rules_frame(()).schema
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
    build(tmp_path, applications=[
        case("one", "13-1", 1, applicant="甲", uscc="U1"), case("two", "13-1", 1, applicant="甲", uscc="U2"),
        case("three", "13-1", 1, applicant="乙", uscc="U2", decided_on=date(2024, 6, 1)),
        case("condition", "03-1", 1, fund_year=2023), case("old cluster", "13-1", 1, cluster_code="v1-S01"),
    ], awards=[award("W1", "mayor_quality_award", "x", application_id=None, decision_status="proposed"),
               award("W2", "green_product", "x", application_id=None, decision_status="proposed")])  # fmt: skip
    found = ask("conformity/all_findings", data=tmp_path).filter(pl.col("severity") != "breach")
    assert found.select("rule_code", "application_id", "award_id").rows() == [
        ("K01", "condition", None), ("K02", "two", None), ("K03", "three", None), ("N01", "old cluster", None),
        ("N02", None, "W1"),
    ]  # fmt: skip
