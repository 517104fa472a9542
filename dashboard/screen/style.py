"""The few rules of layout that Streamlit has no setting for. No colours: those are in ``.streamlit/config.toml``."""

import streamlit as st

from dashboard.presentation.language import LANGUAGES
from dashboard.presentation.palette import Palette
from dashboard.screen.browser_assets import PLOTLY_PATH

CSS = """<style>
.stMainBlockContainer { padding: 1rem 2.6rem 2rem; max-width: 1440px; }
.stMainBlockContainer > [data-testid="stVerticalBlock"] { gap: .7rem; }
.stAppHeader { background: none; pointer-events: none; }
.stAppHeader button { pointer-events: auto; }
.stMainBlockContainer h1 { padding: .35rem 0 .4rem; }
.stMainBlockContainer h2 { padding: .6rem 0 1.1rem; }
[data-testid="stLayoutWrapper"]:has(> [data-testid="stHorizontalBlock"] > [data-testid="stColumn"])
  + [data-testid="stLayoutWrapper"]:has(> [data-testid="stHorizontalBlock"] > [data-testid="stColumn"]) {
  margin-top: .9rem; }
.stMainBlockContainer h3 { padding: .5rem 0 .45rem; }
[data-testid="stAlertContainer"] { padding: .4rem .8rem; min-height: 0; }
.stSidebar [data-testid="stSidebarUserContent"] { padding-top: 0; }
.kpis { display: grid; grid-template-columns: repeat(4, 1fr); gap: .9rem; font-variant-numeric: tabular-nums; }
.kpi { border: 1px solid var(--line); border-radius: 4px; padding: .6rem .85rem .55rem; display: flex;
  flex-direction: column; gap: .1rem; }
.kpi h3 { font-size: .88rem; font-weight: 500; margin: 0; padding: 0; }
.kpi p { margin: 0; font-size: .82rem; line-height: 1.4; color: var(--muted); }
.kpi .change { color: var(--text); }
.kpi a { color: var(--text); white-space: nowrap; }
.kpi .spark { order: 1; margin-top: auto; }
.kpi .value { font-size: 1.5rem; line-height: 1.25; font-weight: 600; color: var(--text); }
.kpi .spark { height: 20px; padding-top: 2px; display: flex; align-items: flex-end; gap: 1px; }
.kpi .spark i { flex: 1; background: var(--accent); min-height: 1px; opacity: .75; }
.kpi .spark .gap { background: none; }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p { color: var(--muted); opacity: 1; }
.chips { display: flex; flex-wrap: wrap; gap: .35rem; }
.chip { border: 1px solid currentColor; border-radius: 4px; padding: 0 .5rem; font-size: .82rem; opacity: .85;
  overflow-wrap: anywhere; }
.paper { display: none; }
.chip b { font-weight: 600; }
.stSidebar [data-testid="stVerticalBlock"] { gap: .45rem; }
.stSidebar [data-testid="stSidebarHeader"] { height: 1.5rem; min-height: 0; padding: 0; }
.st-key-filter_bar [data-testid="stElementContainer"]:has([data-testid="stMultiSelect"], [data-testid="stSelectbox"]) {
  min-width: 180px; flex: 1 1 180px; }
.st-key-filter_drawer { display: none; }
.stMain [data-testid="stButtonGroup"] [role="radiogroup"] { flex-wrap: wrap; overflow: visible; row-gap: .25rem; }
@media (max-width: 1000px) {
  .stMain [data-testid="stHorizontalBlock"]:has(> [data-testid="stColumn"]) { flex-wrap: wrap; }
  .stMain [data-testid="stHorizontalBlock"] > [data-testid="stColumn"] { min-width: 100%; }
}
@media (max-width: 640px) {
  .st-key-filter_drawer { display: block; }
  .stApp:not(:has(.st-key-filters_open input:checked)) .st-key-filter_bar { display: none; }
  .stMainBlockContainer { padding: 2.8rem .8rem 1.5rem; }
  .kpis { grid-template-columns: repeat(2, 1fr); gap: .6rem; }
  .kpi { padding: .6rem .7rem; }
  .kpi .value { font-size: 1.3rem; }
}
[data-testid="stBaseButton-primary"] p { color: var(--background); }
.download { display: inline-block; border: 1px solid var(--line); border-radius: 4px; padding: .35rem .9rem;
  text-decoration: none; color: inherit; }
.stHtml .downloads { display: flex; flex-wrap: wrap; gap: .4rem; margin: 0; padding: 0; font-size: .9rem; }
.stHtml dl.downloads { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .5rem 1rem; align-items: center;
  max-width: 26rem; }
.stHtml .downloads dt { margin: 0; font-weight: 400; overflow-wrap: anywhere; }
.stHtml .downloads dd { display: flex; gap: .4rem; justify-content: flex-end; margin: 0; }
.downloads .download { padding: .2rem .7rem; font-size: .85rem; }
.download:hover, .download:focus-visible { border-color: currentColor; }
.listed { border-collapse: collapse; width: 100%; font-size: .8rem; font-variant-numeric: tabular-nums; }
.listed th, .listed td { border-bottom: 1px solid var(--line); padding: .15rem .4rem; text-align: left;
  vertical-align: top; min-width: 3.4em; }
.sheet { overflow-x: auto; }
.sheet.tall { max-height: 33rem; overflow-y: auto; }
.sheet.tall .listed { border-collapse: separate; border-spacing: 0; }
.sheet.tall th, .sheet.tall td { padding: .15rem .3rem; }
.sheet.tall th { position: sticky; top: 0; z-index: 1; background: var(--background); }
.sheet.tall td:first-child { position: sticky; left: 0; background: var(--background); }
.sheet.tall th:first-child { left: 0; z-index: 2; }
.listed th { hyphens: auto; }
.listed .date { white-space: nowrap; }
.listed .figure { text-align: right; }
.listed td.figure { white-space: nowrap; }
.listed .figure + :not(.figure) { padding-left: 1.1rem; }
@media screen and (min-width: 1001px) {
  .listed th { word-break: keep-all; }
  .listed th.long { word-break: normal; }
  .listed .short { white-space: nowrap; }
  .listed .name { min-width: 13em; }
  .tall .listed .name { min-width: 10em; }
}
@media screen and (max-width: 1000px) {
  .listed { font-size: .7rem; }
  .listed th { font-size: .62rem; letter-spacing: -.01em; }
  .listed th, .listed td { padding: .15rem .12rem; min-width: 2.4em; }
  .sheet.tall .listed { min-width: 62rem; }
}
.rows section { border-bottom: 1px solid var(--line); padding: .4rem 0 .45rem; font-variant-numeric: tabular-nums; }
.rows strong { font-weight: 600; font-size: .92rem; overflow-wrap: anywhere; }
.rows p { margin: .1rem 0 0; font-size: .84rem; line-height: 1.5; display: flex; flex-wrap: wrap; column-gap: .9rem; }
.rows span { overflow-wrap: anywhere; }
.rows .long { flex-basis: 100%; }
.rows b { font-weight: 400; color: var(--muted); }
.rows a { color: inherit; text-underline-offset: 2px; }
.rows summary { cursor: pointer; padding: .55rem 0; font-size: .9rem; }
@media print {
  @page { size: A4; margin: 12mm; }
  .stApp, .stMain, [data-testid="stAppViewContainer"], [data-testid="stMainBlockContainer"] { position: static !important;
    overflow: visible !important; height: auto !important; width: 100% !important; max-width: none !important;
    padding: 0 !important; }
  [data-testid="stHorizontalBlock"], [data-testid="stVerticalBlock"], [data-testid="stLayoutWrapper"] {
    display: block !important; height: auto !important; }
  [data-testid="stElementContainer"] { margin-bottom: .5rem; }
  [data-testid="stColumn"] { width: 100% !important; max-width: none !important; }
  h1, h2, h3, [data-testid="stElementContainer"]:has(h2, h3) { break-after: avoid; }
  .paper { display: block; font-size: 8pt; margin: .3rem 0 0; }
  [data-testid="stCaptionContainer"] p { font-size: 8pt; margin: 0; }
  .stMainBlockContainer hr { margin: .8rem 0; }
  .stDataFrame, .listed tr { break-inside: avoid; }
  .listed.small, .listed.small th { font-size: 5.8pt; }
  .listed.small th, .listed.small td { padding: .1rem .15rem; min-width: 2.4em; }
  .listed.small .name { min-width: 15em; }
  .listed .short { white-space: nowrap; }
  .kpis { padding-right: 2px; }
  .kpi a { display: none; }
  .sheet, .sheet.tall { overflow: visible; max-height: none; }
  .sheet.tall th, .sheet.tall td:first-child { position: static; }
  .listed .figure + :not(.figure) { padding-left: .5rem; }
  .listed, .rows strong, .rows p { font-size: 7.5pt; }
  .rows section { break-inside: avoid; padding: .15rem 0; line-height: 1.3; }
  .rows strong, .rows p { display: inline; margin-right: .8em; line-height: 1.3; }
  .rows span { margin-right: .8em; }
  .rows b { color: inherit; opacity: .75; }
  .stSidebar, .stAppHeader, .st-key-filter_bar, .st-key-filter_drawer, [data-testid="stExpander"],
  [data-testid="stButtonGroup"], [data-testid="stPageLink"], [data-testid="stToolbar"], [data-testid="stSelectbox"],
  [data-testid="stMultiSelect"], [data-testid="stTextInput"], [data-testid="stNumberInput"], [data-testid="stPopover"],
  [data-testid="stElementContainer"]:has([data-testid="stButtonGroup"]),
  [data-testid="stButton"], [data-testid="stLayoutWrapper"]:has(> [data-testid="stHorizontalBlock"] >
    [data-testid="stElementContainer"] [data-testid="stButtonGroup"]) { display: none !important; }
  [data-testid="stElementContainer"]:has(.chart), .kpi, .chips { break-inside: avoid; }
}
</style>"""


