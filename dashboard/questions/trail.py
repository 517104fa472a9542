"""What one run has asked for: names of queries and the rows about single cases that each gave. The audit reads it."""

from contextvars import ContextVar

import polars as pl

# a row that holds one of these is about one case or one organisation
ROW_COLUMNS = frozenset({"application_id", "award_id", "uscc", "applicant", "organisation"})
_trail: ContextVar[dict[str, int] | None] = ContextVar("trail", default=None)


def begin_trail() -> dict[str, int]:
    """Start noting for the rest of this run; the returned mapping fills as questions are asked."""
    trail: dict[str, int] = {}
    _trail.set(trail)
    return trail


def note_answer(name: str, answer: pl.DataFrame) -> None:
    """Note one answer, where somebody keeps a trail. The largest answer of a query counts."""
    trail = _trail.get()
    if trail is not None and (count := row_count(answer)):
        trail[name] = max(trail.get(name, 0), count)


def row_count(answer: pl.DataFrame) -> int:
    """Rows of an answer that are about one case or organisation; 0 for figures."""
    return answer.height if ROW_COLUMNS & set(answer.columns) else 0
