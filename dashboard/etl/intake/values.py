"""Parsers: one column of text cells into values of the contract, and the rule that each bad cell breaks.

A blank is null. A value that is there and cannot be understood is never turned into null: it breaks a rule.
All work is done on whole columns, names and codes once per distinct text.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import polars as pl
from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

from dashboard.etl.intake.names import HALF_WIDTH, fold
from dashboard.etl.intake.units import UNKNOWN_UNIT
from dashboard.snapshots.contract import MONEY

BLANKS = (
    r"^(?i:[-\x{FF0D}—–―]+|[/\x{FF0F}]+|(?:无|否|没有|暂无|不适用|不涉及|未知|未享受\p{Han}{0,12}|unknown|null|none|n/a|nan)"
    r"[。.!！;；]?)$"
)
# what MySQL, SQL Server and spreadsheets write for no day; no stage of an application is older
FIRST_DAY_YEAR = 1990
WIDE_ALL = {chr(wide): chr(narrow) for wide, narrow in HALF_WIDTH.items()}
# titles and names keep their Chinese punctuation
WIDE_TEXT = {wide: narrow for wide, narrow in WIDE_ALL.items() if narrow.isalnum() or narrow == " "}
HAS_WIDE = r"[\x{FF01}-\x{FF5E}\x{3000}\x{FFE5}\x{A0}]"
INVISIBLE = " \t\r\n\x0b\x0c\u200b\u200c\u200d\ufeff\u2060"
ERRORS = r"^#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|GETTING_DATA)$"
# how exports keep a number from losing its digits: ="0012"
QUOTED = r'^="([^"]*)"$'
# a formula, or one over several cells, typed as text or left by an export that shows formulas
FORMULA = r"^(?:=|\{=)"
LOST_DIGITS = r"^[+-]?\d(?:\.\d+)?[eE]\+\d{2,}$"
LONGEST_TEXT = 32_767
DAY = r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$"
SERIAL = r"^(\d{5})(?:\.\d+)?$"
# 1970-01-01 to 2100-12-31 as Excel counts them
FIRST_SERIAL, LAST_SERIAL = 25_569, 73_415
SERIAL_OF_EPOCH = 25_569
FIRST_YEAR = 1900
FOREVER = r"^(?:长期|长期有效|永久|永久有效)$"
AMOUNT = (
    r"^((?i:人民币|rmb|cny)?¥?)([+-]?)¥?(\d{1,16}|\d{1,3}(?:,\d{3}){1,5})(\.\d+)?(百万|千万|百|千|万|亿)?(元|圆)?[整正]?$"
)
AMOUNT_UNITS = {"百": 100, "千万": 10_000_000, "千": 1_000, "万": 10_000, "百万": 1_000_000, "亿": 100_000_000}
EXACT = pl.Decimal(38, 12)
# sums made by spreadsheets carry float dust; more than this is a real third decimal
DUST = "0.0001"
WHOLE = r"^([+-]?\d{1,9})(?:\.0+)?$"
NUMBER = r"^([+-]?\d{1,15}(?:\.\d+)?(?:[eE][+-]?\d{1,2})?)$"
GRADES = {"一": "1", "二": "2", "三": "3"}


@dataclass(frozen=True)
class Parsed:
    """``values`` in the type of the contract; ``rules`` names the rule a cell breaks (null where none)."""

    values: pl.Series
    rules: pl.Series | None = None


Parser = Callable[[pl.Series], Parsed]


def clean(cells: pl.Series, *, keep_punctuation: bool) -> pl.Series:
    """Half-width, without surrounding white space; blanks (also —, -, /, 无, 未知, unknown) are null."""
    texts = cells
    if texts.str.contains(HAS_WIDE).any():
        texts = texts.str.replace_many(WIDE_TEXT if keep_punctuation else WIDE_ALL)
    texts = texts.str.strip_chars(INVISIBLE)
    if texts.str.starts_with("'").any():
        # typed before a number in a spreadsheet, so that it stays text
        texts = texts.str.replace(r"^'([^']+)$", "$1")
    if texts.str.starts_with("=").any():
        texts = texts.str.replace(QUOTED, "$1").str.strip_chars(INVISIBLE)
    blank = (texts.str.len_bytes() == 0) | ((texts.str.len_bytes() <= 64) & texts.str.contains(BLANKS))
    return pl.select(pl.when(~blank).then(texts)).to_series()


def parse_distinct(texts: pl.Series, parse: Parser) -> Parsed:
    """Parse each distinct text once."""
    distinct = texts.drop_nulls().unique()
    answer = refuse_formulas(distinct, parse(distinct))
    table = pl.DataFrame({"text": distinct, "value": answer.values})
    if answer.rules is not None:
        table = table.with_columns(rule=answer.rules)
    joined = pl.DataFrame({"text": texts}).join(table, on="text", how="left", maintain_order="left")
    return Parsed(joined["value"], joined["rule"] if answer.rules is not None else None)


def refuse_formulas(texts: pl.Series, parsed: Parsed) -> Parsed:
    """A formula breaks its rule, whatever else it could be read as: its result is not in the file, or may be old."""
    is_formula = texts.str.contains(FORMULA).fill_null(False)
    if not is_formula.any():
        return parsed
    otherwise = pl.lit(None, pl.String) if parsed.rules is None else pl.lit(parsed.rules)
    return Parsed(parsed.values, pl.select(pl.when(is_formula).then(pl.lit("formula")).otherwise(otherwise)).to_series())


def _judge(texts: pl.Series, values: pl.Series, rule: str) -> Parsed:
    """What is there and has no value breaks ``rule``."""
    broken = texts.is_not_null() & values.is_null()
    if not broken.any():
        return Parsed(values)
    return Parsed(values, pl.select(pl.when(broken).then(pl.lit(rule))).to_series())


def parse_reference(texts: pl.Series) -> Parsed:
    """Numbers and references: as text, but a 0 says that there is none."""
    return parse_text(pl.select(pl.when(texts != "0").then(texts)).to_series())


def parse_text(texts: pl.Series) -> Parsed:
    """Text as it stands; spreadsheet errors, numbers that lost digits and endless texts break rules."""
    rules = pl.select(
        pl.when(texts.str.contains(ERRORS))
        .then(pl.lit("error_value"))
        .when(texts.str.contains(LOST_DIGITS))
        .then(pl.lit("digits_lost"))
        .when(texts.str.len_chars() > LONGEST_TEXT)
        .then(pl.lit("too_long"))
    ).to_series()
    return Parsed(texts, rules if rules.null_count() < len(rules) else None)


def parse_date(texts: pl.Series, *, may_be_endless: bool = False) -> Parsed:
    """2025年5月6日, 2025/5/6, 2025.5.6, 2025-05-06, 20250506, an Excel serial; a time of day is dropped.

    A day before 1990 (1900-01-01, 1970-01-01) is what databases write for no day: null.
    """
    parts = texts.str.extract_groups(DAY).struct.unnest()
    joined = pl.select(
        pl.concat_str(pl.lit(parts["1"]), pl.lit(parts["2"]).str.zfill(2), pl.lit(parts["3"]).str.zfill(2), separator="-")
    ).to_series()
    days = joined.str.to_date("%Y-%m-%d", strict=False)
    compact = pl.select(pl.when(texts.str.contains(r"^\d{8}$")).then(texts)).to_series().str.to_date("%Y%m%d", strict=False)
    serial = texts.str.extract(SERIAL).cast(pl.Int32, strict=False)
    counted = pl.select(
        pl.when(serial.is_between(FIRST_SERIAL, LAST_SERIAL)).then(serial - SERIAL_OF_EPOCH).cast(pl.Date)
    ).to_series()
    values = pl.select(pl.coalesce(days, compact, counted)).to_series()
    values = pl.select(pl.when(values.dt.year() >= FIRST_YEAR).then(values)).to_series()
    parsed = _judge(texts, values, "not_a_date")
    values = pl.select(pl.when(values.dt.year() >= FIRST_DAY_YEAR).then(values)).to_series()
    parsed = Parsed(values, parsed.rules)
    if may_be_endless and parsed.rules is not None:
        endless = texts.str.contains(FOREVER)
        return Parsed(values, pl.select(pl.when(~endless).then(parsed.rules)).to_series())
    return parsed


def parse_amount(texts: pl.Series, *, unit: int = 1) -> Parsed:
    """Yuan: 1,234.50, 30万元, ¥300,000. ``unit`` is the header's; one in the cell beats it."""
    compact = texts.str.replace_all(r"\s", "")
    parts = compact.str.extract_groups(AMOUNT).struct.unnest()
    digits = pl.select(
        pl.lit(parts["3"]).str.replace_all(",", "", literal=True) + pl.lit(parts["4"]).fill_null("").str.head(13)
    ).to_series()
    number = digits.cast(EXACT, strict=False)
    own = parts["5"].replace_strict(AMOUNT_UNITS, default=None, return_dtype=pl.Int64)
    # 元 and ¥ are units as well: ¥300,000 under (万元) is not three billion
    is_yuan = (parts["6"].is_not_null() | (parts["1"].str.len_bytes() > 0)).fill_null(False)
    stated = pl.select(pl.coalesce(own, pl.when(is_yuan).then(1), unit)).to_series()
    yuan = number * stated.cast(pl.Decimal(38, 0))
    cents = yuan.round(2)
    is_dust = (yuan - cents).abs() <= pl.Series([DUST]).cast(EXACT)[0]
    signed = pl.select(pl.when(pl.lit(parts["2"]) == "-").then(-cents).otherwise(cents)).to_series()
    values = signed.cast(MONEY, strict=False)
    rules = pl.select(
        pl.when(number.is_null() & texts.is_not_null())
        .then(pl.lit("not_an_amount"))
        .when((stated == UNKNOWN_UNIT) & texts.is_not_null())
        .then(pl.lit("unknown_unit"))
        .when(~is_dust)
        .then(pl.lit("beyond_cents"))
        .when(values.is_null() & texts.is_not_null())
        .then(pl.lit("out_of_range"))
    ).to_series()
    return Parsed(values, rules if rules.null_count() < len(rules) else None)


