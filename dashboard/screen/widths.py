"""Widths of a grid's columns: what a page of 1440 pixels can hold stands there without scrolling sideways."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.presentation import labels
from dashboard.presentation.language import current_language
from dashboard.presentation.tables import Kind, Table
from dashboard.presentation.text_width import Letters, measure_text
from dashboard.screen.compact import text

# what the page has for a table in a window of 1440 pixels, and what the boxes that choose a row take of it
PAGE_WIDTH, BOX_WIDTH = 1076, 33
CELL_PADDING, HEAD_PADDING = 18, 24
# pixels of a letter of the grid
GRID_LETTERS = Letters(wide=13, narrow=6.2, capital=7.6)
# the grid itself cuts what is wider than this; names that a row is read by get the room they need up to the widest
GRID_WIDTH, WIDEST, WIDEST_SENTENCE = 270, 420, 560
# where the page is too narrow texts give way, down to this: names of organisations last, they are what a list is read for
NARROWEST, NARROWEST_NAME, NARROWEST_SENTENCE = 120, 230, 420
# their code tells them apart; in English the figures behind them would be out of sight
NARROWEST_CODED = {"zh": 240, "en": 200}
CODED, NAMES = ("item_code", "certificate_type"), ("applicant", "organisation")
# a table that needs less of the page is left to the grid, which spreads it
TIGHT = 0.75
# columns that stay while the others are scrolled take at most this of the page
MOST_PINNED = 0.5
MEASURED_ROWS = 200


@dataclass(frozen=True)
class Columns:
    """``widths`` in pixels of the headings that have one of their own; ``pinned`` stay in place while others scroll."""

    widths: Mapping[str, int]
    pinned: Sequence[str]


def fit_columns(shown: Table, *, has_boxes: bool) -> Columns:
    """Widths under which the whole table is seen; where that cannot be, the columns up to the name stay in place."""
    room = PAGE_WIDTH - (BOX_WIDTH if has_boxes else 0)
    names = [heading for heading, kind in shown.kinds.items() if is_read(heading, kind)]
    needed = {heading: _needed(shown, heading) for heading in shown.kinds}
    if sum(needed.values()) <= room:
        tight = sum(needed.values()) > TIGHT * room
        return Columns({name: width for name, width in needed.items() if _has_own(name, width, names, tight=tight)}, [])
    spare = {name: max(0, width - _narrowest(name, shown.kinds[name], width)) for name, width in needed.items()}
    over, given = sum(needed.values()) - room, sum(spare.values())
    if over <= given:
        return Columns({name: width - math.ceil(over * spare[name] / given) for name, width in needed.items()}, [])
    # it has to be scrolled: nothing is cut but names that have their code in front
    coded = {labels.column_name(name) for name in CODED}
    widths = {
        name: min(width, NARROWEST_CODED[current_language()]) if name in coded else width for name, width in needed.items()
    }
    return Columns(widths, _pinned(widths, names, room))


def _has_own(name: str, width: int, names: Sequence[str], *, tight: bool) -> bool:
    """Names grow with the window, unless the grid would cut them; figures and codes do so only where there is much room."""
    return width > GRID_WIDTH if name in names else tight


def is_read(heading: str, kind: Kind) -> bool:
    """Whether a row is known by this column, or read for its sake."""
    return kind == "sentence" or heading in {labels.column_name(name) for name in (*CODED, *NAMES)}


def _narrowest(heading: str, kind: Kind, width: int) -> int:
    """Down to where a column may give way: a text, but not its heading; figures and dates keep their width."""
    if kind == "sentence":
        return NARROWEST_SENTENCE
    if kind not in ("text", "link"):
        return width
    if heading in {labels.column_name(name) for name in NAMES}:
        return NARROWEST_NAME
    least = NARROWEST_CODED[current_language()] if heading in {labels.column_name(name) for name in CODED} else NARROWEST
    return max(least, HEAD_PADDING + _pixels(heading))


def _pixels(words: str) -> int:
    return round(measure_text(words, GRID_LETTERS))


def _needed(shown: Table, heading: str) -> int:
    """Room for the heading and the longest value, up to the widest."""
    kind = shown.kinds[heading]
    values = (text(value, kind) for value in shown.frame[heading].head(MEASURED_ROWS))
    longest = max((_pixels(words) for words in values), default=0)
    most = WIDEST_SENTENCE if kind == "sentence" else WIDEST if is_read(heading, kind) else GRID_WIDTH
    return max(HEAD_PADDING + _pixels(heading), min(CELL_PADDING + longest, most))


def _pinned(needed: Mapping[str, int], names: Sequence[str], room: int) -> list[str]:
    """The columns up to the first name, in their order; the first column alone where these would take too much."""
    headings = list(needed)
    until = headings.index(names[0]) + 1 if names else 1
    wide = sum(needed[heading] for heading in headings[:until]) > MOST_PINNED * room
    return headings[: 1 if wide else until]
