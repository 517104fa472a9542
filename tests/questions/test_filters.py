"""Filters read from nonsense, written to parameters and read back."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.policy import load_registry
from dashboard.questions import query
from dashboard.questions.filters import MULTIPLE, Filters, choices, read_filters
from dashboard.snapshots import Snapshot, open_snapshot

REGISTRY = load_registry()
ALLOWED = choices(REGISTRY)
NAMES = ("period", "date_basis", "place_basis", *MULTIPLE)


@pytest.fixture(scope="module")
def snapshot(shipped: Path) -> Snapshot:
    return open_snapshot("synthetic", data=shipped)


@given(parameters=st.dictionaries(st.sampled_from(NAMES), st.lists(st.text(max_size=100), max_size=4)))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nonsense_never_raises_and_is_named(parameters: dict[str, list[str]], snapshot: Snapshot) -> None:
    filters, notices = read_filters(parameters, snapshot=snapshot, registry=REGISTRY)
    assert isinstance(filters, Filters)
    for notice in notices:
        assert len(notice.value) <= 65
    for name in MULTIPLE:
        assert set(getattr(filters, name)) <= set(ALLOWED[name])


def test_sql_and_long_values_are_dropped(snapshot: Snapshot) -> None:
    given = {"district": ["440305' or 1=1 --", "x" * 10_000, "440305"], "period": ["y" * 10_000]}
    filters, notices = read_filters(given, snapshot=snapshot, registry=REGISTRY)
    assert filters.district == ("440305",)
    assert filters.period.text == "term"
    assert [notice.name for notice in notices] == ["period", "district", "district"]


valid = st.fixed_dictionaries(
    {},
    optional={
        "period": st.sampled_from(["term", "fund_year:2024", "year:2025", "policy_year:2", "2024-02-29..2025-01-31"]).map(
            lambda text: [text]
        ),
        "date_basis": st.sampled_from(ALLOWED["date_basis"]).map(lambda text: [text]),
        "place_basis": st.sampled_from(ALLOWED["place_basis"]).map(lambda text: [text]),
        **{name: st.lists(st.sampled_from(ALLOWED[name]), min_size=1, max_size=3, unique=True) for name in MULTIPLE},
    },
)


@given(parameters=valid)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_round_trip_through_the_address(parameters: dict[str, list[str]], snapshot: Snapshot) -> None:
    filters, notices = read_filters(parameters, snapshot=snapshot, registry=REGISTRY)
    assert notices == ()
    again, _ = read_filters(filters.parameters(), snapshot=snapshot, registry=REGISTRY)
    assert again == filters


@given(parameters=valid, extra=st.sampled_from(MULTIPLE), place=st.integers(0, 50))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_filter_never_adds_rows(parameters: dict[str, list[str]], extra: str, place: int, snapshot: Snapshot) -> None:
    parameters = {name: values for name, values in parameters.items() if name != extra}
    wide, _ = read_filters(parameters, snapshot=snapshot, registry=REGISTRY)
    value = ALLOWED[extra][place % len(ALLOWED[extra])]
    narrow, _ = read_filters(parameters | {extra: [value]}, snapshot=snapshot, registry=REGISTRY)
    before, after = (query("overview/totals", filters).row(0, named=True) for filters in (wide, narrow))
    for name in ("application_count", "approved_count", "beneficiary_count", "award_count"):
        assert (after[name] or 0) <= (before[name] or 0)
    assert (after["approved_count"] or 0) <= (after["decided_count"] or 0) <= (after["application_count"] or 0)
