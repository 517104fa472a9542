"""Files hold what is seen: the same rows and labels, inert text, a sheet that explains, and a word where Excel ends."""

import io

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from dashboard.policy import load_registry
from dashboard.presentation.exports import EXCEL_ROWS, TooManyRowsError, to_csv, to_excel, to_parquet
from dashboard.presentation.tables import Table, plain, present

DANGEROUS = ["=1+1", "+1", "-1", "@sum", "\t=1", "普通"]


def test_csv_opens_in_excel_and_holds_no_formula() -> None:
    content = to_csv(plain(pl.DataFrame({"名称": DANGEROUS, "金额": [-1.5, 0.0, 1.0, None, 2.0, 3.0]})))
    assert content.startswith(b"\xef\xbb\xbf")
    read = pl.read_csv(content, has_header=True)
    assert read["名称"].to_list() == ["'=1+1", "'+1", "'-1", "'@sum", "'\t=1", "普通"]
    assert read["金额"].to_list() == [-1.5, 0.0, 1.0, None, 2.0, 3.0], "negative numbers stay numbers"


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), min_size=1, max_size=20))
def test_no_text_starts_like_a_formula_in_csv(texts: list[str]) -> None:
    read = pl.read_csv(to_csv(plain(pl.DataFrame({"a": texts}))), schema={"a": pl.String})
    assert not any(text.startswith(("=", "+", "-", "@")) for text in read["a"].drop_nulls())


def test_a_workbook_is_frozen_filtered_and_explains_itself() -> None:
    rows = pl.DataFrame(
        {"item_code": ["03-1"], "approved_yuan": [12_345_678.0], "decided_count": [3], "approval_rate": [0.5]}
    )
    table = present(rows, registry=load_registry())
    content = to_excel(
        [("各项目[1]/:", table), ("各项目[1]/:", table)], facts=[("时段", "2025"), ("快照", "s")], facts_title="说明"
    )
    book = load_workbook(io.BytesIO(content))
    assert len(book.sheetnames) == 3
    assert book.sheetnames[-1] == "说明"
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:D2"
    assert [cell.value for cell in sheet[2]] == ["03-1 粤港澳大湾区碳足迹标识认证", 1234.6, 3, None]
    assert [row[1].value for row in book["说明"].iter_rows()] == ["2025", "s"]


def test_formulas_are_text_in_a_workbook() -> None:
    book = load_workbook(io.BytesIO(to_excel([("a", plain(pl.DataFrame({"x": DANGEROUS})))], facts=[], facts_title="f")))
    assert [cell.data_type for cell in book["a"]["A"]] == ["s"] * 7
    assert book["a"]["A2"].value == "=1+1"


def test_more_rows_than_excel_holds_is_said_in_words() -> None:
    table = Table(pl.DataFrame({"a": pl.Series([1]).new_from_index(0, EXCEL_ROWS)}), {"a": "count"})
    with pytest.raises(TooManyRowsError, match="1,048,576"):
        to_excel([("a", table)], facts=[], facts_title="f")
    assert pl.read_parquet(to_parquet(table)).height == EXCEL_ROWS
