"""What the browse pages say in words: ties, too few cases, absent figures, names of honours; worked out by hand."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dashboard.access import Access, act_as
from dashboard.policy import REFERENCE_DIR, load_registry
from dashboard.presentation import formats as fmt
from dashboard.presentation import headlines, labels, sentences, shared_tables
from dashboard.presentation.charts import Bar, Line, Month
from dashboard.presentation.language import set_language, translate
from dashboard.presentation.tables import present
from pages.conformity import findings_list
from pages.process import funds_waterfall, pipeline_stages, pipeline_waiting
from pages.records import applications_list, organisation_profile
from pages.uptake import certificates_marks, clusters_grid, districts_area
from tests.conftest import ask


@pytest.fixture(autouse=True)
def chinese() -> None:
    set_language("zh")


def test_the_first_of_several_with_the_same_figure_is_not_named_alone() -> None:
    rows = pl.DataFrame({"n": [5, 5, 2]})
    assert sentences.name_leaders(rows, "n", ["甲", "乙", "丙"]) == "甲等（另有1个并列）"
    assert sentences.name_leaders(rows[2:], "n", ["丙"]) == "丙"


def test_one_month_or_point_is_not_called_the_highest_or_the_latest() -> None:
    months = [Month("2025", 21.4, "2025 21.4%（3/14）"), Month("2026", None, "")]
    assert headlines.say_peak(months, measure="比重") == "比重：2025 21.4%（3/14）"
    assert headlines.say_peak([*months, Month("2024", 1.0, "2024 1%")], measure="比重").startswith("最高：2025")
    both = [Month("2024", 1.0, "2024 1件"), Month("2025", 1.0, "2025 1件")]
    assert headlines.say_peak(both, measure="数") == "最高：2024 1件（另有1个并列）"
    assert headlines.say_latest([Line("a", "甲", ["2025"], [1.0], ["2025 甲 5"])], measure="数") == "数：2025 甲 5"


def funnel(counts: list[int]) -> pl.DataFrame:
    return pl.DataFrame(
        {"route": ["expert_review"] * len(counts), "stage": ["submitted", "accepted", "approved"], "reached_count": counts}
    )


def test_a_stage_reached_by_fewer_than_five_carries_counts_and_no_per_cent() -> None:
    _stages, (few,) = pipeline_stages.funnel_groups(funnel([3, 3, 2]))
    assert list(few.labels) == ["3", "3/3", "2/3"]
    _stages, (some,) = pipeline_stages.funnel_groups(funnel([10, 5, 2]))
    assert list(some.labels) == ["10", "5 · 50.0%", "2 · 40.0%"]


def durations(cases: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "key": ["expert_review"] * cases,
            "days": list(range(10, 10 + cases)),
            "finished_count": [1] * cases,
            "censored_count": [0] * cases,
        }
    )


@pytest.mark.parametrize(("cases", "lines"), [(4, 0), (5, 1)])
def test_a_curve_of_waiting_times_needs_five_cases(cases: int, lines: int) -> None:
    found = pipeline_waiting.waiting(durations(cases), measure="decision", dimension="route", registry=load_registry())
    assert len(found.series) == len(found.at_risk) == lines
    assert ("没有满5件的组" in found.title) == (lines == 0)


def test_a_year_with_fewer_than_five_applications_has_no_shares() -> None:
    by_year = pl.DataFrame({
        "fund_year": [2025, 2025, 2026, 2026], "cluster_code": ["v2-S01", None, "v2-S01", None],
        "application_count": [1, 2, 1, 4],
    })  # fmt: skip
    registry = load_registry()
    (line,) = clusters_grid.share_lines(by_year, version="2.0", registry=registry, chosen=[])
    assert (list(line.x), list(line.y)) == (["2026"], [20.0])
    assert clusters_grid.share_lines(by_year.head(2), version="2.0", registry=registry, chosen=[]) == []


def bar(code: str, value: float | None) -> Bar:
    return Bar(code, code, value, "", "")


def test_clusters_with_nothing_are_counted_and_not_drawn_while_unknown_ones_stay() -> None:
    drawn, said = clusters_grid.with_something([bar("a", 2.0), bar("b", None), *(bar(f"z{n}", 0.0) for n in range(4))])
    assert [one.code for one in drawn] == ["a", "b"]
    assert said == "4个集群为0，见下表。"
    few = [bar("a", 2.0), *(bar(f"z{n}", 0.0) for n in range(3))]
    assert clusters_grid.with_something(few) == (few, "")


def test_the_highest_pair_of_a_heat_map_is_not_named_alone_where_others_have_as_much() -> None:
    columns, grid = ["子", "丑"], [[1.0, 3.0], [3.0, None]]
    cells = clusters_grid.Cells(["甲", "乙"], columns, grid, codes=[columns] * 2, hovers=[["", ""]] * 2)
    assert clusters_grid.grid_title(cells, measure="数") == "数最高：甲 × 丑等并列（另有1对）"
    grid[1][0] = 2.0
    assert clusters_grid.grid_title(cells, measure="数") == "数最高：甲 × 丑"


def test_a_concentration_of_fewer_than_five_is_not_told() -> None:
    rows = pl.DataFrame({"beneficiary_count": [4, 5], "top3_share": [1.0, 0.9], "herfindahl": [0.5, 0.25]})
    assert present(rows, registry=load_registry()).frame.rows() == [(4, None, None), (5, 90.0, 0.25)]


ROW: dict[str, Any] = {
    "application_count": 12, "approved_count": 5, "decided_count": 9, "approval_rate": 5 / 9, "approved_yuan": 100.0,
    "days_to_decision": None, "claim_rate": None, "claimable_count": 0, "claimed_count": 0, "reporting_state": "reported",
}  # fmt: skip


def test_a_missing_figure_of_the_rest_of_the_city_says_why() -> None:
    beside = {figure: districts_area._beside(ROW, figure) for figure in districts_area.CARDS}
    assert beside["application_count"] == "全市其他区12"
    assert beside["days_to_decision"] == "全市其他区：已决案件不足，无法计算"
    assert beside["claim_rate"] == "全市其他区：没有可申领的奖项与证书"
    assert districts_area._beside(ROW | {"claimable_count": 4, "claimed_count": None}, "claim_rate").endswith(
        "申领情况未报告"
    )
    hidden = dict.fromkeys(ROW) | {"approved_count": 5, "reporting_state": "restricted"}
    with act_as(Access("d", "district", areas=("440305",))):
        assert districts_area._beside(hidden, "application_count") == "全市其他区：仅计获批"
    unreported = dict.fromkeys(ROW) | {"reporting_state": "not_reported"}
    assert districts_area._beside(unreported, "application_count") == "全市其他区：未报告"


def test_levels_of_honours_have_english_words_with_those_of_the_notice_and_unknown_ones_stay() -> None:
    rows, registry = pl.DataFrame({"level": ["金奖", "五星", None], "category": ["经济类", None, None]}), load_registry()
    assert present(rows, registry=registry).frame.to_series(0).to_list() == ["金奖", "五星", None]
    set_language("en")
    said = present(rows, registry=registry).frame
    set_language("zh")
    assert said.to_series(0).to_list() == ["Gold (金奖)", "五星", None]
    assert said.to_series(1).to_list() == ["Economy (经济类)", None, None]


def test_every_level_and_category_of_the_published_honours_has_an_english_word() -> None:
    registry = load_registry()
    published = pl.read_csv(REFERENCE_DIR / "published_honours.csv")
    for name in ("level", "category"):
        words = published[name].drop_nulls().unique().to_list()
        assert words
        assert [word for word in words if f"{name}:{word}" not in registry.award_words] == []


def test_no_claim_and_no_clawback_are_no_dash_in_a_sentence() -> None:
    snapshot: Any = type("Snapshot", (), {"reports": lambda _self, _name: True})()
    filters: Any = type("Filters", (), {"snapshot": snapshot})()
    totals = {"award_count": 3, "in_force_count": 0, "expiring_180_count": 0, "claimable_count": 0, "claimed_count": 0}
    said = certificates_marks.sentence(totals, filters=filters, when="2025")
    assert said.endswith("其中没有可申领资助的。")
    assert (
        certificates_marks.sentence(totals | {"award_count": 0}, filters=filters, when="2025")
        == "2025：没有授予奖项与证书。"
    )
    money = {
        "application_count": 3, "approved_count": 2, "requested_yuan": 150.0, "approved_yuan": 100.0, "paid_yuan": 100.0,
        "payment_rate": 1.0, "clawback_yuan": None, "reporting_state": "reported",
    }  # fmt: skip
    assert "追回" not in funds_waterfall.sentence(money, when="2025")
    assert "追回0.1万元" in funds_waterfall.sentence(money | {"clawback_yuan": 1_000.0}, when="2025")
    rounds = pl.DataFrame({"cut_yuan": [0.0, None]})
    assert funds_waterfall.money_title(money, rounds) == "核定金额为申请金额的66.7%"
    assert funds_waterfall.money_title(money, pl.DataFrame({"cut_yuan": [5_000.0]})).endswith("按比例核减0.5万元")


def test_one_takes_the_singular_and_everything_else_the_plural() -> None:
    set_language("en")
    said = [translate("label.working_days", days=fmt.days(days)) for days in (0, 1, 1.5, 21, None)]
    assert said == ["0 working days", "1 working day", "1.5 working days", "21 working days", "– working days"]
    list_of_one = {"application_count": 1, "listed_count": 1, "applicant_count": 1, "approved_yuan": 0}
    assert (
        applications_list.sentence(list_of_one, when="2025", cases=None)
        == "2025: 1 application of 1 organisation, CNY 0 approved."
    )
    assert applications_list.sentence(list_of_one, when="2025", cases="rejected_count") == (
        "2025 · Rejected: 1 application of 1 organisation."
    )


@pytest.mark.parametrize(("language", "assumed"), [("zh", "合成数据假设"), ("en", "assumed for synthetic data")])
def test_sources_of_yearly_rules_are_in_the_readers_language(shipped: Path, language: str, assumed: str) -> None:
    set_language(language)
    known = ask("uptake/item_rules", data=shipped, snapshot="synthetic")
    sources = shared_tables.tabulate_rules(known, load_registry()).frame.get_columns()[-1].drop_nulls()
    assert sources.str.contains(assumed).any()
    assert sources.filter(sources.str.contains(" / ")).to_list() == []
    chinese_words = sources.str.contains(r"\p{Han}")
    # the guide of 2025 is cited with the Chinese name it uses for one item
    assert (
        chinese_words.all()
        if language == "zh"
        else set(sources.filter(chinese_words)) == {source for source in sources if "高质量企业孵化项目" in source}
    )


@pytest.mark.parametrize(
    ("language", "yuan", "said"),
    [
        ("zh", 0, "0元"),
        ("zh", 499, "499元"),
        ("zh", 500, "0.1万元"),
        ("zh", 25_000_000, "2,500.0万元"),
        ("en", 0, "CNY 0"),
        ("en", 4_999, "CNY 4,999"),
        ("en", 5_000, "CNY 0.01m"),
    ],
)
def test_no_amount_is_rounded_to_nothing(language: str, yuan: int, said: str) -> None:
    set_language(language)
    assert fmt.money(yuan) == said


def test_without_open_cases_the_sentence_says_so_and_counts_none() -> None:
    totals = {"application_count": 3, "days_to_decision": None, "open_count": 0, "ageing_over_60_count": 0}
    assert pipeline_stages.funnel_sentence(funnel([3, 3, 2]), totals, when="2025年").endswith("拨付0件；没有在办件。")
    some = totals | {"days_to_decision": 51.0, "open_count": 65, "ageing_over_60_count": 65}
    assert pipeline_stages.funnel_sentence(funnel([3, 3, 2]), some, when="").endswith(
        "受理后半数在51个工作日内作出决定；在办65件，均超过60个工作日。"
    )
    assert pipeline_stages.ageing_title(some | {"ageing_over_60_count": 5}) == "在办65件，其中5件超过60个工作日"
    assert pipeline_stages.ageing_title(some | {"open_count": None}) == "此日期口径下不说明在办件"


FINDINGS: dict[str, Any] = {
    "breach_count": 0, "breach_case_count": 0, "to_check_count": 2, "note_count": 0, "breach_yuan": 0,
}  # fmt: skip


def test_departures_without_a_known_amount_have_no_money_of_nought() -> None:
    assert findings_list.sentence(FINDINGS, when="2025年") == "2025年：可判断的各件未发现与规则不符；待核2条。"
    by_rule = pl.DataFrame({"rule_code": ["C01"], "breach_count": [1], "unjudged_count": [0]})
    unknown = FINDINGS | {"breach_count": 1, "breach_case_count": 1, "breach_yuan": None}
    for totals, value, words in ((FINDINGS, "0元", "不涉及金额"), (unknown, fmt.DASH, "金额未知")):
        card = findings_list.cards(totals, by_rule, load_registry())[1]
        assert card.value == value
        assert words in card.sentence


def test_an_organisation_without_a_code_shows_none_and_a_single_name_is_not_repeated() -> None:
    found = pl.DataFrame({"uscc": ["91440300X", "甲公司"], "applicant": ["乙公司", "甲公司"], "name_count": [2, 1]})
    assert organisation_profile.found_table(found, load_registry()).frame.rows() == [
        ("乙公司", "91440300X", 2),
        ("甲公司", None, 1),
    ]
    rows = pl.DataFrame({"fund_year": [2024, 2025], "applicant": ["甲", "甲"]})
    assert organisation_profile.own_table(rows, ["fund_year", "applicant"], load_registry()).frame.width == 1
    several = rows.with_columns(applicant=pl.Series(["甲", "乙"]))
    assert organisation_profile.own_table(several, ["fund_year", "applicant"], load_registry()).frame.width == 2


def test_what_the_generator_made_is_named_in_words() -> None:
    assert labels.source_file("generator rows=5000 seed=7") == "生成器：5,000行，种子7"
    assert labels.source_file("snapshot q1") == "数据快照 q1"
    assert labels.source_file("honours.csv") == "honours.csv"


def test_a_group_of_items_is_named_beside_its_code() -> None:
    assert labels.item_group("07-*", load_registry()).startswith("07-* 第（七）条")
    assert labels.item_group("07-*", load_registry()).endswith("（6个项目）")
    assert labels.item_group("99-*", load_registry()) == "99-*"