def parse_whole(texts: pl.Series, *, around: tuple[str, str] = ("", "")) -> Parsed:
    """A whole number; ``around`` are patterns of words before and after it (第3名, 2025年度)."""
    before, after = around
    pattern = re.sub(r"^\^(.*)\$$", rf"^(?:{before})?\1(?:{after})?$", WHOLE)
    values = texts.str.replace_all(r"[\s,]", "").str.extract(pattern).cast(pl.Int32, strict=False)
    return _judge(texts, values, "not_a_whole_number")


def parse_number(texts: pl.Series) -> Parsed:
    """A number with or without thousands separators, negative also in brackets as accountants write it."""
    compact = texts.str.replace_all(r"[\s,]", "").str.replace(r"^\((.*)\)$", "-$1")
    values = compact.str.extract(NUMBER).cast(pl.Float64, strict=False)
    return _judge(texts, values, "not_a_number")


def parse_tier(texts: pl.Series) -> Parsed:
    """一等, 二等, 三等 or 1, 2, 3."""
    grade = texts.str.replace_all(r"\s", "").str.extract(r"^第?([一二三]|\d{1,9}(?:\.0+)?)(?:等|等次|等奖|档)?$")
    values = grade.replace(GRADES).str.extract(WHOLE).cast(pl.Int32, strict=False)
    return _judge(texts, values, "not_in_list")


