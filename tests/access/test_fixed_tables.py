"""The fixed tables: right, small cells hidden, and no combination of what is told gives one back."""

from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from dashboard.access import PUBLIC, act_as
from dashboard.etl.prepared.linked_cells import Case, link_cells
from dashboard.etl.prepared.suppression import hide_cells
from dashboard.policy import load_registry
from dashboard.questions import query
from dashboard.questions.filters import read_filters
from dashboard.snapshots import open_snapshot

KINDS = {
    "rejected_count": ["rejected"], "withdrawn_count": ["withdrawn"],
    "open_count": ["submitted", "accepted", "under_review"],
}  # fmt: skip
KEYS = ["item_code", "fund_year", "district_code", "article"]
REGISTRY = load_registry()
ARTICLE_CODES = sorted({str(item.article) for item in REGISTRY.items.values()})


@pytest.fixture(scope="module")
def cases(shipped: Path) -> pl.DataFrame:
    rows = pl.read_parquet(open_snapshot(data=shipped).file("applications"))
    articles = {code: item.article for code, item in REGISTRY.items.items()}
    return rows.select(
        "item_code",
        "fund_year",
        pl.col("district_registered").fill_null("unknown").alias("district_code"),
        "status",
        article=pl.col("item_code").replace_strict(articles, return_dtype=pl.Int32),
    )


def test_every_cell_is_the_count_of_the_rows_or_hidden(shipped: Path, cases: pl.DataFrame) -> None:
    prepared = pl.read_parquet(open_snapshot(data=shipped).file("prepared"))
    assert prepared.height > 200
    for row in prepared.iter_rows(named=True):
        cell = within(cases, [row[key] for key in KEYS])
        assert cell.height > 0
        for kind, statuses in KINDS.items():
            count = cell["status"].is_in(statuses).sum()
            assert row[kind] in (None, count)
            assert row[kind] is None or not 0 < count < 5
    total = prepared.filter(pl.all_horizontal(pl.col(KEYS).is_null()))
    assert total.height == 1
    assert total.row(0, named=True)["rejected_count"] == cases["status"].is_in(["rejected"]).sum()


def within(cases: pl.DataFrame, cell: list[Any]) -> pl.DataFrame:
    """The cases of a cell."""
    return cases.filter(
        pl.lit(True), *(pl.col(key) == part for key, part in zip(KEYS, cell, strict=True) if part is not None)
    )


def told_to_the_public(data: Path) -> dict[str, dict[tuple[Any, ...], int]]:
    """Every count on cases that are not approved that any breakdown under any single or double filter tells."""
    snapshot = open_snapshot(data=data)
    told: dict[str, dict[tuple[Any, ...], int]] = {kind: {} for kind in KINDS}
    periods = ["term", *(f"fund_year:{year}" for year in (2024, 2026))]
    narrow: list[dict[str, list[str]]] = [
        {},
        *({"article": [code]} for code in ARTICLE_CODES[:4]),
        *({"district": [d]} for d in list(REGISTRY.districts)[:3]),
        {"kind": ["enterprise"]},
        {"item": ["03-1"]},
        {"item": ["03-1"], "district": ["440305"]},
        {"place_basis": ["operating"]},
        {"date_basis": ["decided"]},
    ]
    with act_as(PUBLIC):
        for period, more in product(periods, narrow):
            filters, notices = read_filters({"period": [period], **more}, snapshot=snapshot, registry=REGISTRY)
            assert notices == ()
            answer = query("uptake/breakdowns", filters, dimensions=["district", "group", "item", "month", "total"])
            for row in answer.iter_rows(named=True):
                where = (period, str(more), row["dimension"], row["key"])
                for kind in KINDS:
                    if row[kind] is not None:
                        told[kind][where] = row[kind]
                derived = (row["application_count"], row["decided_count"], row["applicant_count"], row["requested_yuan"])
                assert row["rejected_count"] is not None or derived == (None,) * 4
                assert row["days_to_decision"] is None
                assert row["claimed_count"] is None
    return told


def test_nothing_but_the_fixed_tables_is_told(shipped: Path) -> None:
    """Each told value lies under no filter beyond item, district, article and year, and equals its fixed cell."""
    prepared = pl.read_parquet(open_snapshot(data=shipped).file("prepared"))
    known = {tuple(row[key] for key in KEYS): row for row in prepared.iter_rows(named=True)}
    for kind, values in told_to_the_public(shipped).items():
        assert len(values) > 100
        for (period, more, dimension, key), value in values.items():
            given = eval(more)  # noqa: S307
            assert set(given) <= {"item", "district", "article"}
            assert len(given) < 2
            year = None if period == "term" else int(period.removeprefix("fund_year:"))
            item = key if dimension == "item" else (given.get("item") or [None])[0]
            district = (key or "unknown") if dimension == "district" else (given.get("district") or [None])[0]
            article = int(given["article"][0]) if "article" in given else None
            cell = known.get((item, year, district, article))
            assert value == (0 if cell is None else cell[kind]), (period, more, dimension, key)


