"""Every query for every role on planted data: nothing of a hidden case leaves, and a figure is right or it is null."""

import re
from contextvars import Context
from dataclasses import replace
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
    act_as,
    answers_query,
    bind_to_reader,
    current_access,
    keeps_values,
)
from dashboard.access.rules import KEYS, NEEDS, RULES
from dashboard.policy import load_registry
from dashboard.questions import ask_together, query, query_basis
from dashboard.questions.filters import Filters, read_filters
from dashboard.questions.trail import ROW_COLUMNS
from dashboard.snapshots import Snapshot, open_snapshot
from dashboard.warehouse import query_info, query_names
from tests.access.rights_oracle import ABOUT, FIXED, KIND, Oracle

LEADER, OFFICIAL = Access("leader", "leader"), Access("district", "district", ("440305",))
EVALUATOR, ADMIN = Access("evaluator", "evaluator"), Access("admin", "admin")
SCOPES: list[dict[str, list[str]]] = [
    {}, {"period": ["fund_year:2025"], "item": ["03-1"]}, {"district": ["440304", "440305"]},
    {"district": ["440306"], "date_basis": ["decided"]}, {"place_basis": ["operating"], "district": ["440305"]},
]  # fmt: skip
# whom the five scopes separate is asked under all of them; who sees all or nothing of the rest under two
READERS = [
    (LEADER, SCOPES),
    (OFFICIAL, [*SCOPES, {"district": ["440305"]}]),
    (Access("two areas", "district", ("440304", "440305")), SCOPES[:1] + SCOPES[2:3]),
    (EVALUATOR, SCOPES),
    (ADMIN, SCOPES),
    (replace(MACHINE, subject="machine"), SCOPES[:1]),
    (replace(PUBLIC, subject="public"), SCOPES[:2]),
    (replace(OPEN, subject="open"), SCOPES[:2]),
]
# queries that must have rows, so that nothing is compared with nothing
LISTS = {"records/applications", "records/organisations", "conformity/findings", "overview/totals", "records/honours"}
ALL_LISTS = LISTS | {"process/stuck", "quality/rounds", "conformity/c01"}
OTHERS = {"process/funnel", "process/durations", "quality/rounds", "evaluation/timeliness"}
TOLD: dict[str, set[str]] = {
    "public": {"overview/totals", "records/honours"},
    "leader": LISTS | OTHERS | {"conformity/c01"},
    "district": LISTS | OTHERS | {"process/stuck"},
} | dict.fromkeys(("open", "evaluator", "admin", "machine"), ALL_LISTS)
MARKS = re.compile(r"隐\w*|X-\d+|XC\d+|\bX\d+")
STATES = ("restricted", "suppressed")


def filters_of(snapshot: Snapshot, given: dict[str, list[str]]) -> Filters:
    filters, notices = read_filters(given, snapshot=snapshot, registry=load_registry())
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
        of_figures = [{"cases": cases} for cases in query_info(name).choices.get("cases", ())[:7]]
        return [{}, {"search": "隐"}, {"search": "X-"}, *of_figures]
    if "uscc" in wanted:
        return [{"uscc": f"X{number}"} for number in range(0, 60, 20)]
    if "application_id" in wanted:
        return [{"application_id": f"X-{number}"} for number in range(0, 60, 20)]
    return [{}]


def asked(name: str, filters: Filters, access: Access, given: dict[str, Any]) -> pl.DataFrame | None:
    with act_as(access):
        try:
            return query(name, filters, **given)
        except RestrictedError:
            return None


def test_every_query_is_classified_by_the_rules_and_by_the_oracle() -> None:
    """A new query fails here until somebody has said in both places what it is about."""
    assert sorted({*NEEDS, *RULES}) == query_names()
    assert sorted(KIND) == query_names()
    assert len(KIND) == sum(map(len, ABOUT.values())), "each once"


def test_what_nobody_has_classified_is_refused_or_empty() -> None:
    for access in (PUBLIC, LEADER, OFFICIAL):
        own = {"districts": ["440305"], "place_basis": "registered"}
        assert not answers_query(access, "section/new", own)
        assert not answers_query(access, "section/new", own, is_basis=True)
    assert not keeps_values("overview/totals", "new_count", "figures")
    assert answers_query(EVALUATOR, "section/new", {})


def test_an_answer_of_figures_has_no_row_of_a_case_or_an_organisation(oracle: Oracle) -> None:
    """Whatever is answered from every case to readers who may not list every case must name none of them."""
    filters = filters_of(oracle.official, {})
    for name in query_names():
        if NEEDS.get(name) in ("figures", "other_figures", "basis"):
            found = oracle.whole.query(name, filters.scope(), **parameters(name)[0])
            assert ROW_COLUMNS.isdisjoint(found.columns), name
            assert MARKS.findall(str(found.to_dicts())) == [], name


def test_rows_that_figures_are_estimated_from_are_not_handed_on(oracle: Oracle) -> None:
    """A signed-in reader is told the estimate; the nameless rows behind it only who sees every case."""
    filters = filters_of(oracle.official, {})
    for name in ("evaluation/effect_panel", "evaluation/effect_scores", "evaluation/effect_nominees"):
        for access in (LEADER, OFFICIAL):
            assert asked(name, filters, access, {}) is None
            with act_as(access):
                assert_frame_equal(query_basis(name, filters), oracle.whole.query(name, filters.scope()))
        assert asked(name, filters, EVALUATOR, {}) is not None
        with act_as(PUBLIC), pytest.raises(RestrictedError):
            query_basis(name, filters_of(oracle.synthetic, {}))
    with act_as(LEADER), pytest.raises(RestrictedError):
        query_basis("process/stuck", filters)


