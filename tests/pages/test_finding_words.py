"""What readers are told of findings: one whole sentence in each language, sources in theirs, no code without a name."""

import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dashboard.policy import load_registry
from dashboard.presentation.language import known_text, set_language, translate
from dashboard.presentation.shared_tables import FINDING_COLUMNS
from dashboard.snapshots import open_snapshot
from pages.conformity.findings_case import CASE_COLUMNS
from pages.conformity.findings_charts import say_how_judged
from pages.conformity.findings_list import rules_table
from tests.conftest import ask
from tests.queries.conformity.examples import CARBON, award, case
from tests.snapshot_builder import build

LEFT_OVER = re.compile(r"None|\bnan\b|null|[{}]|  |<NA>|；。|、。|，。")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def said(data: Path, rule: str) -> tuple[str, str, str | None]:
    """Both explanations and the source of the one finding under a rule."""
    found = ask("conformity/all_findings", data=data).filter(pl.col("rule_code") == rule)
    assert found.height == 1
    return found.select("explanation", "explanation_en", "rule_source").row(0)


def test_every_finding_of_the_shipped_snapshot_is_one_whole_sentence(shipped: Path) -> None:
    found = ask("conformity/all_findings", data=shipped)
    assert found["rule_code"].n_unique() >= 17
    for zh, en in found.select("explanation", "explanation_en").iter_rows():
        assert not LEFT_OVER.search(zh)
        assert not LEFT_OVER.search(en)
        assert zh.endswith("。")
        assert zh.count("。") == 1
        assert en.endswith(".")
        # names stay as they are, in quotes or brackets
        assert not CHINESE.search(re.sub(r'"[^"]*"|\([^()]*(\([^()]*\))?[^()]*\)', "", en))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_column_of_the_page_has_a_heading(language: str, shipped: Path) -> None:
    answers = [ask(f"conformity/{name}", data=shipped) for name in ("by_rule", "by_article", "by_district", "by_month")]
    columns = {*FINDING_COLUMNS, *CASE_COLUMNS, *(column for answer in answers for column in answer.columns)}
    set_language(language)
    assert [name for name in sorted(columns) if known_text(f"column.{name}") is None] == []
    set_language("zh")


def test_every_reason_is_said_and_nothing_twice(tmp_path: Path) -> None:
    build(
        tmp_path,
        applications=[
            case(
                "one",
                "04-1",
                100,
                paid_yuan=100.01,
                paid_on=date(2024, 5, 14),
                granted_on=date(2024, 5, 15),
                publicised_on=date(2024, 5, 13),
                status="paid",
            ),
        ],
    )
    assert said(tmp_path, "C12")[0] == (
        "第（四）条：核定0.01万元，拨付100.01元；2024-05-15下达，却于2024-05-14拨付；"
        "2024-05-13公示，2024-05-15下达，公示仅2个工作日（应不少于5个）。"
    )


def test_a_first_award_names_the_year_of_the_one_before(tmp_path: Path) -> None:
    build(
        tmp_path,
        applications=[
            case("a", "09-5", 1, uscc="U1"),
            case("b", "09-5", 1, uscc="U1", fund_year=2025, decided_on=date(2025, 5, 6)),
        ],
    )
    assert said(tmp_path, "C04") == (
        "第（九）条：首次获评方可资助，该单位曾于2024年获同一资助（a）。",
        "Article 9: only the first award is paid; the organisation had the same support in 2024 (a).",
        None,
    )


def test_the_source_is_that_of_the_field_and_the_condition_is_in_the_language_of_the_reader(tmp_path: Path) -> None:
    build(
        tmp_path,
        applications=[
            case("one", "03-1", 1, fund_year=2023, units=4, submitted_on=date(2024, 1, 1), certificate_type=CARBON),
        ],
        awards=[award("W", CARBON, "one", awarded_on=date(2023, 12, 1))],
    )
    guide = "2023年核准类项目申报指南（仅知其开头部分） / 2023 guide for approval-type items (only its opening is known)"
    assert said(tmp_path, "C07")[2] == guide
    assert (said(tmp_path, "C09")[2] or "").startswith("2023年度申报通知，分两批")
    zh, en, source = said(tmp_path, "K01")
    assert zh == "第（三）条：2023年度另有条件“企业成立满2年”，数据无法判断，请核对。"
    assert en == 'Article 3: the year 2023 has a condition that the data cannot judge: "enterprise at least 2 years old".'
    assert source == guide


def test_holidays_that_are_not_known_yet_are_said(tmp_path: Path) -> None:
    for year in (2026, 2027):
        build(tmp_path, name=f"y{year}", applications=[case("one", "04-1", 1)], as_of=date(year, 12, 31))
    known, unknown = (say_how_judged(open_snapshot(f"y{year}", data=tmp_path)) for year in (2026, 2027))
    assert "周一至周五" not in known
    assert "周一至周五" in unknown


def test_a_rule_that_could_judge_nothing_says_so_and_is_no_zero(tmp_path: Path) -> None:
    build(tmp_path, applications=[case("one", "13-1", 1, project_title="甲")])
    rows = ask("conformity/by_rule", data=tmp_path)
    by_rule = {row["rule_code"]: row for row in rows.iter_rows(named=True)}
    unknown, known = by_rule["C07"], by_rule["C05"]
    assert (unknown["case_count"], unknown["unjudged_count"], unknown["breach_count"], unknown["amount_yuan"]) == (
        1,
        1,
        None,
        None,
    )
    assert (known["case_count"], known["unjudged_count"], known["breach_count"], known["amount_yuan"]) == (1, 0, 0, 0)
    shown = rules_table(rows, load_registry()).frame
    reasons = dict(shown.select(translate("column.rule_code"), translate("column.unjudged_reason")).iter_rows())
    assert reasons["C07 超过每家年度上限"] == "当年没有公布每家上限"
    # no row of the file declares other support: the column counts as absent
    assert reasons["C10 已获其他市级资助"] == "数据没有其他市级资助一列"
    assert reasons["C05 同一事项重复资助"] is None
