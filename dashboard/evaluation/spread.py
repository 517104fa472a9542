"""How far areas would differ by chance alone if one rate held in all of them."""

import numpy as np
import polars as pl

from dashboard.evaluation.estimates import LEVEL
from dashboard.presentation.formats import FEW_CASES

DRAWS = 4_000
SEED = 20230620


def draw_chance_limit(beneficiaries: int, denominators: list[int], *, seed: int = SEED) -> float:
    """Coefficient of variation that equal rates exceed in one of twenty draws.

    Beneficiaries are dealt to the areas in proportion to their denominators (multinomial, fixed seed).
    """
    sizes = np.array(denominators, dtype=float)
    drawn = np.random.default_rng(seed).multinomial(beneficiaries, sizes / sizes.sum(), size=DRAWS)
    rates = drawn / sizes
    # what scipy.stats.variation gives, without loading it for an ordinary page
    return float(np.quantile(rates.std(axis=1) / rates.mean(axis=1), LEVEL))


def add_chance(spread: pl.DataFrame, denominators: list[int]) -> pl.DataFrame:
    """Rows of ``evaluation/district_spread`` with ``chance_variation``; years under five beneficiaries carry no figure."""
    enough = pl.col("beneficiary_count") >= FEW_CASES
    limits = [
        draw_chance_limit(count, denominators) if count >= FEW_CASES else None for count in spread["beneficiary_count"]
    ]
    return spread.with_columns(
        pl.when(enough).then("variation_coefficient").alias("variation_coefficient"),
        pl.Series("chance_variation", limits, dtype=pl.Float64),
    )
