"""Rows on which figures go wrong at the edges, planted on demand beside the drawn ones and written down one by one.

The shipped snapshot has none of them. ``--plant hostile`` plants all, ``--plant help`` lists them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from dashboard.errors import ReaderError
from dashboard.etl.synthetic.plants import absent_columns, amounts, days, identities, proofs
from dashboard.etl.synthetic.plants.ground import Ground
from dashboard.policy import Registry

HOSTILE = "hostile"
FIRST_AS_OF = date(2026, 3, 1)
ROWS_OF_ONE_SOWING = 1_000
OWN_NUMBERS = 20
# in the order in which they are planted
PLANTS: dict[str, Callable[[Ground], None]] = {
    "missing-dates": days.missing_dates,
    "beyond-status": days.beyond_status,
    "ties": days.ties,
    "leap-days": days.leap_days,
    "two-windows": days.two_windows,
    "later-years": days.later_years,
    "names-without-codes": identities.names_without_codes,
    "one-name-two-codes": identities.one_name_two_codes,
    "one-code-two-names": identities.one_code_two_names,
    "folded-names": identities.folded_names,
    "several-awards": proofs.several_awards,
    "two-cases-one-award": proofs.two_cases_one_award,
    "award-names-other-number": proofs.award_names_other_number,
    "withdrawn-claims": proofs.withdrawn_claims,
    "undated-honours": proofs.undated_honours,
    "served-twice": proofs.served_twice,
    "first-time-again": proofs.first_time_again,
    "unknown-amounts": amounts.unknown_amounts,
    "support-words": amounts.support_words,
    "missing-columns": absent_columns.missing_columns,
}


class PlantError(ReaderError):
    """Plants that do not exist, or that the as-of day leaves no room for."""


@dataclass(frozen=True)
class Seed:
    """What the same planted rows come from: the same seed and size of the snapshot, the same plants."""

    number: int
    rows: int
    plants: tuple[str, ...]


def chosen_plants(text: str) -> tuple[str, ...]:
    """Names of plants from a list with commas, in the order of planting; ``hostile`` is all of them.

    Raises:
        PlantError: one of them is unknown.
    """
    asked = {name.strip() for name in text.split(",") if name.strip()}
    unknown = sorted(asked - {HOSTILE, *PLANTS})
    if unknown or not asked:
        shown = ", ".join(unknown) or text
        raise PlantError(
            f"没有名为“{shown}”的种植项。用 --plant help 查看清单。",
            f"There is no plant '{shown}'; --plant help lists them.",
        )
    return tuple(name for name in PLANTS if HOSTILE in asked or name in asked)


def described_plants() -> str:
    """A line for each plant: its name and what it does."""
    width = max(len(name) for name in PLANTS)
    lines = [f"{name:<{width}}  {(sow.__doc__ or '').splitlines()[0]}" for name, sow in PLANTS.items()]
    return "\n".join([*lines, f"{HOSTILE:<{width}}  All of them."])


def plant(seed: Seed, *, as_of: date, registry: Registry, first_organisation: int) -> Ground:
    """Plant; once for every thousand rows of the snapshot.

    Raises:
        PlantError: the as-of day lies before the planted days.
    """
    if as_of < FIRST_AS_OF:
        raise PlantError(
            f"种植项需要 {FIRST_AS_OF} 或以后的截止日（--as-of）。",
            f"Plants need an as-of day from {FIRST_AS_OF} on (--as-of).",
        )
    # numbers of their own: the drawn rows are the same whether or not something is planted beside them
    random = np.random.default_rng([seed.number, OWN_NUMBERS])
    ground = Ground(registry=registry, as_of=as_of, random=random, first_organisation=first_organisation)
    for _ in range(max(1, seed.rows // ROWS_OF_ONE_SOWING)):
        for name in seed.plants:
            ground.plant = name
            PLANTS[name](ground)
    return ground


def source_of(plants: Sequence[str]) -> str:
    """How the manifest says what was planted."""
    return f" plant={HOSTILE if len(plants) == len(PLANTS) else ','.join(plants)}" if plants else ""
