"""The report as a Word file: docxtpl fills the template, then tables get widths and lines, pictures their alternatives."""

import io
import zipfile
from base64 import b64decode
from pathlib import Path
from typing import Any

import polars as pl

from dashboard.errors import ReaderError
from dashboard.presentation.tables import Table
from dashboard.report import cells
from dashboard.report.document import Block, ChartBlock, Document, Heading, Paragraph, TableBlock
from dashboard.report.pdf import SIZES
from dashboard.report.word_template import make_template

TEXT_WIDTH_MM = 156
# twentieths of a point
CELL_MARGIN = 60
# what a template says is quoted no longer than this
MOST_SAID = 80
# a picture of one point
PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==")
# what every block has, so that a template may ask any of them for anything it knows
EMPTY = {"kind": "", "level": 0, "style": "", "text": "", "marks": "", "note": "", "heads": [], "rows": [], "picture": ""}
# a zip cannot hold earlier dates; the same report gives the same bytes
MADE_ON = (1980, 1, 1, 0, 0, 0)


class TemplateError(ReaderError):
    """An office's own template that cannot be filled; ``reason`` is what is wrong, in both languages."""

    def __init__(self, *reason: str) -> None:
        zh, en = reason
        super().__init__(
            f"Word模板无法使用：{zh}。请以 python -m dashboard report-template 写出的模板为基础修改。",
            f"The Word template cannot be used: {en}. Start from the one that `python -m dashboard report-template` writes.",
        )


def to_word(document: Document, pictures: list[bytes], *, template: Path | None = None) -> bytes:
    """Fill the template; ``pictures`` are the charts in order.

    Raises:
        TemplateError: the office's template is no Word file or has tags that the report does not know.
    """
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError as JinjaError
    from lxml.etree import LxmlError

    from dashboard.report.word_tags import ClosedEnvironment

    source = io.BytesIO(template.read_bytes() if template else make_template(document.language))
    try:
        filled = DocxTemplate(source)
        context = {
            "title": document.title,
            "head": document.head,
            "warning": document.warning,
            "foot": document.foot,
            "blocks": _fill_blocks(document, pictures, filled),
        }
        filled.render(context, jinja_env=ClosedEnvironment(), autoescape=True)
        _finish(filled.docx, document)
    except JinjaError as error:
        said = str(error.message)[:MOST_SAID]
        raise TemplateError(
            f"其中的标签“{said}”不是报告提供的名称或写法", f"the report has no such name or form of a tag as '{said}'"
        ) from error
    except (KeyError, ValueError, zipfile.BadZipFile, LxmlError) as error:
        raise TemplateError(
            "不是docx文件，或其中的标签位置有误", "it is no .docx file or its tags are out of place"
        ) from error
    buffer = io.BytesIO()
    filled.save(buffer)
    return _fix_dates(buffer.getvalue())


def check_template(template: Path) -> None:
    """Fill a template with a report of one block of each kind, before a report is made from it.

    Raises:
        TemplateError: it cannot be filled.
    """
    table = TableBlock("1", "a", Table(pl.DataFrame({"a": ["b"]}), {"a": "text"}), sources=(1,), note="a")
    chart = ChartBlock("1", "a", note="a", alt="a", bars=(), sources=(1,))
    blocks: tuple[Block, ...] = (Heading(1, "a"), Paragraph("a", sources=(1,)), chart, table)
    every = Document("zh", "a", head=("a",), foot="a", warning="a", blocks=blocks, sources=(), cited=(), facts=(), stem="a")
    to_word(every, [PIXEL], template=template)


def _fill_blocks(document: Document, pictures: list[bytes], filled: Any) -> list[dict[str, Any]]:
    waiting = iter(pictures)
    return [_fill_block(block, waiting, filled) for block in document.blocks]


def _fill_block(block: Block, pictures: Any, filled: Any) -> dict[str, Any]:
    match block:
        case Heading():
            return EMPTY | {"kind": "heading", "level": block.level, "text": block.text}
        case Paragraph():
            said = {"kind": "paragraph", "style": block.style, "text": block.text}
            return EMPTY | said | {"marks": _write_marks(block.sources)}
    caption = EMPTY | {
        "kind": "chart",
        "text": f"{block.number}　{block.title}",
        "marks": _write_marks(block.sources),
        "note": block.note,
    }
    if isinstance(block, ChartBlock):
        from docx.shared import Mm
        from docxtpl import InlineImage

        return caption | {"picture": InlineImage(filled, io.BytesIO(next(pictures)), width=Mm(TEXT_WIDTH_MM))}
    heads, rows = list(block.table.frame.columns), cells.print_rows(block.table)
    return caption | {"kind": "table", "heads": cells.set_heads(heads, cells.share_widths(heads, rows)), "rows": rows}


