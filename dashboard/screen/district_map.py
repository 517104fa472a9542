"""The map of the areas by one figure, with what must stand under it."""

from collections.abc import Sequence

import polars as pl

from dashboard.policy import Registry
from dashboard.presentation import charts, labels
from dashboard.presentation import formats as fmt
from dashboard.presentation.charts import Area, Figure
from dashboard.presentation.language import named
from dashboard.presentation.language import translate as _
from dashboard.presentation.tables import RATES
from dashboard.screen.figure_marks import Row, describe_row, value_to_draw, word_figure
from dashboard.screen.page_run import page_run
from dashboard.settings import settings


def draw_district_map(areas: Sequence[Area], *, title: str, subtitle: str) -> Figure:
    """The areas in their shapes; the chosen ones are marked."""
    now = page_run()
    return charts.district_map(
        areas,
        shapes=charts.load_shapes(charts.shapes_path()),
        palette=now.palette,
        chosen=now.filters.district,
        inset_note=_("map.schematic"),
        title=title,
        subtitle=subtitle,
        caption=_map_caption(),
    )


def make_areas(
    districts: pl.DataFrame, *, registry: Registry, figure: str = "beneficiary_count", within: Sequence[str] = ()
) -> list[Area]:
    """Areas of the map by one figure, with the rate per 10,000 and its interval in the hover.

    ``within`` are the districts that the filter leaves: the others carry no figure.
    """
    found = []
    for row in districts.filter(pl.col("district_code").is_not_null()).iter_rows(named=True):
        if within and row["district_code"] not in within:
            name = labels.value("district", row["district_code"], registry)
            short = labels.short_district(row["district_code"], registry)
            found.append(Area(row["district_code"], short, None, "", f"{name}<br>{_('chart.outside_filters')}"))
            continue
        hover = describe_row(labels.value("district", row["district_code"], registry), row)
        if row["per_10k"] is not None:
            hover += "<br>" + _(
                "districts.per_10k",
                rate=f"{row['per_10k']:.1f}",
                low=f"{row['per_10k_low']:.1f}",
                high=f"{row['per_10k_high']:.1f}",
            )
        value = value_to_draw(row, figure)
        short = labels.short_district(row["district_code"], registry)
        found.append(Area(row["district_code"], short, value, _short(row, figure, value), hover))
    return found


def _short(row: Row, figure: str, value: float | None) -> str:
    """A value that fits on the map: no counts behind a rate."""
    if value is None:
        return fmt.DASH
    return fmt.rate(value) if figure in RATES else word_figure(row, figure)


def _map_caption() -> str:
    """What must stand under a map of the city, and where its shapes come from."""
    if settings().shapes:
        return _("map.source_office")
    return _("map.source_tianditu")


def note_denominator(registry: Registry) -> str:
    """What rates per 10,000 are divided by, in the words of the reference file."""
    first = registry.denominators[0]
    return _("districts.per_10k_note", name=named(zh=first.label_zh, en=first.label_en))
