"""Cases at the limits of C01 to C08, worked out by hand from the words of the rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Rows = Sequence[Mapping[str, Any]]


def case(name: str, item: str, yuan: float | None, **changes: Any) -> dict[str, Any]:
    """An approved case of 2024, a year of which no yearly rule is known; its own organisation unless told otherwise."""
    return {
        "application_id": name,
        "item_code": item,
        "fund_year": 2024,
        "uscc": f"U-{name}",
        "applicant": f"单位{name}",
        "status": "approved",
        "submitted_on": date(2024, 3, 1),
        "decided_on": date(2024, 5, 6),
        "approved_yuan": yuan,
    } | changes


def award(name: str, kind: str, owner: str, **changes: Any) -> dict[str, Any]:
    """A conferred award that belongs to the case ``owner``."""
    return {
        "award_id": name,
        "certificate_type": kind,
        "application_id": owner,
        "uscc": f"U-{owner}",
        "organisation": f"单位{owner}",
        "awarded_on": date(2024, 1, 10),
        "document_no": "文1",
    } | changes


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
AMOUNTS_AND_LIMITS = [
    Example(
        "C01",
        "up to 100,000 per certificate, to the cent",
        [
            case("at", "03-1", 100_000),
            case("cent", "03-1", 100_000.01),
            case("below", "03-1", 99_999.99),
            case("two", "03-1", 200_000, units=2),
            case("over", "03-1", 200_001, units=2),
            case("unknown", "03-1", None),
        ],
        {"cent": 0.01, "over": 1},
    ),
    Example(
        "C01",
        "units do not count where the item pays the organisation",
        [case("mayor", "09-5", 2_000_001, units=3)],
        {"mayor": 1},
    ),
    Example(
        "C01",
        "a fixed amount is a limit as well",
        [case("at", "09-1", 3_000_000), case("over", "09-1", 3_500_000)],
        {"over": 500_000},
    ),
    Example(
        "C02",
        "a fixed amount is paid in full",
        [
            case("at", "04-2", 200_000),
            case("below", "04-2", 199_999.99),
            case("two", "04-2", 200_000, units=2),
        ],
        {"below": 0.01, "two": 200_000},
    ),
    Example(
        "C02",
        "a stated cut: at it a note, below it a breach",
        [
            case("at", "04-2", 170_000),
            case("below", "04-2", 169_999.99),
            case("full", "04-2", 200_000),
        ],
        {"below": 30_000.01},
        rules=[{"item_code": "04-2", "fund_year": "2024", "payment_ratio": "0.85", "source": "指南"}],
        notes={"at": 30_000},
    ),
    Example(
        "C02",
        "one ratio shared by more than half of at least three is the cut",
        [
            case("a", "04-2", 160_000),
            case("b", "04-2", 320_000, units=2),
            case("c", "04-2", 150_000),
        ],
        {"c": 50_000},
        notes={"a": 40_000, "b": 80_000},
    ),
    Example(
        "C02",
        "a stated cut is a ratio and no licence: between it and the full amount is a breach",
        [
            case("between", "04-2", 180_000),
            case("cent above", "04-2", 170_000.01),
            case("units", "04-2", 340_000, units=2),
        ],
        {"between": 20_000, "cent above": 29_999.99},
        notes={"units": 60_000},
        rules=[{"item_code": "04-2", "fund_year": "2024", "payment_ratio": "0.85", "source": "指南"}],
    ),
    Example(
        "C02",
        "paid in full is stated: what most cases share is no cut",
        [
            case("a", "04-2", 160_000),
            case("b", "04-2", 160_000),
            case("c", "04-2", 160_000),
        ],
        {"a": 40_000, "b": 40_000, "c": 40_000},
        rules=[{"item_code": "04-2", "fund_year": "2024", "payment_ratio": "1", "source": "指南"}],
    ),
    Example(
        "C02",
        "an unstated cut is exact to the cent",
        [
            case("a", "04-2", 160_000),
            case("b", "04-2", 160_000),
            case("c", "04-2", 160_000),
            case("cent below", "04-2", 159_999.99),
            case("cent above", "04-2", 160_000.01),
        ],
        {"cent below": 40_000.01, "cent above": 39_999.99},
        notes={"a": 40_000, "b": 40_000, "c": 40_000},
    ),
    Example(
        "C02",
        "a third is one ratio, however it is rounded to the cent",
        [
            case("one", "04-2", 66_666.67),
            case("two", "04-2", 133_333.33, units=2),
            case("three", "04-2", 200_000, units=3),
            case("full", "04-2", 200_000),
            case("cent", "04-2", 66_666.65),
        ],
        {"cent": 133_333.35},
        notes={"one": 133_333.33, "two": 266_666.67, "three": 400_000},
    ),
    Example(
        "C02",
        "a case without an amount is one of the three, and shares no ratio",
        [
            case("a", "04-2", 160_000),
            case("b", "04-2", 160_000),
            case("unknown", "04-2", None),
            case("c", "12-1", 160_000),
            case("d", "12-1", 160_000),
            case("e", "12-1", None),
            case("f", "12-1", None),
        ],
        {"c": 40_000, "d": 40_000},
        notes={"a": 40_000, "b": 40_000},
    ),
    Example(
        "C02",
        "two cases are too few for a cut",
        [case("a", "04-2", 160_000), case("b", "04-2", 160_000)],
        {"a": 40_000, "b": 40_000},
    ),
    Example(
        "C02",
        "half is not more than half",
        [
            case("a", "04-2", 160_000),
            case("b", "04-2", 160_000),
            case("c", "04-2", 200_000),
            case("d", "04-2", 200_000),
        ],
        {"a": 40_000, "b": 40_000},
    ),
    Example(
        "C03",
        "the amount of the tier and no other",
        [
            case("one", "08-2", 2_000_000, tier=1),
            case("two", "08-2", 1_000_000, tier=2),
            case("low", "08-2", 400_000, tier=3),
            case("high", "08-2", 1_000_000, tier=3),
            case("unknown", "08-2", 1),
        ],
        {"low": 100_000, "high": 500_000},
    ),
    Example(
        "C03",
        "a cent is a difference",
        [
            case("at", "08-2", 500_000, tier=3),
            case("below", "08-2", 499_999.99, tier=3),
            case("above", "08-2", 500_000.01, tier=3),
        ],
        {"below": 0.01, "above": 0.01},
    ),
    Example(
        "C03",
        "a cent below the cut is none",
        [
            case("one", "08-2", 1_800_000, tier=1),
            case("two", "08-2", 900_000, tier=2),
            case("cent", "08-2", 449_999.99, tier=3),
        ],
        {"cent": 50_000.01},
        notes={"one": 200_000, "two": 100_000},
    ),
    Example(
        "C03",
        "a cut of the year is a note",
        [
            case("one", "08-2", 1_800_000, tier=1),
            case("two", "08-2", 900_000, tier=2),
            case("three", "08-2", 450_000, tier=3),
        ],
        {},
        notes={"one": 200_000, "two": 100_000, "three": 50_000},
    ),
    Example(
        "C04",
        "the second support of a first-time item, by the order of decision",
        [
            case(
                "first",
                "11-1",
                200_000,
                uscc="U1",
                fund_year=2025,
                submitted_on=date(2025, 3, 1),
                decided_on=date(2025, 4, 1),
            ),
            case("again", "11-1", 100_000, uscc="U1", decided_on=date(2025, 4, 2)),
            case("other item", "11-2", 1, uscc="U1"),
            case("refused before", "11-1", 1, uscc="U2"),
            case("refused", "11-1", None, uscc="U2", status="rejected", decided_on=date(2023, 9, 1)),
        ],
        {"again": 100_000},
    ),
    Example(
        "C04",
        "an earlier honour of the same type, also before the term and by name where it has no code",
        [
            case("old", "09-5", 1),
            case("named", "09-5", 2),
            case("year", "09-5", 3),
            case("same year", "09-5", 4),
            case("own", "09-5", 5),
            case("proposed", "09-5", 6),
            case("later", "09-5", 7),
        ],
        {"old": 1, "named": 2, "year": 3},
        awards=[
            *(
                award(f"W-{name}", "mayor_quality_award", name)
                for name in ("old", "named", "year", "same year", "own", "proposed", "later")
            ),
            award("W1", "mayor_quality_award", "old", application_id=None, awarded_on=date(2012, 1, 1)),
            award("W2", "mayor_quality_award", "named", application_id=None, uscc=None, awarded_on=date(2024, 1, 9)),
            award("W3", "mayor_quality_award", "year", application_id=None, awarded_on=None, award_year=2023),
            award("W4", "mayor_quality_award", "same year", application_id=None, awarded_on=None, award_year=2024),
            award(
                "W6",
                "mayor_quality_award",
                "proposed",
                application_id=None,
                awarded_on=date(2020, 1, 1),
                decision_status="proposed",
            ),
            award("W7", "mayor_quality_award", "later", application_id=None, awarded_on=date(2024, 1, 11)),
        ],
    ),
    Example(
        "C04",
        "a day before the honour that is claimed is earlier, the same day and a revoked one are not",
        [
            case("day before", "09-5", 1),
            case("same day", "09-5", 2),
            case("revoked", "09-5", 3),
            case("other type", "09-5", 4),
            case("other code", "09-5", 5),
            case("no award", "09-5", 6, event_on=date(2024, 2, 1)),
        ],
        {"day before": 1, "no award": 6},
        awards=[
            *(
                award(f"W-{name}", "mayor_quality_award", name)
                for name in ("day before", "same day", "revoked", "other type", "other code")
            ),
            award("W1", "mayor_quality_award", "day before", application_id=None, awarded_on=date(2024, 1, 9)),
            award("W2", "mayor_quality_award", "same day", application_id=None),
            award(
                "W3",
                "mayor_quality_award",
                "revoked",
                application_id=None,
                awarded_on=date(2020, 1, 1),
                decision_status="revoked",
            ),
            award("W4", "guangdong_quality_award", "other type", application_id=None, awarded_on=date(2020, 1, 1)),
            award("W5", "mayor_quality_award", "other code", application_id=None, uscc="U-x", awarded_on=date(2020, 1, 1)),
            # it belongs to another application, so that it cannot be the one that is claimed
            award("W6", "mayor_quality_award", "no award", application_id="elsewhere", awarded_on=date(2024, 1, 31)),
        ],
    ),
    Example(
        "C04",
        "of cases decided on one day the later application comes second, then the higher number",
        [
            case("b", "11-1", 1, uscc="U1"),
            case("a", "11-1", 2, uscc="U1", submitted_on=date(2024, 3, 2)),
            case("y", "11-1", 3, uscc="U2"),
            case("x", "11-1", 4, uscc="U2"),
        ],
        {"a": 2, "y": 3},
    ),
    Example(
        "C05",
        "of cases decided on one day the later application comes second, then the higher number",
        [
            case("b", "04-1", 1, uscc="U1", project_title="甲"),
            case("a", "04-1", 2, uscc="U1", project_title="甲", submitted_on=date(2024, 3, 2)),
            case("y", "04-1", 3, uscc="U2", project_title="甲"),
            case("x", "04-1", 4, uscc="U2", project_title="甲"),
        ],
        {"a": 2, "y": 3},
    ),
    Example(
        "C05",
        "the same certificate or project, in any item or year",
        [
            case("first", "03-1", 1, certificate_type=CARBON, certificate_no="N1"),
            case(
                "again", "03-1", 2, certificate_type=CARBON, certificate_no="N1", fund_year=2025, decided_on=date(2025, 5, 6)
            ),
            case("number of another type", "03-1", 3, certificate_type="green_product", certificate_no="N1"),
            case("project", "04-1", 4, uscc="U1", project_title="甲"),
            case("same project", "12-1", 5, uscc="U1", project_title="甲", decided_on=date(2024, 5, 7)),
            case("project of another", "04-1", 6, uscc="U2", project_title="甲"),
            case("no number", "03-1", 7, certificate_type=CARBON),
            case("no number either", "03-1", 8, certificate_type=CARBON),
        ],
        {"again": 2, "same project": 5},
    ),
    Example(
        "C05",
        "a case that states no number is known by the certificate that names it",
        [
            case("named", "03-1", 1),
            case("again", "03-1", 2, certificate_type=CARBON, certificate_no="N 2", decided_on=date(2024, 5, 7)),
            case("by organisation alone", "03-1", 3),
            case("its number", "03-1", 4, certificate_type=CARBON, certificate_no="N3", decided_on=date(2024, 5, 7)),
        ],
        {"again": 2},
        awards=[
            award("W1", CARBON, "named", certificate_no="n2"),
            award("W2", CARBON, "by organisation alone", application_id=None, certificate_no="N3"),
        ],
    ),
    Example(
        "C06",
        "score of half, rank of 15",
        [
            tenth("at", score_permille=500, rank=15),
            tenth("low", score_permille=499),
            tenth("sixteenth", rank=16),
            tenth("no rank", rank=None),
            tenth("no score", score_permille=None),
        ],
        {"low": 300_000, "sixteenth": 300_000},
    ),
    Example(
        "C06",
        "the sixteenth case of a round, a missing rank counted",
        [
            *(tenth(f"{place:02d}", rank=None if place == 3 else 5) for place in range(16)),
            tenth("2025", fund_year=2025),
        ],
        {"15": 300_000},
    ),
    Example(
        "C07",
        "the limit of a group holds for each item of it; two are below, three at the limit",
        [
            case("below", "07-1", 1, uscc="U1", units=2),
            case("at", "07-2", 2, uscc="U1", units=3),
            case("above", "07-3", 3, uscc="U1", units=4),
            case("platform", "09-5", 4, uscc="U1", units=9),
        ],
        {"above": 0.75},
        rules=[
            {"item_code": "07-*", "fund_year": "2024", "per_applicant_per_year": 3, "source": "t"},
            {"item_code": "09-5", "fund_year": "2024", "per_applicant_per_year": 1, "source": "t"},
        ],
    ),
    Example(
        "C07",
        "field by field the item speaks first, then the group, then all, then the same of every year",
        [
            case("item", "07-1", 1, units=2),
            case("group", "07-2", 2, units=3),
            case("all", "04-1", 3, units=4),
            case("every", "04-1", 4, units=5, fund_year=2026),
            case("item of every year", "04-2", 5, units=6, fund_year=2026),
            case("at", "04-1", 6, units=3),
            case("below", "07-2", 7, units=2),
        ],
        {"item": 0.5, "group": 0.67, "all": 0.75, "every": 0.8, "item of every year": 0.83},
        rules=[
            {"item_code": "07-1", "fund_year": "2024", "per_applicant_per_year": 1, "source": "t"},
            {"item_code": "07-2", "fund_year": "2024", "offered": "yes", "source": "t"},
            {"item_code": "07-*", "fund_year": "2024", "per_applicant_per_year": 2, "source": "t"},
            {"item_code": "*", "fund_year": "2024", "per_applicant_per_year": 3, "source": "t"},
            {"item_code": "*", "fund_year": "*", "per_applicant_per_year": 4, "source": "t"},
            {"item_code": "04-2", "fund_year": "*", "per_applicant_per_year": 5, "source": "t"},
        ],
    ),
    Example(
        "C07",
        "three certificates a year",
        [
            case("at", "03-1", 3, uscc="U1", units=3),
            case("over", "03-1", 4, uscc="U1", decided_on=date(2024, 5, 7)),
            case("alone", "03-1", 5, uscc="U2", units=4),
            case("year", "03-1", 6, uscc="U1", fund_year=2025),
        ],
        {"over": 4, "alone": 1.25},
        rules=[YEAR | {"per_applicant_per_year": 3}],
    ),
    Example(
        "C08",
        "the case with which the envelope is passed, and all later ones",
        [
            case("a", "03-1", 60_000),
            case("b", "03-1", 40_000),
            case("c", "03-1", 0.01, decided_on=date(2024, 5, 7)),
            case("d", "03-1", 70_000, decided_on=date(2024, 5, 8)),
            case("undecided", "03-1", 5, decided_on=None),
        ],
        {"c": 0.01, "d": 70_000, "undecided": 5},
        rules=[YEAR | {"yearly_envelope_yuan": "100000"}],
    ),
    Example(
        "C08",
        "a cent below, at and above; an envelope of every year is one of this year",
        [
            case("below", "03-1", 99_999.99),
            case("at", "03-1", 0.01, decided_on=date(2024, 5, 7)),
            case("above", "03-1", 0.01, decided_on=date(2024, 5, 8)),
            case("next year", "03-1", 100_000, fund_year=2025),
        ],
        {"above": 0.01},
        rules=[{"item_code": "03-1", "fund_year": "*", "yearly_envelope_yuan": "100000", "source": "t"}],
    ),
    Example(
        "C08",
        "a later case is named also where its amount is not known",
        [
            case("before", "03-1", None, decided_on=date(2024, 5, 1)),
            case("a", "03-1", 150_000),
            case("after", "03-1", None, decided_on=date(2024, 5, 7)),
        ],
        {"a": 50_000, "after": None},
        rules=[YEAR | {"yearly_envelope_yuan": "100000"}],
    ),
    Example(
        "C08",
        "only what is beyond, and the group together",
        [
            case("a", "07-1", 60_000),
            case("b", "07-6", 60_000, decided_on=date(2024, 5, 7)),
        ],
        {"b": 20_000},
        rules=[{"item_code": "07-*", "fund_year": "2024", "yearly_envelope_yuan": "100000", "source": "t"}],
    ),
]
