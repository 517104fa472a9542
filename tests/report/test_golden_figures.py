"""The same golden figures in all three files, worked out from the rows without a query; and what makes a file official."""

import io
import shlex
import zipfile
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from docx import Document as open_word
from pypdf import PdfReader

from dashboard.__main__ import build_parser
from dashboard.access import MACHINE, act_as
from dashboard.presentation.presentation_commands import ask_query
from dashboard.report.builder import Files
from dashboard.report.evidence import digest
from tests.report.conftest import YEAR, build, excel_rows, filters_of, pdf_text, sheet, word_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def wan(value: Any) -> str:
    """万元 with one decimal, 亿元 with two from 1亿元 on."""
    amount = Decimal(str(value))
    if amount >= 100_000_000:
        return f"{(amount / 100_000_000).quantize(Decimal('0.01'), ROUND_HALF_UP):,}亿元"
    return f"{(amount / 10_000).quantize(Decimal('0.1'), ROUND_HALF_UP):,}万元"


def million(value: Any) -> str:
    return f"CNY{(Decimal(str(value)) / 1_000_000).quantize(Decimal('0.01'), ROUND_HALF_UP):,}m"


def golden(figures: dict[str, Any], language: str) -> list[str]:
    """Sentences as they must stand in the text, without white space."""
    f = figures
    rate = f"{Decimal(f['approved_count'] * 100 / f['decided_count']).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
    counts = f"{f['approved_count']:,}/{f['decided_count']:,}"
    if language == "zh":
        return [
            f"共受理{f['applicant_count']:,}家单位的申请{f['application_count']:,}件；已决案件获批{rate}（{counts}）；"
            f"在办{f['open_count']:,}件，撤回{f['withdrawn_count']:,}件。",
            f"核定金额{wan(f['approved_yuan'])}，已拨付{wan(f['paid_yuan'])}",
            f"追回{wan(f['clawback_yuan'])}。",
            f"获批单位{f['beneficiary_count']:,}家",
            f"中位数为{wan(f['median_yuan'])}，最高为{wan(f['largest_yuan'])}",
            f"获批后撤销{f['revoked_count']:,}件",
        ]
    return [
        f"{f['application_count']:,}applicationsby{f['applicant_count']:,}applicants;{rate}({counts})ofthedecidedones",
        f"Approved{million(f['approved_yuan'])};paid{million(f['paid_yuan'])}",
        f"{f['beneficiary_count']:,}organisationswereapproved",
        f"medianis{million(f['median_yuan'])}andthelargestsum{million(f['largest_yuan'])}",
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sentences_carry_the_golden_figures_in_word_and_pdf(
    city: dict[str, Files], worked_out: dict[str, Any], language: str
) -> None:
    texts = {"word": word_text(city[language].word), "pdf": pdf_text(city[language].pdf)}
    for name, text in texts.items():
        assert [sentence for sentence in golden(worked_out, language) if sentence not in text] == [], name


def test_the_workbook_carries_the_exact_values(city: dict[str, Files], worked_out: dict[str, Any]) -> None:
    cited = {row["字段"]: row["精确值"] for row in sheet(city["zh"].excel, "文中数字及来源") if row["来源"]}
    for name in ("application_count", "applicant_count", "approved_count", "decided_count", "open_count", "withdrawn_count"):
        assert int(cited[name]) == worked_out[name], name
    for name in ("approved_yuan", "paid_yuan", "clawback_yuan", "median_yuan", "largest_yuan"):
        assert Decimal(cited[name]) == Decimal(str(worked_out[name])), name
    year = sheet(city["zh"].excel, "分资金年度申报与资金")[0]
    assert (year["资金年度"], year["申请数"], year["获批数"]) == (
        str(YEAR),
        worked_out["application_count"],
        worked_out["approved_count"],
    )
    assert year["核定金额（万元）"] == float(round(Decimal(worked_out["approved_yuan"]) / 10_000, 1))
    assert year["申请金额（万元）"] == float(round(Decimal(worked_out["requested_yuan"]) / 10_000, 1))


def test_tables_and_charts_say_the_same_in_all_three(city: dict[str, Files], worked_out: dict[str, Any]) -> None:
    items = {row["项目"][:4]: row["申请数"] for row in sheet(city["zh"].excel, "各项目指标") if row["状态"] == "已报告"}
    assert items == worked_out["items"]
    areas = {row["区"]: row["获批单位数"] for row in sheet(city["zh"].excel, "各区指标")}
    assert areas["南山区"] == worked_out["districts"]["440305"]
    word, pdf = word_text(city["zh"].word), pdf_text(city["zh"].pdf)
    for block in city["zh"].document.tables:
        for row in block.table.frame.rows():
            name = "".join(str(row[0]).split())
            assert name in word
            assert name in pdf
    bars = {row["名称"][:4]: row["取值"] for row in sheet(city["zh"].excel, "图2")}
    most = sorted(worked_out["items"].items(), key=lambda entry: (-entry[1], entry[0]))[:12]
    assert bars == {code: float(count) for code, count in most}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_figure_names_its_query_and_the_snapshot(shipped: Path, city: dict[str, Files], language: str) -> None:
    document = city[language].document
    version = filters_of(shipped).snapshot.version
    numbers = {source.number for source in document.sources}
    assert {entry.source for entry in document.cited} <= numbers
    for block in (*document.tables, *document.charts):
        assert set(block.sources) <= numbers
    for text in (word_text(city[language].word), pdf_text(city[language].pdf)):
        assert version in text
        for source in document.sources:
            assert source.query in text
            assert source.digest in text


def test_every_source_is_repeated_from_its_printed_options(shipped: Path, city: dict[str, Files]) -> None:
    parser = build_parser()
    with act_as(MACHINE):
        for source in city["zh"].document.sources:
            options = parser.parse_args(["query", source.query, "--data", str(shipped), *shlex.split(source.options)])
            assert digest(ask_query(options)) == source.digest, source


def test_the_same_request_gives_the_same_bytes(shipped: Path, city: dict[str, Files]) -> None:
    again = build(shipped, "zh", period=f"fund_year:{YEAR}")
    assert (again.pdf, again.word, again.excel) == (city["zh"].pdf, city["zh"].word, city["zh"].excel)


def test_the_word_file_is_set_as_official_documents_are(city: dict[str, Files]) -> None:
    word = open_word(io.BytesIO(city["zh"].word))
    page = word.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert [round(margin.mm) for margin in (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)] == [
        37,
        35,
        28,
        26,
    ]
    faces = {
        name: word.styles[name].element.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia")
        for name in ("Normal", "Title", "Heading 1", "Heading 2", "Caption")
    }
    assert faces == {"Normal": "仿宋", "Title": "黑体", "Heading 1": "黑体", "Heading 2": "楷体", "Caption": "黑体"}
    heads = [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == "Heading 1"]
    assert [head[:2] for head in heads[:5]] == ["一、", "二、", "三、", "四、", "五、"]
    assert [head.partition("、")[2] for head in heads[:5]] == [
        "项目概述",
        "综合评价结论",
        "主要成效",
        "存在的问题和原因分析",
        "改进建议",
    ]
    sections = [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == "Heading 2"]
    assert sections[0].startswith("（一）")
    assert any(paragraph.text.startswith("1．") for paragraph in word.paragraphs)
    assert all(table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None for table in word.tables)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_charts_have_text_alternatives(city: dict[str, Files], language: str) -> None:
    document = city[language].document
    with zipfile.ZipFile(io.BytesIO(city[language].word)) as package:
        body = ElementTree.fromstring(package.read("word/document.xml"))
    given = [node.get("descr") for node in body.iter() if node.tag.endswith("}docPr")]
    assert given == [chart.alt for chart in document.charts]
    assert all(bar.name in chart.alt and bar.label in chart.alt for chart in document.charts for bar in chart.bars)
    tags = PdfReader(io.BytesIO(city[language].pdf)).trailer["/Root"]["/StructTreeRoot"]
    assert [alt for alt in alternatives(tags) if alt in given] == given


def alternatives(tag: Any) -> Iterator[str]:
    """The text alternatives in the PDF's tree of tags, in reading order."""
    node = tag.get_object() if hasattr(tag, "get_object") else tag
    if isinstance(node, list):
        for child in node:
            yield from alternatives(child)
    elif isinstance(node, dict):
        if "/Alt" in node:
            yield str(node["/Alt"])
        yield from alternatives(node.get("/K", []))


def test_the_pdf_is_tagged_and_its_chinese_font_is_inside(city: dict[str, Files]) -> None:
    pdf = PdfReader(io.BytesIO(city["zh"].pdf))
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"]
    assert pdf.metadata is not None
    assert pdf.metadata.title == city["zh"].document.title
    assert [round(side) for side in pdf.pages[0].mediabox[2:]] == [595, 842]
    descendants = [
        font.get_object()["/DescendantFonts"][0].get_object()
        for page in pdf.pages
        for font in page["/Resources"]["/Font"].values()
    ]
    assert descendants
    assert all({"/FontFile3", "/FontFile2"} & set(font["/FontDescriptor"].get_object()) for font in descendants)
    assert any("CJK" in font["/BaseFont"] for font in descendants)


def test_every_table_is_a_sheet_and_the_last_one_says_what_the_file_is(city: dict[str, Files]) -> None:
    sheets = excel_rows(city["zh"].excel)
    document = city["zh"].document
    assert len(sheets) == len(document.tables) + len(document.charts) + 1
    about = dict(row[:2] for row in list(sheets.values())[-1])
    assert about["时段"] == "2025资金年度"
    assert about["数据快照"].startswith("synthetic")
    assert "合成数据" in about["注"]
    assert about["获批率"].startswith("获批数÷已决数")
