"""Questions put from outside a page — command line and data API — read strictly, and their answers as bytes."""

import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from dashboard.policy import Registry
from dashboard.presentation.exports import inert
from dashboard.questions.filters import SINGLE, Filters, read_filters
from dashboard.snapshots import Snapshot
from dashboard.warehouse import QueryError

MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "arrow": "application/vnd.apache.arrow.file",
}


def read_strictly(
    given: Mapping[str, Sequence[str]], *, snapshot: Snapshot, registry: Registry, written: Callable[[str], str] = str
) -> Filters:
    """Filters from parameters; where a page would leave a wrong value out and say so, this refuses.

    Args:
        given: values of each filter by its name in the address bar.
        snapshot: what is asked.
        registry: names that filters may take.
        written: how a filter's name is written by the asker, e.g. ``--period``.

    Raises:
        QueryError: a value that no filter has, or two values where one is meant.
    """
    filters, notices = read_filters(given, snapshot=snapshot, registry=registry)
    if notices:
        raise QueryError(notices[0].zh.replace("已忽略", "请改正"), notices[0].en.replace("; it was ignored", ""))
    repeated = next((name for name in SINGLE if len(given.get(name, ())) > 1), None)
    if repeated:
        shown = written(repeated)
        raise QueryError(f"{shown} 只能给一个值。", f"{shown} takes one value.")
    return filters


def encode(answer: pl.DataFrame, *, form: str) -> bytes:
    """An answer as ``csv`` (text that a spreadsheet would take for a formula is made inert), ``parquet`` or ``arrow``."""
    if form == "csv":
        return inert(answer).write_csv().encode("utf-8")
    buffer = io.BytesIO()
    if form == "parquet":
        answer.write_parquet(buffer)
    else:
        answer.write_ipc(buffer)
    return buffer.getvalue()


def rows(answer: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows with values that JSON has: money as numbers, days as text."""
    return [{name: plain(value) for name, value in row.items()} for row in answer.to_dicts()]


def to_json(value: Any) -> str:
    """JSON with Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1)


def plain(value: Any) -> Any:
    """One value for JSON."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value
