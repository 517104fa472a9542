"""Figures whose expected values were worked out by hand on a few rows; each says how."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dashboard.policy import load_registry, rules_to_frame
from dashboard.questions import query
from dashboard.questions.filters import read_filters
from dashboard.questions.periods import year_before
from dashboard.snapshots import open_snapshot
from tests.conftest import ask
from tests.snapshot_builder import build

PAID = {
    "status": "paid", "accepted_on": date(2025, 6, 23), "decided_on": date(2025, 6, 30), "publicised_on": date(2025, 7, 1),
    "granted_on": date(2025, 7, 10), "paid_on": date(2025, 7, 14), "approved_yuan": 80_000, "paid_yuan": 80_000,
}  # fmt: skip


def totals(data: Path, **given: Any) -> dict[str, Any]:
    return ask("overview/totals", data=data, **given).row(0, named=True)


def item(data: Path, code: str, **given: Any) -> dict[str, Any]:
    return ask("uptake/by_item", data=data, **given).row(by_predicate=pl.col("item_code") == code, named=True)


def test_counts_rates_and_money(tmp_path: Path) -> None:
    build(
        tmp_path,
        applications=[
            PAID | {"uscc": "U1"},
            PAID | {"uscc": "U1", "status": "revoked", "clawback_yuan": 80_000, "revoked_on": date(2025, 9, 1)},
            {"uscc": "U2", "status": "rejected", "accepted_on": date(2025, 6, 20), "decided_on": date(2025, 6, 20)},
            {"uscc": "U3", "status": "withdrawn", "withdrawn_on": date(2025, 7, 1)},
            {"uscc": "U4", "status": "publicised", "approved_yuan": None, "decided_on": date(2025, 7, 1)},
            {"uscc": "U5", "requested_yuan": None},
        ],
    )
    row = totals(tmp_path)
    assert (row["application_count"], row["applicant_count"], row["open_count"]) == (6, 5, 1)
    # paid, revoked and publicised are approvals; withdrawn and open stand in neither part: 3 / (3 + 1)
    assert (row["approved_count"], row["decided_count"], row["approval_rate"]) == (3, 4, 0.75)
    assert (row["in_notice_count"], row["withdrawn_count"], row["revoked_count"], row["rejected_count"]) == (1, 1, 1, 1)
    # the revoked case keeps its money; what was clawed back stands apart
    assert (row["approved_yuan"], row["paid_yuan"], row["clawback_yuan"]) == (
        Decimal(160_000),
        Decimal(160_000),
        Decimal(80_000),
    )
    assert row["requested_yuan"] == Decimal(500_000)
    # U4 is approved without an amount, U5 has no requested amount
    assert (row["missing_count"], row["missing_approved_count"], row["missing_requested_count"]) == (2, 1, 1)
    assert (row["beneficiary_count"], row["first_time_beneficiary_count"]) == (2, 2)
    assert row["repeat_rate"] == 0.5  # U1 has two approved cases, U4 one
    assert row["cap_use"] == pytest.approx(160_000 / 200_000)  # two certificates of at most 100,000 with a known amount


def test_zero_null_and_the_four_states(tmp_path: Path) -> None:
    rules = pl.DataFrame(
        [
            {"item_code": "03-1", "fund_year": "2025", "offered": True, "source": "t"},
            {"item_code": "04-1", "fund_year": "2025", "offered": False, "source": "t"},
            {"item_code": "05-2", "fund_year": "2025", "offered": True, "source": "t"},
        ],
        schema=rules_to_frame(()).schema,
    )
    build(tmp_path, applications=[{"status": "approved", "approved_yuan": None, "requested_yuan": None}], rules=rules)
    in_2025 = {"period": "fund_year:2025"}
    all_null = item(tmp_path, "03-1", **in_2025)
    assert (all_null["reporting_state"], all_null["application_count"]) == ("reported", 1)
    assert all_null["approved_yuan"] is None  # a sum over values that are all null is null
    assert all_null["requested_yuan"] is None
    empty = item(tmp_path, "05-2", **in_2025)
    assert (empty["reporting_state"], empty["application_count"], empty["approved_yuan"]) == ("reported", 0, Decimal(0))
    withheld = item(tmp_path, "04-1", **in_2025)
    assert (withheld["reporting_state"], withheld["application_count"], withheld["approved_yuan"]) == (
        "not_offered",
        None,
        None,
    )
    unsaid = item(tmp_path, "13-1", **in_2025)
    assert (unsaid["reporting_state"], unsaid["application_count"]) == ("unknown", None)
    build(tmp_path, applications=None, name="honours", awards=[{}])
    absent = item(tmp_path, "03-1", **in_2025)
    assert (absent["reporting_state"], absent["application_count"], absent["paid_yuan"]) == ("not_reported", None, None)
    assert (absent["award_count"], absent["claimed_count"], absent["claim_rate"]) == (1, None, None)


@pytest.mark.parametrize(("kind", "nothing"), [("official", 0), ("published", None)])
def test_what_public_notices_do_not_name_is_unknown(tmp_path: Path, kind: str, nothing: int | None) -> None:
    build(tmp_path, applications=None, kind=kind, awards=[{"district_registered": "440305"}])
    named, other = item(tmp_path, "03-1"), item(tmp_path, "09-4")
    counts = ("award_count", "in_force_count", "claimable_count", "expiring_180_count")
    assert [named[name] for name in counts] == [1, 1, 1, 0]
    assert [other[name] for name in counts] == [nothing] * 4
    assert totals(tmp_path, district="440305")["award_count"] == 1
    assert totals(tmp_path, district="440306")["award_count"] == nothing
    assert totals(tmp_path, period="year:2024")["award_count"] == nothing


def test_after_the_as_of_date_nothing_is_zero(tmp_path: Path) -> None:
    build(tmp_path, applications=[{}])
    row = totals(tmp_path, period="fund_year:2028")
    assert (row["reporting_state"], row["application_count"]) == ("not_reported", None)


def test_first_time_counts_ties_and_looks_at_every_item(tmp_path: Path) -> None:
    build(
        tmp_path,
        applications=[
            # U1: two approvals on the first day, one of them in another item: either makes it a first time
            {"uscc": "U1", "status": "approved", "submitted_on": date(2024, 3, 1), "item_code": "05-2"},
            {"uscc": "U1", "status": "approved", "submitted_on": date(2024, 3, 1)},
            # U2: an earlier approval in another item, so not for the first time here
            {"uscc": "U2", "status": "approved", "submitted_on": date(2024, 2, 28), "item_code": "05-2"},
            {"uscc": "U2", "status": "approved", "submitted_on": date(2024, 3, 1)},
            # U3: the earlier case was refused and does not count
            {"uscc": "U3", "status": "rejected", "submitted_on": date(2023, 12, 1)},
            {"uscc": "U3", "status": "approved", "submitted_on": date(2024, 3, 1)},
        ],
    )
    row = item(tmp_path, "03-1")
    assert (row["beneficiary_count"], row["first_time_beneficiary_count"]) == (3, 2)
    assert row["repeat_rate"] == pytest.approx(2 / 3)  # U1 and U2 have two approved cases in the term


def test_leap_day_bounds(tmp_path: Path) -> None:
    build(
        tmp_path,
        applications=[
            {"submitted_on": date(2024, 2, 28)},
            {"submitted_on": date(2024, 2, 29)},
            {"submitted_on": date(2024, 3, 1)},
        ],
    )
    assert totals(tmp_path, period="2024-02-29..2024-02-29")["application_count"] == 1
    assert totals(tmp_path, period="2024-02-28..2024-02-29")["application_count"] == 2


def test_days_over_a_holiday_and_censoring(tmp_path: Path) -> None:
    # 1 to 8 October 2025 are holidays and 28 September and 11 October are worked: after Friday 26 September come
    # 28, 29, 30 September and 9, 10 October, five working days up to and including 10 October
    spell = {"status": "rejected", "accepted_on": date(2025, 9, 26), "submitted_on": date(2025, 9, 26)}
    build(
        tmp_path,
        as_of=date(2025, 10, 31),
        applications=[
            spell | {"decided_on": date(2025, 9, 26)},
            spell | {"decided_on": date(2025, 10, 10)},
            # open and withdrawn cases have waited at least as long: they are censored, not left out
            spell | {"status": "under_review"},
            spell | {"status": "withdrawn", "withdrawn_on": date(2025, 10, 10)},
        ],
    )
    row = totals(tmp_path)
    # survival: 3/4 after day 0, then one of three at risk on day 5: 1/2, which reaches the median
    assert (row["days_to_decision"], row["days_to_decision_p90"]) == (5, None)
    assert row["days_to_decision_finished_median"] == 2.5
    assert row["days_to_acceptance"] == 0


@pytest.mark.parametrize(
    ("accepted", "column"),
    [
        (date(2026, 9, 29), "ageing_up_to_20_count"),
        (date(2026, 8, 3), "ageing_41_to_60_count"),
        (date(2026, 1, 5), "ageing_over_60_count"),
        (None, "ageing_not_accepted_count"),
    ],
)
def test_ageing(accepted: date | None, column: str, tmp_path: Path) -> None:
    submitted = accepted or date(2026, 9, 1)
    build(tmp_path, applications=[{"status": "accepted", "accepted_on": accepted, "submitted_on": submitted}])
    row = totals(tmp_path)
    assert row[column] == 1
    assert sum(row[name] for name in row if name.startswith("ageing_")) == 1


def test_bases_count_what_lacks_its_date(tmp_path: Path) -> None:
    build(
        tmp_path,
        applications=[
            PAID,
            PAID | {"paid_on": None},
            PAID | {"decided_on": None, "paid_on": None, "status": "approved"},
            {},
        ],
    )
    paid = totals(tmp_path, date_basis="paid")
    assert (paid["application_count"], paid["missing_date_count"], paid["missing_count"]) == (1, 1, 1)
    assert (paid["open_count"], paid["approval_rate"]) == (None, None)
    decided = totals(tmp_path, date_basis="decided")
    # the third case is approved without a date of decision; the open one is simply not decided
    assert (decided["application_count"], decided["missing_date_count"], decided["open_count"]) == (2, 1, None)


def test_place_bases_and_the_unknown(tmp_path: Path) -> None:
    build(
        tmp_path,
        applications=[
            {"district_registered": "440305", "district_operating": "440306"},
            {"district_registered": None, "district_operating": "440306"},
        ],
    )
    one = totals(tmp_path, district="440305")
    assert (one["application_count"], one["missing_count"], one["missing_place_count"]) == (1, 1, 1)
    assert totals(tmp_path, district="440306", place_basis="operating")["application_count"] == 2
    assert totals(tmp_path, district="unknown")["application_count"] == 1
    rows = ask("uptake/by_district", data=tmp_path)
    assert rows.height == 12
    assert rows["district_code"][-1] is None
    assert (rows["application_count"][-1], rows["missing_count"][-1]) == (1, 1)


def test_envelopes_quota_and_headroom(tmp_path: Path) -> None:
    case = {"status": "approved", "fund_year": 2023, "submitted_on": date(2023, 11, 20), "approved_yuan": 100_000}
    build(
        tmp_path,
        applications=[
            case | {"item_code": "07-1", "approved_yuan": 300_000},
            case | {"item_code": "07-3", "approved_yuan": 200_000},
            case,
            case | {"status": "accepted", "approved_yuan": None, "requested_yuan": 250_000},
            case | {"item_code": "10-1", "approved_yuan": 300_000},
        ],
    )
    in_2023 = {"period": "fund_year:2023"}
    carbon = item(tmp_path, "03-1", **in_2023)  # 6,000,000 a year
    assert carbon["envelope_use"] == pytest.approx(100_000 / 6_000_000)
    assert (carbon["headroom_yuan"], carbon["headroom_after_open_yuan"]) == (Decimal(5_900_000), Decimal(5_650_000))
    assert item(tmp_path, "07-1", **in_2023)["envelope_use"] is None  # the group's money is not the item's
    group = ask("uptake/by_group", data=tmp_path, **in_2023).row(0, named=True)
    assert (group["item_group"], group["envelope_use"]) == ("07-*", pytest.approx(500_000 / 2_000_000))
    launch = item(tmp_path, "10-1", **in_2023)
    assert (launch["quota_use"], launch["headroom_count"]) == (pytest.approx(1 / 15), 14)
    # part of the city, or part of a year, has no envelope
    assert item(tmp_path, "03-1", district="440305", **in_2023)["envelope_use"] is None
    assert item(tmp_path, "03-1", period="2023-11-01..2023-12-31")["envelope_use"] is None


def test_headroom_over_unknown_amounts_is_unknown(tmp_path: Path) -> None:
    case = {"fund_year": 2023, "submitted_on": date(2023, 11, 20), "status": "approved", "approved_yuan": None}
    in_2023 = {"period": "fund_year:2023"}
    build(tmp_path, applications=[case])
    row = item(tmp_path, "03-1", **in_2023)
    assert (row["yearly_envelope_yuan"], row["envelope_use"], row["headroom_yuan"]) == (Decimal(6_000_000), None, None)
    build(
        tmp_path,
        name="open",
        applications=[
            case | {"approved_yuan": 100_000},
            case | {"status": "accepted", "requested_yuan": None},
        ],
    )
    row = item(tmp_path, "03-1", **in_2023)
    assert (row["headroom_yuan"], row["headroom_after_open_yuan"]) == (Decimal(5_900_000), None)


def test_a_part_of_a_group_is_not_compared_with_the_groups_envelope(tmp_path: Path) -> None:
    case = {"item_code": "07-1", "fund_year": 2023, "submitted_on": date(2023, 11, 20), "status": "approved"}
    build(tmp_path, applications=[case | {"approved_yuan": 500_000}])
    group = {"period": "fund_year:2023"}
    assert ask("uptake/by_group", data=tmp_path, **group)["envelope_use"].to_list() == [0.25]
    assert ask("uptake/by_group", data=tmp_path, article="7", **group)["envelope_use"].to_list() == [0.25]
    assert ask("uptake/by_group", data=tmp_path, item="07-1", **group)["envelope_use"].to_list() == [None]


def test_awards_of_the_earlier_year_are_cut_at_the_same_day(tmp_path: Path) -> None:
    build(
        tmp_path,
        applications=[{}],
        awards=[
            {"awarded_on": date(2025, 10, 31)},
            {"awarded_on": date(2025, 11, 1)},
            {"awarded_on": date(2026, 3, 1)},
        ],
    )
    snapshot, registry = open_snapshot(data=tmp_path), load_registry()
    filters, _ = read_filters({"period": ["fund_year:2026"]}, snapshot=snapshot, registry=registry)
    earlier = year_before(filters.period, as_of=snapshot.as_of, registry=registry)
    assert earlier is not None
    counts = [query("overview/totals", asked)["award_count"][0] for asked in (filters, filters.shift_to(earlier))]
    assert counts == [1, 1]  # 2026 so far, and 2025 up to 31 October


def test_claims_by_id_number_organisation_and_name(tmp_path: Path) -> None:
    build(
        tmp_path,
        applications=[
            {"application_id": "A1", "certificate_type": "gba_carbon_footprint", "certificate_no": "N1"},
            {
                "application_id": "A2",
                "certificate_type": "gba_carbon_footprint",
                "certificate_no": "N2",
                "status": "withdrawn",
            },
            {"application_id": "A3", "certificate_type": "gba_carbon_footprint", "uscc": "U3", "applicant": "丙"},
        ],
        awards=[
            {"award_id": "by-id", "application_id": "A1"},
            {"award_id": "by-number", "certificate_no": "N1"},
            {"award_id": "withdrawn", "certificate_no": "N2"},
            {"award_id": "by-code", "uscc": "U3"},
            {"award_id": "by-name", "organisation": "丙"},
            {"award_id": "no-such-claim", "application_id": "A9"},
            {"award_id": "nobody", "organisation": "丁"},
            {"award_id": "before-the-term", "awarded_on": date(2023, 6, 19), "application_id": "A1"},
            {"award_id": "proposed", "decision_status": "proposed", "application_id": "A1"},
            {"award_id": "not-paid-by-an-item", "certificate_type": "green_product", "application_id": "A1"},
        ],
    )
    row = totals(tmp_path)
    # in the term, of a paid type and conferred: the first seven; claimed: by id, number, code and name
    assert (row["claimable_count"], row["claimed_count"]) == (7, 4)
    assert row["claim_rate"] == pytest.approx(4 / 7)
    assert row["award_count"] == 8  # conferred within the term, paid by an item or not


def test_an_application_that_names_no_type_is_for_the_one_its_item_pays_for(tmp_path: Path) -> None:
    build(
        tmp_path,
        applications=[
            {"item_code": "03-1", "certificate_no": "N1"},
            {"item_code": "03-1", "uscc": "U2", "applicant": "乙"},
            # another item, and one that names another type: neither is for this award
            {"item_code": "09-5", "certificate_no": "N3"},
            {"item_code": "03-1", "certificate_no": "N3", "certificate_type": "green_product"},
        ],
        awards=[
            {"certificate_no": "N1"},
            {"uscc": "U2", "organisation": "乙"},
            {"certificate_no": "N3", "organisation": "丙"},
        ],
    )
    row = totals(tmp_path)
    assert (row["claimable_count"], row["claimed_count"]) == (3, 2)


def test_first_honour_shortlist_and_years(tmp_path: Path) -> None:
    build(
        tmp_path,
        applications=[{}],
        awards=[
            {"certificate_type": "mayor_quality_award", "awarded_on": date(2024, 5, 1)},
            {"certificate_type": "mayor_quality_award", "awarded_on": date(2025, 5, 1)},
            {"certificate_type": "mayor_quality_award", "organisation": "乙", "awarded_on": date(2020, 1, 1)},
            {"certificate_type": "mayor_quality_award", "organisation": "乙", "awarded_on": date(2025, 1, 1)},
            {"certificate_type": "metrology_demonstration", "item_code": "07-4", "decision_status": "shortlisted"},
            {"certificate_type": "mayor_quality_award", "organisation": "丙", "awarded_on": None, "award_year": 2024},
            {"certificate_type": "mayor_quality_award", "organisation": "丁", "awarded_on": None, "award_year": 2023},
            {"certificate_type": "mayor_quality_award", "organisation": "戊", "awarded_on": None},
        ],
    )
    row = totals(tmp_path)
    # 甲's first one, the shortlisted demonstration, 丙's year 2024; 2023 does not lie in the term as a whole year
    assert row["claimable_count"] == 3
    assert row["missing_award_count"] == 1


def test_validity_on_the_last_day(tmp_path: Path) -> None:
    as_of = date(2026, 10, 31)
    build(
        tmp_path,
        applications=[{}],
        awards=[
            {"valid_until": None},
            {"valid_until": as_of},
            {"valid_until": date(2026, 10, 30)},
            {"valid_until": date(2026, 11, 30)},
            {"valid_until": date(2026, 12, 1)},
        ],
    )
    row = totals(tmp_path)
    assert (row["award_count"], row["in_force_count"]) == (5, 4)
    # 30 days after 31 October is 30 November; 1 December is day 31
    assert (row["expiring_30_count"], row["expiring_90_count"]) == (2, 3)


def test_awards_know_no_applicant_kind(tmp_path: Path) -> None:
    build(tmp_path, applications=[{}], awards=[{}])
    assert totals(tmp_path, kind="enterprise")["award_count"] is None
