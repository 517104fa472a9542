"""The router: page settings, the site map, the shared filters, then the page. Nothing else."""

from pathlib import Path

import streamlit as st

from dashboard.access import NotSignedInError, RestrictedError, current_access
from dashboard.errors import ReaderError
from dashboard.presentation.formats import literal
from dashboard.presentation.language import current_language
from dashboard.presentation.language import translate as _
from dashboard.screen import session
from dashboard.screen.filter_bar import catch_up, filter_bar, given_parameters, language_switch, link_parameters
from dashboard.screen.page_run import Links, PageRun, begin_run
from dashboard.screen.rights_notice import restricted_page
from dashboard.screen.sign_in import official_page, sign_in_page, whoami
from dashboard.screen.style import apply_style
from dashboard.screen.tools import reader_tools
from dashboard.snapshots import OfficialDataError

ICON = Path(__file__).parent / "assets" / "icon.png"
SITE_MAP = {
    "overview": ("overview/overview",),
    "uptake": ("uptake/measures", "uptake/districts", "uptake/clusters", "uptake/certificates"),
    "process": ("process/pipeline", "process/funds"),
    "records": ("records/applications", "records/organisation", "records/honours"),
    "evaluation": (
        "evaluation/comparison",
        "evaluation/distribution",
        "evaluation/effect",
        "evaluation/scorecard",
        "evaluation/report",
    ),
    "conformity": ("conformity/findings",),
    "data": ("data/quality", "data/methodology", "data/audit"),
}

st.set_page_config(page_title="质量品牌措施看板", page_icon=str(ICON), layout="wide")
catch_up()
given = given_parameters()
session.choose_language(given)
apply_style(language=current_language(), palette=session.theme())


def open_first() -> None:
    """The bare address opens the overview, with whatever parameters it carries."""
    st.switch_page(sections["overview"][0], query_params=given)


sections = {
    section: [
        st.Page(f"../../pages/{name}.py", title=_(f"page.{name.partition('/')[2]}"), url_path=name.partition("/")[2])
        for name in names
    ]
    for section, names in SITE_MAP.items()
}
start = st.Page(open_first, title="start", default=True, visibility="hidden")
page = st.navigation([start, *(entry for pages in sections.values() for entry in pages)], position="hidden")

if page is not start:
    try:
        asked: session.Asked | None = session.start(given)
    except NotSignedInError as error:
        asked = None
        sign_in_page(error, page=page.url_path)
    except OfficialDataError:
        asked = None
        official_page()
    except ReaderError as error:
        asked = None
        st.error(literal(error.message(current_language())), icon=":material/error:")
    carried = link_parameters(asked.filters, keep=given) if asked else given
    with st.sidebar:
        st.markdown(f"### {_('frame.title')}")
        language_switch()
        for section, pages in sections.items():
            st.caption(_(f"section.{section}"))
            for entry in pages:
                if entry.url_path != "audit" or current_access().may_see_audit:
                    st.page_link(entry, query_params=carried, width="stretch")
        reader_tools(printing=asked is not None and session.is_printing())
        if asked is not None:
            whoami(current_access(), asked.registry)
    if asked is not None:
        by_path = {entry.url_path: entry for pages in sections.values() for entry in pages}
        run = PageRun(
            page=page.url_path,
            filters=asked.filters,
            notices=asked.notices,
            registry=asked.registry,
            palette=session.theme(),
            data=session.data(),
            printing=session.is_printing(),
            links=Links(by_path["applications"], by_path["organisation"], carried),
            own=session.own_parameters(),
            export_place=filter_bar(asked.filters, asked.registry, data=session.data()),
        )
        begin_run(run)
        try:
            with session.note_rows_seen(run):
                page.run()
        except RestrictedError as error:
            restricted_page(page.title, error, snapshot=run.filters.snapshot)
        except ReaderError as error:
            st.error(literal(error.message(current_language())), icon=":material/error:")
else:
    page.run()
