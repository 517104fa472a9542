"""Widths of columns: they fill the page, and words of headings are not broken while there is room."""

from hypothesis import given
from hypothesis import strategies as st

from dashboard.report.cells import PAGE, count_places, find_scale, print_cell, set_heads, share_widths, stays_whole

texts = st.text(alphabet="aB1 中，", max_size=60)


@given(st.lists(texts, min_size=1, max_size=12), st.data())
def test_widths_fill_the_line(heads: list[str], data: st.DataObject) -> None:
    row = data.draw(st.lists(texts, min_size=len(heads), max_size=len(heads)))
    shares = share_widths(heads, [row])
    assert len(shares) == len(heads)
    assert abs(sum(shares) - 1) < 1e-9
    assert min(shares) > 0


def test_wide_texts_give_way_to_headings() -> None:
    heads = ["District", "Applications", "Approved", "Decided", "Beneficiaries", "per 10,000", "low", "high"]
    shares = share_widths(heads, [["Shenzhen-Shanwei Special Cooperation Zone", *["1,234"] * 7]])
    assert shares[0] < 0.36
    assert shares[1] * 96 >= len("Applications")


def test_what_room_is_left_makes_headings_whole_and_then_goes_to_long_texts() -> None:
    shares = share_widths(["指标", "定义"], [["申请数", "范围内的申请件数" * 9]])
    assert shares[0] * PAGE["zh"] < 12, "a short column takes no half of the page"
    heads = ["资金年度", "申请数", "核定金额（万元）"]
    shares = share_widths(heads, [["2025", "935", "14,922.9"]])
    assert all(share * PAGE["zh"] >= count_places(head) for share, head in zip(shares, heads, strict=True))
    assert set_heads(heads, shares) == heads


def test_a_unit_that_does_not_fit_has_a_line_of_its_own() -> None:
    assert set_heads(["核定金额（万元）"], [0.1]) == ["核定金额\n（万元）"]
    assert set_heads(["approved money (CNY m)"], [0.1]) == ["Approved money\n(CNY\u00a0m)"]
    assert set_heads(["per cent"], [0.5]) == ["Per cent"]


def test_long_texts_and_many_rows_may_go_on_on_the_next_page() -> None:
    assert stays_whole([["1"]] * 18)
    assert not stays_whole([["1"]] * 19)
    assert not stays_whole([["a" * 64]])


def test_what_is_empty_is_a_dash_and_never_a_zero() -> None:
    assert [print_cell(None, kind) for kind in ("count", "money", "rate", "text")] == ["–"] * 4
    assert [print_cell(0, "count"), print_cell(0.0, "rate"), print_cell(1234.56, "points")] == ["0", "0.0%", "1,234.56"]


def test_only_a_table_that_would_not_fit_has_smaller_letters() -> None:
    assert find_scale(["指标", "定义"], [["申请数", "件数"]]) == 1
    wide = [f"figure {number} of applications" for number in range(14)]
    assert 0.85 <= find_scale(wide, [["1,234,567"] * 14]) < 1
