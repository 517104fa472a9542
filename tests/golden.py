"""The answer of every query on a tiny snapshot, one CSV a query, so that a changed figure reads as a diff.

Every row can be followed by hand. After a change that is meant, write the files anew and read the diff:
``python -m tests.golden``.
"""

import tempfile
from datetime import date as D
from pathlib import Path
from typing import Any

import polars as pl

from dashboard.access import MACHINE, act_as
from dashboard.policy import load_registry, rules_to_frame
from dashboard.questions import query
from dashboard.questions.filters import read_filters
from dashboard.snapshots import open_snapshot
from dashboard.warehouse import query_info, query_names
from tests.snapshot_builder import build

GOLDEN = Path(__file__).parent / "data" / "golden"
CARBON = {"item_code": "03-1", "certificate_type": "gba_carbon_footprint", "district_registered": "440305",
          "cluster_code": "v2-S01", "size_class": "large"}  # fmt: skip
PAID = {
    "status": "paid",
    "accepted_on": D(2025, 6, 23),
    "reviewed_on": D(2025, 6, 27),
    "decided_on": D(2025, 6, 30),
    "publicised_on": D(2025, 7, 1),
    "granted_on": D(2025, 7, 10),
    "paid_on": D(2025, 7, 14),
}
APPLICATIONS: list[dict[str, Any]] = [
    # 甲: two labels in full, then one revoked; operates in another district
    CARBON
    | PAID
    | {
        "uscc": "U1",
        "certificate_no": "N1",
        "units": 2,
        "requested_yuan": 200_000,
        "approved_yuan": 200_000,
        "paid_yuan": 200_000,
        "district_operating": "440306",
    },
    CARBON
    | PAID
    | {
        "uscc": "U1",
        "applicant": "甲(更名)",
        "certificate_no": "N2",
        "status": "revoked",
        "approved_yuan": 100_000,
        "paid_yuan": 100_000,
        "clawback_yuan": 40_000,
        "revoked_on": D(2025, 9, 1),
    },
    # 乙: submitted on a leap day, less than asked for, in notice; later refused
    CARBON
    | {
        "uscc": "U2",
        "applicant": "乙",
        "district_registered": "440306",
        "cluster_code": None,
        "size_class": "small",
        "fund_year": 2024,
        "submitted_on": D(2024, 2, 29),
        "accepted_on": D(2024, 3, 4),
        "decided_on": D(2024, 3, 29),
        "publicised_on": D(2024, 4, 1),
        "status": "publicised",
        "approved_yuan": 60_000,
    },
    CARBON
    | {
        "uscc": "U2",
        "applicant": "乙",
        "status": "rejected",
        "accepted_on": D(2025, 6, 24),
        "decided_on": D(2025, 7, 2),
        "reject_reason": "证书过期",
    },
    # 丙: withdrawn after acceptance; 丁: open, waiting since acceptance; 戊: not accepted, no district
    CARBON
    | {"uscc": "U3", "applicant": "丙", "status": "withdrawn", "accepted_on": D(2025, 6, 23), "withdrawn_on": D(2025, 7, 4)},
    CARBON
    | {
        "uscc": "U4",
        "applicant": "丁",
        "status": "under_review",
        "accepted_on": D(2026, 6, 22),
        "submitted_on": D(2026, 6, 1),
        "fund_year": 2026,
        "requested_yuan": None,
    },
    CARBON
    | {"uscc": "U5", "applicant": "戊", "district_registered": None, "submitted_on": D(2026, 10, 20), "fund_year": 2026},
    # 04-2 was cut to four fifths in 2025: three fixed amounts of 200,000 at the cut
    *(
        {
            "item_code": "04-2",
            "uscc": code,
            "applicant": name,
            "certificate_type": "contest_honour",
            "district_registered": "440306",
            "requested_yuan": 200_000,
            "approved_yuan": 160_000,
            "paid_yuan": 160_000,
        }
        | {key: PAID[key] for key in PAID}
        for code, name in (("U2", "乙"), ("U6", "己"), ("U7", "庚"))
    ),
    # a tier, granted and not paid; a metrology matter approved without an amount
    {
        "item_code": "08-2",
        "uscc": "U6",
        "applicant": "己",
        "district_registered": "440303",
        "tier": 2,
        "status": "granted",
        "accepted_on": D(2025, 6, 24),
        "decided_on": D(2025, 8, 1),
        "granted_on": D(2025, 8, 20),
        "requested_yuan": 1_000_000,
        "approved_yuan": 1_000_000,
        "cluster_code": "v1-S01",
    },
    {
        "item_code": "07-1",
        "uscc": "U7",
        "applicant": "庚",
        "district_registered": "440303",
        "status": "approved",
        "accepted_on": D(2025, 7, 1),
        "decided_on": D(2025, 9, 12),
        "requested_yuan": 600_000,
        "approved_yuan": None,
    },
]
LABEL = {"district_registered": "440305", "cluster_code": "v2-S01"}
AWARDS: list[dict[str, Any]] = [
    LABEL | {"uscc": "U1", "certificate_no": "N1", "valid_until": D(2026, 11, 20)},
    LABEL | {"uscc": "U1", "certificate_no": "N2", "decision_status": "revoked", "document_no": "D2"},
    LABEL
    | {
        "uscc": "U8",
        "organisation": "辛",
        "certificate_no": "N3",
        "awarded_on": D(2025, 3, 3),
        "valid_until": D(2028, 3, 2),
    },
    LABEL | {"organisation": "壬", "certificate_no": "N4", "awarded_on": D(2020, 5, 1), "valid_until": D(2026, 10, 30)},
    {"uscc": "U2", "organisation": "乙", "certificate_type": "contest_honour", "district_registered": "440306"},
    {"organisation": "癸", "certificate_type": "mayor_quality_award", "awarded_on": None, "award_year": 2024},
    {"organisation": "癸", "certificate_type": "mayor_quality_award", "awarded_on": D(2025, 5, 1)},
    {"organisation": "子", "certificate_type": "mayor_quality_award", "decision_status": "proposed"},
    {
        "organisation": "丑",
        "certificate_type": "metrology_demonstration",
        "item_code": "07-4",
        "decision_status": "shortlisted",
    },
]
RULES = [
    {
        "item_code": "03-1",
        "fund_year": "2025",
        "offered": True,
        "route": "approval",
        "yearly_envelope_yuan": 5_000_000,
        "per_applicant_per_year": 3,
        "window_start": D(2025, 6, 1),
        "window_end": D(2025, 6, 30),
        "source": "t",
    },
    {"item_code": "04-2", "fund_year": "2025", "offered": True, "route": "approval", "payment_ratio": "0.8", "source": "t"},
    {"item_code": "08-2", "fund_year": "2025", "offered": True, "route": "expert_review", "source": "t"},
    {"item_code": "12-1", "fund_year": "2025", "offered": False, "source": "t"},
]
GIVEN: dict[str, dict[str, Any]] = {
    "records/organisation_applications": {"uscc": "U1"}, "records/organisation_awards": {"uscc": "U1"},
    "records/organisation_findings": {"uscc": "U1"}, "records/organisations": {"search": "甲"},
    "process/stuck": {"longer_than": 0},
    "conformity/finding_cases": {"rule_code": "K03", "application_id": "A1"},
    "conformity/finding_awards": {"application_id": "A1", "award_id": "W7"},
    "uptake/breakdowns": {"dimensions": ["total", "district"]},
}  # fmt: skip


def build_golden(data: Path) -> Path:
    """The tiny snapshot in a data folder."""
    rules = pl.DataFrame(RULES, schema=rules_to_frame(()).schema, strict=False)
    build(data, applications=APPLICATIONS, awards=AWARDS, rules=rules, name="golden", kind="synthetic")
    return data


def answer(name: str, data: Path) -> str:
    """A query over the whole term as CSV; null is empty, six significant places after the point."""
    snapshot = open_snapshot(data=data)
    filters, _ = read_filters({}, snapshot=snapshot, registry=load_registry())
    known = query_info(name).parameters
    given = {key: value for key, value in GIVEN.get(name, {}).items() if key in known}
    return query(name, filters, **given).write_csv(float_precision=6)


def main() -> None:
    """Write every file anew."""
    with tempfile.TemporaryDirectory() as folder, act_as(MACHINE):
        data = build_golden(Path(folder))
        for name in query_names():
            path = GOLDEN / f"{name}.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(answer(name, data), encoding="utf-8")


if __name__ == "__main__":
    main()
