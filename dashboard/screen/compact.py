"""Tables on a phone, and wide ones on paper: one block a row, its name on top, then each figure under its heading."""

import re
from collections.abc import Sequence
from html import escape

from dashboard.presentation import labels
from dashboard.presentation.formats import DASH
from dashboard.presentation.language import current_language, plural
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import Kind, Table
from dashboard.presentation.text_width import EM, measure_text

SHOWN_AT_ONCE = 8
MOST_SHOWN = 100
DECIMALS: dict[Kind, int] = {"rate": 1, "count": 0, "days": 1, "number": 1, "index": 3, "money": 1, "points": 2}
# a page of A4 in the letters of a printed table, and what a column takes of it at least and where its texts wrap
PAPER_WIDTH, SMALL_WIDTH = 68, 92
PADDING, SMALL_PADDING = 1.2, 0.55
LEAST_WIDTH = 3.4
LONGEST_WRAPPED = 7
WIDTH_ROWS = 50
WORD = re.compile(r"[A-Za-z0-9]+")
# a row of cases is known by its organisation, any other by its first column
NAMES = ("applicant", "organisation")


def compact(
    shown: Table, *, addresses: Sequence[str | None] | None = None, most: int = MOST_SHOWN, at_once: int = SHOWN_AT_ONCE
) -> str:
    """The table as HTML, at most ``most`` rows, the first of them open; what is left out is counted.

    ``addresses`` are the links of the rows, by place.
    """
    rows = shown.frame.head(most).rows()
    name = _name(shown, linked=addresses is not None)
    said = [shown.frame[heading].null_count() < shown.frame.height for heading in shown.kinds]
    blocks = [
        _block(row, shown.kinds, said, name=name, address=addresses[place] if addresses else None)
        for place, row in enumerate(rows)
    ]
    rest = shown.frame.height - len(rows)
    note = f"<p>{escape(_('list.more_rows', count=rest))}</p>" if rest > 0 else ""
    hidden = blocks[at_once:]
    more = f"<details><summary>{escape(_more(len(hidden)))}</summary>{''.join(hidden)}{note}</details>" if hidden else ""
    return f"<div class='rows'>{''.join(blocks[:at_once])}{more or note}</div>"


def fits_paper(shown: Table, *, small: bool = False) -> bool:
    """Whether the columns stand side by side on A4 without a word a line; widths in letters, small ones where asked."""
    room, padding = (SMALL_WIDTH, SMALL_PADDING) if small else (PAPER_WIDTH, PADDING)
    return sum(_column_width(shown, heading, kind) + padding for heading, kind in shown.kinds.items()) <= room


def _column_width(shown: Table, heading: str, kind: Kind) -> float:
    words = [text(value, kind) for value in shown.frame[heading].head(WIDTH_ROWS)]
    longest = max((measure_text(word, EM) for word in words), default=0)
    most = LONGEST_WRAPPED * (2 if kind == "sentence" else 1) if kind in ("text", "sentence", "link") else longest
    # a code is one word, however long
    unbroken = max((measure_text(part, EM) for word in words for part in WORD.findall(word)), default=0)
    return max(LEAST_WIDTH, unbroken, min(longest, most))


def _name(shown: Table, *, linked: bool) -> int:
    """Place of the column that names a row: the organisation that rows differ by or a lone row links to; else the first."""
    names = {labels.column_name(column) for column in NAMES}
    several = (
        place
        for place, heading in enumerate(shown.kinds)
        if heading in names and (shown.frame[heading].n_unique() > 1 or (linked and shown.frame.height == 1))
    )
    return next(several, 0)


def _block(row: tuple[object, ...], kinds: dict[str, Kind], said: Sequence[bool], *, name: int, address: str | None) -> str:
    title = escape(text(row[name], list(kinds.values())[name]))
    head = f"<a href='{escape(address)}' target='_self'>{title}</a>" if address else title
    fields = "".join(
        f"<span{' class=long' if kind == 'sentence' else ''}><b>{escape(heading)}</b> {_value(value, kind)}</span>"
        for place, ((heading, kind), value) in enumerate(zip(kinds.items(), row, strict=True))
        # a text that is not there says nothing; a figure that others have says that it is not known
        if place != name and said[place] and (value is not None or kind in DECIMALS)
    )
    return f"<section><strong>{head}</strong><p>{fields}</p></section>"


def _more(count: int) -> str:
    return plural("list.more", count=count)


def _value(value: object, kind: Kind) -> str:
    if kind == "link" and value is not None:
        return f"<a href='{escape(str(value))}'>{escape(_('list.open_source'))}</a>"
    return escape(text(value, kind))


def text(value: object, kind: Kind) -> str:
    """One value in words: separators, decimals, a dash for nothing."""
    if value is None:
        return DASH
    if isinstance(value, int | float) and kind in DECIMALS:
        # a million has two decimals where 万元 have one
        decimals = 2 if kind == "money" and current_language() == "en" else DECIMALS[kind]
        return f"{value:,.{decimals}f}".replace("-", "−") + ("%" if kind == "rate" else "")
    return str(value)
