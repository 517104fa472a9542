"""95 % intervals of counts and rates, of their differences and ratios, from scipy and statsmodels.

Counts are taken as Poisson, rates as binomial, and the two sides as sharing no case.
"""

import math
from dataclasses import dataclass

LEVEL = 0.95


@dataclass(frozen=True)
class Estimate:
    """A value with its 95 % interval; a bound is None where it cannot be given."""

    value: float
    low: float | None = None
    high: float | None = None

    @property
    def has_interval(self) -> bool:
        """Whether both bounds are known."""
        return self.low is not None and self.high is not None


def estimate_count(events: int, *, exposure: float = 1.0) -> Estimate:
    """Events per unit of exposure with the exact Poisson interval (Garwood 1936)."""
    from statsmodels.stats.rates import confint_poisson

    low, high = confint_poisson(events, exposure, method="exact-c", alpha=1 - LEVEL)
    return Estimate(events / exposure, float(low), float(high))


def estimate_count_ratio(a: int, b: int, *, exposure_a: float = 1.0, exposure_b: float = 1.0) -> Estimate | None:
    """Ratio of two counts (per exposure), exact given their sum: a ~ binomial(a + b), Clopper and Pearson (1934).

    The bounds are quantiles of F: odds from a share close to 1 lose the digits that the share does not have.
    None where side b has no event: then no finite ratio exists.
    """
    from scipy.stats import f

    if not b:
        return None
    scale, tail = exposure_b / exposure_a, (1 - LEVEL) / 2
    low = a / (b + 1) * float(f.ppf(tail, 2 * a, 2 * (b + 1))) if a else 0.0
    high = (a + 1) / b * float(f.isf(tail, 2 * (a + 1), 2 * b))
    return Estimate(a / b * scale, low * scale, high * scale)


def estimate_count_difference(a: int, b: int, *, exposure_a: float = 1.0, exposure_b: float = 1.0) -> Estimate:
    """Difference of two counts (per exposure): the exact intervals of both combined by MOVER (Zou and Donner 2008)."""
    from statsmodels.stats.rates import confint_poisson_2indep

    low, high = confint_poisson_2indep(
        a, exposure_a, b, exposure_b, method="mover", compare="diff", alpha=1 - LEVEL, method_mover="exact-c"
    )
    return Estimate(a / exposure_a - b / exposure_b, float(low), float(high))


def estimate_rate(part: int, whole: int) -> Estimate:
    """A share with the interval of Wilson (1927)."""
    from scipy.stats import binomtest

    bounds = binomtest(part, whole).proportion_ci(LEVEL, method="wilson")
    return Estimate(part / whole, float(bounds.low), float(bounds.high))


def estimate_rate_difference(part_a: int, whole_a: int, part_b: int, whole_b: int) -> Estimate:
    """Difference of two shares with the hybrid score interval of Newcombe (1998, method 10)."""
    from statsmodels.stats.proportion import confint_proportions_2indep

    low, high = confint_proportions_2indep(
        part_a, whole_a, part_b, whole_b, method="newcomb", compare="diff", alpha=1 - LEVEL
    )
    return Estimate(part_a / whole_a - part_b / whole_b, float(low), float(high))


def estimate_rate_ratio(part_a: int, whole_a: int, part_b: int, whole_b: int) -> Estimate | None:
    """Ratio of two shares with the interval of Katz et al. (1978); without one where a share is 0 or 1.

    None where side b's share is 0.
    """
    from scipy.stats.contingency import relative_risk

    if not part_b:
        return None
    ratio = relative_risk(part_a, whole_a, part_b, whole_b)
    # its variance is 0 or infinite at the edges: a bound there would be made up
    if not part_a or (part_a == whole_a and part_b == whole_b):
        return Estimate(float(ratio.relative_risk))
    bounds = ratio.confidence_interval(LEVEL)
    low, high = float(bounds.low), float(bounds.high)
    return Estimate(float(ratio.relative_risk), low, high if math.isfinite(high) else None)
