"""Certificates and honours by type: conferred, in force, expiring, claimed, and money per certificate."""

from typing import Any

import streamlit as st

from dashboard.presentation import charts, headlines, labels
from dashboard.presentation.language import translate as _
from dashboard.presentation.list_columns import EXPIRING_COLUMNS
from dashboard.presentation.tables import present
from dashboard.questions import query
from dashboard.questions.breakdowns import breakdowns
from dashboard.screen import figure_marks, page, page_run, rights_notice, show, states, table
from dashboard.screen.filter_bar import set_parameter
from pages.uptake import certificates_marks

now = page_run()
filters, registry = now.filters, now.registry
totals, by_type, districts, clusters = breakdowns(filters, "total", "certificate", "district", "cluster")
types = certificates_marks.types(
    by_type, query("uptake/certificate_money", filters), lists_every_award=filters.snapshot.lists_every_award
)
expiries = query("uptake/expiries", filters)
choice = certificates_marks.expiry_choice(expiries)
month = choice.value()
expiring = query("records/expiring", filters, month=month)
when = labels.period(filters.period)
sentence = certificates_marks.sentence(totals.row(0, named=True), filters=filters, when=when)
offered = rights_notice.figures_told(certificates_marks.FIGURES, types)

with page(_("page.certificates"), sentence=sentence):
    figure = st.segmented_control(
        _("Figure"),
        offered,
        default=offered[0],
        format_func=_,
        required=True,
        key="certificates_figure",
    )
    look: dict[str, Any] = {
        "palette": now.palette,
        "subtitle": _("{measure} · {period}", measure=labels.column_name(figure), period=when),
    }
    by_kind = figure_marks.bars(types, key="certificate", figure=figure, registry=registry)
    places = states.known_places(districts, figure="award_count")
    places = states.within(places, filters.district, key="district_code")
    by_place = certificates_marks.places(figure_marks.bars(places, key="district", figure=figure, registry=registry))
    months = certificates_marks.expiry_months(expiries)
    left, right = st.columns(2, gap="large")
    with left:
        title = headlines.highest(by_kind, measure=labels.column_name(figure), chosen=filters.certificate)
        show(
            charts.ranking(by_kind, title=title, chosen=filters.certificate, **look),
            key="certificate_ranking",
            alt=f"{title} {sentence}",
            used=figure_marks.award_note(totals),
            on_pick=lambda code: set_parameter("certificate", [code]),
        )
    with right:
        title = headlines.highest(by_place, measure=labels.column_name(figure), chosen=filters.district)
        show(
            charts.ranking(by_place, title=title, chosen=filters.district, sort=False, **look),
            key="certificate_districts",
            alt=title,
            used=figure_marks.award_note(totals),
            empty=_("few.places"),
            values=present(places, figure_marks.AWARD_BY_DISTRICT, registry=registry, breakdown=True),
            on_pick=lambda code: set_parameter("district", [code]),
        )
        title = headlines.peak(months, measure=_("Certificates that expire, by month"))
        show(
            charts.trend(months, palette=now.palette, title=title, subtitle=_("subtitle.expiries")),
            key="expiry_calendar",
            alt=title,
            used=certificates_marks.used_expiries(expiries),
            values=present(expiries, registry=registry),
            on_pick=lambda month: set_parameter("expiry", [month]),
        )
    st.subheader(_("All types"), anchor=False)
    table(
        present(types, certificates_marks.TYPE_COLUMNS, registry=registry),
        key="certificate_types",
        title=_("All types"),
        wrapped=True,
    )
    st.subheader(certificates_marks.expiry_title(month, expiring), anchor=False)
    choice.box(width=240)
    table(
        present(expiring, EXPIRING_COLUMNS, registry=registry), key="expiring", title=_("Expiring"), opens=expiring["uscc"]
    )
    st.subheader(_("By industry cluster"), anchor=False)
    held = clusters.filter(clusters["award_count"].fill_null(0) > 0)
    if held["cluster_code"].null_count() < held.height:
        table(
            present(held, figure_marks.AWARD_COLUMNS, registry=registry, breakdown=True),
            key="certificate_clusters",
            title=_("By industry cluster"),
        )
    else:
        st.caption(_("No award here carries a cluster: nothing can be said of clusters."))
