"""What a report says, and above all what it does not: no cause, no made-up zero, no figure under five cases."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.access import PUBLIC, Access, RestrictedError, act_as
from dashboard.errors import ReaderError
from dashboard.report import fonts
from dashboard.report.builder import Files, build_report
from dashboard.report.document import Document, Heading, Paragraph, Request
from dashboard.store.evaluations import Content, Evaluation, EvaluationError, HandScore
from tests.report.conftest import YEAR, build, filters_of, pdf_text, sheet, word_text
from tests.snapshot_builder import build as build_snapshot

# words that would claim a cause; "why" and "cause" stand only where the report says that it does not know
CAUSAL = re.compile(
    r"因为|由于|导致|使得|促使|带动了|得益于|because of|due to|thanks to|led to|caused|resulted in", re.IGNORECASE
)


def sentences(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def section(document: Document, title: str) -> list[str]:
    found, inside = [], False
    for block in document.blocks:
        if isinstance(block, Heading):
            inside = block.text.endswith(title)
        elif inside and isinstance(block, Paragraph):
            found.append(block.text)
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_sentence_claims_a_cause(city: dict[str, Files], honours: dict[str, Files], language: str) -> None:
    for files in (city[language], honours[language]):
        assert [text for text in sentences(files.document) if CAUSAL.search(text)] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_text_is_left_untranslated(city: dict[str, Files], honours: dict[str, Files], language: str) -> None:
    for files in (city[language], honours[language]):
        heads = [name for block in files.document.tables for name in block.table.frame.columns]
        keys = [text for text in (*sentences(files.document), *heads) if re.fullmatch(r"[a-z0-9]+([_.][a-z0-9]+)+", text)]
        assert keys == []


def test_a_report_of_honours_says_plainly_what_it_cannot_say(honours: dict[str, Files]) -> None:
    document = honours["zh"].document
    unsaid = section(document, "本报告不能说明的事项")
    assert "快照不含申报数据" in unsaid[0]
    assert "也不是零" in unsaid[0]
    assert any(text.startswith("2．100分未定") for text in unsaid)
    # no figure on applications anywhere, and no zero in their place
    assert {entry.column for entry in document.cited} <= {"award_count", "in_force_count", "claimable_count"}
    tables = [block.title for block in document.tables]
    assert not {"各区指标", "各项目指标", "分资金年度申报与资金"} & set(tables), "a table of dashes says nothing"
    assert not document.charts
    assert "不能据此判断为零" in section(document, "各区情况")[0]
    assert "不能据此判断为零" in section(document, "分项目情况")[0]
    assert section(document, "数据反映的问题") == ["快照未报告申请数据，本报告的规则没有可判断的对象，不能说明有无问题。"]
    (rule,) = sheet(honours["zh"].excel, "按规则的核查结果")
    assert (rule["规则"][:3], rule["提示"], rule["不符"]) == ("N02", 24, None)
    years = sheet(honours["zh"].excel, "历年荣誉")
    assert sum(row["授予"] or 0 for row in years) == 39
    assert not [row for row in years for value in row.values() if value == 0], "a notice not found is no honour not given"
    assert {row["得分"] for row in sheet(honours["zh"].excel, "一级指标得分")} == {None}
    for text in (word_text(honours["zh"].word), pdf_text(honours["zh"].pdf)):
        assert "本快照只含公开荣誉，不含申报数据。没有数字之处是未知，不是零。" in text
        assert "申请0件" not in text


def test_few_cases_get_counts_and_no_rates(tmp_path: Path) -> None:
    from datetime import date

    decided = {"accepted_on": date(2025, 6, 23), "decided_on": date(2025, 7, 1)}
    build_snapshot(
        tmp_path,
        applications=[
            {**decided, "status": "approved", "approved_yuan": 90_000, "uscc": "U1", "district_registered": "440305"},
            {**decided, "status": "approved", "approved_yuan": 80_000, "uscc": "U2", "district_registered": "440305"},
            {**decided, "status": "rejected", "uscc": "U3", "district_registered": "440304"},
        ],
    )
    document = build(tmp_path, "zh", period="fund_year:2025").document
    results = section(document, "申报与获批")
    assert results == ["共受理3家单位的申请3件；已决案件获批2/3；在办0件，撤回0件。"]
    assert "基尼系数" not in "".join(sentences(document))
    assert "100分均未定" in section(document, "得分与等级")[0]
    money = section(document, "资金使用")
    assert money == ["核定金额17.0万元，已拨付金额未知。"], "no share of two cases, and what nobody knows is not said"
    sizes = next(block for block in document.tables if block.title == "按企业规模")
    assert "占核定金额" not in sizes.table.frame.columns


def test_what_lies_outside_the_filters_is_not_zero(shipped: Path) -> None:
    document = build(shipped, "zh", period=f"fund_year:{YEAR}", item="05-2").document
    items = next(block for block in document.tables if block.title == "各项目指标")
    assert [row[0][:4] for row in items.table.frame.rows()] == ["05-2"]
    assert not [text for text in sentences(document) if "没有申请" in text]


def test_areas_with_the_same_count_are_named_together(tmp_path: Path) -> None:
    places = ["440305", "440305", "440304", "440304", "440303"]
    build_snapshot(
        tmp_path,
        applications=[
            {"status": "approved", "approved_yuan": 90_000, "uscc": f"U{place}", "district_registered": code}
            for place, code in enumerate(places)
        ],
    )
    said = section(build(tmp_path, "zh", period=f"fund_year:{YEAR}").document, "各区情况")[0]
    most, _, least = said.partition("，最少的是")
    assert most == "获批单位最多的是福田区、南山区（2家）"
    assert "龙岗区" in least
    assert "罗湖区" not in least
    assert least.endswith("（0家）。")


def test_a_scope_without_applications_says_so(shipped: Path) -> None:
    document = build(shipped, "zh", period="2024-01-01..2024-01-02", district="440308").document
    assert section(document, "申报与获批") == ["没有符合筛选条件的申请。"]
    assert not [text for text in sentences(document) if "–" in text]


def test_a_districts_own_report(shipped: Path) -> None:
    files = build(shipped, "zh", period=f"fund_year:{YEAR}", district="440308")
    document = files.document
    assert document.title == "盐田区质量品牌措施实施成效评价报告"
    areas = next(block for block in document.tables if block.title == "各区指标")
    assert areas.mine is not None
    assert areas.table.frame.row(areas.mine)[0] == "盐田区"
    assert sum(count is not None for count in areas.table.frame["申请数"]) == 12
    chart = next(chart for chart in document.charts if "每万户" in chart.title)
    assert [bar.name for bar in chart.bars if bar.mine] == ["盐田区"]
    assert "440308" in files.stem


def evaluation(files: Files, version: str, **content: object) -> Evaluation:
    return Evaluation(
        evaluation_id=1,
        name="年度评价",
        snapshot="synthetic",
        snapshot_version=version,
        parameters={"period": [f"fund_year:{YEAR}"]},
        version=2,
        latest=2,
        author="甲",
        saved_at="2026-11-24T00:00:00+00:00",
        content=Content.model_validate(content),
    )


def test_points_and_suggestions_of_an_evaluation_stand_in_the_report(shipped: Path, city: dict[str, Files]) -> None:
    version = filters_of(shipped).snapshot.version
    given = evaluation(
        city["zh"],
        version,
        scores={"A11": HandScore(points=Decimal("2.5"), reason="批文齐备", evidence="批文.pdf")},
        suggestions="加快审定。\n\n公开时限。",
    )
    files = build(shipped, "zh", period=f"fund_year:{YEAR}", evaluation=given)
    row = next(row for row in sheet(files.excel, "三级指标得分") if row["三级指标"] == "立项依据充分性")
    assert (row["得分"], row["来源"], row["理由"], row["佐证"]) == (2.5, "评价人", "批文齐备", "批文.pdf")
    assert section(files.document, "改进建议") == ["加快审定。", "公开时限。"]
    assert "评价人得分取自评价“年度评价”第2版（甲）" in word_text(files.word)
    before, after = (next(r for r in sheet(f.excel, "一级指标得分") if r["指标"] == "合计") for f in (city["zh"], files))
    assert after["得分"] - before["得分"] == pytest.approx(2.5)
    assert before["未定分值"] - after["未定分值"] == pytest.approx(3)
    # without one, suggestions repeat the findings, one for one
    assert len(section(city["zh"].document, "改进建议")) - 1 == len(section(city["zh"].document, "数据反映的问题"))


def test_points_of_other_figures_are_refused(shipped: Path, city: dict[str, Files]) -> None:
    for version, period in (("0" * 64, f"fund_year:{YEAR}"), (filters_of(shipped).snapshot.version, "term")):
        with pytest.raises(EvaluationError, match="other filters"):
            build(shipped, "en", period=period, evaluation=evaluation(city["zh"], version))


def test_who_may_not_see_every_figure_gets_no_report(shipped: Path) -> None:
    own = filters_of(shipped, district="440305")
    with act_as(PUBLIC), pytest.raises(RestrictedError, match="every figure"):
        build_report(Request(own, "en"))
    written = []
    for access in (Access("l", "leader"), Access("d", "district", ("440304",)), Access("e", "evaluator")):
        with act_as(access):
            written.append(build_report(Request(own, "en")).document)
    assert "Nanshan" in written[0].title
    digests = [[(source.query, source.digest) for source in document.sources] for document in written]
    assert digests[0] == digests[1] == digests[2], "a report holds figures, and these are everybody's"


def test_the_callers_language_is_left_alone(city: dict[str, Files]) -> None:
    from dashboard.presentation.language import current_language

    assert current_language() == "zh"
    assert city["en"].document.title.startswith("Report on")


def test_a_missing_chinese_font_is_one_clear_message(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shipped: Path) -> None:
    monkeypatch.setattr(fonts, "list_font_folders", lambda: [tmp_path])
    with pytest.raises(fonts.FontError, match="DASHBOARD_FONTS") as error:
        build(shipped, "zh")
    assert "中文字体" in error.value.zh


def test_an_offices_own_folder_of_fonts_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DASHBOARD_FONTS", str(tmp_path))
    assert fonts.list_font_folders()[0] == tmp_path
    assert len(fonts.check_folders()) == 2


def test_an_own_template_is_filled_and_a_wrong_one_is_named(tmp_path: Path, shipped: Path) -> None:
    from docx import Document as open_word

    from dashboard.report.word_template import make_template

    own, wrong = tmp_path / "own.docx", tmp_path / "wrong.docx"
    own.write_bytes(make_template("zh"))
    word = open_word(str(own))
    word.paragraphs[0].insert_paragraph_before("某某局文件")
    word.save(str(own))
    wrong.write_bytes(b"no word file")
    request = Request(filters_of(shipped, period=f"fund_year:{YEAR}"), "zh")
    with act_as(Access("e", "evaluator")):
        assert word_text(build_report(request, template=own).word).startswith("某某局文件质量品牌措施")
        with pytest.raises(ReaderError, match="template"):
            build_report(request, template=wrong)
