"""Certificates and honours by type: conferred, in force, expiring, claimed, and money per certificate."""

import streamlit as st

from dashboard import charts, labels
from dashboard.filter_bar import set_parameter
from dashboard.language import translate as _
from dashboard.tables import present
from dashboard.uptake import breakdowns
from dashboard.view import certificates, page, reader, rows, show, table
from dashboard.warehouse import query

now = reader()
filters, registry = now.filters, now.registry
totals, by_type, districts, clusters = breakdowns(filters, "total", "certificate", "district", "cluster")
types = certificates.types(by_type, query("uptake/certificate_money", filters))
expiring = query("records/expiring", filters)
when = labels.period(filters.period)
sentence = certificates.sentence(totals.row(0, named=True), when=when)

with page(_("page.certificates"), sentence=sentence):
    figure = st.segmented_control(
        _("Figure"), certificates.FIGURES, default=certificates.FIGURES[0], format_func=_, required=True,
        key="certificates_figure",
    )  # fmt: skip
    look = {"palette": now.palette, "subtitle": when}
    left, right = st.columns(2, gap="large")
    with left:
        show(
            charts.ranking(
                rows.bars(types, key="certificate", figure=figure, registry=registry),
                title=_("{figure} by type", figure=_(figure)), chosen=filters.certificate, **look,
            ),
            key="certificate_ranking", alt=sentence, used=rows.award_note(totals),
            on_pick=lambda code: set_parameter("certificate", [code]),
        )  # fmt: skip
    with right:
        show(
            charts.ranking(
                rows.bars(districts, key="district", figure=figure, registry=registry),
                title=_("{figure} by district", figure=_(figure)), chosen=filters.district, sort=False, **look,
            ),
            key="certificate_districts", alt=_("{figure} by district", figure=_(figure)), used=rows.award_note(totals),
            on_pick=lambda code: set_parameter("district", [code]),
        )  # fmt: skip
        show(
            charts.trend(
                certificates.expiry_months(query("uptake/expiries", filters)), palette=now.palette,
                title=_("Certificates that expire, by month"), subtitle=_("next 24 months, whatever the period"),
            ),
            key="expiry_calendar", alt=_("Certificates that expire, by month"),
            values=present(query("uptake/expiries", filters), registry=registry),
        )  # fmt: skip
    st.subheader(_("All types"), anchor=False)
    table(present(types, certificates.TYPE_COLUMNS, registry=registry), key="certificate_types", title=_("All types"))
    st.subheader(_("By industry cluster"), anchor=False)
    held = clusters.filter(clusters["award_count"].fill_null(0) > 0)
    table(present(held, rows.AWARD_COLUMNS, registry=registry, breakdown=True), key="certificate_clusters",
          title=_("By industry cluster"))  # fmt: skip
    st.subheader(_("Certificates that expire within 180 days ({count})", count=rows.how_many(expiring)), anchor=False)
    table(
        present(expiring.drop("total_count"), registry=registry), key="expiring", title=_("Expiring"), opens=expiring["uscc"]
    )
