"""What can be said about effects: the designs that are possible, one of them estimated, its checks and its limits."""

import streamlit as st

from dashboard import charts
from dashboard.evaluation.effects import Effect
from dashboard.language import translate as _
from dashboard.view import distribution, effect, page, reader, show, table

now = reader()
registry = now.registry
filters = distribution.whole_term(now.filters, registry=registry)
designs = registry.effect_designs
known = effect.indicators(filters)
design = designs[effect.chosen("design", ["staggered", *designs])]
asked = effect.Asked(design, effect.chosen("indicator", known), filters) if known else None
allowed = effect.may_estimate(filters)
found = effect.estimate(asked) if asked and allowed else None
sentence = effect.sentence(found, asked)

with page(_("page.effect"), sentence=sentence):
    st.caption(_("note.effect"))
    left, right = st.columns([5, 7], gap="large")
    with left:
        effect.choose("design", _("Design"), ["staggered", *(name for name in designs if name != "staggered")],
                      words=lambda name: effect.design_name(designs[name]))  # fmt: skip
        if known:
            effect.choose("indicator", _("Indicator"), known, words=str)
        st.markdown(effect.design_text(design))
    with right:
        if isinstance(found, Effect) and asked:
            show(
                charts.forest(
                    effect.marks(found), palette=now.palette, reference=0.0, title=effect.design_name(design),
                    subtitle=_("{indicator}: {unit}; bars are 95 % intervals, 0 means no difference",
                               indicator=asked.indicator, unit=_(f"effect.{found.scale}")),
                ),
                key="effect", alt=sentence, used=effect.used(found),
            )  # fmt: skip
            st.subheader(_("Do the assumptions hold?"), anchor=False)
            table(effect.check_table(found), key="checks", title=_("Do the assumptions hold?"))
            st.caption(_("note.checks"))
        else:
            st.info(sentence)
            if found is not None:
                st.caption(effect.used(found))
    st.subheader(_("Designs by item"), anchor=False)
    units, nominees = effect.sides(asked if allowed else None)
    table(effect.possible(units, nominees, registry=registry), key="designs", title=_("Designs by item"), height=520)
