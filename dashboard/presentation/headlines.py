"""Titles of charts: each states the finding that the chart draws, in the chart's own words."""

from collections.abc import Sequence

from dashboard.presentation.charts import Bar, Line, Month
from dashboard.presentation.language import translate as _

# rows that are no group of their own: they are drawn and never named the highest
NO_GROUP = ("unknown", "none")


def say_highest(bars: Sequence[Bar], *, measure: str, chosen: Sequence[str] = ()) -> str:
    """Which one has the most, or where the chosen one stands among those with a figure."""
    known = [bar for bar in bars if bar.value is not None and bar.code not in NO_GROUP]
    if not known:
        return _("chart.nothing_to_compare", measure=measure)
    own = [bar for bar in known if bar.code in chosen]
    if len(own) == 1 and len(known) > 1:
        place = 1 + sum((bar.value or 0) > (own[0].value or 0) for bar in known)
        return _(
            "chart.place",
            measure=measure,
            name=own[0].name,
            label=own[0].label,
            place=place,
            count=len(known),
        )
    if len(known) == 1:
        return _("chart.only_one", measure=measure, name=known[0].name, label=known[0].label)
    top = max(known, key=lambda bar: bar.value or 0)
    if not top.value:
        return _("chart.all_zero", measure=measure)
    others = sum(bar.value == top.value for bar in known) - 1
    if others:
        return _(
            "chart.highest_shared",
            measure=measure,
            name=top.name,
            label=top.label,
            others=others,
        )
    return _("chart.highest", measure=measure, name=top.name, label=top.label)


def say_spread(bars: Sequence[Bar], *, measure: str) -> str:
    """From the lowest to the highest of those with a figure."""
    known = [bar for bar in bars if bar.value is not None and bar.code not in NO_GROUP]
    if len(known) < 2:
        return say_highest(bars, measure=measure)
    ordered = sorted(known, key=lambda bar: bar.value or 0)
    return _(
        "chart.spread",
        measure=measure,
        least=ordered[0].label,
        last=ordered[0].name,
        most=ordered[-1].label,
        first=ordered[-1].name,
    )


def say_peak(months: Sequence[Month], *, measure: str) -> str:
    """The month (or year) with the most."""
    known = [month for month in months if month.value is not None]
    if not known:
        return _("chart.no_figure", measure=measure)
    if not max(month.value or 0 for month in known):
        return _("chart.no_month", measure=measure)
    if len(known) == 1:
        return _("chart.only_what", measure=measure, what=known[0].hover)
    top = max(known, key=lambda month: month.value or 0)
    others = sum(month.value == top.value for month in known) - 1
    if others:
        return _("chart.highest_of_shared", what=top.hover, others=others)
    return _("chart.highest_of", what=top.hover)


def say_latest(series: Sequence[Line], *, measure: str) -> str:
    """The last point of the first line."""
    if not series or not series[0].hovers:
        return _("chart.nothing_to_compare", measure=measure)
    if len(series[0].hovers) == 1:
        return _("chart.only_what", measure=measure, what=series[0].hovers[0])
    return _("chart.most_recent", what=series[0].hovers[-1])
