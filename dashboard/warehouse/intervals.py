"""Exact limits of counts as functions for SQL (scipy), vectorised over Arrow arrays."""

import numpy as np
import pyarrow as pa


def poisson_low(counts: pa.ChunkedArray) -> pa.Array:
    """Lower exact 95 % limits of Poisson counts (Garwood 1936); 0 for a count of 0."""
    from scipy.special import gammaincinv

    known = counts.to_numpy()
    return pa.array(np.where(known > 0, gammaincinv(np.maximum(known, 1), 0.025), 0.0))


def poisson_high(counts: pa.ChunkedArray) -> pa.Array:
    """Upper exact 95 % limits of Poisson counts (Garwood 1936)."""
    from scipy.special import gammaincinv

    return pa.array(gammaincinv(counts.to_numpy() + 1, 0.975))
