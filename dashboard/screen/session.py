"""What one script run stands on: language, snapshot, filters, theme; resolved once, then handed to the page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.access import PUBLIC, current_access, set_access
from dashboard.policy import Registry, load_registry
from dashboard.presentation.language import prefer_language, set_language
from dashboard.presentation.palette import Palette, palette
from dashboard.questions.filters import Filters, Notice, read_filters
from dashboard.questions.trail import tell_of_rows
from dashboard.screen.offers import withdraw
from dashboard.screen.page_run import PageRun, Parameters
from dashboard.screen.sign_in import reader_access
from dashboard.settings import data_directory
from dashboard.snapshots import open_snapshot
from dashboard.store.audit import Entry, cut_parameters, note_seen

# what pages keep in the address beside the shared filters
CHOSEN_ON_PAGES = (
    "organisation", "search", "cases", "expiry", "year", "status", "rule", "severity", "finding", "evaluation", "preset",
    "design", "indicator", "identity", "action", "leaf",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What the address asks, as far as it can be read; ``notices`` say what was ignored of it."""

    filters: Filters
    notices: list[Notice]
    registry: Registry


def data() -> Path:
    """The data folder of this process."""
    return data_directory()


def theme() -> Palette:
    """Colours of the reader's theme."""
    return palette(st.context.theme.type or "light")


def choose_language(given: dict[str, list[str]]) -> None:
    """Language of the run: ``?lang=``, else the browser's."""
    asked = given.get("lang", [""])[-1]
    set_language(prefer_language(asked=asked, browser=st.context.locale))


def start(given: dict[str, list[str]]) -> Asked:
    """Resolve the snapshot and the filters of this run.

    Raises:
        NotSignedInError: nobody is signed in, or what is said of the person grants nothing.
        OfficialDataError: the snapshot is official and the reader may not open it.
        ReaderError: the snapshot is unknown or damaged, or a reference file is not valid.
    """
    if context := get_script_run_ctx():
        withdraw(context.session_id)
    registry = load_registry()
    # on every run: a sign-in may have expired since the last one
    set_access(PUBLIC)
    set_access(reader_access(known_areas=registry.districts))
    snapshot = open_snapshot(given.get("snapshot", [None])[-1], data=data())
    filters, notices = read_filters(given, snapshot=snapshot, registry=registry)
    return Asked(filters, [*notices, *_foreign()], registry)


def is_printing() -> bool:
    """Whether the page is drawn for paper."""
    return "print" in st.query_params


def own_parameters() -> Parameters:
    """What stands in the address of the page's own choices, as much of it as is kept."""
    return cut_parameters({name: st.query_params.get_all(name) for name in CHOSEN_ON_PAGES if name in st.query_params})


@contextmanager
def note_rows_seen(now: PageRun) -> Iterator[None]:
    """Run a page; each answer with rows is in the audit before the page has it, however the run ends.

    Within the block a question raises AuditError where that fails: its rows are withheld.
    """
    access = current_access()
    filters = {**now.filters.parameters(), **now.own}

    def note(name: str, count: int) -> None:
        note_seen(Entry(access.subject, access.role, now.page, {name: count}, filters, now.filters.snapshot))

    with tell_of_rows(note):
        yield


def _foreign() -> tuple[Notice, ...]:
    """Parameters that no filter has: named, at most three, and otherwise ignored."""
    from dashboard.questions.filters import NAMES
    from dashboard.questions.sides import PARAMETERS

    known = {*NAMES, *PARAMETERS, *CHOSEN_ON_PAGES, "lang", "print", "embed", "embed_options"}
    return tuple(
        Notice(
            name[:64],
            "",
            f"网址中的参数“{name[:64]}”不认识，已忽略。",
            f"The address has an unknown parameter '{name[:64]}'; it was ignored.",
        )
        for name in [name for name in st.query_params if name not in known][:3]
    )