def parse_code(texts: pl.Series, *, codes: Mapping[str, str], rule: str) -> Parsed:
    """A code by any of its names."""
    found = [codes.get(fold(text)) if text is not None else None for text in texts]
    return _judge(texts, pl.Series(found, dtype=pl.String), rule)


def parse_credit_code(texts: pl.Series) -> Parsed:
    """Unified social credit code (GB 32100): upper case, 18 characters, valid check digit."""
    plain = texts.str.replace_all(r"[\s\-]", "").str.to_uppercase()
    rules = pl.Series([None if text is None else _credit_code_rule(text) for text in plain], dtype=pl.String)
    return Parsed(plain, rules if rules.null_count() < len(rules) else None)


def _credit_code_rule(text: str) -> str | None:
    try:
        uscc.validate(text)
    except InvalidChecksum:
        return "check_digit"
    except ValidationError:
        return "credit_code"
    return None


_TEXT_COLUMNS = ("applicant", "project_title", "reject_reason", "other_support_ref", "level", "category", "edition",
                 "organisation", "source_type", "source_url")  # fmt: skip
_WHOLE_COLUMNS = {
    "fund_year": ("", "年度?"), "award_year": ("", "年度?"), "units": ("", "[张项个件]"), "rank": ("第", "名"),
    "score_permille": ("", "分"), "year": ("", "年度?"),
}  # fmt: skip
_CODE_RULES = {
    "item_code": "unknown_item", "certificate_type": "unknown_certificate_type", "district_registered": "unknown_district",
    "district_operating": "unknown_district", "district_project": "unknown_district", "status": "unknown_status",
    "decision_status": "unknown_status", "applicant_kind": "not_in_list", "size_class": "not_in_list",
}  # fmt: skip


def keeps_punctuation(column: str) -> bool:
    """Whether the column is free text, whose punctuation stays as written."""
    return column in _TEXT_COLUMNS


def parser(column: str, *, codes: Mapping[str, str], unit: int) -> Parser:
    """The parser of one column of the contract. ``cluster_code`` needs a date and is parsed by its own module."""
    if column in _CODE_RULES:
        return partial(parse_code, codes=codes, rule=_CODE_RULES[column])
    if column == "uscc":
        return parse_credit_code
    if column in ("certificate_no", "other_support_ref"):
        return parse_reference
    if column.endswith("_yuan"):
        return partial(parse_amount, unit=unit)
    if column == "valid_until":
        return partial(parse_date, may_be_endless=True)
    if column.endswith("_on"):
        return parse_date
    if column == "value":
        return parse_number
    if column == "tier":
        return parse_tier
    if column in _WHOLE_COLUMNS:
        return partial(parse_whole, around=_WHOLE_COLUMNS[column])
    return parse_text
