"""Procedure, money, clusters and lists on a few rows whose answers were worked out by hand."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from dashboard.evaluation.waiting_curves import count_at_risk, fit_curves
from dashboard.policy import load_registry, rules_to_frame
from dashboard.questions import query
from dashboard.questions.breakdowns import KEYS, ask_breakdowns
from dashboard.questions.filters import read_filters
from dashboard.snapshots import open_snapshot
from dashboard.warehouse import query_info
from tests.conftest import ask
from tests.snapshot_builder import build

D = date
CASES = [
    # paid in full after a cut: asked 100,000, approved 80,000
    {
        "uscc": "U1",
        "certificate_type": "gba_carbon_footprint",
        "status": "paid",
        "accepted_on": D(2025, 6, 23),
        "decided_on": D(2025, 6, 30),
        "publicised_on": D(2025, 7, 1),
        "granted_on": D(2025, 7, 10),
        "paid_on": D(2025, 7, 14),
        "approved_yuan": 80_000,
        "paid_yuan": 80_000,
        "cluster_code": "v2-S01",
    },
    # granted, not paid
    {
        "uscc": "U2",
        "status": "granted",
        "accepted_on": D(2025, 6, 23),
        "decided_on": D(2025, 7, 1),
        "granted_on": D(2025, 7, 11),
        "approved_yuan": 20_000,
        "cluster_code": "v2-S01",
    },
    {"uscc": "U3", "status": "rejected", "accepted_on": D(2025, 6, 24), "decided_on": D(2025, 7, 2)},
    {"uscc": "U4", "status": "withdrawn", "withdrawn_on": D(2025, 8, 1)},
    {"uscc": "U5", "status": "under_review", "accepted_on": D(2026, 10, 30), "submitted_on": D(2026, 10, 29)},
    # waits since 20 June 2025 and was never accepted
    {"uscc": "U6", "status": "submitted", "district_registered": "440305"},
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    awards = [
        {"uscc": "U1", "valid_until": D(2026, 12, 1), "district_registered": "440305"},
        {"uscc": "U9", "valid_until": D(2027, 10, 1)},
        {"uscc": "U8", "awarded_on": D(2020, 1, 1), "valid_until": D(2026, 10, 30)},
        {"uscc": "U7", "decision_status": "revoked", "valid_until": D(2026, 12, 2)},
    ]
    build(tmp_path, applications=CASES, awards=awards)
    return tmp_path


def rows(name: str, data: Path, **parameters: Any) -> pl.DataFrame:
    filters, _ = read_filters({}, snapshot=open_snapshot(data=data), registry=load_registry())
    return query(name, filters, **parameters)


def test_funnel_counts_stages_and_where_cases_stopped(data: Path) -> None:
    funnel = ask("process/funnel", data=data)
    assert dict(zip(funnel["stage"], funnel["reached_count"], strict=True)) == {
        # all six; four were accepted; three reviewed (two approved, one refused); one was publicised and paid;
        # the granted one counts as publicised, because a later stage implies the earlier
        "submitted": 6,
        "accepted": 4,
        "reviewed": 3,
        "approved": 2,
        "publicised": 2,
        "granted": 2,
        "paid": 1,
    }
    stopped = {
        row["stage"]: (row["open_count"], row["withdrawn_count"], row["rejected_count"])
        for row in funnel.iter_rows(named=True)
    }
    assert stopped["submitted"] == (1, 1, 0)
    assert stopped["accepted"] == (1, 0, 0)
    assert stopped["reviewed"] == (0, 0, 1)


def test_stuck_waits_since_acceptance_or_filing(data: Path) -> None:
    stuck = rows("process/stuck", data, longer_than=60)
    assert stuck["uscc"].to_list() == ["U6"]
    # accepted on Friday, 30 October; the as-of date is a Saturday: no working day has passed
    assert rows("process/stuck", data, longer_than=-1)["uscc"].to_list() == ["U6", "U5"]
    assert rows("process/stuck", data, longer_than=10_000).is_empty()


def test_durations_become_a_curve_with_numbers_at_risk(data: Path) -> None:
    durations = rows("process/durations", data, measure="decision", dimension="route")
    # accepted and decided, in working days after acceptance: 23→30 June 5, 23 June→1 July 6, 24 June→2 July 6;
    # 30 October (Friday) to the as-of date 31 October (Saturday) 0, censored
    assert durations.rows() == [(None, 0, 0, 1), (None, 5, 1, 0), (None, 6, 2, 0)]
    (curve,) = fit_curves(durations)
    assert curve.case_count == 4
    # at day 5 three are at risk: 1 - 1/3; at day 6 both left finish
    undecided = dict(zip(curve.days, curve.undecided, strict=True))
    assert undecided[5] == pytest.approx(2 / 3)
    assert undecided[6] == 0
    assert count_at_risk(durations, marks=[0, 5, 6, 7]).row(0) == (None, 4, 3, 2, 0)


def test_throughput_balances(data: Path) -> None:
    flow = {row["month"]: row for row in ask("process/throughput", data=data).iter_rows(named=True)}
    assert list(flow)[0] == "2025-06"
    assert list(flow)[-1] == "2026-10"
    assert (flow["2025-06"]["in_count"], flow["2025-06"]["out_count"], flow["2025-06"]["open_at_end_count"]) == (5, 1, 4)
    assert (flow["2025-07"]["out_count"], flow["2025-07"]["open_at_end_count"]) == (2, 2)
    assert (flow["2025-08"]["out_count"], flow["2025-08"]["open_at_end_count"]) == (1, 1)
    assert flow["2026-10"]["open_at_end_count"] == 2  # U5 and U6


def test_funds_and_payments(data: Path) -> None:
    (row,) = ask("process/funds", data=data).iter_rows(named=True)
    # asked 600,000; U3 to U6 got nothing; U1 got 20,000 and U2 80,000 less than asked for
    assert (row["requested_yuan"], row["not_approved_yuan"], row["reduced_yuan"]) == (600_000, 400_000, 100_000)
    assert (row["cut_yuan"], row["unmatched_yuan"], row["payment_ratio"]) == (0, 0, None)
    levels = [row[name] for name in ("approved_yuan", "granted_yuan", "paid_yuan")]
    assert levels == [Decimal(100_000), Decimal(100_000), Decimal(80_000)]
    payments = ask("process/payments", data=data)
    assert payments.rows() == [("2025-07", Decimal(80_000), Decimal(80_000))]


def test_a_pro_rata_cut_is_told_from_other_reductions_and_from_missing_amounts(tmp_path: Path) -> None:
    rules = pl.DataFrame(
        [
            {
                "item_code": "03-1",
                "fund_year": "2025",
                "offered": True,
                "payment_ratio": Decimal("0.8"),
                "source": "t",
                "yearly_envelope_yuan": 1_000_000,
            }
        ],
        schema=rules_to_frame(()).schema,
    )
    case = {"status": "approved", "decided_on": D(2025, 7, 1), "district_registered": "440305"}
    build(
        tmp_path,
        rules=rules,
        applications=[
            case | {"approved_yuan": 80_000},  # 100,000 at four fifths: 20,000 of cut
            case | {"approved_yuan": 40_000},  # 50,000 before the cut: 10,000 of cut, 50,000 less for other reasons
            case | {"approved_yuan": 60_000, "requested_yuan": None},
            case | {"approved_yuan": None},
            {"requested_yuan": 70_000},
        ],
    )
    (row,) = ask("process/funds", data=tmp_path).iter_rows(named=True)
    assert (row["payment_ratio"], row["cut_yuan"], row["reduced_yuan"]) == (Decimal("0.8"), 30_000, 50_000)
    assert (row["not_approved_yuan"], row["unmatched_yuan"], row["missing_count"]) == (70_000, 40_000, 2)
    assert row["requested_yuan"] - 70_000 - 30_000 - 50_000 - 40_000 == row["approved_yuan"] == 180_000
    # nothing is granted yet: a real nothing; nothing is known of payments
    assert (row["granted_yuan"], row["paid_yuan"], row["yearly_envelope_yuan"]) == (0, None, 1_000_000)
    # part of the city has no envelope
    assert ask("process/funds", data=tmp_path, district="440305")["yearly_envelope_yuan"].to_list() == [None]


def test_finished_cases_without_a_date_are_not_open(tmp_path: Path) -> None:
    build(tmp_path, as_of=D(2025, 8, 31), applications=[{}, {"status": "rejected"}, {"status": "withdrawn"}])
    flow = ask("process/throughput", data=tmp_path)
    assert flow.rows() == [("2025-06", 3, 0, 2, 1), ("2025-07", 0, 0, 0, 1), ("2025-08", 0, 0, 0, 1)]


def test_a_list_says_how_many_there_are_when_it_is_cut(data: Path) -> None:
    assert rows("process/stuck", data, longer_than=-1, limit=1)["total_count"].to_list() == [2]
    assert rows("records/expiring", data, within=400, limit=1)["total_count"].to_list() == [2]


def test_lists_of_awards_are_empty_under_a_filter_that_awards_cannot_answer(data: Path) -> None:
    for name in ("records/expiring", "records/honours", "records/honours_by_year", "uptake/expiries"):
        assert not ask(name, data=data).is_empty()
        assert ask(name, data=data, kind="enterprise").is_empty(), name


def test_units_count_only_where_the_item_is_paid_by_unit(tmp_path: Path) -> None:
    case = {"status": "approved", "units": 4, "approved_yuan": 200_000}
    build(
        tmp_path,
        applications=[
            case | {"certificate_type": "gba_carbon_footprint"},
            # paid by organisation: one, whatever the column says
            case | {"item_code": "09-4", "certificate_type": "guangdong_quality_award_nomination"},
        ],
    )
    money = ask("uptake/certificate_money", data=tmp_path)
    assert money["approved_units_count"].to_list() == [4, 1]
    assert money["per_certificate_yuan"].to_list() == [50_000, 200_000]


def test_every_figure_lists_the_cases_that_it_counts(tmp_path: Path) -> None:
    # no holiday between these days: 20, 40 and 60 working days before 29 August are 1 August, 4 July and 6 June
    open_ones = {
        "n": None,
        "20": D(2025, 8, 1),
        "21": D(2025, 7, 31),
        "40": D(2025, 7, 4),
        "41": D(2025, 7, 3),
        "60": D(2025, 6, 6),
        "61": D(2025, 6, 5),
    }
    approved = {"approved_yuan": 1, "accepted_on": D(2025, 7, 1)}
    build(
        tmp_path,
        as_of=D(2025, 8, 29),
        applications=[
            *(
                {"application_id": name, "accepted_on": day, "status": "accepted" if day else "submitted"}
                for name, day in open_ones.items()
            ),
            {
                "application_id": "reviewed",
                "status": "under_review",
                "accepted_on": D(2025, 8, 28),
                "reviewed_on": D(2025, 8, 29),
            },
            {"application_id": "approved", "status": "approved", **approved},
            {"application_id": "notice", "status": "publicised", **approved},
            {"application_id": "granted", "status": "granted", **approved},
            {"application_id": "paid", "status": "paid", **approved},
            {"application_id": "rejected", "status": "rejected"},
            {"application_id": "withdrawn", "status": "withdrawn", "requested_yuan": None},
            {"application_id": "revoked", "status": "revoked", **approved},
        ],
    )
    all_open, all_approved = [*open_ones, "reviewed"], ["approved", "notice", "granted", "paid", "revoked"]
    expected = {
        "open_count": all_open,
        "decided_count": [*all_approved, "rejected"],
        "approved_count": all_approved,
        "in_notice_count": ["notice"],
        "rejected_count": ["rejected"],
        "withdrawn_count": ["withdrawn"],
        "revoked_count": ["revoked"],
        "ageing_not_accepted_count": ["n"],
        "ageing_up_to_20_count": ["20", "reviewed"],
        "ageing_21_to_40_count": ["21", "40"],
        "ageing_41_to_60_count": ["41", "60"],
        "ageing_over_60_count": ["61"],
        "reached_accepted": [*(name for name in all_open if name != "n"), *all_approved, "rejected"],
        "reached_reviewed": ["reviewed", *all_approved, "rejected"],
        "reached_approved": all_approved,
        "reached_publicised": ["notice", "granted", "paid"],
        "reached_granted": ["granted", "paid"],
        "reached_paid": ["paid"],
        # one asked for an unknown amount, of one it is not known what was paid
        "missing_count": ["withdrawn", "paid"],
    }
    assert expected.keys() == set(query_info("records/applications").choices["cases"])
    for cases, ids in expected.items():
        assert sorted(rows("records/applications", tmp_path, cases=cases)["application_id"]) == sorted(ids), cases
        assert rows("records/application_total", tmp_path, cases=cases)["listed_count"].to_list() == [len(ids)], cases


def test_cases_without_the_date_or_place_asked_for_are_listed_as_missing(tmp_path: Path) -> None:
    build(
        tmp_path,
        applications=[
            {"application_id": "whole", "status": "rejected", "decided_on": D(2025, 7, 1), "district_registered": "440305"},
            {"application_id": "no day", "status": "rejected", "district_registered": "440305"},
            {"application_id": "no place", "status": "rejected", "decided_on": D(2025, 7, 1)},
        ],
    )
    asked = {"date_basis": ["decided"], "district": ["440305"]}
    filters, _ = read_filters(asked, snapshot=open_snapshot(data=tmp_path), registry=load_registry())
    listed = {
        cases: sorted(query("records/applications", filters, cases=cases)["application_id"])
        for cases in (None, "missing_count")
    }
    assert listed == {None: ["whole"], "missing_count": ["no day", "no place"]}
    assert query("overview/totals", filters)["missing_count"].item() == 2


def test_a_search_over_unknown_amounts_adds_up_to_nothing_known(tmp_path: Path) -> None:
    build(tmp_path, applications=[{"status": "approved", "approved_yuan": None}, {"uscc": "U2", "applicant": "乙"}])
    assert rows("records/application_total", tmp_path).row(0, named=True)["approved_yuan"] is None
    assert rows("records/application_total", tmp_path, search="乙").row(0, named=True)["approved_yuan"] == 0
    future = ask("records/application_total", data=tmp_path, period="fund_year:2028").row(0, named=True)
    assert (future["reporting_state"], future["application_count"]) == ("not_reported", None)


def test_clusters_and_concentration(data: Path) -> None:
    pairs = ask("uptake/item_by_cluster", data=data)
    assert pairs.select("cluster_code", "application_count", "beneficiary_count").rows() == [("v2-S01", 2, 2), (None, 4, 0)]
    (row,) = ask("uptake/cluster_concentration", data=data).iter_rows(named=True)
    # shares 0.8 and 0.2: 0.64 + 0.04
    assert row["herfindahl"] == pytest.approx(0.68)
    assert row["top3_share"] == pytest.approx(1.0)


def test_certificates_expire_by_month_and_within_days(data: Path) -> None:
    assert ask("uptake/expiries", data=data).rows() == [
        ("2026-12", "gba_carbon_footprint", 1),
        ("2027-10", "gba_carbon_footprint", 1),
    ]
    # one expired the day before the as-of date, one was revoked, one has eleven months left
    assert rows("records/expiring", data, within=31)["uscc"].to_list() == ["U1"]
    assert rows("records/expiring", data, within=30)["uscc"].to_list() == []


def test_certificates_of_one_month_are_as_many_as_the_calendar_says(data: Path) -> None:
    for month, _type, count in ask("uptake/expiries", data=data).rows():
        assert rows("records/expiring", data, month=month)["total_count"].to_list() == [count] * count
    # one month ended before the as-of date, one has no certificate
    assert [rows("records/expiring", data, month=month).height for month in ("2026-09", "2027-01")] == [0, 0]


def test_honours_of_one_year_and_status(tmp_path: Path) -> None:
    build(
        tmp_path,
        applications=None,
        awards=[
            {"award_id": "dated"},
            {"award_id": "proposed", "decision_status": "proposed"},
            {"award_id": "year alone", "awarded_on": None, "award_year": 2019},
            {"award_id": "none", "awarded_on": None},
        ],
    )
    by_year = rows("records/honours_by_year", tmp_path)
    for year, status, count, _inside in by_year.rows():
        found = rows("records/honours", tmp_path, year=str(year) if year else "unknown", status=status)
        assert found.height == count
    assert rows("records/honours", tmp_path, year="2025")["award_id"].sort().to_list() == ["dated", "proposed"]
    assert rows("records/honours", tmp_path, year="unknown")["award_id"].to_list() == ["none"]
    assert rows("records/honours", tmp_path, status="proposed")["award_id"].to_list() == ["proposed"]


def test_unclaimed_awards_are_those_of_the_term_that_nobody_applied_for(data: Path) -> None:
    # U1 applied; U8's award is older than the policy; U7's is revoked
    assert ask("records/unclaimed", data=data)["uscc"].to_list() == ["U9"]


def test_a_search_does_not_ask_for_the_case_of_letters(tmp_path: Path) -> None:
    build(
        tmp_path,
        applications=[
            {
                "application_id": "Ab-1",
                "applicant": "深圳Mindray医疗",
                "uscc": "91440300X",
                "project_title": "新型pH计",
                "certificate_no": "Cnas-L001",
            },
            {"application_id": "Zz-2", "applicant": "乙"},
        ],
    )
    texts = ("AB-1", "ab-1", "MINDRAY医", "mindray", "新型PH", "cnas-l001", "CNAS-L", "91440300x")
    for text in texts:
        assert rows("records/applications", tmp_path, search=text)["application_id"].to_list() == ["Ab-1"], text
        assert rows("records/application_total", tmp_path, search=text)["application_count"].to_list() == [1], text
    assert rows("records/organisations", tmp_path, search="MINDRAY")["uscc"].to_list() == ["91440300X"]
    assert rows("records/organisations", tmp_path, search="91440300x")["uscc"].to_list() == ["91440300X"]


def test_search_finds_parts_and_sorts_on_the_server(data: Path) -> None:
    found = rows("records/applications", data, search="U", sort="requested_yuan", descending=False, limit=2, offset=1)
    assert found.height == 2
    assert rows("records/application_total", data, search="u4").row(0, named=True)["application_count"] == 1
    # large and small letters are alike in every column that is searched
    same = [rows("records/applications", data, search=text)["application_id"].to_list() for text in ("U4", "u4")]
    assert same[0] == same[1]
    assert len(same[0]) == 1
    assert rows("records/organisations", data, search="u4")["uscc"].to_list() == ["U4"]
    assert rows("records/application_total", data, search="' or 1=1 --").row(0, named=True)["application_count"] == 0
    assert rows("records/application_total", data, search=None).row(0, named=True)["application_count"] == 6


def test_one_organisation_across_its_names(tmp_path: Path) -> None:
    build(
        tmp_path,
        applications=[
            {"uscc": "U1", "applicant": "旧名"},
            {"uscc": "U1", "applicant": "新名", "submitted_on": D(2026, 1, 5)},
        ],
        awards=[{"uscc": None, "organisation": "旧名"}, {"uscc": "U2", "organisation": "旧名"}],
    )
    assert rows("records/organisation_applications", tmp_path, uscc="U1")["applicant"].to_list() == ["新名", "旧名"]
    assert rows("records/organisation_awards", tmp_path, uscc="U1")["award_id"].to_list() == ["W0"]
    # U1 holds the award without a code, because it once had that name; U2 has the same name and another code
    found = rows("records/organisations", tmp_path, search="名")
    columns = ("uscc", "applicant", "name_count", "application_count", "award_count")
    assert found.select(columns).rows() == [("U1", "新名", 2, 2, 1), ("U2", "旧名", 1, 0, 1)]


def test_an_organisation_of_a_public_list_is_found_and_opened_by_its_name(tmp_path: Path) -> None:
    build(tmp_path, applications=None, awards=[{"organisation": "华大"}, {"organisation": "华大"}, {"organisation": "中兴"}])
    (row,) = rows("records/organisations", tmp_path, search="华").iter_rows(named=True)
    assert (row["uscc"], row["application_count"], row["award_count"]) == ("华大", None, 2)
    assert rows("records/organisation_awards", tmp_path, uscc="华大").height == 2


FILTERS = [
    {}, {"period": "fund_year:2025"}, {"district": ["440305", "unknown"], "date_basis": "decided"}, {"item": "03-1"},
    {"cluster": "none", "period": "last12m"}, {"size": "small", "route": "expert_review", "date_basis": "paid"},
]  # fmt: skip


@pytest.mark.parametrize("given", FILTERS)
def test_invariants_on_the_shipped_snapshot(given: dict[str, Any], shipped: Path) -> None:
    values = {key: [value] if isinstance(value, str) else value for key, value in given.items()}
    filters, _ = read_filters(values, snapshot=open_snapshot(data=shipped), registry=load_registry())
    frames = ask_breakdowns(filters, "total", *KEYS)
    assert_frame_equal(frames[0], query("overview/totals", filters), rel_tol=1e-12, abs_tol=0)
    for dimension, frame in zip(KEYS, frames[1:], strict=True):
        alone = query(f"uptake/by_{dimension}", filters)
        # plain and counted answers may differ in the last bit of a fraction
        assert_frame_equal(frame.select(alone.columns), alone, rel_tol=1e-12, abs_tol=0)
    total = frames[0].row(0, named=True)
    funnel = query("process/funnel", filters)
    for part in funnel.partition_by("route"):
        assert part["reached_count"].is_sorted(descending=True), "funnel stages never grow"
    assert funnel.filter(pl.col("stage") == "submitted")["reached_count"].sum() == total["application_count"]
    assert funnel.filter(pl.col("stage") == "approved")["reached_count"].sum() == total["approved_count"]
    funds = query("process/funds", filters)
    for name in ("requested_yuan", "approved_yuan", "paid_yuan", "clawback_yuan"):
        assert (funds[name].sum() or 0) == (total[name] or 0), name
    assert (query("process/payments", filters)["paid_yuan"].sum() or 0) == total["paid_yuan"]
    assert query("uptake/item_by_cluster", filters)["application_count"].sum() == total["application_count"]
    throughput = query("process/throughput", filters)
    assert throughput["in_count"].sum() == total["application_count"]
    assert query("records/application_total", filters).row(0, named=True)["application_count"] == total["application_count"]
    reached = dict(funnel.group_by("stage").agg(pl.col("reached_count").sum()).iter_rows())
    for cases in query_info("records/applications").choices["cases"]:
        listed = query("records/application_total", filters, cases=cases)["listed_count"].item()
        said = total[cases] if cases in total else reached.get(cases.removeprefix("reached_"), 0)
        # what is open or missing is said by the date of submission, or of the basis
        assert said is None or (listed or 0) == said, cases
