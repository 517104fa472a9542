"""Tables as blocks: what they say, what they leave out and count, and when paper needs them."""

from typing import Any

import polars as pl
import pytest

from dashboard.presentation.language import set_language
from dashboard.presentation.tables import Kind, Table
from dashboard.screen.compact import compact, fits_paper
from dashboard.screen.grid import drop_empty


@pytest.fixture(autouse=True)
def chinese() -> None:
    set_language("zh")


def a_table(columns: dict[str, tuple[Kind, list[Any]]]) -> Table:
    return Table(
        pl.DataFrame({name: values for name, (_kind, values) in columns.items()}),
        {name: kind for name, (kind, _values) in columns.items()},
    )


def test_a_block_has_name_figures_and_dashes_for_figures_that_are_not_known() -> None:
    table = a_table(
        {
            "编号": ("text", ["A1", "A2"]),
            "申报单位": ("text", ["<b>甲</b>", "乙"]),
            "金额": ("money", [1234.56, None]),
            "获批率": ("rate", [61.25, 0.0]),
            "类别": ("text", [None, "丙"]),
            "无人知道": ("count", [None, None]),
        }
    )
    written = compact(table, addresses=["organisation?organisation=U1&lang=zh", None])
    first, second = written.split("</section>")[:2]
    assert "<a href='organisation?organisation=U1&amp;lang=zh' target='_self'>&lt;b&gt;甲&lt;/b&gt;</a>" in first
    assert "<b>编号</b> A1" in first
    assert "<b>金额</b> 1,234.6" in first
    assert "<b>获批率</b> 61.2%" in first or "<b>获批率</b> 61.3%" in first
    assert "类别" not in first, "a text that is not there says nothing"
    assert "<strong>乙</strong>" in second
    assert "<b>金额</b> –" in second, "an amount that is not known is not left out"
    assert "<b>获批率</b> 0.0%" in second
    assert "无人知道" not in written


def test_rows_of_one_organisation_are_named_by_their_first_column() -> None:
    table = a_table({"编号": ("text", ["A1", "A2"]), "申报单位": ("text", ["甲", "甲"])})
    assert "<strong>A1</strong>" in compact(table)
    # a link leads to the organisation, and says so also where there is one row
    linked = compact(
        a_table({"编号": ("text", ["A1"]), "申报单位": ("text", ["甲"])}), addresses=["organisation?organisation=U1"]
    )
    assert "target='_self'>甲</a>" in linked


@pytest.mark.parametrize(("rows", "opened", "said"), [(8, 8, ""), (9, 8, "其余1行"), (130, 8, "另有30行")])
def test_what_is_folded_and_left_out_is_counted(rows: int, opened: int, said: str) -> None:
    written = compact(a_table({"编号": ("count", list(range(rows)))}))
    before, _, folded = written.partition("<details>")
    assert before.count("<section>") == opened
    assert folded.count("<section>") == min(rows, 100) - opened
    assert said in written


def test_paper_takes_what_leaves_room_for_words() -> None:
    narrow: dict[str, tuple[Kind, list[Any]]] = {f"列{place}": ("count", [5]) for place in range(10)}
    assert fits_paper(a_table(narrow))
    wide: dict[str, tuple[Kind, list[Any]]] = {f"列{place}": ("text", ["一二三四五六七八"]) for place in range(10)}
    assert not fits_paper(a_table(wide))
    assert fits_paper(a_table({"列": ("sentence", ["长" * 500])})), "a long sentence wraps"


def test_a_table_too_wide_for_paper_leaves_out_what_no_row_says_and_keeps_zeros() -> None:
    shown = a_table({"项目": ("text", ["甲", "乙"]), "名额": ("count", [None, None]), "数": ("count", [0, None])})
    assert list(drop_empty(shown).kinds) == list(drop_empty(shown).frame.columns) == ["项目", "数"]
    assert drop_empty(shown).frame.rows() == [("甲", 0), ("乙", None)]
