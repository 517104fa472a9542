"""The report's shares of money and estimates of effects: worked out from the rows, read back from all three files."""

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.access import Access, act_as
from dashboard.report.builder import Files, build_report
from dashboard.report.distribution import take_tenths
from dashboard.report.document import Request
from tests.report.conftest import APPROVED, YEAR, build, excel_rows, filters_of, pdf_text, sheet, word_text
from tests.report.test_document import CAUSAL, section, sentences
from tests.snapshot_builder import build as build_snapshot

# the indicators of the shipped data, as outcome_indicators.csv calls them
ENGLISH = {"营业收入（万元）": "Operating revenue (CNY 10 thousand)", "从业人员（人）": "Employees (persons)"}
# which sheet of the workbook, and in which language its words are
WORDS = {
    "zh": {"curve": "核定金额的洛伦兹曲线", "estimates": "各方法的估计", "title": "成效估计",
           "staggered": "分批获批的双重差分", "refused": "不作估计的有",
           "indicator": "指标", "design": "识别方法", "estimate": "估计值", "low": "下限", "high": "上限"},
    "en": {"curve": "Lorenz curve", "estimates": "Estimates by design", "title": "What designs of effects show",
           "staggered": "Difference-in-differences, staggered adoption", "indicator": "Indicator", "design": "Design",
           "estimate": "Estimate", "low": "Lower bound", "high": "Upper bound",
           "refused": "Not estimated"},
}  # fmt: skip


@pytest.fixture(scope="module")
def cases(shipped: Path) -> pl.DataFrame:
    return pl.read_parquet(shipped / "snapshots/synthetic/applications.parquet")


