"""Files hold what is seen: the same rows and labels, inert text, a sheet that explains, and a word where Excel ends."""

import csv
import io
import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from dashboard.policy import load_registry
from dashboard.presentation.answers import encode
from dashboard.presentation.cell_text import CUT_NOTICE
from dashboard.presentation.exports import EXCEL_ROWS, TooManyRowsError, to_csv, to_excel, to_parquet
from dashboard.presentation.tables import Table, plain, present
from dashboard.settings import PROJECT_DIR

DANGEROUS = ["=1+1", "+1", "-1", "@sum", "\t=1", "普通"]
LIVE = '{=HYPERLINK("http://evil.example","x")}'
# every way to begin that some program takes for more than text
LEADING = [
    LIVE, "=1+1", "=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM(1)",
    "{=1}", "http://a.example", "https://a.example", "ftp://a.example", "mailto:a@a.example", "internal:a!A1",
    "external:a.xlsx", "file:///etc/passwd", "'=1", "007", "1E5", "#N/A", "TRUE", " 甲", "_x0041_", "甲\x01乙",
    "<r>甲 & 乙</r>", "<r><t>x</t></r>", "<r>", "<si>", "&amp;", "]]>",
]  # fmt: skip


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


def text_cells(content: bytes) -> list[list[str]]:
    """Every cell of every sheet that holds something, as text, by sheet; fails on a formula or a link."""
    book = load_workbook(io.BytesIO(content))
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            assert cell.data_type == "s", (sheet.title, cell.coordinate, cell.value)
            assert cell.hyperlink is None
    return [[str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None] for sheet in book]


def stored(text: str) -> str:
    """A text as openpyxl reads it: what XML cannot hold stands as ``_xHHHH_`` (ECMA-376, ST_Xstring), which Excel undoes."""
    return re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff]", lambda found: f"_x{ord(found[0]):04X}_", text)


@pytest.mark.parametrize("text", LEADING)
def test_every_leading_form_stays_text_in_values_headings_titles_and_facts_of_a_workbook(text: str) -> None:
    content = to_excel([(text, plain(pl.DataFrame({text: [text, "甲"]})))], facts=[(text, text)], facts_title=text)
    assert text_cells(content) == [[stored(text), stored(text), "甲"], [stored(text), stored(text)]]


@pytest.mark.parametrize("text", LEADING[:14])
def test_every_leading_form_is_inert_in_values_and_headings_of_csv(text: str) -> None:
    rows = pl.DataFrame({text: [text]})
    for content in (to_csv(plain(rows)), encode(rows, form="csv")):
        head, value = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        assert (head, value) == ([f"'{text}"], [f"'{text}"])


def test_what_no_cell_can_hold_is_cut_with_a_notice_or_replaced() -> None:
    texts = ["长" * 40_000, "😀" * 20_000, "甲\ufffe乙\uffff", "\U0001f600" * 16_383]
    long, wide, odd, whole = text_cells(to_excel([("a", plain(pl.DataFrame({"x": texts})))], facts=[], facts_title="f"))[0][
        1:
    ]
    for read, letter in ((long, "长"), (wide, "😀")):
        kept = read.removesuffix(CUT_NOTICE)
        assert kept != read
        assert set(kept) == {letter}
        assert 32_766 <= len(read.encode("utf-16-le")) // 2 <= 32_767
    assert odd == stored(texts[2])
    assert whole == texts[3]
    surrogate = text_cells(to_excel([], facts=[("甲\ud800", "\udfff")], facts_title="f"))
    assert surrogate == [["甲\ufffd", "\ufffd"]]


def test_text_has_one_way_into_a_cell() -> None:
    calls = re.compile(r"\.(write_(string|row|column|rich_string|formula|url)|merge_range|add_table)\(")
    texts = {path.name: path.read_text(encoding="utf-8") for path in (PROJECT_DIR / "dashboard").rglob("*.py")}
    writers = {name: text for name, text in texts.items() if "xlsxwriter" in text}
    assert len(writers) >= 4
    assert {name for name, text in writers.items() if calls.search(text)} == {"cell_text.py"}


def test_more_rows_than_excel_holds_is_said_in_words() -> None:
    table = Table(pl.DataFrame({"a": pl.Series([1]).new_from_index(0, EXCEL_ROWS)}), {"a": "count"})
    with pytest.raises(TooManyRowsError, match="1,048,576"):
        to_excel([("a", table)], facts=[], facts_title="f")
    assert pl.read_parquet(to_parquet(table)).height == EXCEL_ROWS
