"""Any two sides compared: figures with difference, ratio and interval, and the months of both in small multiples."""

import streamlit as st

from dashboard.presentation.language import translate as _
from dashboard.questions.sides import read_sides
from dashboard.screen import page, page_run, table
from pages.evaluation import comparison_charts, comparison_figures
from pages.evaluation.comparison_sides import given_sides, show_sides, side_names

now = page_run()
registry = now.registry
sides, notices = read_sides(given_sides(), filters=now.filters, registry=registry)
names = side_names(sides, registry=registry)
a = comparison_figures.ask(sides.a, registry=registry)
b = comparison_figures.ask(sides.b, registry=registry, seed=comparison_figures.SEED + 1)
contrasts = comparison_figures.contrast(a, b)
sentence = comparison_figures.sentence(contrasts, a, b, names)

with page(_("page.comparison"), sentence=sentence):
    show_sides(sides, names, notices, registry=registry)
    if contrasts:
        rows = comparison_figures.table(contrasts, names)
        table(rows, key="contrasts", title=_("comparison.table_title"), wrapped=True)
        st.caption(_("note.contrasts"))
    used = comparison_figures.used(a, b)
    comparison_charts.show_ratios(contrasts, alt=sentence, used=used)
    if comparison_figures.can_be_split(a, b):
        comparison_charts.show_panels(sides, names, used=used)
