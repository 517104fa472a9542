"""Exact limits of counts as functions for SQL (scipy), vectorised over Arrow arrays."""

import numpy as np
import pyarrow as pa


def garwood_limits(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Exact 95 % limits of Poisson counts (Garwood 1936): the lower and the upper one; 0 below a count of 0."""
    # loaded when asked for: the first page does without it where no area is shown
    from scipy.special import gammaincinv

    low = np.where(counts > 0, gammaincinv(np.maximum(counts, 1), 0.025), 0.0)
    return low, gammaincinv(counts + 1, 0.975)


def poisson_low(counts: pa.ChunkedArray) -> pa.Array:
    """Lower exact 95 % limits of Poisson counts; 0 for a count of 0."""
    return pa.array(garwood_limits(counts.to_numpy())[0])


def poisson_high(counts: pa.ChunkedArray) -> pa.Array:
    """Upper exact 95 % limits of Poisson counts."""
    return pa.array(garwood_limits(counts.to_numpy())[1])