def test_no_combination_of_cells_and_totals_gives_a_small_one_back(shipped: Path, cases: pl.DataFrame) -> None:
    """An attack of its own: linear programmes over (item, district, year), independent of how cells were hidden."""
    prepared = pl.read_parquet(open_snapshot(data=shipped).file("prepared"))
    values = (cases[key].unique().sort().to_list() for key in ("item_code", "district_code", "fund_year"))
    places = [(item, district, year, REGISTRY.items[item].article) for item, district, year in product(*values)]
    columns = [np.array([str(place[part]) for place in places]) for part in (0, 2, 1, 3)]
    cells = [[row[key] for key in KEYS] for row in prepared.iter_rows(named=True)]
    sums = np.array(
        [
            np.logical_and.reduce(
                [column == str(part) for column, part in zip(columns, cell, strict=True) if part is not None]
            )
            if any(part is not None for part in cell)
            else np.ones(len(places), bool)
            for cell in cells
        ]
    ).astype(float)
    for kind, statuses in KINDS.items():
        truth = np.array([within(cases, cell)["status"].is_in(statuses).sum() for cell in cells])
        published = prepared[kind].is_not_null().to_numpy()
        alive = sums[published & (truth == 0)].sum(axis=0) == 0
        targets = set(np.flatnonzero((truth > 0) & (truth < 5)).tolist())
        assert not published[list(targets)].any()
        lower = sums[~published][:, alive]
        random = np.random.default_rng(1)
        for attempt in range(60):
            if not targets:
                break
            # push all cells that are left, each its own way; every fourth time one of them alone
            pushed = sorted(targets)[: 1 if attempt % 4 == 3 else None]
            weights = random.choice((-1.0, 1.0), size=len(pushed)) @ sums[pushed][:, alive]
            # where no empty cell is hidden, a reader may take it that every hidden one holds a case
            least = float((truth[~published] > 0).all())
            rules = [
                LinearConstraint(sums[published][:, alive], truth[published], truth[published]),
                LinearConstraint(lower, least, np.inf),
            ]
            whole = np.full(int(alive.sum()), attempt >= 8, dtype=int)
            found = milp(weights, constraints=rules, integrality=whole, bounds=Bounds(0, 300))
            assert found.status == 0
            if np.abs(found.x - np.rint(found.x)).max() < 1e-6:
                other = np.rint(sums[:, alive] @ np.rint(found.x))
                targets -= {target for target in targets if other[target] != truth[target]}
        assert targets == set(), (kind, [cells[target] for target in targets])


SMALL = dict.fromkeys(product(("A", "B"), ("x", "y"), (1, 2)), 0)
ARTICLES = {"A": 1, "B": 2}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 7), min_size=8, max_size=8))
def test_small_tables_cannot_be_solved_by_trying_everything(counts: list[int]) -> None:
    """All tables of 8 places with 0 to 9 cases that agree with what is published: every small cell has two values."""
    truth: dict[Case, int] = dict(zip(SMALL, counts, strict=True))
    cells = link_cells(truth, structure=SMALL.keys(), articles=ARTICLES)
    hidden = hide_cells(cells)
    small = (cells.counts > 0) & (cells.counts < 5)
    assert not (small & ~hidden).any()
    order = list(SMALL)
    members = np.array([[_lies_in(case, key) for case in order] for key in cells.keys])
    assert (members @ np.array(counts) == cells.counts).all()
    agreeing = _agreeing(members[~hidden], cells.counts[~hidden])
    values = agreeing @ members.T
    for place in np.flatnonzero(small):
        assert len(np.unique(values[:, place])) > 1, cells.keys[place]


def _lies_in(case: Case, key: tuple[Any, ...]) -> int:
    item, district, year = case
    return int(all(part in (None, own) for part, own in zip(key, (item, year, district, ARTICLES[item]), strict=True)))


def _agreeing(members: np.ndarray, counts: np.ndarray, most: int = 9) -> np.ndarray:
    """Every table with 0 to ``most`` cases a place that has the published sums, place by place."""
    tables = np.zeros((1, 0), dtype=int)
    for place in range(members.shape[1]):
        tables = np.hstack([np.repeat(tables, most + 1, axis=0), np.tile(np.arange(most + 1), len(tables))[:, None]])
        partial = tables @ members[:, : place + 1].T
        rest = members[:, place + 1 :].sum(axis=1) * most
        tables = tables[((partial <= counts) & (partial + rest >= counts)).all(axis=1)]
        if len(tables) > 60_000:
            # part of all tables shows as well that a cell has two values
            tables = tables[np.random.default_rng(place).choice(len(tables), 60_000, replace=False)]
    return tables
