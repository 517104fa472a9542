"""The report as an accessible PDF (PDF/UA-1) with embedded fonts, and its charts as pictures: both set by Typst.

The charts are drawn with Typst's own shapes, so neither a browser nor a second plotting library is needed, and Word and
PDF show the same drawing.
"""

import json
from pathlib import Path
from typing import Any

from dashboard.presentation.palette import palette
from dashboard.report import cells
from dashboard.report.document import Block, ChartBlock, Document, Heading, Paragraph, TableBlock
from dashboard.report.fonts import BODY, HEAD, check_folders

TEMPLATE = Path(__file__).parent / "report.typ"
PICTURE_PPI = 220
# points: 二号 title, 三号 text and headings, 五号 tables as in GB/T 9704; English runs longer and is set smaller
SIZES = {
    "zh": {"title": 22, "h1": 16, "h2": 16, "h3": 16, "body": 16, "caption": 12, "note": 10, "table": 9.5},
    "en": {"title": 14.5, "h1": 13.5, "h2": 12.5, "h3": 12, "body": 11.5, "caption": 10.5, "note": 9, "table": 8},
}


def to_pdf(document: Document) -> bytes:
    """The whole report as one PDF.

    Raises:
        FontError: no Chinese font is installed.
    """
    from typst import compile

    return compile(
        TEMPLATE,
        sys_inputs=_make_inputs(document, "report"),
        font_paths=check_folders(),
        ignore_system_fonts=True,
        timestamp=0,
        pdf_standards="ua-1",
    )


def draw_charts(document: Document) -> list[bytes]:
    """One PNG a chart, in order, 156 mm wide.

    Raises:
        FontError: no Chinese font is installed.
    """
    from typst import compile

    if not document.charts:
        return []
    # several pages come as a list, one page as bytes
    made: Any = compile(
        TEMPLATE,
        sys_inputs=_make_inputs(document, "charts"),
        font_paths=check_folders(),
        ignore_system_fonts=True,
        format="png",
        ppi=PICTURE_PPI,
    )
    return made if isinstance(made, list) else [made]


def _make_inputs(document: Document, mode: str) -> dict[str, str]:
    content = {
        "mode": mode,
        "lang": document.language,
        "title": document.title,
        "head": document.head,
        "foot": document.foot,
        "warning": document.warning,
        "indent": 2 if document.language == "zh" else 0,
        "sizes": SIZES[document.language],
        "fonts": {"body": BODY, "head": HEAD},
        "colours": _list_colours(),
        "blocks": [_flatten_block(block) for block in document.blocks],
    }
    return {"data": json.dumps(content, ensure_ascii=False)}


def _list_colours() -> dict[str, str]:
    paper = palette("light")
    return {
        "text": paper.text,
        "muted": paper.muted,
        "accent": paper.accent,
        "rest": paper.rest,
        "line": paper.line,
    }


def _flatten_block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": block.text}
        case Paragraph():
            return {"kind": "paragraph", "style": block.style, "text": block.text, "sources": block.sources}
        case ChartBlock():
            bars = [{name: value for name, value in vars(bar).items() if value is not None} for bar in block.bars]
            caption = f"{block.number}　{block.title}"
            return {
                "kind": "chart",
                "caption": caption,
                "note": block.note,
                "alt": block.alt,
                "bars": bars,
                "sources": block.sources,
                "shares": _share_width(block),
            }
    return _flatten_table(block)


def _flatten_table(block: TableBlock) -> dict[str, Any]:
    heads, body = list(block.table.frame.columns), cells.print_rows(block.table)
    widths = cells.share_widths(heads, body)
    return {
        "kind": "table",
        "caption": f"{block.number}　{block.title}",
        "heads": cells.set_heads(heads, widths),
        "rows": body,
        "note": block.note,
        "widths": widths,
        "scale": cells.find_scale(heads, body),
        "sources": block.sources,
        "figures": [cells.is_figure(kind) for kind in block.table.kinds.values()],
        "mine": block.mine,
        "whole": cells.stays_whole(body),
    }


def _share_width(block: ChartBlock) -> dict[str, float]:
    """How much of a chart's width its names and labels take: by the longest, within bounds."""
    longest = {
        "name": max(cells.count_places(bar.name) for bar in block.bars),
        "label": max(cells.count_places(bar.label) for bar in block.bars),
    }
    return {part: min(max(places / 80, 0.1), 0.4) for part, places in longest.items()}
