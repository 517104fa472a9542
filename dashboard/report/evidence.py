"""Asking with a record: every answer gets a number, every figure a sentence takes from it is written down."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from shlex import quote
from typing import Any

import polars as pl

from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.questions.filters import Filters

DIGITS = 12
Ask = Callable[..., pl.DataFrame]


@dataclass(frozen=True)
class Source:
    """One answer: its number, the query with its filters as the command line takes them, rows, SHA-256 of the answer."""

    number: int
    query: str
    options: str
    rows: int
    digest: str


@dataclass(frozen=True)
class Cited:
    """One figure as it stands in a sentence: its name, what is printed, the exact value, and where it comes from."""

    name: str
    shown: str
    value: str
    source: int
    query: str
    column: str
    key: str


@dataclass
class Evidence:
    """Everything the report asked and cited, in order; the same question is asked and numbered once."""

    ask_query: Ask
    sources: dict[tuple[str, str], Source] = field(default_factory=dict)
    cited: list[Cited] = field(default_factory=list)
    touched: list[int] = field(default_factory=list)
    _answers: dict[tuple[str, str], pl.DataFrame] = field(default_factory=dict)

    def ask(self, name: str, filters: Filters, **parameters: Any) -> pl.DataFrame:
        """The answer of a query; its number joins the sources of what is being written."""
        options = write_command_line(filters, parameters)
        key = (name, options)
        if key not in self.sources:
            answer = self.ask_query(name, filters, **parameters)
            self.sources[key] = Source(len(self.sources) + 1, name, options, answer.height, digest(answer))
            self._answers[key] = answer
        self.touched.append(self.sources[key].number)
        return self._answers[key]

    def row(self, name: str, filters: Filters, **parameters: Any) -> "Facts":
        """The one row of a query, ready to be cited."""
        answer = self.ask(name, filters, **parameters)
        number = self.touched.pop()
        return Facts(answer.row(0, named=True), self, self._find_source(number), key="")

    def facts(self, row: Mapping[str, Any], *, name: str, filters: Filters, key: str) -> "Facts":
        """A row of an answer that was asked before, ready to be cited; ``key`` says in words which row."""
        return Facts(row, self, self.sources[name, write_command_line(filters, {})], key=key)

    def take_sources(self) -> tuple[int, ...]:
        """Numbers of the sources used since the last call."""
        numbers = tuple(sorted(set(self.touched)))
        self.touched.clear()
        return numbers

    def _find_source(self, number: int) -> Source:
        return next(source for source in self.sources.values() if source.number == number)


@dataclass(frozen=True)
class Facts:
    """A row whose values are cited as they are printed."""

    row: Mapping[str, Any]
    evidence: Evidence
    source: Source
    key: str

    def __getitem__(self, column: str) -> Any:
        """The value itself, for decisions; not cited."""
        return self.row[column]

    def count(self, column: str) -> str:
        """A column as a count with separators; the figure is cited with its exact value, as by all below."""
        return self._cite(column, fmt.count(self.row[column]))

    def money(self, column: str) -> str:
        """A column in yuan as an amount in the unit of the language."""
        return self._cite(column, fmt.money(self.row[column]))

    def rate(self, column: str) -> str:
        """A column between 0 and 1 as a percentage."""
        return self._cite(column, fmt.rate(self.row[column]))

    def days(self, column: str) -> str:
        """A column of working days without needless decimals."""
        return self._cite(column, fmt.days(self.row[column]))

    def index(self, column: str) -> str:
        """A coefficient between 0 and 1."""
        value = self.row[column]
        return self._cite(column, fmt.DASH if value is None else f"{value:.3f}")

    def cite_as(self, column: str, shown: str) -> str:
        """A value that is printed in words of its own."""
        return self._cite(column, shown)

    def share(self, part: str, whole: str) -> str:
        """A rate with its counts; under five cases the counts alone."""
        shown = fmt.share(self.row[part], self.row[whole])
        for column in (part, whole):
            self._cite(column, fmt.count(self.row[column]))
        return shown

    def _cite(self, column: str, shown: str) -> str:
        known = Cited(
            labels.column_name(column),
            shown,
            write_exact(self.row[column]),
            self.source.number,
            self.source.query,
            column,
            self.key,
        )
        if known not in self.evidence.cited:
            self.evidence.cited.append(known)
        self.evidence.touched.append(self.source.number)
        return shown


def write_exact(value: Any) -> str:
    """A value as text without rounding (floating-point numbers to twelve digits); empty where there is none."""
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else f"{value:.{DIGITS}g}" if isinstance(value, float) else str(value)


def digest(answer: pl.DataFrame) -> str:
    """SHA-256 of an answer's rows as CSV, so that anyone can check that the same question gives the same rows."""
    # sums of floating-point numbers may differ in their last bits from run to run
    flat = answer.with_columns(
        pl.col(pl.Float64).round_sig_figs(DIGITS), pl.col(pl.List).list.eval(pl.element().cast(pl.String)).list.join(";")
    )
    return hashlib.sha256(flat.write_csv().encode()).hexdigest()


def write_command_line(filters: Filters, parameters: Mapping[str, Any]) -> str:
    """Snapshot, filters and parameters as ``python -m dashboard query`` takes them."""
    given: Iterable[tuple[str, str]] = ((name, value) for name, values in filters.parameters().items() for value in values)
    parts = [f"--snapshot {filters.snapshot.name}", *(f"--{name.replace('_', '-')} {quote(value)}" for name, value in given)]
    if filters.cut_on is not None:
        parts.append(f"--cut-on {filters.cut_on.isoformat()}")
    return " ".join([*parts, *(f"--parameter {quote(f'{name}={value}')}" for name, value in sorted(parameters.items()))])
