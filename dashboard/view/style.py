"""The few rules of layout that Streamlit has no setting for. No colours: those are in ``.streamlit/config.toml``."""

import streamlit as st

CSS = """<style>
.stMainBlockContainer { padding-top: 2.6rem; padding-bottom: 2rem; max-width: 1400px; }
.stSidebar [data-testid="stSidebarUserContent"] { padding-top: 0; }
[data-testid="stMetricValue"] { font-variant-numeric: tabular-nums; }
[data-testid="stMetricLabel"] p { white-space: normal; }
.chips { display: flex; flex-wrap: wrap; gap: .35rem; }
.chip { border: 1px solid currentColor; border-radius: 4px; padding: 0 .5rem; font-size: .82rem; opacity: .85;
  overflow-wrap: anywhere; }
.chip b { font-weight: 600; }
.st-key-kpis [data-testid="stCaptionContainer"] p { font-size: .84rem; }
.stSidebar [data-testid="stSidebarHeader"] { height: 1.5rem; min-height: 0; padding: 0; }
.st-key-filter_bar [data-testid="stMultiSelect"],
.st-key-filter_bar [data-testid="stSelectbox"] { min-width: 180px; flex: 1 1 200px; }
.st-key-filter_drawer { display: none; }
@media (max-width: 640px) {
  .st-key-filter_drawer { display: block; }
  .stApp:not(:has(.st-key-filters_open input:checked)) .st-key-filter_bar { display: none; }
  .stMainBlockContainer { padding-left: .8rem; padding-right: .8rem; }
  [data-testid="stMetricValue"] { font-size: 1.25rem; }
  .st-key-kpis [data-testid="stMetricChart"] { display: none; }
}
@media print {
  @page { size: A4; margin: 14mm; }
  .stSidebar, .stAppHeader, .st-key-filter_bar, [data-testid="stExpander"] { display: none !important; }
  .chart, [data-testid="stMetric"], .chips { break-inside: avoid; }
}
</style>"""


def apply_style(*, language: str) -> None:
    """Put the layout rules and the page's language into the document."""
    st.html(CSS)
    st.html(
        f"<script>document.documentElement.lang = {'zh-CN' if language == 'zh' else 'en'!r};</script>",
        unsafe_allow_javascript=True,
    )
