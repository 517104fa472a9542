"""The page of the report: which evaluation goes in, the one button with its progress, three downloads, and what it found."""

from functools import lru_cache, partial
from pathlib import Path
from threading import Lock
from typing import Any

import streamlit as st
from cachetools import LRUCache

from dashboard.access import current_access
from dashboard.errors import ReaderError
from dashboard.evaluation.scorecard import load_frame
from dashboard.presentation import labels
from dashboard.presentation.formats import literal
from dashboard.presentation.language import current_language
from dashboard.presentation.language import translate as _
from dashboard.questions.filters import Filters
from dashboard.report.builder import Files, build_report, find_office_template
from dashboard.report.document import Document, Heading, Paragraph, Request
from dashboard.report.word import check_template
from dashboard.screen.export_menu import link
from dashboard.screen.filter_bar import set_parameter
from dashboard.screen.offers import Made
from dashboard.screen.page_run import PageRun
from dashboard.store.evaluations import Evaluation, Evaluations

TYPES = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel"}
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
# a report is a few hundred kilobytes; it is kept so that three downloads build it once
_built: LRUCache[tuple[Any, ...], Files] = LRUCache(maxsize=16)
_lock = Lock()


def fitting(store: Evaluations, filters: Filters) -> dict[str, Evaluation]:
    """The evaluations of exactly this snapshot and these filters, by number, the newest first."""
    return {
        str(entry.evaluation_id): entry
        for entry in store.listed()
        if entry.snapshot_version == filters.snapshot.version and entry.parameters == filters.parameters()
    }


def chosen(store: Evaluations, known: dict[str, Evaluation]) -> Evaluation | None:
    """The evaluation that the address names, in the version that it names, if it fits."""
    key, _colon, version = st.query_params.get("evaluation", "").partition(":")
    if key not in known:
        return None
    wanted = int(version) if version.isdecimal() and len(version) < 10 else known[key].version
    return known[key] if wanted == known[key].version else store.get(int(key), wanted)


def sentence(filters: Filters, evaluation: Evaluation | None) -> str:
    """What the report will be about."""
    about, source = labels.period(filters.period), filters.snapshot.name
    if evaluation is None:
        return _("report.desk_figures_alone", period=about, name=source)
    return _(
        "report.desk_with_points",
        period=about,
        name=source,
        evaluation=evaluation.name,
        version=evaluation.version,
    )


def controls(known: dict[str, Evaluation], evaluation: Evaluation | None) -> None:
    """Which evaluation goes into the report; only those of this snapshot and these filters are offered."""
    st.session_state["report_evaluation"] = str(evaluation.evaluation_id) if evaluation else ""
    st.selectbox(
        _("scorecard.evaluation"),
        ["", *known],
        key="report_evaluation",
        on_change=_choose,
        args=(known,),
        format_func=lambda key: (
            f"{known[key].name} · {_('snapshot.version')} {known[key].version}" if key else _("scorecard.figures_alone")
        ),
        help=_("report.desk_evaluations"),
    )


def _choose(known: dict[str, Evaluation]) -> None:
    key = st.session_state["report_evaluation"]
    set_parameter("evaluation", [f"{key}:{known[key].version}"] if key else [])


def maker(now: PageRun, evaluation: Evaluation | None) -> Files | None:
    """The button, the progress, the downloads; None until the report is built."""
    request = Request(now.filters, current_language(), evaluation)
    access, template = current_access(), find_office_template(now.data)
    key = (
        now.filters.snapshot.version,
        repr(now.filters),
        current_language(),
        id(now.registry),
        id(load_frame()),
        access.role,
        access.areas,
        (evaluation.evaluation_id, evaluation.version) if evaluation else None,
        template.stat().st_mtime_ns if template else None,
    )
    fault = _fault(template, template.stat().st_mtime_ns) if template else None
    if fault is not None:
        st.error(literal(fault.message(current_language())), icon=":material/error:")
        return None
    with _lock:
        files = _built.get(key)
    if st.button(_("report.build"), type="primary", icon=":material/summarize:", key="report_build") or files:
        files = files or _build(request, template)
        if files is not None:
            with _lock:
                _built[key] = files
            _downloads(now, files, evaluation)
    return files


@lru_cache(maxsize=4)
def _fault(template: Path, changed_ns: int) -> ReaderError | None:
    """What is wrong with the office's template, as it was at ``changed_ns``."""
    try:
        check_template(template)
    except ReaderError as error:
        return error
    return None


def _build(request: Request, template: Path | None) -> Files | None:
    bar = st.progress(0.0, text=_("report.step.figures"))

    def tell(place: int, steps: int, name: str) -> None:
        bar.progress(place / steps, text=f"{name} …")

    try:
        files = build_report(request, template=template, progress=tell)
    except ReaderError as error:
        bar.empty()
        st.error(literal(error.message(current_language())), icon=":material/error:")
        return None
    bar.empty()
    return files


def _downloads(now: PageRun, files: Files, evaluation: Evaluation | None) -> None:
    """Three links through the gated route; a report names nobody, so it holds no rows about single cases."""
    chosen = {"evaluation": [f"{evaluation.evaluation_id}:{evaluation.version}"]} if evaluation else None
    with st.container(horizontal=True):
        for name, content in files.named().items():
            ending = name.rpartition(".")[2]
            st.html(
                link(
                    f"{TYPES[ending]} ({len(content) / 1024:,.0f} KB)",
                    key=f"report_{ending}",
                    page=now.page,
                    filters=now.filters,
                    name=name,
                    media_type=MEDIA_TYPES[ending],
                    also=chosen,
                    make=partial(Made, content, {}),
                )
            )


def preview(document: Document) -> None:
    """The sections a reader wants to see before sending the report on: what it cannot say, and what it found."""
    for title in (_("report.cannot_say_section"), _("report.problems_section")):
        st.subheader(title, anchor=False)
        for text in section(document, title):
            st.markdown(literal(text))
    tables, charts = len(document.tables), len(document.charts)
    st.caption(
        _(
            "report.built",
            tables=tables,
            charts=charts,
            figures=len(document.cited),
            sources=len(document.sources),
        )
    )


def section(document: Document, title: str) -> list[str]:
    """The paragraphs of one section."""
    found: list[str] = []
    inside = False
    for block in document.blocks:
        if isinstance(block, Heading):
            inside = block.text.endswith(title)
        elif inside and isinstance(block, Paragraph):
            found.append(block.text)
    return found
