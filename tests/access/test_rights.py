"""Every query for every role on planted data: nothing of a hidden case leaves, and a figure is right or it is null."""

import re
from contextvars import Context
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from dashboard.access import (
    MACHINE,
    OPEN,
    PUBLIC,
    Access,
    RestrictedError,
    acting_as,
    current_access,
    kept,
    needs_of,
)  # fmt: skip
from dashboard.access.rules import KEYS
from dashboard.filters import Filters, read_filters
from dashboard.policy import load_registry
from dashboard.snapshots import open_snapshot
from dashboard.warehouse import query, query_info, query_names, together
from tests.access.planted import plant

LEADER, OFFICIAL = Access("l", "leader"), Access("d", "district", ("440305",))
EVALUATOR, ADMIN = Access("e", "evaluator"), Access("a", "admin")
SCOPES: list[dict[str, list[str]]] = [
    {}, {"period": ["fund_year:2025"], "item": ["03-1"]}, {"district": ["440304", "440305"]},
    {"district": ["440306"], "date_basis": ["decided"]}, {"place_basis": ["operating"], "district": ["440305"]},
]  # fmt: skip
MARKS = re.compile(r"隐\w*|X-\d+|XC\d+|\bX\d+")
STATES = ("restricted", "suppressed")


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    data = tmp_path_factory.mktemp("planted")
    return data, plant(data)


def filters_of(data: Path, given: dict[str, list[str]]) -> Filters:
    filters, notices = read_filters(given, snapshot=open_snapshot(data=data), registry=load_registry())
    assert notices == ()
    return filters


def names(given: dict[str, list[str]]) -> list[str]:
    """Queries to ask under a scope; those that know no scope are asked once."""
    return [name for name in query_names() if not given or "scope" in query_info(name).parameters]


def parameters(name: str) -> list[dict[str, Any]]:
    """Parameters that ask for a hidden case by its name, code, or number."""
    wanted = set(query_info(name).parameters)
    if name == "uptake/breakdowns" or "dimensions" in wanted:
        return [{"dimensions": ["certificate", "cluster", "district", "group", "item", "month", "total"]}]
    if "search" in wanted:
        return [{}, {"search": "隐"}, {"search": "X-"}]
    if "uscc" in wanted:
        return [{"uscc": f"X{number}"} for number in range(0, 60, 20)]
    if "application_id" in wanted:
        return [{"application_id": f"X-{number}"} for number in range(0, 60, 20)]
    return [{}]


def asked(name: str, filters: Filters, access: Access, given: dict[str, Any]) -> pl.DataFrame | None:
    with acting_as(access):
        try:
            return query(name, filters, **given)
        except RestrictedError:
            return None


@pytest.mark.parametrize("access", [LEADER, OFFICIAL], ids=["leader", "district"])
def test_no_mark_of_a_hidden_case_leaves(planted: tuple[Path, list[dict[str, Any]]], access: Access) -> None:
    data, rows = planted
    own = [row for row in rows if row["district_registered"] in access.areas]
    allowed = {str(value) for row in own for value in row.values()}
    answered = set()
    for given in SCOPES:
        filters = filters_of(data, given)
        for name in names(given):
            for values in parameters(name):
                answer = asked(name, filters, access, values)
                if answer is not None and answer.height:
                    answered.add(name)
                    assert set(MARKS.findall(str(answer.to_dicts()))) <= allowed, (name, given)
    assert {"records/applications", "records/organisations", "conformity/findings", "overview/totals"} <= answered
    seen = asked("records/applications", filters_of(data, {}), access, {"limit": 1000})
    assert seen is not None
    expected = own if access is OFFICIAL else [row for row in rows if row["application_id"].startswith("U")]
    assert set(seen["application_id"]) == {row["application_id"] for row in expected}


@pytest.mark.parametrize("access", [LEADER, OFFICIAL], ids=["leader", "district"])
def test_a_figure_is_right_or_null(planted: tuple[Path, list[dict[str, Any]]], access: Access) -> None:
    data, _rows = planted
    compared = 0
    for given in SCOPES:
        filters = filters_of(data, given)
        for name in names(given):
            if needs_of(name) not in ("figures", "every_in_scope", "register", "reference"):
                continue
            for values in parameters(name):
                answer, whole = asked(name, filters, access, values), asked(name, filters, MACHINE, values)
                assert whole is not None
                if answer is not None:
                    compared += compare(answer, whole, where=(name, given))
    assert compared > 1_500