def _write_marks(sources: tuple[int, ...]) -> str:
    return f"[{','.join(map(str, sources))}]" if sources else ""


def _finish(word: Any, document: Document) -> None:
    """What a template cannot say: widths, lines, repeated heads, right-set figures, and the text alternatives."""
    from docx.oxml.ns import qn

    tables, charts = document.tables, document.charts
    own_tables = word.element.body.findall(qn("w:tbl"))[-len(tables) :] if tables else []
    for element, block in zip(own_tables, tables, strict=True):
        scale = cells.find_scale(list(block.table.frame.columns), cells.print_rows(block.table))
        _finish_table(element, block, size=None if scale == 1 else round(SIZES[document.language]["table"] * scale * 2) / 2)
    pictures = list(word.element.body.iter(qn("wp:docPr")))[-len(charts) :] if charts else []
    for picture, chart in zip(pictures, charts, strict=True):
        picture.set("descr", chart.alt)
        picture.set("title", chart.title)
    properties = word.core_properties
    properties.title, properties.language = document.title, "zh-CN" if document.language == "zh" else "en-GB"
    properties.author = properties.last_modified_by = ""


def _finish_table(element: Any, block: TableBlock, *, size: float | None) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement

    heads = list(block.table.frame.columns)
    body = cells.print_rows(block.table)
    widths = [round(share * TEXT_WIDTH_MM * 56.7) for share in cells.share_widths(heads, body)]
    right = [cells.is_figure(kind) for kind in block.table.kinds.values()]
    _add_child(element.tblPr, "w:tblLayout", {"w:type": "fixed"})
    _add_child(element.tblPr, "w:tblW", {"w:type": "dxa", "w:w": str(sum(widths))})
    # in the middle of the text's width: its lines begin and end where the text does
    _add_child(element.tblPr, "w:jc", {"w:val": "center"})
    _draw_lines(element.tblPr)
    _narrow_margins(element.tblPr)
    grid = element.tblGrid
    for column in list(grid):
        grid.remove(column)
    for width in widths:
        _add_child(grid, "w:gridCol", {"w:w": str(width)}, new=True)
    last, together = len(element.tr_lst) - 1, cells.stays_whole(body)
    for place, row in enumerate(element.tr_lst):
        row_properties = row.get_or_add_trPr()
        _add_child(row_properties, "w:cantSplit", {})
        if place == 0:
            _add_child(row_properties, "w:tblHeader", {})
        for cell, width, is_right in zip(row.tc_lst, widths, right, strict=True):
            properties = cell.get_or_add_tcPr()
            _add_child(properties, "w:tcW", {"w:type": "dxa", "w:w": str(width)})
            if place == 0:
                borders = OxmlElement("w:tcBorders")
                _add_child(borders, "w:bottom", {"w:val": "single", "w:sz": "4", "w:color": "000000"})
                properties.append(borders)
            if block.mine is not None and place == block.mine + 1:
                _add_child(properties, "w:shd", {"w:val": "clear", "w:fill": "E8E8E8"})
            for paragraph in cell.p_lst:
                _size_letters(paragraph, size)
                layout = paragraph.get_or_add_pPr()
                layout.keepNext_val = together and place < last
                if is_right:
                    layout.jc_val = WD_ALIGN_PARAGRAPH.RIGHT


def _size_letters(paragraph: Any, points: float | None) -> None:
    """Letters of a size of their own; those of the style where there is none."""
    from docx.shared import Pt

    if points is None:
        return
    for run in paragraph.r_lst:
        run.get_or_add_rPr().sz_val = Pt(points)


def _draw_lines(properties: Any) -> None:
    """Three lines: above and below the table and under its head."""
    from docx.oxml import OxmlElement

    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom"):
        _add_child(borders, f"w:{side}", {"w:val": "single", "w:sz": "8", "w:color": "000000"})
    properties.append(borders)


def _narrow_margins(properties: Any) -> None:
    """As narrow at the sides of a cell as in the PDF, whose widths the columns have."""
    from docx.oxml import OxmlElement

    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        _add_child(margins, f"w:{side}", {"w:w": str(CELL_MARGIN), "w:type": "dxa"})
    properties.append(margins)


def _add_child(parent: Any, name: str, values: dict[str, str], *, new: bool = False) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    child = None if new else parent.find(qn(name))
    if child is None:
        child = OxmlElement(name)
        parent.append(child)
    for key, value in values.items():
        child.set(qn(key), value)


def _fix_dates(content: bytes) -> bytes:
    """The same archive with one date for all members, in the same order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            entry = zipfile.ZipInfo(member.filename, MADE_ON)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(member))
    return buffer.getvalue()
