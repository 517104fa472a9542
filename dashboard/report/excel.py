"""The report as a workbook: every table, every bar of the charts, every figure in the text, sources, definitions."""

from datetime import date

import polars as pl

from dashboard.presentation.exports import to_excel
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import Kind, Table
from dashboard.report.document import ChartBlock, Document


def to_workbook(document: Document, *, as_of: date) -> bytes:
    """One sheet a table and a chart, then the sheet that says what the file is; ``as_of`` is the file's date."""
    sheets = [(f"{block.number} {block.title}", block.table) for block in document.tables]
    charts = [(f"{block.number} {block.title}", _tabulate_bars(block)) for block in document.charts]
    explained = {heading: text for _title, table in sheets for heading, text in table.definitions.items()}
    about = [
        (_("heading.page"), document.title),
        *((_("report.note"), text) for text in (document.warning,) if text),
        *document.facts,
    ]
    return to_excel([*sheets, *charts], facts=[*about, *explained.items()], facts_title=_("export.about"), created=as_of)


def _tabulate_bars(block: ChartBlock) -> Table:
    shown = {
        _("heading.name"): [bar.name for bar in block.bars],
        _("heading.value"): [bar.value for bar in block.bars],
        _("report.label"): [bar.label for bar in block.bars],
        _("report.lower_bound"): [bar.low for bar in block.bars],
        _("report.upper_bound"): [bar.high for bar in block.bars],
    }
    kinds: list[Kind] = ["text", "points", "text", "points", "points"]
    types = {name: pl.String if kind == "text" else pl.Float64 for name, kind in zip(shown, kinds, strict=True)}
    return Table(pl.DataFrame(shown, schema_overrides=types, strict=False), dict(zip(shown, kinds, strict=True)))
