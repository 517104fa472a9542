"""The measure of texts, against widths counted by hand."""

import pytest

from dashboard.presentation.text_width import EM, PLACES, Letters, measure_text, shorten


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", 0),
        ("区", 2),
        ("（万元）", 8),
        ("CNY m", 5),
        ("第3项 45%", 9),
        ("·−…≥", 4),
    ],
)
def test_a_chinese_letter_takes_two_places(text: str, places: int) -> None:
    assert measure_text(text, PLACES) == places


def test_capitals_and_figures_may_be_wider_than_small_letters() -> None:
    assert measure_text("区Ab1", Letters(wide=13, narrow=6, capital=8)) == 13 + 8 + 6 + 8
    assert measure_text("区Ab1", Letters(wide=13, narrow=6)) == 13 + 6 + 6 + 6


def test_what_goes_beyond_the_room_is_cut() -> None:
    assert shorten("一二三四五", 5, EM) == "一二三四五"
    assert shorten("一二三四五六", 5, EM) == "一二三四五…"
    assert shorten("abcdefghij", 5.5, PLACES) == "abcde…"
    assert shorten("区abc", 3, PLACES) == "区a…"
