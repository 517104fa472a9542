"""Writing blocks: numbers headings, tables and charts as official documents do, and notes where every figure is from."""

from dataclasses import dataclass, field

import polars as pl

from dashboard.evaluation.scorecard import Scorecard
from dashboard.policy import Registry
from dashboard.presentation import labels
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import Table
from dashboard.questions.breakdowns import selected_items
from dashboard.questions.filters import Filters
from dashboard.report.document import Bar, Block, ChartBlock, Heading, Paragraph, Request, Style, TableBlock
from dashboard.report.evidence import Evidence

NUMERALS = "一二三四五六七八九十"


@dataclass
class Writer:
    """The report being written, in the current language."""

    request: Request
    registry: Registry
    evidence: Evidence
    scorecard: Scorecard
    blocks: list[Block] = field(default_factory=list)
    _chapter: int = 0
    _section: int = 0
    _annex: int = 0
    _tables: int = 0
    _charts: int = 0

    @property
    def filters(self) -> Filters:
        """What the report is about."""
        return self.request.filters

    def ask_items(self) -> pl.DataFrame:
        """Rows of ``uptake/by_item`` that the filters leave: an item outside of them has no figure, not zero."""
        rows = self.evidence.ask("uptake/by_item", self.filters)
        return selected_items(rows, filters=self.filters, registry=self.registry)

    def begin_chapter(self, title: str) -> None:
        """Begin a chapter, 一、 or 1.; sections count from one again."""
        self._chapter += 1
        self._section = 0
        number = f"{NUMERALS[self._chapter - 1]}、" if self.request.language == "zh" else f"{self._chapter}. "
        self.blocks.append(Heading(1, number + title))

    def begin_section(self, title: str) -> None:
        """Begin a section, （一） or 1.1, of the chapter begun last."""
        self._section += 1
        number = (
            f"（{NUMERALS[self._section - 1]}）" if self.request.language == "zh" else f"{self._chapter}.{self._section} "
        )
        self.blocks.append(Heading(2, number + title))

    def begin_annex(self, title: str) -> None:
        """Begin an annex, 附件1; annexes count through the whole report."""
        self._annex += 1
        self.blocks.append(Heading(1, _("report.annex", number=self._annex, title=title)))

    def add_text(self, text: str, *, style: Style = "body") -> None:
        """A paragraph; the answers cited since the last block are its sources."""
        self.blocks.append(Paragraph(text, style, self.evidence.take_sources()))

    def add_items(self, texts: list[tuple[str, tuple[int, ...]]]) -> None:
        """A numbered list, 1. 2. 3.: the text of each item and the numbers of its sources."""
        for place, (text, sources) in enumerate(texts, start=1):
            number = f"{place}．" if self.request.language == "zh" else f"({place}) "
            self.blocks.append(Paragraph(number + text, "item", sources))

    def add_table(self, title: str, table: Table, *, note: str = "", mine: int | None = None) -> None:
        """A table with its number and title; ``mine`` is the row of the report's own area, ``note`` a line below."""
        self._tables += 1
        number = _("report.table_number", number=self._tables)
        self.blocks.append(TableBlock(number, title, table, self.evidence.take_sources(), mine, note))

    def add_chart(self, title: str, bars: list[Bar], *, note: str) -> None:
        """A chart with its number; its text alternative reads out every bar."""
        self._charts += 1
        number = _("report.chart_number", number=self._charts)
        note = note[:1].upper() + note[1:]
        read = labels.join_clauses([f"{bar.name} {bar.label}" for bar in bars])
        alt = _("report.chart_alt", title=title, note=note, bars=read)
        self.blocks.append(ChartBlock(number, title, note, alt, tuple(bars), self.evidence.take_sources()))
