"""One report in each language, built once, and figures worked out from the rows without any query of the project."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from docx import Document as open_word
from pypdf import PdfReader

from dashboard.access import MACHINE, act_as
from dashboard.policy import load_registry
from dashboard.questions.filters import Filters, read_filters
from dashboard.report.builder import Files, build_report
from dashboard.report.document import Request
from dashboard.snapshots import open_snapshot
from dashboard.store.evaluations import Evaluation

YEAR = 2025
APPROVED = ["approved", "publicised", "granted", "paid", "revoked"]
OPEN = ["submitted", "accepted", "under_review"]


def filters_of(data: Path, snapshot: str | None = None, **given: str) -> Filters:
    opened = open_snapshot(snapshot, data=data)
    filters, notices = read_filters(
        {name: [value] for name, value in given.items()}, snapshot=opened, registry=load_registry()
    )
    assert notices == ()
    return filters


def build(
    data: Path, language: str, *, snapshot: str | None = None, evaluation: Evaluation | None = None, **given: str
) -> Files:
    with act_as(MACHINE):
        return build_report(Request(filters_of(data, snapshot, **given), language, evaluation))


@pytest.fixture(scope="session")
def city(shipped: Path) -> dict[str, Files]:
    """The whole city, fund year 2025, in both languages."""
    return {language: build(shipped, language, period=f"fund_year:{YEAR}") for language in ("zh", "en")}


@pytest.fixture(scope="session")
def honours(shipped: Path) -> dict[str, Files]:
    """The published snapshot: honours only."""
    return {language: build(shipped, language, snapshot="published") for language in ("zh", "en")}


@pytest.fixture(scope="session")
def worked_out(shipped: Path) -> dict[str, Any]:
    """Figures of fund year 2025 from the rows alone."""
    rows = pl.read_parquet(shipped / "snapshots/synthetic/applications.parquet").filter(pl.col("fund_year") == YEAR)
    approved = rows.filter(pl.col("status").is_in(APPROVED))
    money = {name: approved[f"{name}_yuan"].sum() for name in ("approved", "paid")}
    per_organisation = approved.group_by("uscc").agg(pl.col("approved_yuan").sum())["approved_yuan"].cast(pl.Float64)
    by_item = rows.group_by("item_code").len()
    return {
        "application_count": rows.height,
        "applicant_count": rows["uscc"].n_unique(),
        "approved_count": approved.height,
        "decided_count": approved.height + rows.filter(pl.col("status") == "rejected").height,
        "open_count": rows.filter(pl.col("status").is_in(OPEN)).height,
        "withdrawn_count": rows.filter(pl.col("status") == "withdrawn").height,
        "beneficiary_count": approved["uscc"].n_unique(),
        "revoked_count": rows.filter(pl.col("status") == "revoked").height,
        "approved_yuan": money["approved"],
        "paid_yuan": money["paid"],
        "clawback_yuan": rows["clawback_yuan"].sum(),
        "requested_yuan": rows["requested_yuan"].sum(),
        "median_yuan": per_organisation.median(),
        "largest_yuan": per_organisation.max(),
        "items": dict(by_item.iter_rows()),
        "districts": dict(approved.group_by("district_registered").agg(pl.col("uscc").n_unique()).iter_rows()),
    }


def squeezed(text: str) -> str:
    """Without white space, soft breaks and hyphens at line ends: PDF and Word break lines where they like."""
    return re.sub(r"[\s\u200b\u2060\u00ad]+", "", text)


def word_text(content: bytes) -> str:
    word = open_word(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return squeezed("".join([*(paragraph.text for paragraph in word.paragraphs), *cells]))


def pdf_text(content: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))


def excel_rows(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def sheet(content: bytes, part: str) -> list[dict[str, Any]]:
    """Rows of the one sheet whose name holds ``part``, by heading."""
    found = [rows for name, rows in excel_rows(content).items() if part in name]
    assert len(found) == 1, part
    heads, *body = found[0]
    return [dict(zip(heads, row, strict=True)) for row in body]


Reader = Callable[[bytes], str]
