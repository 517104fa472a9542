"""The ranking of the areas, items or other groups that a filter knows: a click on a bar chooses its group."""

from collections.abc import Sequence

from dashboard.presentation import charts, headlines, labels
from dashboard.presentation.charts import Bar
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import Table
from dashboard.screen.filter_bar import set_parameter
from dashboard.screen.page_run import page_run
from dashboard.screen.show import show


def name_over_period(measure: str) -> str:
    """The line under a chart's title: what is drawn, and for when."""
    return _("chart.subtitle", measure=measure, period=labels.period(page_run().filters.period))


def show_ranking(
    bars: Sequence[Bar],
    *,
    by: str,
    figure: str,
    key: str,
    used: str,
    title: str = "",
    subtitle: str = "",
    alt: str = "",
    sort: bool = True,
    values: Table | None = None,
    empty: str = "",
) -> None:
    """Bars of the figure, whose codes are those of the filter ``by``; chosen ones are marked.

    The title says which one is highest, the subtitle the figure and the period, unless they are given. ``alt`` follows the
    title in the text alternative; ``used``, ``values`` and ``empty`` are those of ``show``.
    """
    now = page_run()
    chosen = getattr(now.filters, by)
    title = title or headlines.say_highest(bars, measure=labels.column_name(figure), chosen=chosen)
    show(
        charts.ranking(
            bars,
            palette=now.palette,
            title=title,
            subtitle=subtitle or name_over_period(labels.column_name(figure)),
            chosen=chosen,
            sort=sort,
        ),
        key=key,
        alt=f"{title} {alt}".strip(),
        used=used,
        values=values,
        empty=empty,
        on_pick=lambda code: set_parameter(by, [code]),
    )
