"""What can be said about effects: the designs that are possible, one of them estimated, its checks and its limits."""

import streamlit as st

from dashboard.evaluation import designs
from dashboard.evaluation.effects import Effect
from dashboard.presentation import labels
from dashboard.presentation.language import translate as _
from dashboard.questions.filters import whole_term
from dashboard.screen import page, page_run
from dashboard.screen.table_section import show_table
from pages.evaluation import effect_designs

now = page_run()
registry = now.registry
filters = whole_term(now.filters, registry=registry)
known_designs = registry.effect_designs
known = designs.list_indicators(filters)
design = known_designs[effect_designs.read_choice("design", ["staggered", *known_designs])]
asked = designs.Asked(design, effect_designs.read_choice("indicator", known), filters) if known else None
allowed = designs.may_estimate(filters)
found = designs.estimate(asked) if asked and allowed else None
sentence = designs.say_effect(found, asked)

with page(_("page.effect"), sentence=sentence):
    st.caption(_("note.effect"))
    left, right = st.columns([5, 7], gap="large")
    with left:
        effect_designs.choose(
            "design",
            _("effect.design"),
            ["staggered", *(name for name in known_designs if name != "staggered")],
            words=lambda name: designs.name_design(known_designs[name]),
        )
        if known:
            effect_designs.choose(
                "indicator", _("heading.indicator"), known, words=lambda name: labels.indicator(name, registry)
            )
            st.caption(designs.note_unnamed(known, registry=registry))
        st.markdown(effect_designs.design_text(design))
    with right:
        if isinstance(found, Effect) and asked:
            effect_designs.show_estimate(found, asked, alt=sentence)
        else:
            st.info(sentence)
            if found is not None:
                st.caption(designs.note_used(found))
    units, nominees = designs.count_sides(asked if allowed else None)
    possible = designs.tabulate_designs(units, nominees, registry=registry)
    show_table(_("effect.by_item"), possible, key="designs", wrapped=True)
