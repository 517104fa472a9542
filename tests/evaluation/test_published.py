"""Designs of effects on published data sets, against the numbers that their authors published."""

from pathlib import Path

import causaldata
import numpy as np
import polars as pl
import pytest
import rdrobust
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from dashboard.evaluation.cutoffs import estimate_jump, find_bunching
from dashboard.evaluation.effects import Effect, add_changes, balance, estimate_average, estimate_difference, estimate_group

SENATE = Path(rdrobust.__file__).parent / "data" / "rdrobust_RDsenate.csv"
MINIMUM_WAGE = Path(__file__).parents[1] / "data" / "published" / "mpdta.csv"
# Callaway and Sant'Anna (2021), data mpdta of their R package did and the output printed in its README (bcallaway11/did,
# "A short example": no covariates, control: never treated); the README of the Python package csdid prints the same
# ATT(g,t). By year of the first rise
ATT = {
    2004: {2004: -0.0105, 2005: -0.0704, 2006: -0.1373, 2007: -0.1008},
    2006: {2006: -0.0046, 2007: -0.0412},
    2007: {2007: -0.0261},
}
# before the rise they print the change from the year before
BEFORE = {2006: {2004: 0.0065, 2005: -0.0028}, 2007: {2004: 0.0305, 2005: -0.0027, 2006: -0.0311}}
COUNTIES = {2004: 20, 2006: 40, 2007: 131}
# the average of each group with its standard error, from a bootstrap: the README of csdid prints 0.0301, 0.0172, 0.0174
GROUPS = {2004: (-0.0797, 0.0277), 2006: (-0.0229, 0.0172), 2007: (-0.0261, 0.0177)}
QUANTILE = 1.959964


def minimum_wage() -> pl.DataFrame:
    """Counties by year: unit, first_year, year, value (logarithm of teen employment)."""
    wide = pl.read_csv(MINIMUM_WAGE)
    long = wide.unpivot(index=["county", "first_year"], variable_name="year", value_name="value")
    return long.select("first_year", "value", unit="county", year=pl.col("year").cast(pl.Int64))


def test_minimum_wage_as_published() -> None:
    rows = minimum_wage()
    assert balance(rows)[1] == 0
    for group, published in ATT.items():
        # a group beside those never treated: the comparison of the published table
        estimate, by_year, _ = estimate_average(rows.filter(pl.col("first_year").is_in([0, group])))
        found = {group + years: value for years, value in by_year}
        for year, value in published.items():
            assert found[year].value == pytest.approx(value, abs=5.1e-5), (group, year)
        average, error = GROUPS[group]
        assert estimate.value == pytest.approx(average, abs=5.1e-5)
        assert estimate.low is not None
        assert estimate.high is not None
        assert (estimate.high - estimate.low) / (2 * QUANTILE) == pytest.approx(error, rel=0.1), "analytic, not bootstrapped"
        # against the year before the rise, the published changes add up
        before = BEFORE.get(group, {})
        for year in (year for year in found if year < group):
            later = [change for at, change in before.items() if at > year]
            assert found[year].value == pytest.approx(-sum(later), abs=2e-4), (group, year)


def test_minimum_wage_of_all_groups_together() -> None:
    rows = minimum_wage()
    estimate, by_year, _ = estimate_average(rows)
    # of the published ATT(g,t), weighted by the counties, against those never treated; those not yet treated, which the
    # page compares with too, change no group of 2007 and little of the others
    weighted = sum(COUNTIES[group] * value for group, values in ATT.items() for value in values.values())
    weights = sum(COUNTIES[group] * len(values) for group, values in ATT.items())
    assert estimate.value == pytest.approx(weighted / weights, abs=5e-4)
    event = dict(by_year)
    # three years on there is the group of 2004 alone, and nobody is not yet treated
    assert event[3].value == pytest.approx(-0.1008, abs=5e-5)
    assert event[2].value == pytest.approx(-0.1373, abs=2e-3)
    assert event[1].value == pytest.approx(-0.0510, abs=4e-3)


