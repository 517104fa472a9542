"""Charts of a comparison: the ratios of the two sides, and the months of both, group by group."""

from collections.abc import Sequence

import streamlit as st

from dashboard.evaluation.contrasts import Contrast
from dashboard.presentation import charts
from dashboard.presentation.language import plural
from dashboard.presentation.language import translate as _
from dashboard.questions.sides import Sides
from dashboard.screen.page_run import page_run
from dashboard.screen.show import show
from dashboard.screen.switches import choose_one
from pages.evaluation import comparison_figures


def show_ratios(contrasts: Sequence[Contrast], *, alt: str, used: str) -> None:
    """The ratio of side A to side B for each figure that has one, with its interval; nothing where none has."""
    ratios = comparison_figures.marks(list(contrasts))
    if all(mark.value is None for mark in ratios):
        return
    show(
        charts.forest(
            ratios,
            palette=page_run().palette,
            title=_("comparison.ratio_title"),
            reference=1.0,
            subtitle=_("comparison.ratio_subtitle"),
            logarithmic=True,
        ),
        key="ratios",
        alt=alt,
        used=used,
    )


def show_panels(sides: Sides, names: tuple[str, str], *, used: str) -> None:
    """Applications by month of the period on both sides, a panel a group; smaller groups are counted, not drawn."""
    now = page_run()
    dimension = choose_one(
        _("pipeline.compare_by"),
        comparison_figures.DIMENSIONS,
        default="article" if "district" in sides.differs_by else "district",
        named=lambda name: _(f"dimension.{name}"),
        key="comparison_dimension",
    )
    panels, left_out = comparison_figures.panels(sides, names, dimension=dimension, registry=now.registry)
    if panels:
        title = _("comparison.months_title")
        show(
            charts.multiples(
                panels,
                palette=now.palette,
                title=title,
                subtitle=_("comparison.months_subtitle"),
                bottom_title=_("comparison.month_axis"),
            ),
            key="multiples",
            alt=title,
            used=used,
        )
    if left_out:
        st.caption(plural("comparison.smaller_groups", count=left_out))
