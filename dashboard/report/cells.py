"""Cells of tables as text and how wide their columns want to be; the same for Word and PDF."""

from collections.abc import Sequence
from typing import Any

from dashboard.formats import DASH
from dashboard.language import current_language
from dashboard.tables import Kind, Table

DECIMALS: dict[Kind, int] = {"rate": 1, "count": 0, "days": 1, "number": 1, "index": 3, "points": 2}
NARROWEST, WIDEST = 5, 34
# places that a line of a table holds, those between two columns, and what the widest column keeps in any case
PAGE, BETWEEN, LEAST_OF_WIDEST = 93, 1.5, 18


def cell(value: Any, kind: Kind) -> str:
    """One cell as it is printed; a dash where there is nothing."""
    if value is None:
        return DASH
    if isinstance(value, int | float) and kind in DECIMALS:
        return f"{value:,.{DECIMALS[kind]}f}" + ("%" if kind == "rate" else "")
    if isinstance(value, int | float) and kind == "money":
        return f"{value:,.{1 if current_language() == 'zh' else 2}f}"
    return str(value)


def rows(table: Table) -> list[list[str]]:
    """All cells of a table."""
    kinds = list(table.kinds.values())
    return [[cell(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in table.frame.iter_rows()]


def is_figure(kind: Kind) -> bool:
    """Whether a column is set to the right."""
    return kind in DECIMALS or kind == "money"


def widths(heads: Sequence[str], body: Sequence[Sequence[str]]) -> list[float]:
    """Relative widths that sum to 1: by the longest text, within bounds; a Chinese character takes two places.

    Where that is more than the page holds, the widest columns give way first: their texts break into lines.
    """
    columns = zip(*([_broken(heads)] + [list(row) for row in body]), strict=True)
    longest = [max(places(text) for text in column) for column in columns]
    wanted = [min(max(length, NARROWEST), WIDEST) + BETWEEN for length in longest]
    while sum(wanted) > PAGE and max(wanted) > LEAST_OF_WIDEST:
        wanted[wanted.index(max(wanted))] -= 1
    return [want / sum(wanted) for want in wanted]


def _broken(heads: Sequence[str]) -> list[str]:
    """Headings as narrow as they may be broken: Chinese once, other words never within."""
    return [max(head.split(), key=places, default="") if head.isascii() else head[: (len(head) + 1) // 2] for head in heads]


def places(text: str) -> int:
    """Width of a text in Latin characters."""
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)
