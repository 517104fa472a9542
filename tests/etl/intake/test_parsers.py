"""Parsers of cells: every written form of a day or an amount comes back, and nothing makes them raise."""

from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.etl.intake.clusters import parse_cluster
from dashboard.etl.intake.names import load_names
from dashboard.etl.intake.values import Parsed, clean, keeps_punctuation, parse_amount, parse_date, parse_distinct, parser
from dashboard.policy import load_registry
from dashboard.snapshots.contract import APPLICATIONS, AWARDS
from tests.etl.intake.files import AS_OF

REGISTRY = load_registry()
NAMES = load_names(REGISTRY)
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31))
CENTS = st.integers(min_value=0, max_value=9_999_999_999_999)
FORMS = ("{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0:%Y.%m.%d}", "{0:%Y%m%d}", "{0.year}年{0.month}月{0.day}日",
         "{0.year}/{0.month}/{0.day}", "{0.year}.{0.month}.{0.day}", "{0:%Y-%m-%d} 13:45:00")  # fmt: skip
FULL_WIDTH = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}


def read(column: str, *texts: str | None, unit: int = 1) -> Parsed:
    cells = clean(pl.Series(texts, dtype=pl.String), keep_punctuation=keeps_punctuation(column))
    return parse_distinct(cells, parser(column, codes=NAMES.values.get(column, {}), unit=unit))


def broken(parsed: Parsed) -> list[str | None]:
    return [None] * len(parsed.values) if parsed.rules is None else parsed.rules.to_list()


@given(DAYS, st.sampled_from(FORMS), st.booleans())
def test_every_form_of_a_day_comes_back(day: date, form: str, is_wide: bool) -> None:
    text = form.format(day)
    parsed = read("submitted_on", text.translate(FULL_WIDTH) if is_wide else text)
    assert parsed.values.to_list() == [day]
    assert broken(parsed) == [None]


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31)))
def test_an_excel_serial_is_the_day_excel_means(day: date) -> None:
    # Excel counts from 1899-12-30 as day 0 (after the 1900 leap-year error)
    serial = (day - date(1899, 12, 30)) / timedelta(days=1)
    assert read("submitted_on", f"{serial:.0f}").values.to_list() == [day]


@given(CENTS, st.sampled_from(["{}", "¥{}", "\uffe5{}", "{}元", "人民币{}元", " {} ", "{:,}", "¥{:,}"]))
def test_every_form_of_an_amount_comes_back(cents: int, form: str) -> None:
    amount = Decimal(cents) / 100
    assert read("approved_yuan", form.format(amount)).values.to_list() == [amount]


@given(st.integers(min_value=0, max_value=10_000_000))
def test_a_unit_multiplies_and_one_in_the_cell_beats_the_header(amount: int) -> None:
    wan = Decimal(amount) / 100
    assert read("approved_yuan", f"{wan}万元", unit=100_000_000).values.to_list() == [wan * 10_000]
    assert read("approved_yuan", f"{wan}", unit=10_000).values.to_list() == [wan * 10_000]
    assert read("approved_yuan", f"¥{wan}", unit=10_000).values.to_list() == [wan]


@pytest.mark.parametrize(
    "text", ["2025-02-29", "2025-13-01", "20251301", "1899年1月1日", "昨天", "12", "2025-6", "五月六日"]
)
def test_what_is_no_day_breaks_its_rule(text: str) -> None:
    parsed = read("submitted_on", text)
    assert parsed.values.to_list() == [None]
    assert broken(parsed) == ["not_a_date"]


@pytest.mark.parametrize("text", ["三十万", "30万左右", "1,23,4", "1.2.3", "30-40万元", "1e5x", "12abc"])
def test_what_is_no_amount_breaks_its_rule(text: str) -> None:
    parsed = read("approved_yuan", text)
    assert parsed.values.to_list() == [None]
    assert broken(parsed) == ["not_an_amount"]


def test_fractions_of_a_cent_are_no_money_but_float_dust_is() -> None:
    assert broken(read("approved_yuan", "100.005")) == ["beyond_cents"]
    assert read("approved_yuan", "299999.99999999994").values.to_list() == [Decimal("300000.00")]


