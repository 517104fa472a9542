"""The coded rows give what the plain query gives: every column of every breakdown, under random mixes of filters."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.access import MACHINE, Rows, act_as, keeps_values
from dashboard.policy import load_registry
from dashboard.questions.filters import choices, read_filters
from dashboard.snapshots import open_snapshot
from dashboard.warehouse import Warehouse, query_text
from dashboard.warehouse.cube.answer_columns import COLUMNS, QUESTIONS, kind_of
from tests.queries.test_figures_against_oracle import random_rows
from tests.snapshot_builder import build

REGISTRY = load_registry()
CHOICES = choices(REGISTRY)
DIMENSIONS = ["certificate", "cluster", "district", "group", "item", "month", "total"]
PERIODS = (
    "term", "last12m", "fund_year:2024", "fund_year:2025", "fund_year:2028", "year:2024", "policy_year:2",
    "2024-02-29..2025-06-19", "2024-02-29..2024-02-29", "2020-01-01..2022-12-31", "2026-12-01..2027-03-31",
)  # fmt: skip
# what the rows have, so that most mixes leave some
LIKELY = {
    "district": ("440305", "440304", "440306", "unknown"),
    "item": ("03-1", "04-2", "05-2", "09-5", "08-2", "02-1", "07-3"),
    "article": ("3", "4", "7", "9"),
    "cluster": ("v1-S01", "v2-S01", "none"),
    "certificate": ("gba_carbon_footprint", "silk_road_brand"),
    "kind": ("enterprise", "platform"),
    "size": ("small", "large", "unknown"),
    "route": ("approval", "expert_review", "unknown"),
}
MANY = {
    name: st.lists(
        st.one_of(
            st.sampled_from([code for code in codes if code in CHOICES[name]] or list(CHOICES[name])),
            st.sampled_from(CHOICES[name]),
        ),
        min_size=1,
        max_size=3,
        unique=True,
    )
    for name, codes in LIKELY.items()
}
ONE = {
    "period": st.sampled_from(PERIODS).map(lambda text: [text]),
    "date_basis": st.sampled_from(["decided", "paid"]).map(lambda text: [text]),
    "place_basis": st.sampled_from(["operating", "project"]).map(lambda text: [text]),
}
MIXES = st.fixed_dictionaries({}, optional=ONE | MANY)


def random_awards(source: random.Random, size: int) -> list[dict[str, Any]]:
    """Awards with and without code, number, day and place; some linked, some claimed by another way."""

    def maybe(value: Any) -> Any:
        return None if source.random() < 0.25 else value

    awards = []
    for place in range(size):
        item = source.choice(["03-1", "04-2", "05-2", "07-3", "08-2"])
        day = date(2023, 3, 1) + timedelta(days=source.randrange(1300))
        awards.append(
            {
                "certificate_type": REGISTRY.items[item].certificate_type or "gba_carbon_footprint",
                "item_code": maybe(item),
                "uscc": maybe(f"U{source.randrange(9)}"),
                "organisation": source.choice("甲乙丙"),
                "district_registered": maybe(source.choice(["440305", "440304"])),
                "cluster_code": maybe("v2-S01"),
                "certificate_no": maybe(f"N{source.randrange(40)}"),
                "awarded_on": day if place % 5 else None,
                "award_year": day.year if place % 10 else None,
                "valid_until": maybe(date(2026, 8, 1) + timedelta(days=source.randrange(400))),
                "decision_status": source.choice(["conferred", "conferred", "shortlisted", "proposed", "revoked"]),
                "application_id": maybe(f"A{source.randrange(500):03d}"),
            }
        )
    return awards


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Untidy rows: gaps, ties, leap days, days before the term, every status, organisations with many cases."""
    data = tmp_path_factory.mktemp("cube")
    source = random.Random(20261124)
    build(data, applications=random_rows(source, 400), awards=random_awards(source, 120))
    with act_as(MACHINE):
        opened = Warehouse(open_snapshot(None, data=data), REGISTRY)
    assert opened.counting.wait()
    return opened


def scope_of(warehouse: Warehouse, mix: dict[str, list[str]]) -> dict[str, Any]:
    filters, notices = read_filters(mix, snapshot=warehouse.snapshot, registry=REGISTRY)
    assert notices == ()
    return filters.scope()


