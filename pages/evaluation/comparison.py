"""Any two sides compared: figures with difference, ratio and interval, and the months of both in small multiples."""

import streamlit as st

from dashboard.presentation import charts
from dashboard.presentation import formats as fmt
from dashboard.presentation.language import named, plural
from dashboard.presentation.language import translate as _
from dashboard.questions.sides import read_sides
from dashboard.screen import page, page_run, show, table
from pages.evaluation import comparison_figures
from pages.evaluation.comparison_sides import given_sides, side_bar, side_names, side_notes

now = page_run()
registry = now.registry
sides, notices = read_sides(given_sides(), filters=now.filters, registry=registry)
names = side_names(sides, registry=registry)
a, b = (
    comparison_figures.ask(sides.a, registry=registry),
    comparison_figures.ask(sides.b, registry=registry, seed=comparison_figures.SEED + 1),
)
found = comparison_figures.compared(a, b)
sentence = comparison_figures.sentence(found, a, b, names)

with page(_("page.comparison"), sentence=sentence):
    side_bar(sides, names, registry=registry)
    for notice in notices:
        st.warning(fmt.literal(named(zh=notice.zh, en=notice.en)), icon=":material/info:")
    for note in side_notes(sides, names):
        st.caption(note)
    if found:
        table(comparison_figures.table(found, names), key="contrasts", title=_("Both sides, figure by figure"), wrapped=True)
        st.caption(_("note.contrasts"))
    ratios = comparison_figures.marks(found)
    if any(mark.value is not None for mark in ratios):
        show(
            charts.forest(
                ratios,
                palette=now.palette,
                title=_("Ratio of side A to side B"),
                reference=1.0,
                subtitle=_("1 means no difference; bars are 95 % intervals, open marks could be chance"),
                logarithmic=True,
            ),
            key="ratios",
            alt=sentence,
            used=comparison_figures.used(a, b),
        )
    if comparison_figures.can_be_split(a, b):
        dimension = st.segmented_control(
            _("Compare by"),
            comparison_figures.DIMENSIONS,
            default="article" if "district" in sides.differs_by else "district",
            format_func=lambda name: _(f"dimension.{name}"),
            required=True,
            key="comparison_dimension",
        )
        panels, left_out = comparison_figures.panels(sides, names, dimension=dimension, registry=registry)
        if panels:
            show(
                charts.multiples(
                    panels,
                    palette=now.palette,
                    title=_("Applications by month of the period"),
                    subtitle=_("count, one scale for all panels; after each name the totals of A and B"),
                    bottom_title=_("month of the period"),
                ),
                key="multiples",
                alt=_("Applications by month of the period"),
                used=comparison_figures.used(a, b),
            )
        if left_out:
            st.caption(
                plural("{count} smaller group is not drawn.", "{count} smaller groups are not drawn.", count=left_out)
            )
