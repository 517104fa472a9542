"""The built-in Word template: styles of official documents and the tags that docxtpl fills. An office may bring its own.

Styles follow GB/T 9704: A4, its margins, a title in 二号 黑体, headings 黑体 and 楷体, text in 三号 仿宋.
"""

import io
from functools import lru_cache
from typing import Any

from docx import Document as new_document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from dashboard.report.pdf import SIZES

FANGSONG, HEITI, KAITI, LATIN = "仿宋", "黑体", "楷体", "Times New Roman"
QUIET = "Report Note"


@lru_cache(maxsize=2)
def make_template(language: str) -> bytes:
    """The template of a language as a .docx file."""
    document, sizes = new_document(), SIZES[language]
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    indent = 2 if language == "zh" else 0
    styles = document.styles
    _set_languages(styles)
    _set_style(styles["Normal"], FANGSONG, sizes["body"], indent=indent, spacing=1.5 if language == "zh" else 1.25)
    _set_style(styles["Title"], HEITI, sizes["title"], centre=True, after=12)
    _set_style(styles["Subtitle"], FANGSONG, sizes["caption"], centre=True)
    for level, face in ((1, HEITI), (2, KAITI), (3, FANGSONG)):
        _set_style(styles[f"Heading {level}"], face, sizes[f"h{level}"], before=10, after=6, keep=True)
    _set_style(styles["Caption"], HEITI, sizes["caption"], before=8, after=4, keep=True, centre=True)
    _set_style(styles.add_style(QUIET, WD_STYLE_TYPE.PARAGRAPH), FANGSONG, sizes["note"], before=3, after=8)
    _set_style(styles.add_style("Report Cell", WD_STYLE_TYPE.PARAGRAPH), FANGSONG, sizes["table"], before=1.5, after=1.5)
    warning = styles.add_style("Report Warning", WD_STYLE_TYPE.PARAGRAPH)
    _set_style(warning, HEITI, sizes["caption"], before=8, after=8)
    _frame(warning)
    _add_body(document)
    _add_footer(document, section)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _set_style(
    style: Any,
    face: str,
    size: float,
    *,
    indent: int = 0,
    spacing: float = 1.15,
    centre: bool = False,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = LATIN, Pt(size), False, False
    style.font.color.rgb = None
    properties = style.element.get_or_add_rPr()
    # the library's own template spaces letters out
    for name in ("w:color", "w:spacing", "w:kern"):
        for found in properties.findall(qn(name)):
            properties.remove(found)
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for kind, name in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", face)):
        fonts.set(qn(f"w:{kind}"), name)
    layout = style.paragraph_format
    layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), spacing
    layout.first_line_indent, layout.keep_with_next = Pt(indent * size), keep
    if centre:
        layout.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for border in style.element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
        border.getparent().remove(border)


def _set_languages(styles: Any) -> None:
    """Chinese text is simplified Chinese: its punctuation stands where mainland documents have it."""
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
        language.set(qn("w:val"), "en-GB")


def _frame(style: Any) -> None:
    borders = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "8"), ("space", "4"), ("color", "000000")):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    style.element.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc")


def _add_body(document: Any) -> None:
    """The tags: one paragraph for each kind of block, inside a loop over the blocks."""
    add = document.add_paragraph
    add("{{ title }}", "Title")
    add("{%p for line in head %}")
    add("{{ line }}", "Subtitle")
    add("{%p endfor %}")
    add("{%p if warning %}")
    add("{{ warning }}", "Report Warning")
    add("{%p endif %}")
    add("{%p for block in blocks %}")
    for level in (1, 2, 3):
        _add_condition(document, f"block.kind == 'heading' and block.level == {level}", f"Heading {level}")
    _add_condition(document, "block.kind == 'paragraph' and block.style in ('body', 'item')", "Normal", marks=True)
    _add_condition(document, "block.kind == 'paragraph' and block.style in ('note', 'warning')", QUIET, marks=True)
    _add_condition(document, "block.kind in ('chart', 'table')", "Caption", marks=True)
    add("{%p if block.kind == 'chart' %}")
    add("{{ block.picture }}", "Report Cell")
    add("{%p endif %}")
    add("{%p if block.kind == 'table' %}")
    _add_table(document)
    add("{%p endif %}")
    add("{%p if block.note %}")
    add("{{ block.note }}", QUIET)
    add("{%p endif %}")
    add("{%p endfor %}")


def _add_condition(document: Any, condition: str, style: str, *, marks: bool = False) -> None:
    document.add_paragraph(f"{{%p if {condition} %}}")
    paragraph = document.add_paragraph("{{ block.text }}", style)
    if marks:
        paragraph.add_run("{{ block.marks }}").font.superscript = True
    document.add_paragraph("{%p endif %}")


def _add_table(document: Any) -> None:
    table = document.add_table(rows=4, cols=3)
    cells = (
        ("{%tc for head in block.heads %}", "{{ head }}", "{%tc endfor %}"),
        ("{%tr for row in block.rows %}", "", ""),
        ("{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}"),
        ("{%tr endfor %}", "", ""),
    )
    for row, texts in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.paragraphs[0].style = document.styles["Report Cell"]
            cell.paragraphs[0].add_run(text)


def _add_footer(document: Any, section: Any) -> None:
    """The report's line and the page number between dashes."""
    paragraph = section.footer.paragraphs[0]
    paragraph.style = document.styles[QUIET]
    paragraph.add_run("{{ foot }}　— ")
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
    paragraph.add_run(" —")
