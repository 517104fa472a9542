"""Invented yearly outcomes of organisations with a known effect: one indicator moves after approval, one does not."""

from datetime import date

import numpy as np
import polars as pl

from dashboard.etl.synthetic.cases import Cases
from dashboard.etl.synthetic.organisations import Organisations
from dashboard.snapshots.contract import OUTCOMES

MOST_ORGANISATIONS = 4_000
YEARS = 6
# indicator → level of a middling organisation, yearly growth, noise of a year, effect from the year of the first approval on
INDICATORS = {"营业收入（万元）": (8_000.0, 0.06, 0.18, 0.05), "从业人员（人）": (120.0, 0.02, 0.10, 0.0)}
SIZE_LEVELS = (8.0, 2.0, 0.6, 0.2)
NEVER = 9_999
MISSING = 0.01


def note_approvals(first_year: np.ndarray, cases: Cases) -> None:
    """Keep the earliest fund year in which each organisation was approved; ``first_year`` is changed in place."""
    np.minimum.at(first_year, cases.organisation[cases.is_approved], cases.round.fund_year)


def outcomes(organisations: Organisations, first_year: np.ndarray, *, as_of: date, seed: int) -> pl.DataFrame:
    """Outcomes of the first organisations in the columns of the contract, up to the year before the as-of date.

    Numbers of their own are drawn, so that the rest of a snapshot does not depend on whether it has outcomes.
    """
    random = np.random.default_rng([seed, YEARS])
    index = np.arange(min(len(organisations), MOST_ORGANISATIONS))
    years = np.arange(as_of.year - YEARS, as_of.year)
    treated = years[None, :] >= first_year[index][:, None]
    codes = organisations.texts(index)["uscc"]
    frames = []
    for name, (level, growth, noise, effect) in INDICATORS.items():
        base = np.log(level * np.array(SIZE_LEVELS)[organisations.size[index]]) + random.normal(0, 0.7, len(index))
        logs = base[:, None] + growth * (years - years[0]) + random.normal(0, noise, treated.shape) + effect * treated
        frame = pl.DataFrame(
            {
                "uscc": codes.gather(np.repeat(index, YEARS)),
                "year": np.tile(years, len(index)),
                "indicator": [name] * treated.size,
                "value": np.exp(logs).round(1).ravel(),
            }
        )
        frames.append(frame.filter(pl.Series(random.random(treated.size) >= MISSING)))
    return pl.concat(frames).cast(OUTCOMES).sort("indicator", "uscc", "year")