def test_whose_case_it_is_makes_no_difference_to_a_figure(oracle: Oracle) -> None:
    """Districts are ranked against each other: an official is told of a neighbour what an evaluator is."""
    filters = filters_of(oracle.official, {"district": ["440306"]})
    told = [asked("overview/totals", filters, access, {}) for access in (LEADER, OFFICIAL, EVALUATOR)]
    assert told[0] is not None
    assert told[0]["rejected_count"].item() > 0
    assert told[0].equals(told[2])
    assert told[1] is not None
    assert told[1].equals(told[2])


@pytest.mark.parametrize(("access", "scopes"), READERS, ids=lambda value: value.subject if isinstance(value, Access) else "")
@pytest.mark.long
def test_every_query_tells_what_the_cases_left_to_the_reader_say(
    oracle: Oracle, access: Access, scopes: list[dict[str, list[str]]]
) -> None:
    """No more: a question that must be refused is. No less: no figure is null that could be told."""
    told, wrong = set(), []
    seen = oracle.may_see(access)
    allowed = {str(value) for row in oracle.rows if row["application_id"] in seen for value in row.values()}
    for given in scopes:
        filters = filters_of(oracle.snapshot(access), given)
        for name in names(given):
            for values in parameters(name):
                answer, expected = asked(name, filters, access, values), oracle.answer(name, filters, access, values)
                if answer is None or expected is None:
                    wrong += [] if answer is expected else [(name, given, "refused" if answer is None else "told")]
                    continue
                told |= {name} if answer.height else set()
                wrong += [(name, given, differs) for differs in differences(oracle, name, filters, access, answer, expected)]
                if access.role in ("leader", "district", "public"):
                    assert set(MARKS.findall(str(answer.to_dicts()))) <= allowed, (name, given)
    assert wrong == []
    assert told >= TOLD[access.role]


def differences(
    oracle: Oracle, name: str, filters: Filters, access: Access, answer: pl.DataFrame, expected: pl.DataFrame
) -> list[str]:
    """What of an answer is not as it must be; what the fixed tables tell is held against all cases."""
    apart: set[str] = set()
    if access.role == "public" and KIND[name] == "figures":
        apart = set(FIXED)
        wrong = fixed_wrong(answer, oracle.whole.query(name, filters.scope(), **parameters(name)[0]))
        if wrong:
            return wrong
    elif KIND[name] == "groups" and expected["application_count"].is_null().all():
        apart = {"reporting_state"}
        if not set(answer.to_dict(as_series=False).get("reporting_state", [])) <= {"restricted", "none", "not_offered"}:
            return ["a total of some of the cases does not say so"]
    columns = [column for column in expected.columns if column not in apart]
    try:
        assert_frame_equal(
            answer.select(columns), expected.select(columns), rel_tol=1e-9, check_row_order=KIND[name] != "judged"
        )
    except AssertionError as error:
        return [str(error)]
    return []


def fixed_wrong(answer: pl.DataFrame, whole: pl.DataFrame) -> list[str]:
    """Columns that the fixed tables fill: null, or what all cases say; the state says which."""
    found: list[str] = []
    keys = [column for column in answer.columns if column in KEYS - {"reporting_state", "quota", "position"}]
    theirs = {tuple(row[key] for key in keys): row for row in whole.iter_rows(named=True)}
    for row in answer.iter_rows(named=True):
        other = theirs[tuple(row[key] for key in keys)]
        for column in (column for column in FIXED if column in row):
            value = row[column]
            if column == "reporting_state":
                right = value == other[column] or (value in STATES and other[column] == "reported")
            else:
                right = value is None or value == pytest.approx(other[column])
            found += [] if right else [f"{column} of {[row[key] for key in keys]}: {value} for {other[column]}"]
    return found


def test_who_forgets_to_say_who_reads_sees_next_to_nothing(oracle: Oracle) -> None:
    assert Context().run(current_access) is PUBLIC
    filters = filters_of(oracle.official, {})
    for access in (PUBLIC, OPEN):
        assert all(asked(name, filters, access, parameters(name)[0]) is None for name in query_names()), "official data"


def test_the_default_names_nobody(shipped: Path) -> None:
    filters = filters_of(open_snapshot(data=shipped), {})
    with act_as(PUBLIC):
        totals = query("overview/totals", filters).row(0, named=True)
        assert totals["approved_count"] > 0
        assert totals["requested_yuan"] is None
        assert totals["days_to_decision"] is None
        narrow = query("overview/totals", filters_of(open_snapshot(data=shipped), {"kind": ["enterprise"]}))
        assert narrow["application_count"].item() is None
        assert narrow["reporting_state"].item() == "restricted"
        for name in ("records/applications", "records/organisations", "process/stuck", "conformity/findings"):
            with pytest.raises(RestrictedError):
                query(name, filters)


def test_threads_and_later_work_read_as_who_started_them(shipped: Path) -> None:
    with act_as(LEADER):
        later = bind_to_reader(current_access)
        assert ask_together(current_access, current_access) == [LEADER, LEADER]
    with act_as(PUBLIC):
        assert later() is LEADER
