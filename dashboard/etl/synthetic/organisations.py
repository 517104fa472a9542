"""Invented organisations: valid credit codes, plainly invented names, districts and clusters in real proportions."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from dashboard.policy import Registry

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I, O, S, V, Z
PREFIX = "91440300"  # enterprise, registered in Shenzhen
KINDS = ("enterprise", "public_institution", "social_organisation", "testing_body", "platform", "other")
KIND_SHARES = (0.80, 0.05, 0.05, 0.05, 0.04, 0.01)
SIZES = ("large", "medium", "small", "micro")
SIZE_SHARES = (0.08, 0.22, 0.45, 0.25)
NO_CLUSTER = 0.18
TRADES = ("智造", "精工", "检测", "云联", "材料", "光电", "医械", "出行", "软件", "食品")
# successor of a 1.0 cluster in the 2.0 list, by order: unmatched names keep their nearest neighbour
KIND_NAMES = ("有限公司", "研究院", "协会", "检测中心", "服务平台", "中心")


@dataclass(frozen=True)
class Organisations:
    """Columns of equal length; codes are indices into the tuples above or the registry's order."""

    kind: np.ndarray
    size: np.ndarray
    district: np.ndarray
    cluster_v1: np.ndarray
    cluster_v2: np.ndarray
    weight: np.ndarray

    def __len__(self) -> int:
        return len(self.kind)

    def texts(self, index: np.ndarray) -> pl.DataFrame:
        """``uscc`` and ``applicant`` of organisations by number."""
        return self._texts[index]

    @cached_property
    def _texts(self) -> pl.DataFrame:
        index = np.arange(len(self))
        return pl.DataFrame({"uscc": credit_codes(index), "applicant": self._names(index)})

    def _names(self, index: np.ndarray) -> pl.Series:
        numbers = pl.Series(index).cast(pl.String).str.zfill(7)
        trades = pl.Series(np.array(TRADES)[index % len(TRADES)])
        suffixes = pl.Series(np.array(KIND_NAMES)[self.kind[index]])
        return (pl.lit("示例") + trades + numbers + suffixes + pl.lit("(合成)")).pipe(_evaluate_formula)


def invent(*, size: int, registry: Registry, random: np.random.Generator) -> Organisations:
    """Invent ``size`` organisations; applicants are heavy-tailed (Pareto weights)."""
    counts = {entry.district_code: entry.count for entry in registry.denominators}
    shares = np.array([counts[code] for code in registry.districts], dtype=float)
    v1 = [number for number, cluster in enumerate(registry.clusters.values()) if cluster.version == "1.0"]
    v2 = [number for number, cluster in enumerate(registry.clusters.values()) if cluster.version == "2.0"]
    popularity = random.dirichlet(np.full(len(v1), 1.5))
    in_cluster = random.random(size) >= NO_CLUSTER
    position = random.choice(len(v1), size, p=popularity)
    return Organisations(
        kind=random.choice(len(KINDS), size, p=KIND_SHARES).astype(np.int8),
        size=random.choice(len(SIZES), size, p=SIZE_SHARES).astype(np.int8),
        district=random.choice(len(shares), size, p=shares / shares.sum()).astype(np.int8),
        cluster_v1=np.where(in_cluster, np.array(v1)[position], -1).astype(np.int8),
        cluster_v2=np.where(in_cluster, np.array(v2)[position % len(v2)], -1).astype(np.int8),
        weight=random.pareto(1.6, size) + 0.3,
    )


def credit_codes(index: np.ndarray) -> pl.Series:
    """Unified social credit codes with both check digits (GB 11714-1997 within GB 32100-2015)."""
    digits = np.zeros((len(index), 18), dtype=np.int64)
    digits[:, :8] = [int(digit) for digit in PREFIX]
    body = np.zeros((len(index), 8), dtype=np.int64)
    body[:, 0], body[:, 1] = ALPHABET.index("M"), ALPHABET.index("A")
    rest = index.astype(np.int64).copy()
    for column in range(7, 1, -1):
        body[:, column] = rest % 31
        rest //= 31
    digits[:, 8:16] = body
    digits[:, 16] = _organisation_check(body)
    weights = np.array([pow(3, place, 31) for place in range(17)])
    digits[:, 17] = (31 - (digits[:, :17] * weights).sum(axis=1) % 31) % 31
    letters = np.frombuffer(ALPHABET.encode(), dtype="S1")[digits]
    # the check digit of the organisation code may be X for ten, which the alphabet holds as a letter too
    return pl.Series(letters.view("S18").ravel().astype("U18"))


def _organisation_check(body: np.ndarray) -> np.ndarray:
    """Check digit of the organisation code: letters count from 10, weights 3 7 9 10 5 8 4 2, modulus 11."""
    value = np.array([int(letter) if letter.isdigit() else ord(letter) - 55 for letter in ALPHABET])[body]
    check = 11 - (value * np.array([3, 7, 9, 10, 5, 8, 4, 2])).sum(axis=1) % 11
    return np.where(check == 10, ALPHABET.index("X"), np.where(check == 11, 0, check))


def _evaluate_formula(expression: pl.Expr) -> pl.Series:
    return pl.select(expression).to_series()
