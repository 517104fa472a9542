"""The rows a finding rests on, named by hand for every kind of rule; nothing that came after the case."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.policy import load_registry
from dashboard.questions import query
from dashboard.questions.filters import read_filters
from dashboard.snapshots import open_snapshot
from tests.queries.conformity.examples import CARBON, award, case
from tests.snapshot_builder import build

JUNE = date(2024, 6, 1)
CASES = [
    case("a1", "11-1", 200_000, uscc="U1", applicant="甲", fund_year=2023, decided_on=date(2023, 9, 1)),
    case("a2", "11-1", 200_000, uscc="U1", applicant="甲"),
    case("a3", "11-1", 200_000, uscc="U1", applicant="甲", decided_on=JUNE),
    case("other item", "11-2", 1, uscc="U1", applicant="甲"),
    case("refused", "11-1", 1, uscc="U1", applicant="甲", status="rejected", decided_on=date(2023, 8, 1)),
    case("n1", "03-1", 1, certificate_type=CARBON, certificate_no="N1", project_title="一"),
    case("n2", "03-1", 1, certificate_type=CARBON, certificate_no="N1", decided_on=JUNE),
    case("p1", "04-1", 1, uscc="U9", applicant="丙", project_title="二"),
    case("p2", "12-1", 1, uscc="U9", applicant="丁", project_title="二", decided_on=JUNE),
    case("g1", "07-1", 1),
    case("g2", "07-6", 1, decided_on=JUNE),
    case("k", "13-1", 1, uscc="U7", applicant="甲", decided_on=JUNE),
]
AWARDS = [
    award("W1", "shenzhen_premium", "a2", uscc="U1"),
    award("W2", "shenzhen_premium", "x", application_id=None, uscc="U1", awarded_on=date(2020, 1, 1)),
    award("W3", "green_product", "x", application_id=None),
]


@pytest.mark.parametrize(
    ("rule", "name", "expected"),
    [
        ("C01", "a2", ["a2"]),
        ("C04", "a2", ["a1", "a2"]),
        ("C04", "a3", ["a1", "a2", "a3"]),
        ("C07", "a3", ["a2", "a3"]),
        ("C05", "n2", ["n1", "n2"]),
        ("C05", "p2", ["p1", "p2"]),
        ("C08", "g2", ["g1", "g2"]),
        ("C06", "g2", ["g2"]),
        ("K02", "k", ["a1", "a2", "other item", "a3", "k"]),
        ("K03", "p2", ["p1", "p2"]),
        ("C01", "refused", []),
        ("N02", None, []),
    ],
)
def test_cases_of_a_finding(rule: str, name: str | None, expected: list[str], tmp_path: Path) -> None:
    build(tmp_path, applications=CASES, awards=AWARDS)
    filters, _ = read_filters({}, snapshot=open_snapshot(None, data=tmp_path), registry=load_registry())
    found = query("conformity/finding_cases", filters, rule_code=rule, application_id=name)
    assert found["application_id"].to_list() == expected


@pytest.mark.parametrize(
    ("case_name", "award_name", "expected"),
    [
        ("a2", None, ["W1"]),
        ("a2", "W2", ["W2", "W1"]),
        (None, "W3", ["W3"]),
        ("n1", None, []),
    ],
)
def test_awards_of_a_finding(case_name: str | None, award_name: str | None, expected: list[str], tmp_path: Path) -> None:
    build(tmp_path, applications=CASES, awards=AWARDS)
    filters, _ = read_filters({}, snapshot=open_snapshot(None, data=tmp_path), registry=load_registry())
    found = query("conformity/finding_awards", filters, application_id=case_name, award_id=award_name)
    assert found["award_id"].to_list() == expected