@pytest.mark.parametrize("text", ["", " ", "—", "-", "/", "无", "未知", "unknown", "Unknown", "\u3000", "——", "\uff0d"])
@pytest.mark.parametrize("column", ["approved_yuan", "accepted_on", "district_operating", "tier", "project_title"])
def test_a_blank_is_null_and_breaks_nothing(text: str, column: str) -> None:
    parsed = read(column, text)
    assert parsed.values.to_list() == [None]
    assert broken(parsed) == [None]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("光明新区", "440311"),
        ("光明区", "440311"),
        ("大鹏", "4403DP"),
        ("大鹏新区", "4403DP"),
        ("深汕合作区", "4403SS"),
        ("深圳市南山区", "440305"),
        ("南山", "440305"),
        ("440305", "440305"),
        ("深汕特别合作区", "4403SS"),
    ],
)
def test_district_names_old_and_new(text: str, code: str) -> None:
    assert read("district_registered", text).values.to_list() == [code]


@pytest.mark.parametrize("text", ["广州市", "天河区", "440106", "南山区福田区"])
def test_a_district_elsewhere_is_not_turned_into_null(text: str) -> None:
    assert broken(read("district_registered", text)) == ["unknown_district"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("91440300708461136T", None),
        ("91440300708461136t", None),
        ("\uff1991440300708461136T"[0] + "1440300708461136\uff34", None),
        ("91440300708461136A", "check_digit"),
        ("9144030070846113", "credit_code"),
        ("91440300708461136TT", "credit_code"),
    ],
)
def test_credit_codes(text: str, rule: str | None) -> None:
    parsed = read("uscc", text)
    assert broken(parsed) == [rule]
    if rule is None:
        assert parsed.values.to_list() == ["91440300708461136T"]


@pytest.mark.parametrize(("text", "tier"), [("一等", 1), ("二等", 2), ("三等", 3), ("1", 1), ("3", 3), ("\uff13", 3)])
def test_tiers(text: str, tier: int) -> None:
    assert read("tier", text).values.to_list() == [tier]


def test_the_day_decides_which_cluster_a_name_means() -> None:
    second = REGISTRY.cluster_2_0_from
    shared = next(
        one
        for one in REGISTRY.clusters.values()
        if one.version == "1.0"
        and any(other.version == "2.0" and other.name_zh == one.name_zh for other in REGISTRY.clusters.values())
    )
    texts = pl.Series([shared.name_zh, shared.name_zh])
    parsed = parse_cluster(texts, pl.Series([second - timedelta(days=1), second]), registry=REGISTRY, as_of=AS_OF)
    assert [REGISTRY.clusters[code].version for code in parsed.values] == ["1.0", "2.0"]


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
COLUMNS = sorted({*APPLICATIONS, *AWARDS} - {"cluster_code"})


@given(st.sampled_from(COLUMNS), ANY_TEXT)
def test_no_text_makes_a_parser_raise_and_none_is_lost(column: str, text: str) -> None:
    parsed = read(column, text, None)
    blank = clean(pl.Series([text]), keep_punctuation=keeps_punctuation(column)).item() is None
    value, rule = parsed.values[0], broken(parsed)[0]
    endless = column == "valid_until" and value is None and rule is None
    # what is there is either understood or breaks a rule; a blank is null and breaks none
    assert (value is None and rule is None) == (blank or endless)
    assert parsed.values[1] is None


@given(st.text(alphabet="0123456789,.-+¥\uffe5万亿千元 人民币eE()", max_size=24))
def test_amounts_are_never_negative_by_accident_nor_beyond_their_type(text: str) -> None:
    parsed = parse_amount(clean(pl.Series([text], dtype=pl.String), keep_punctuation=False))
    assert parsed.values.dtype == pl.Decimal(16, 2)
    value = parsed.values[0]
    assert value is None or value >= 0 or "-" in text


@given(st.text(alphabet="0123456789-/.年月日 T:", max_size=22))
def test_days_lie_between_their_bounds(text: str) -> None:
    value = parse_date(clean(pl.Series([text], dtype=pl.String), keep_punctuation=False)).values[0]
    assert value is None or value.year >= 1900