def compare(answer: pl.DataFrame, whole: pl.DataFrame, *, where: Any) -> int:
    """Every value that is told equals that of a reader who sees all; how many were compared."""
    assert answer.columns == whole.columns
    named = KEYS | {"award_id", "decision_status", "award_year", "column_name"}
    figures = ("_count", "_yuan", "_ratio", "_state", "quota", "position")
    keys = [name for name in answer.columns if name in named and not name.endswith(figures)]
    by_key: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in whole.iter_rows(named=True):
        by_key.setdefault(tuple(row[key] for key in keys), []).append(row)
    count = 0
    for row in answer.iter_rows(named=True):
        others = by_key[tuple(row[key] for key in keys)]
        told = {name: value for name, value in row.items() if value is not None and value not in STATES}
        wrong = [{name for name, value in told.items() if not _same(name, other[name], value)} for other in others]
        assert set() in wrong, (where, [row[key] for key in keys], wrong[:3])
        count += len(told)
    return count


def _same(name: str, whole: Any, told: Any) -> bool:
    """Nothing was clawed back where nothing was approved; that is null where only other cases lack the amount."""
    if name == "clawback_yuan" and whole is None:
        return bool(told == 0)
    return bool(whole == pytest.approx(told)) if isinstance(told, float) and whole is not None else bool(whole == told)


def test_in_the_own_area_an_official_sees_everything(planted: tuple[Path, list[dict[str, Any]]]) -> None:
    data, _rows = planted
    for given in ({"district": ["440305"]}, {"district": ["440305"], "period": ["fund_year:2025"], "item": ["03-1"]}):
        filters = filters_of(data, given)
        for name in ("overview/totals", "uptake/by_item", "process/funnel", "process/stuck", "records/unclaimed",
                     "records/applications", "process/throughput", "quality/completeness", "process/funds"):  # fmt: skip
            answer, whole = (asked(name, filters, access, {}) for access in (OFFICIAL, MACHINE))
            assert answer is not None
            assert whole is not None
            # cases without a place belong to no area
            hidden = [column for column in ("missing_count", "missing_place_count") if column in answer.columns]
            if name == "quality/completeness":
                whole = whole.filter(pl.col("key").is_not_null())
            assert_frame_equal(answer.drop(hidden), whole.drop(hidden))


def test_evaluators_and_administrators_see_every_row(planted: tuple[Path, list[dict[str, Any]]]) -> None:
    filters = filters_of(planted[0], {})
    for name in ("overview/totals", "records/applications", "process/stuck", "quality/rounds"):
        whole = asked(name, filters, MACHINE, {})
        for access in (EVALUATOR, ADMIN):
            answer = asked(name, filters, access, {})
            assert answer is not None
            assert whole is not None
            assert answer.equals(whole)


def test_who_forgets_to_say_who_reads_sees_next_to_nothing(planted: tuple[Path, list[dict[str, Any]]]) -> None:
    assert Context().run(current_access) is PUBLIC
    filters = filters_of(planted[0], {})
    for access in (PUBLIC, OPEN):
        assert all(asked(name, filters, access, parameters(name)[0]) is None for name in query_names()), "official data"


def test_the_default_names_nobody(shipped: Path) -> None:
    filters = filters_of(shipped, {})
    with acting_as(PUBLIC):
        totals = query("overview/totals", filters).row(0, named=True)
        assert totals["approved_count"] > 0
        assert totals["application_count"] is None
        assert totals["reporting_state"] == "restricted"
        for name in ("records/applications", "records/organisations", "process/stuck", "conformity/findings"):
            with pytest.raises(RestrictedError):
                query(name, filters)


def test_threads_and_later_work_read_as_who_started_them(shipped: Path) -> None:
    with acting_as(LEADER):
        later = kept(current_access)
        assert together(current_access, current_access) == [LEADER, LEADER]
    with acting_as(PUBLIC):
        assert later() is LEADER
