"""Who is told that rows about single cases are given out, before they are. The audit listens."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import polars as pl

# a row that holds one of these is about one case or one organisation
ROW_COLUMNS = frozenset({"application_id", "award_id", "uscc", "applicant", "organisation"})
# takes the name of a query and how many such rows it gave
Note = Callable[[str, int], None]
_note: ContextVar[Note | None] = ContextVar("note", default=None)


@contextmanager
def tell_of_rows(note: Note) -> Iterator[None]:
    """Within the block ``note`` hears of every answer with rows before it is given out; where it raises, none is."""
    token = _note.set(note)
    try:
        yield
    finally:
        _note.reset(token)


def note_answer(name: str, answer: pl.DataFrame) -> None:
    """Tell of one answer, where somebody listens and it holds rows."""
    note = _note.get()
    if note is not None and (count := row_count(answer)):
        note(name, count)


def row_count(answer: pl.DataFrame) -> int:
    """Rows of an answer that are about one case or organisation; 0 for figures."""
    return answer.height if ROW_COLUMNS & set(answer.columns) else 0
