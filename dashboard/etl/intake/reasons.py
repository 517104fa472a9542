"""Every rule that sends a row to quarantine, in plain Chinese and English. ``{column}`` and ``{value}`` are filled in."""

import polars as pl

from dashboard.etl.intake.names import Names

SHOWN_VALUE = 200
REASONS: dict[str, tuple[str, str]] = {
    "required": ("{column}不得为空", "{column} must not be empty"),
    "not_a_date": ("{column}“{value}”不是能识别的日期", "'{value}' in {column} is no date that can be understood"),
    "not_an_amount": ("{column}“{value}”不是能识别的金额", "'{value}' in {column} is no amount that can be understood"),
    "unknown_unit": (
        "{column}“{value}”的单位不是已知的人民币单位；请在表头写明（元）或（万元）",
        "the unit of '{value}' in {column} is no known unit of yuan; write (元) or (万元) into the header",
    ),
    "beyond_cents": ("{column}“{value}”小数超过分", "'{value}' in {column} has fractions of a cent"),
    "not_a_number": ("{column}“{value}”不是数字", "'{value}' in {column} is no number"),
    "not_a_whole_number": ("{column}“{value}”不是整数", "'{value}' in {column} is no whole number"),
    "not_in_list": ("{column}“{value}”不在代码表中", "'{value}' in {column} is not in the code list"),
    "unknown_status": ("{column}“{value}”不是已知的状态", "'{value}' in {column} is no known status"),
    "unknown_item": ("{column}“{value}”不在项目登记表中", "'{value}' in {column} is not in the item registry"),
    "unknown_certificate_type": (
        "{column}“{value}”不在证书类型登记表中", "'{value}' in {column} is not in the registry of certificate types",
    ),
    "unknown_district": ("{column}“{value}”不是11个区之一", "'{value}' in {column} is none of the 11 areas"),
    "unknown_cluster": ("{column}“{value}”不是已知的产业集群", "'{value}' in {column} is no known cluster"),
    "credit_code": ("{column}“{value}”不是18位统一社会信用代码", "'{value}' in {column} is no credit code of 18 characters"),
    "check_digit": ("{column}“{value}”的校验位不正确", "the check digit of '{value}' in {column} is wrong"),
    "out_of_range": ("{column}“{value}”超出允许范围", "'{value}' in {column} is out of range"),
    "after_as_of": ("{column}“{value}”晚于数据截止日", "'{value}' in {column} lies after the as-of date"),
    "ends_before_start": ("{column}“{value}”早于授予日期", "'{value}' in {column} lies before the date of the award"),
    "contradiction": (
        "{column}“{value}”与同一行的其他列矛盾", "'{value}' in {column} contradicts another column of the row",
    ),
    "nameless": ("获奖单位和项目名称均为空", "neither organisation nor project title is given"),
    "key_conflict": (
        "{column}“{value}”还出现在内容不同的行：{others}", "'{value}' in {column} also stands in rows that differ: {others}",
    ),
    "error_value": ("{column}是错误值“{value}”", "{column} holds the error '{value}'"),
    "formula": (
        "{column}是公式“{value}”，其结果可能已过期；请复制后“选择性粘贴—数值”",
        "{column} holds the formula '{value}', whose result may be old; copy it and paste it as a value",
    ),
    "digits_lost": (
        "{column}“{value}”被表格软件存为数字而丢失了位数", "'{value}' in {column} was stored as a number and lost digits",
    ),
    "too_long": ("{column}的文字超过32767字", "the text in {column} is longer than 32,767 characters"),
    "extra_cells": (
        "单元格多于表头（多余内容“{value}”），可能有未加引号的逗号",
        "more cells than headers ('{value}'): an unquoted separator?",
    ),
}  # fmt: skip


def add_reasons(lines: pl.DataFrame, *, names: Names) -> pl.DataFrame:
    """Lines with ``table, column, value, rule, others`` get ``reason_zh`` and ``reason_en``."""
    pairs = lines.select("table", "column", "rule").unique()
    rows = []
    for table, column, rule in pairs.iter_rows():
        zh, en = REASONS[rule]
        label = names.label(table, column)
        rows.append((table, column, rule, zh.replace("{column}", label), en.replace("{column}", column)))
    schema = {"table": pl.String, "column": pl.String, "rule": pl.String, "reason_zh": pl.String, "reason_en": pl.String}
    worded = pl.DataFrame(rows, schema=schema, orient="row")
    shown = pl.col("value").fill_null("").str.head(SHOWN_VALUE)
    return lines.join(worded, on=["table", "column", "rule"], how="left", maintain_order="left").with_columns(
        _fill_template(pl.col("reason_zh"), shown), _fill_template(pl.col("reason_en"), shown)
    )


def _fill_template(template: pl.Expr, value: pl.Expr) -> pl.Expr:
    """The value is put in by splitting, so that braces or references in it stay text."""
    parts = template.str.split_exact("{value}", 1)
    before, after = parts.struct.field("field_0"), parts.struct.field("field_1")
    has_value = after.is_not_null()
    tail = after.str.split_exact("{others}", 1)
    filled = pl.concat_str(
        before,
        value,
        tail.struct.field("field_0"),
        pl.when(tail.struct.field("field_1").is_not_null()).then(pl.col("others")).otherwise(pl.lit("")).fill_null(""),
    )
    return pl.when(has_value).then(filled).otherwise(before).alias(template.meta.output_name())