def curve_of(amounts: list[float]) -> list[tuple[int, float]]:
    """Ten points: so many of the smallest hold that share."""
    ordered = np.sort(np.array(amounts))
    places = [len(ordered) * tenth // 10 for tenth in range(1, 11)]
    return [(place, float(ordered[:place].sum() / ordered.sum())) for place in places]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_curve_of_the_rows_stands_in_all_three_files(city: dict[str, Files], cases: pl.DataFrame, language: str) -> None:
    year = cases.filter(pl.col("fund_year") == YEAR)
    approved = year.filter(pl.col("status").is_in(APPROVED))
    known = approved.drop_nulls("approved_yuan").group_by("uscc").agg(pl.col("approved_yuan").sum().cast(pl.Float64))
    own = curve_of(known["approved_yuan"].to_list())
    without = set(year["uscc"]) - set(approved["uscc"])
    every = curve_of([*known["approved_yuan"], *([0.0] * len(without))])
    rows = [tuple(row.values()) for row in sheet(city[language].excel, WORDS[language]["curve"])]
    assert [(row[0], row[2]) for row in rows] == [(count, round(share * 100, 1)) for count, share in own]
    assert [(row[3], row[4]) for row in rows] == [(count, round(share * 100, 1)) for count, share in every]
    largest = f"{(1 - own[8][1]) * 100:.1f}%"
    bars = next(
        chart
        for chart in city[language].document.charts
        if chart.bars[-1].name.endswith(str(own[9][0])) or f"{own[9][0]}家" in chart.bars[-1].name
    ).bars
    assert bars[-1].label == largest
    assert sum(bar.value or 0 for bar in bars) == pytest.approx(100)
    for text in (word_text(city[language].word), pdf_text(city[language].pdf)):
        for count, share in own:
            assert f"{count}{count / own[9][0] * 100:.1f}%{share * 100:.1f}%" in text


def written_out(cases: pl.DataFrame, outcomes: pl.DataFrame, indicator: str) -> tuple[float, int, int]:
    """Average difference of logarithms by the differences themselves (Callaway and Sant'Anna 2021), and both sides."""
    first = cases.group_by("uscc").agg(first=pl.col("fund_year").filter(pl.col("status").is_in(APPROVED)).min().fill_null(0))
    own = outcomes.filter((pl.col("indicator") == indicator) & pl.col("uscc").is_in(first["uscc"].implode()))
    wide = (
        own.with_columns(pl.col("value").log())
        .pivot("year", index="uscc", values="value")
        .drop_nulls()
        .join(first, on="uscc")
    )
    years = sorted(int(name) for name in wide.columns if name.isdigit())
    wide = wide.filter((pl.col("first") == 0) | (pl.col("first") > years[0]))
    wide = wide.with_columns(first=pl.when(pl.col("first") > years[-1]).then(0).otherwise("first"))
    effects, weights = [], []
    for group in sorted(set(wide["first"]) - {0}):
        treated = wide.filter(pl.col("first") == group)
        for year in (year for year in years if year >= group):
            others = wide.filter((pl.col("first") == 0) | (pl.col("first") > year))
            a, b = ((side[str(year)] - side[str(group - 1)]).mean() for side in (treated, others))
            effects.append(a - b)  # type: ignore[operator]
            weights.append(treated.height)
    treated_count = wide.filter(pl.col("first") > 0).height
    return float(np.average(effects, weights=weights)), treated_count, wide.height - treated_count


@pytest.mark.parametrize("language", ["zh", "en"])
def test_estimates_of_the_rows_stand_in_all_three_files(
    city: dict[str, Files], shipped: Path, cases: pl.DataFrame, language: str
) -> None:
    words, files = WORDS[language], city[language]
    outcomes = pl.read_parquet(shipped / "snapshots/synthetic/outcomes.parquet")
    rows = {(row[words["design"]], row[words["indicator"]]): row for row in sheet(files.excel, words["estimates"])}
    texts = (word_text(files.word), pdf_text(files.pdf))
    for indicator in set(outcomes["indicator"]):
        value, treated, control = written_out(cases, outcomes, indicator)
        name = ENGLISH[indicator] if language == "en" else indicator
        row = rows[words["staggered"], name]
        shown = (np.exp(value) - 1) * 100
        assert list(row.values())[2:5] == [treated, control, pytest.approx(round(shown, 1), abs=1e-9)]
        assert row[words["low"]] < shown < row[words["high"]]
        sentence = f"{'+' if shown >= 0 else '−'}{abs(shown):.1f}%"
        for text in texts:
            assert sentence in text
            assert f"{treated:,}" in text
        cited = [entry for entry in files.document.cited if entry.column == "effect_estimate" and name in entry.key]
        exact = next(entry for entry in cited if words["staggered"] in entry.key)
        assert float(exact.value) == pytest.approx(shown, rel=1e-9)
        assert exact.query == "evaluation/effect_panel"
    refused = [row for (design, _), row in rows.items() if row[words["estimate"]] is None]
    assert refused, "the shipped data have too few scores beside the line"
    assert all("20" in str(list(row.values())[-1]) for row in refused)
    (said,) = [text for text in section(files.document, words["title"]) if words["refused"] in text]
    assert "20" in said
    assert all(row[words["indicator"]] in said and row[words["design"]] in said for row in refused)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_outcomes_nothing_is_estimated_and_designs_are_listed(honours: dict[str, Files], language: str) -> None:
    document, words = honours[language].document, WORDS[language]
    said = section(document, words["title"])
    assert len(said) == 1
    assert ("不能估计" if language == "zh" else "cannot be estimated") in said[0]
    assert not [name for name in excel_rows(honours[language].excel) if words["estimates"] in name]
    for text in (word_text(honours[language].word), pdf_text(honours[language].pdf)):
        assert "".join(words["staggered"].split()) in text
    assert [text for text in sentences(document) if CAUSAL.search(text)] == []


def test_few_organisations_are_no_distribution_and_no_design(tmp_path: Path) -> None:
    paid = {"status": "paid", "approved_yuan": 90_000, "fund_year": YEAR}
    build_snapshot(
        tmp_path,
        applications=[{**paid, "uscc": f"U{place}"} for place in range(9)],
        outcomes=[(f"U{place}", year, "收入", 5.0) for place in range(9) for year in (2023, 2024, 2025)],
    )
    document = build(tmp_path, "zh", period=f"fund_year:{YEAR}").document
    assert "不足以描述分布" in section(document, "核定资金的分布")[0]
    assert not [chart for chart in document.charts if "十等分" in chart.title]
    said = section(document, WORDS["zh"]["title"])
    (refused,) = [text for text in said if "不作估计" in text]
    assert all(design in refused for design in ("得分线断点", "名次线断点", "获奖与提名比较", "分批获批的双重差分"))


def test_a_reader_of_one_district_gets_no_estimate_of_the_city(shipped: Path) -> None:
    with act_as(Access("d", "district", ("440305",))):
        files = build_report(Request(filters_of(shipped, period=f"fund_year:{YEAR}", district="440305"), "zh"))
    queries = {source.query: source.options for source in files.document.sources if "effect" in source.query}
    assert queries
    assert all("--district 440305" in options for options in queries.values())


@given(st.lists(st.integers(0, 10**6), min_size=11, max_size=300).filter(any))
def test_tenths_take_every_organisation_once_and_all_the_money(amounts: list[int]) -> None:
    ordered = np.sort(np.array(amounts, dtype=float))
    count = len(ordered)
    places = sorted(
        {
            max(place for place in range(1, count + 1) if -(-place * 100 // count) == cent)
            for cent in {-(-place * 100 // count) for place in range(1, count + 1)}
        }
    )
    curve = pl.DataFrame(
        {
            "organisation_count": places,
            "organisation_share": [place / count for place in places],
            "money_share": [float(ordered[:place].sum() / ordered.sum()) for place in places],
        }
    )
    found = take_tenths(curve)
    assert [(part.last, pytest.approx(part.money_share)) for part in found] == curve_of([float(x) for x in amounts])
    assert [part.first for part in found] == [1, *(part.last + 1 for part in found[:-1])]
    assert sum(part.own_share for part in found) == pytest.approx(1)
    shares: list[Any] = [part.own_share / (part.last - part.first + 1) for part in found]
    assert shares == sorted(shares) or np.all(np.diff(shares) > -1e-9)
