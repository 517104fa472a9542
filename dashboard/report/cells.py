"""Cells of tables as text and how wide their columns want to be; the same for Word and PDF."""

import re
from collections.abc import Sequence
from typing import Any

from dashboard.presentation.formats import DASH
from dashboard.presentation.language import current_language
from dashboard.presentation.tables import Kind, Table
from dashboard.presentation.text_width import Letters, measure_text

DECIMALS: dict[Kind, int] = {"rate": 1, "count": 0, "days": 1, "number": 1, "index": 3, "points": 2}
NARROWEST, WIDEST = 5, 34
# halves of an em that a line of a table holds (English is set smaller), those between two columns, and what the widest
# column keeps in any case
PAGE = {"zh": 93, "en": 110}
BETWEEN, LEAST_OF_WIDEST = 1.9, 18
# letters of a wide table are a little smaller before its columns give way, and at most so much
SMALLER, SMALLEST = 0.92, 0.85
# before a unit in brackets, with its space
UNIT = re.compile(r"\s+(?=\()|(?=（)")
# rows of a table that is not broken over pages, and a text that takes several lines, such as a checksum
MOST_TOGETHER, LONG = 18, 60
UNBROKEN = "\u00a0"
HALF_EMS = Letters(2, 1.08)


def print_cell(value: Any, kind: Kind) -> str:
    """One cell as it is printed; a dash where there is nothing."""
    if value is None:
        return DASH
    if isinstance(value, int | float) and kind in DECIMALS:
        return f"{value:,.{DECIMALS[kind]}f}" + ("%" if kind == "rate" else "")
    if isinstance(value, int | float) and kind == "money":
        return f"{value:,.{1 if current_language() == 'zh' else 2}f}"
    return str(value)


def print_rows(table: Table) -> list[list[str]]:
    """All cells of a table."""
    kinds = list(table.kinds.values())
    return [[print_cell(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in table.frame.iter_rows()]


def is_figure(kind: Kind) -> bool:
    """Whether a column is set to the right."""
    return kind in DECIMALS or kind == "money"


def share_widths(heads: Sequence[str], body: Sequence[Sequence[str]]) -> list[float]:
    """Relative widths that sum to 1: by the longest text, within bounds; a Chinese character takes two places.

    Where that is more than the page holds, the widest columns give way first: their texts break into lines. What is left
    over makes headings whole, the one that lacks least first, then gives room to the longest texts.
    """
    wanted = _measure_columns(heads, body)
    return [want / sum(wanted) for want in wanted]


def find_scale(heads: Sequence[str], body: Sequence[Sequence[str]]) -> float:
    """How much smaller the letters of a table are that would not fit even with its headings broken; 1 for all others."""
    return max(SMALLEST, min(1.0, PAGE[current_language()] / sum(_measure_columns(heads, body))))


def _measure_columns(heads: Sequence[str], body: Sequence[Sequence[str]]) -> list[float]:
    """Widths of the columns in halves of an em."""
    page = PAGE[current_language()]
    columns = list(zip(*body, strict=True)) or [() for _head in heads]
    longest = [max((count_places(text) for text in column), default=0) for column in columns]
    least = [max(_measure_narrowest(head), text) for head, text in zip(heads, longest, strict=True)]
    whole = [max(count_places(head), text) for head, text in zip(heads, longest, strict=True)]
    wanted = [min(max(length, NARROWEST), WIDEST) + BETWEEN for length in least]
    while sum(wanted) > page / SMALLER and max(wanted) > LEAST_OF_WIDEST:
        wanted[wanted.index(max(wanted))] -= 1
    for place in sorted(range(len(heads)), key=lambda place: whole[place] - least[place]):
        lack = min(whole[place], WIDEST) + BETWEEN - wanted[place]
        if 0 < lack <= page - sum(wanted):
            wanted[place] += lack
    lacks = [max(text + BETWEEN - want, 0) for text, want in zip(longest, wanted, strict=True)]
    if sum(lacks) > 0 and sum(wanted) < page:
        given = min(1.0, (page - sum(wanted)) / sum(lacks))
        wanted = [want + given * lack for want, lack in zip(wanted, lacks, strict=True)]
    return wanted


def stays_whole(body: Sequence[Sequence[str]]) -> bool:
    """Whether a table is short enough not to be broken over pages: few rows, of a line or two."""
    return len(body) <= MOST_TOGETHER and all(len(text) < LONG for row in body for text in row)


def set_heads(heads: Sequence[str], shares: Sequence[float]) -> list[str]:
    """Headings as they are set: a unit that does not fit beside its figure's name has a line of its own."""
    page = PAGE[current_language()]
    return [
        _set_head(head) if count_places(head) + BETWEEN > share * page else head[:1].upper() + head[1:]
        for head, share in zip(heads, shares, strict=True)
    ]


def _set_head(head: str) -> str:
    shown = "\n".join(part.replace(" ", UNBROKEN) if part.startswith("(") else part for part in _split_head(head))
    return shown[:1].upper() + shown[1:]


def _split_head(head: str) -> list[str]:
    """The name of a figure and its unit."""
    return [part for part in UNIT.split(head) if part]


def _measure_narrowest(head: str) -> float:
    """How narrow a heading may be: Chinese breaks once, units and other words never within."""
    least = 0.0
    for part in _split_head(head):
        if part.startswith(("(", "（")):
            least = max(least, count_places(part))
        elif part.isascii():
            least = max(least, *(count_places(word) for word in (part.split() or [""])))
        else:
            least = max(least, count_places(part[: (len(part) + 1) // 2]))
    return least


def count_places(text: str) -> float:
    """Width of a text in halves of an em."""
    return measure_text(text, HALF_EMS)