def assert_same(counted: pl.DataFrame | None, plain: pl.DataFrame, said: object) -> None:
    assert counted is not None
    assert counted.schema == plain.schema
    assert counted.height == plain.height, said
    for column in plain.columns:
        mine, theirs = counted[column], plain[column]
        assert mine.is_null().equals(theirs.is_null()), (column, said)
        if mine.dtype == pl.Float64:
            assert ((mine - theirs).abs() <= 1e-12 * (1 + theirs.abs())).all(), (column, said)
        else:
            assert mine.equals(theirs, null_equal=True), (column, said)


@settings(
    # a breakdown holds every group of its mix: 200 mixes are thousands of groups compared
    max_examples=200,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(mix=MIXES, cut=st.sampled_from([None, None, None, date(2025, 2, 28), date(2024, 2, 29)]))
@pytest.mark.long
def test_every_breakdown_under_any_mix(warehouse: Warehouse, mix: dict[str, list[str]], cut: date | None) -> None:
    scope = scope_of(warehouse, mix) | ({"cut_on": cut, "is_round": False} if cut else {})
    values = {"scope": scope, "dimensions": DIMENSIONS}
    plain = warehouse.answer_plainly("uptake/breakdowns", query_text("uptake/breakdowns"), values)
    assert_same(warehouse.counting.answer("uptake/breakdowns", values), plain, (mix, cut))


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("mix", [{}, {"period": ["fund_year:2025"], "district": ["440305"]}, {"size": ["small"]}], ids=str)
def test_every_question_has_the_columns_of_the_plain_query(
    warehouse: Warehouse, name: str, mix: dict[str, list[str]]
) -> None:
    values: dict[str, Any] = {"scope": scope_of(warehouse, mix)}
    values |= {"dimensions": ["item", "total"]} if name == "uptake/breakdowns" else {}
    assert_same(warehouse.counting.answer(name, values), warehouse.answer_plainly(name, query_text(name), values), mix)


def test_names_say_the_types(warehouse: Warehouse) -> None:
    values = {"scope": scope_of(warehouse, {}), "dimensions": ["total"]}
    plain = warehouse.answer_plainly("uptake/breakdowns", query_text("uptake/breakdowns"), values)
    assert dict(plain.schema) == {column: kind_of(column) for column in COLUMNS}


def test_the_shipped_snapshots_agree(shipped: Path) -> None:
    for name in ("synthetic", "published"):
        warehouse = Warehouse(open_snapshot(name, data=shipped), REGISTRY)
        assert warehouse.counting.wait()
        for mix in (
            {},
            {"period": ["fund_year:2026"]},
            {"date_basis": ["paid"], "place_basis": ["project"], "item": ["03-1"]},
        ):
            values = {"scope": scope_of(warehouse, mix), "dimensions": DIMENSIONS}
            plain = warehouse.answer_plainly("uptake/breakdowns", query_text("uptake/breakdowns"), values)
            assert_same(warehouse.counting.answer("uptake/breakdowns", values), plain, (name, mix))
        warehouse.close()


@pytest.mark.parametrize("rows", [Rows("approved"), Rows("approved", ("440305",))], ids=str)
def test_readers_of_some_rows_get_the_same_from_both(warehouse: Warehouse, rows: Rows) -> None:
    restricted = Warehouse(warehouse.snapshot, REGISTRY, rows=rows)
    assert restricted.counting.wait()
    for mix in ({}, {"period": ["fund_year:2025"]}, {"date_basis": ["decided"], "district": ["440305", "440304"]}):
        values = {"scope": scope_of(restricted, mix), "dimensions": DIMENSIONS}
        plain = restricted.answer_plainly("uptake/breakdowns", query_text("uptake/breakdowns"), values)
        counted = restricted.counting.answer("uptake/breakdowns", values)
        assert counted is not None
        # figures on some rows are for the public alone, who is told none of what stands on claims
        told = [name for name in plain.columns if keeps_values("uptake/breakdowns", name, "figures")]
        assert "claimable_count" in told
        assert_same(counted.select(told), plain.select(told), (rows, mix))
    restricted.close()


def test_a_value_beyond_the_codes_leaves_the_plain_query(tmp_path: Path) -> None:
    build(tmp_path, applications=[{}, {"submitted_on": date(2099, 1, 1)}])
    warehouse = Warehouse(open_snapshot(None, data=tmp_path), REGISTRY)
    assert not warehouse.counting.wait()
    totals = warehouse.query("overview/totals", scope_of(warehouse, {}))
    assert totals["application_count"].to_list() == [1]
    warehouse.close()
