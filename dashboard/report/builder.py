"""From filters to three files: ask once, write the document once, set it three times."""

import re
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from dashboard.evaluation.scorecard import load_frame, score
from dashboard.evaluation.scorecard.scoring import choose_weights
from dashboard.presentation import formats as fmt
from dashboard.presentation import labels
from dashboard.presentation.language import set_language
from dashboard.presentation.language import translate as _
from dashboard.questions import RestrictedError, is_answered, open_warehouse, query_basis
from dashboard.report import annexes, chapters
from dashboard.report.document import Document, Request
from dashboard.report.evidence import Evidence
from dashboard.report.excel import to_workbook
from dashboard.report.pdf import draw_charts, to_pdf
from dashboard.report.word import check_template, to_word
from dashboard.report.writer import Writer
from dashboard.store.evaluations import Content, EvaluationError

MOST_OF_NAME = 40
STEPS = ("figures", "charts", "pdf", "word", "excel")
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Files:
    """The report in its three formats; ``stem`` is the file name without its ending."""

    stem: str
    word: bytes
    pdf: bytes
    excel: bytes
    document: Document

    def named(self) -> dict[str, bytes]:
        """Contents by file name."""
        return {f"{self.stem}.docx": self.word, f"{self.stem}.pdf": self.pdf, f"{self.stem}.xlsx": self.excel}


def find_office_template(data: Path) -> Path | None:
    """The office's own Word template, ``<data>/report/template.docx``, where there is one."""
    template = data / "report" / "template.docx"
    return template if template.is_file() else None


def build_report(
    request: Request,
    *,
    template: Path | None = None,
    progress: Progress | None = None,
    ask: Callable[..., pl.DataFrame] = query_basis,
) -> Files:
    """Build the report; the same request on the same snapshot gives the same bytes.

    Args:
        request: filters, language and evaluation.
        template: an office's own Word template instead of the built-in one.
        progress: told before every step: its place, the number of steps, its name.
        ask: how a query is asked; ``query_basis`` by default.

    Raises:
        ReaderError: no Chinese font, a template that is not one, or a query that was stopped.
    """
    return copy_context().run(_build, request, template, progress or (lambda *_step: None), ask)


def _build(request: Request, template: Path | None, progress: Progress, ask: Callable[..., pl.DataFrame]) -> Files:
    # the language of a report is its own; the caller's context is not touched
    set_language(request.language)
    if template:
        check_template(template)

    def begin(place: int) -> None:
        progress(place, len(STEPS), _(f"report.step.{STEPS[place]}"))

    begin(0)
    document = write(request, ask=ask)
    begin(1)
    pictures = draw_charts(document)
    begin(2)
    pdf = to_pdf(document)
    begin(3)
    word = to_word(document, pictures, template=template)
    begin(4)
    return Files(document.stem, word, pdf, to_workbook(document, as_of=request.filters.snapshot.as_of), document)


def write(request: Request, *, ask: Callable[..., pl.DataFrame] = query_basis) -> Document:
    """The document in the current language."""
    _check(request)
    evidence, frame = Evidence(ask), load_frame()
    content = request.evaluation.content if request.evaluation else Content()
    card = score(frame, content, lambda name: ask(name, request.filters))
    registry = open_warehouse(request.filters.snapshot).registry
    writer = Writer(request, registry, evidence, card)
    chapters.add_overview(writer)
    chapters.add_conclusion(writer, frame, choose_weights(content, frame))
    chapters.add_achievements(writer)
    chapters.add_shortcomings(writer)
    annexes.add_annexes(writer)
    snapshot = request.filters.snapshot
    facts = _state_facts(request, registry)
    warning = _("report.synthetic") if snapshot.kind == "synthetic" else ""
    if not snapshot.reports("applications"):
        warning = _("report.honours_only")
    return Document(
        language=request.language,
        title=chapters.make_title(writer),
        head=tuple(_("label.entry", name=name, text=value) for name, value in facts if value),
        foot=_write_foot(request),
        warning=warning,
        blocks=tuple(writer.blocks),
        sources=tuple(evidence.sources.values()),
        cited=tuple(evidence.cited),
        facts=facts,
        stem=_name_files(request),
    )


def _write_foot(request: Request) -> str:
    snapshot = request.filters.snapshot
    said = {"name": snapshot.name, "as_of": fmt.day(snapshot.as_of), "version": snapshot.version[:12]}
    return _("report.foot_synthetic", **said) if snapshot.kind == "synthetic" else _("report.foot", **said)


def _check(request: Request) -> None:
    """A report needs every figure of its scope, and points by hand belong to the figures that their evaluator saw."""
    evaluation, filters = request.evaluation, request.filters
    # who is told how far all cases came is told every figure
    if not is_answered("process/funnel", filters):
        raise RestrictedError(
            "生成报告须能查看全部数字。请先登录。",
            "A report needs every figure. Sign in first.",
        )
    if evaluation is None:
        return
    if evaluation.snapshot_version != filters.snapshot.version or evaluation.parameters != filters.parameters():
        raise EvaluationError(
            f"评价“{evaluation.name}”基于其他快照版本或筛选条件，不能用于本报告。请按其快照和筛选条件生成，或不附评价。",
            f"The evaluation '{evaluation.name}' was made on another version of the snapshot or under other filters. Build "
            "the report under those, or without the evaluation.",
        )


def _state_facts(request: Request, registry: Any) -> list[tuple[str, str]]:
    filters, evaluation = request.filters, request.evaluation
    snapshot = filters.snapshot
    facts = [
        (_("filter.period"), labels.period(filters.period)),
        *labels.list_filters(filters, registry),
        (_("filter.snapshot"), _("label.name_kind", name=snapshot.name, kind=_(f"snapshot_kind.{snapshot.kind}"))),
        (_("snapshot.as_of"), fmt.day(snapshot.as_of)),
        (_("snapshot.version"), snapshot.version[:12]),
    ]
    if evaluation:
        facts.append(
            (
                _("scorecard.evaluation"),
                f"{evaluation.name} · {_('snapshot.version')} {evaluation.version} · {evaluation.author}",
            )
        )
    return facts


def _name_files(request: Request) -> str:
    """Name of the files; reports under other filters do not overwrite each other."""
    filters = request.filters
    parts = ["report", filters.snapshot.name, filters.period.text.replace(":", "-"), *filters.district]
    others = [
        value for name, values in filters.parameters().items() for value in values if name not in ("period", "district")
    ]
    words = re.sub(r"[^\w-]+", "-", "-".join(others))
    if words:
        # many or long values as a number that belongs to them
        parts.append(words if len(words) <= MOST_OF_NAME else sha256(words.encode()).hexdigest()[:10])
    return "_".join(part.replace("..", "_") for part in [*parts, request.language])