def apply_style(*, language: str, palette: Palette) -> None:
    """Put the layout rules, the theme's colours and the page's language into the document.

    plotly.js is asked for at once: it arrives while Streamlit still draws the page's first elements.
    """
    colours = {name: getattr(palette, name) for name in ("line", "muted", "text", "accent", "background")}
    variables = "".join(f"--{name}: {value};" for name, value in colours.items())
    st.html(CSS.replace("<style>", f"<style>:root {{ {variables} }}", 1))
    st.html(f"<script>{head_script(language)}</script>", unsafe_allow_javascript=True)


def head_script(language: str) -> str:
    """What runs once in the document's head; the security policy of the pages allows exactly these texts."""
    return f"""
        document.documentElement.lang = {"zh-CN" if language == "zh" else "en"!r};
        // a side bar that scrolls must be reachable by keyboard; it may be drawn after this runs
        (function reachable() {{
            const bar = document.querySelector("[data-testid=stSidebarContent]");
            if (bar) bar.setAttribute("tabindex", "0"); else setTimeout(reachable, 250);
        }})();
        if (!document.getElementById("plotly-js")) {{
            const script = document.createElement("script");
            script.id = "plotly-js";
            script.src = new URL({PLOTLY_PATH!r}, document.baseURI).href;
            document.head.append(script);
        }}
    """


def head_scripts() -> tuple[str, ...]:
    """The text of every language."""
    return tuple(head_script(language) for language in LANGUAGES)