def test_senate_elections_as_published() -> None:
    # Calonico, Cattaneo, Farrell and Titiunik (2017), Stata Journal 17(2): the party's vote six years after a close win
    rows = pl.read_csv(SENATE, null_values="NA").select(running="margin", vote="vote").drop_nulls()
    found = estimate_jump(rows, "vote")
    assert found is not None
    estimate, inside = found
    assert (estimate.low, estimate.high) == (pytest.approx(4.094, abs=5e-4), pytest.approx(10.919, abs=5e-4))
    assert inside == (323, 360)
    other = rdrobust.rdrobust(rows["vote"].to_numpy(), rows["running"].to_numpy())
    assert (estimate.low, estimate.high) == pytest.approx(tuple(other.ci.loc["Robust"]), rel=1e-6)
    assert estimate.value == pytest.approx(float(other.coef.loc["Bias-Corrected"].iloc[0]), rel=1e-6)


def test_bunching_as_the_authors_of_the_test_compute_it() -> None:
    """Reference output of rddensity, the package of Cattaneo, Jansson and Ma, with its own choice of the bandwidth.

    Source: rdpackages/rddensity, Python/rddensity/tests: data of ``test_numerical_baseline.py``, numbers of
    ``fixtures/numerical-baseline.csv``, case ``rddensity_estimated``, metric ``test_p_jk``.
    """
    index = np.arange(200, dtype=float)
    rows = pl.DataFrame({"running": np.linspace(-1.5, 1.5, 200) + 0.05 * np.sin(index)})
    assert find_bunching(rows) == pytest.approx(0.9987525997730358, rel=1e-9)


def test_two_groups_before_and_after_as_published() -> None:
    """The design of winners against nominees on the minimum wage: the counties of 2007 against those never treated.

    Source: README of the R package did ("A short example"): ATT(2007, 2007) = -0.0261, and before the rise
    ATT(2007, 2006) = -0.0311.
    """
    counties = minimum_wage().filter(pl.col("first_year").is_in([0, 2007])).with_columns(pl.col("value").exp())
    rows = counties.pivot("year", index=["unit", "first_year"], values="value").select(
        is_winner=pl.col("first_year") == 2007,
        earlier_value=pl.col("2005"),
        before_value=pl.col("2006"),
        after_value=pl.col("2007"),
    )
    found = estimate_group(rows, minimum=20)
    assert isinstance(found, Effect)
    assert (found.treated, found.control, found.scale) == (131, 309, "log")
    assert found.estimate.value == pytest.approx(-0.0261, abs=5.1e-5)
    (before,) = found.checks
    assert before.name == "same_change_before"
    assert before.estimate is not None
    assert before.estimate.value == pytest.approx(-0.0311, abs=5.1e-5)
    changes = add_changes(rows)[0].drop_nulls("change")
    sides = [changes.filter(side)["change"].to_numpy() for side in (pl.col("is_winner"), ~pl.col("is_winner"))]
    low, high = CompareMeans(*map(DescrStatsW, sides)).tconfint_diff(usevar="unequal")
    assert (found.estimate.low, found.estimate.high) == (pytest.approx(low, rel=1e-9), pytest.approx(high, rel=1e-9))


def test_organ_donation_as_published() -> None:
    # Kessler and Roth (2014), as in Huntington-Klein (2021), ch. 18: California's rate fell by 0.022 under active choice
    rows = pl.DataFrame(causaldata.organ_donations.load_pandas().data.to_dict("list"))
    means = (
        rows.group_by("State")
        .agg(
            before=pl.col("Rate").filter(pl.col("Quarter_Num") <= 3).mean(),
            after=pl.col("Rate").filter(pl.col("Quarter_Num") > 3).mean(),
        )
        .with_columns(change=pl.col("after") - pl.col("before"))
    )
    own, others = (
        means.filter(part)["change"].to_numpy()
        for part in (pl.col("State") == "California", pl.col("State") != "California")
    )
    assert len(others) == 26
    with np.errstate(all="ignore"):
        assert estimate_difference(own, others).value == pytest.approx(-0.022, abs=5e-4)
