"""What the two engines are asked: every query, over several filters and with other values than the defaults."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboard.policy import load_registry
from dashboard.questions import open_warehouse
from dashboard.questions.filters import Filters, read_filters
from dashboard.snapshots import Snapshot, open_snapshot
from dashboard.warehouse import query_info, query_names

# every kind of filter, every basis of dates and places, the unknown and the none
FILTERS: dict[str, dict[str, list[str]]] = {
    "term": {},
    "round": {"period": ["fund_year:2025"], "date_basis": ["paid"], "article": ["3", "4", "7", "8", "10"],
              "certificate": ["gba_carbon_footprint", "contest_honour", "mayor_quality_award"]},
    "mix": {"period": ["2024-02-29..2026-06-19"], "date_basis": ["decided"], "place_basis": ["operating"],
            "district": ["440305", "440306", "440307", "unknown"], "item": ["03-1", "04-1", "04-2", "08-2"],
            "cluster": ["v2-S01", "v2-S02", "none"], "kind": ["enterprise"], "size": ["small", "micro", "unknown"],
            "route": ["approval", "unknown"]},
}  # fmt: skip
ALL_FILTERS, OTHER_VALUES = tuple(FILTERS), "mix"
DIMENSIONS = ["total", "item", "group", "district", "cluster", "certificate", "month"]


# values that differ from the defaults, so that both sides of every choice are compared
OTHERS: dict[str, Any] = {
    "by": "month", "descending": False, "dimension": "article", "dimensions": DIMENSIONS, "limit": 25,
    "longer_than": 20, "measure": "acceptance", "offset": 3, "rule_code": "K03", "search": "科技",
    "severity": "to_check", "sort": "approved_yuan", "within": 90,
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """One query with one set of filters."""

    name: str
    filters: str

    def __str__(self) -> str:
        return f"{self.name}[{self.filters}]"


def questions() -> Iterator[Question]:
    """Every query of ``queries/``: with a scope under every filter, without one with default and with other values."""
    for name in query_names():
        info = query_info(name)
        for filters in ALL_FILTERS if "scope" in info.parameters else ("term", OTHER_VALUES):
            if filters == "term" or set(info.parameters):
                yield Question(name, filters)


def scope_of(question: Question, snapshot: Snapshot) -> Filters:
    """The filters of a question; a value that the filters would drop is a mistake of this file."""
    filters, notices = read_filters(FILTERS[question.filters], snapshot=snapshot, registry=load_registry())
    assert not notices, notices
    return filters


def values_of(question: Question, snapshot: Snapshot) -> dict[str, Any]:
    """Values of the parameters beside the scope: keys that stand for something, and other values than the defaults."""
    asked = set(query_info(question.name).parameters) - {"scope"}
    chosen = _keys(snapshot.name, snapshot.path.parent.parent) | (OTHERS if question.filters == OTHER_VALUES else {})
    without = asked - set(chosen) - set(query_info(question.name).defaults)
    assert not without, f"give {without} of {question.name} a value in tests/spark/questions.py"
    return {name: value for name, value in chosen.items() if name in asked}


@lru_cache(maxsize=2)
def _keys(name: str, data: Path) -> dict[str, Any]:
    """The busiest organisation, and a case with a finding and its award."""
    snapshot = open_snapshot(name, data=data)
    warehouse = open_warehouse(snapshot)
    if not snapshot.reports("applications"):
        return {}
    findings = warehouse.query("conformity/all_findings")
    found = findings.filter(findings["application_id"].is_not_null() & findings["award_id"].is_not_null()).row(0, named=True)
    busiest = warehouse.query("records/organisations").row(0, named=True)
    return {"uscc": busiest["uscc"], "application_id": found["application_id"], "award_id": found["award_id"]}
