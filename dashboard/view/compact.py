"""Tables on a phone: one block a row, its name on top, then each figure under its heading; nothing scrolls sideways."""

from collections.abc import Sequence
from html import escape
from urllib.parse import urlencode

from dashboard.formats import DASH
from dashboard.language import translate as _
from dashboard.tables import Kind, Table

SHOWN_AT_ONCE = 8
MOST_SHOWN = 100
DECIMALS: dict[Kind, int] = {"rate": 1, "count": 0, "days": 1, "number": 1, "index": 3, "money": 1, "points": 2}
# a row of cases is known by its organisation, any other by its first column
NAMES = ("applicant", "organisation")


def compact(shown: Table, *, addresses: Sequence[str | None] | None = None) -> str:
    """The table as HTML, at most ``MOST_SHOWN`` rows, the first of them open; what is left out is counted.

    ``addresses`` are the links of the rows, by place.
    """
    rows = shown.frame.head(MOST_SHOWN).rows()
    name = _name(shown)
    said = [shown.frame[heading].null_count() < shown.frame.height for heading in shown.kinds]
    blocks = [
        _block(row, shown.kinds, said, name=name, address=addresses[place] if addresses else None)
        for place, row in enumerate(rows)
    ]
    rest = shown.frame.height - len(rows)
    note = f"<p>{escape(_('and {count} more rows: see the export', count=rest))}</p>" if rest > 0 else ""
    hidden = blocks[SHOWN_AT_ONCE:]
    more = (
        f"<details><summary>{escape(_('{count} more rows', count=len(hidden)))}</summary>{''.join(hidden)}{note}</details>"
        if hidden
        else ""
    )
    return f"<div class='rows'>{''.join(blocks[:SHOWN_AT_ONCE])}{more}</div>"


def _name(shown: Table) -> int:
    """Place of the column that names a row: the organisation, unless all rows are of one; else the first."""
    names = {_(column) for column in NAMES}
    several = (
        place for place, heading in enumerate(shown.kinds) if heading in names and shown.frame[heading].n_unique() > 1
    )
    return next(several, 0)


def organisation_address(code: str | None, carried: dict[str, list[str]]) -> str | None:
    """Link to the page of one organisation under the same filters."""
    return None if code is None else f"organisation?{urlencode({**carried, 'organisation': code}, doseq=True)}"


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


def _value(value: object, kind: Kind) -> str:
    if kind == "link" and value is not None:
        return f"<a href='{escape(str(value))}'>{escape(_('Open the source'))}</a>"
    return escape(text(value, kind))


def text(value: object, kind: Kind) -> str:
    """One value in words: separators, decimals, a dash for nothing."""
    if value is None:
        return DASH
    if isinstance(value, int | float) and kind in DECIMALS:
        return f"{value:,.{DECIMALS[kind]}f}" + ("%" if kind == "rate" else "")
    return str(value)
