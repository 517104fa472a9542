"""Answers as bytes, for the command line and the data API."""

import io
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from dashboard.presentation.exports import make_inert

MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "arrow": "application/vnd.apache.arrow.file",
}


def encode(answer: pl.DataFrame, *, form: str) -> bytes:
    """An answer as ``csv`` (text that a spreadsheet would take for a formula is made inert), ``parquet`` or ``arrow``."""
    if form == "csv":
        return make_inert(answer).write_csv().encode("utf-8")
    buffer = io.BytesIO()
    if form == "parquet":
        answer.write_parquet(buffer)
    else:
        answer.write_ipc(buffer)
    return buffer.getvalue()


def list_rows(answer: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows with values that JSON has: money as numbers, days as text."""
    return [{name: to_plain(value) for name, value in row.items()} for row in answer.to_dicts()]


def to_json(value: Any) -> str:
    """JSON with Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1)


def to_plain(value: Any) -> Any:
    """One value for JSON."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value
