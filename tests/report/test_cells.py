"""Widths of columns: they fill the page, and words of headings are not broken while there is room."""

from hypothesis import given
from hypothesis import strategies as st

from dashboard.report.cells import cell, widths

texts = st.text(alphabet="aB1 中，", max_size=60)


@given(st.lists(texts, min_size=1, max_size=12), st.data())
def test_widths_fill_the_line(heads: list[str], data: st.DataObject) -> None:
    row = data.draw(st.lists(texts, min_size=len(heads), max_size=len(heads)))
    shares = widths(heads, [row])
    assert len(shares) == len(heads)
    assert abs(sum(shares) - 1) < 1e-9
    assert min(shares) > 0


def test_wide_texts_give_way_to_headings() -> None:
    heads = ["District", "Applications", "Approved", "Decided", "Beneficiaries", "per 10,000", "low", "high"]
    shares = widths(heads, [["Shenzhen-Shanwei Special Cooperation Zone", *["1,234"] * 7]])
    assert shares[0] < 0.36
    assert shares[1] * 96 >= len("Applications")


def test_what_is_empty_is_a_dash_and_never_a_zero() -> None:
    assert [cell(None, kind) for kind in ("count", "money", "rate", "text")] == ["–"] * 4
    assert [cell(0, "count"), cell(0.0, "rate"), cell(1234.56, "points")] == ["0", "0.0%", "1,234.56"]
