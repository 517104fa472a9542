"""What a report is made of: headings, paragraphs, tables and charts, in one language, before any file format."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dashboard.presentation.tables import Table
from dashboard.questions.filters import Filters
from dashboard.report.evidence import Cited, Source
from dashboard.store.evaluations import Evaluation

Style = Literal["body", "item", "note", "warning"]


@dataclass(frozen=True)
class Request:
    """What to report on: filters (snapshot, period, perhaps a district), language, and an evaluation if there is one."""

    filters: Filters
    language: str
    evaluation: Evaluation | None = None


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3, its number already in the text."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``sources`` are the numbers of the answers its figures come from."""

    text: str
    style: Style = "body"
    sources: tuple[int, ...] = ()


@dataclass(frozen=True)
class Bar:
    """One bar: ``value`` is None where nothing can be said, and then ``label`` says why. Bounds of an interval if any."""

    name: str
    value: float | None
    label: str
    low: float | None = None
    high: float | None = None
    mine: bool = True


@dataclass(frozen=True)
class ChartBlock:
    """A chart of flat bars with its caption, its note and its text alternative, which tells every value."""

    number: str
    title: str
    note: str
    alt: str
    bars: tuple[Bar, ...]
    sources: tuple[int, ...]


@dataclass(frozen=True)
class TableBlock:
    """A table with its caption; ``mine`` is the place of the row to be marked."""

    number: str
    title: str
    table: Table
    sources: tuple[int, ...]
    mine: int | None = None
    note: str = ""


Block = Heading | Paragraph | ChartBlock | TableBlock


@dataclass(frozen=True)
class Document:
    """The whole report: ``head`` stands under the title, ``foot`` on every page, ``facts`` on the about sheet."""

    language: str
    title: str
    head: tuple[str, ...]
    foot: str
    warning: str
    blocks: tuple[Block, ...]
    sources: tuple[Source, ...]
    cited: tuple[Cited, ...]
    facts: Sequence[tuple[str, str]]
    stem: str

    @property
    def tables(self) -> list[TableBlock]:
        """All tables in order."""
        return [block for block in self.blocks if isinstance(block, TableBlock)]

    @property
    def charts(self) -> list[ChartBlock]:
        """All charts in order."""
        return [block for block in self.blocks if isinstance(block, ChartBlock)]
