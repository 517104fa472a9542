"""The two sides of a comparison, read from the address: side A is the shared filters, side B is side A with changes.

``a_<name>`` changes side A, ``b_<name>`` side B; ``all`` lifts a filter, ``b_period=before`` is the same period a year
earlier (cut at the same point where it is not over), ``b_district=rest`` all areas that side A leaves out
(cases without a known area stand on neither side and are counted as missing).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard.policy import Registry
from dashboard.questions.filters import Filters, Notice, read_filters
from dashboard.questions.periods import year_before

NAMES = ("period", "district", "item", "cluster", "size")
A, B = "a_", "b_"
PARAMETERS = tuple(prefix + name for prefix in (A, B) for name in NAMES)
ALL, BEFORE, REST = "all", "before", "rest"
Parameters = dict[str, list[str]]


@dataclass(frozen=True)
class Sides:
    """Both sides; ``given`` are the parameters in effect, the defaults included."""

    a: Filters
    b: Filters
    given: Parameters

    @property
    def differs_by(self) -> tuple[str, ...]:
        """Names of the filters in which the sides differ."""
        different = tuple(name for name in NAMES[1:] if getattr(self.a, name) != getattr(self.b, name))
        same_period = (self.a.period, self.a.cut_on) == (self.b.period, self.b.cut_on)
        return different if same_period else ("period", *different)

    @property
    def overlaps(self) -> bool:
        """Whether one case could stand on both sides."""
        lists = all(_share(getattr(self.a, name), getattr(self.b, name)) for name in NAMES[1:])
        return lists and _periods_share(self.a, self.b)


def read_sides(
    given: Mapping[str, Sequence[str]], *, filters: Filters, registry: Registry
) -> tuple[Sides, tuple[Notice, ...]]:
    """Both sides of the address under the shared filters, and a notice for every value that had to be dropped."""
    stated = {name: list(given[name]) for name in PARAMETERS if given.get(name)}
    stated = stated or default_sides(filters, registry=registry)
    a, notices_a = _side(A, stated, filters, registry)
    before = stated.get(B + "period") == [BEFORE]
    rest = stated.get(B + "district") == [REST]
    asked = {name: values for name, values in stated.items() if values not in ([BEFORE], [REST])}
    b, notices_b = _side(B, asked, a, registry)
    if rest:
        b = b.narrow(district=[code for code in registry.districts if code not in a.district])
    earlier = year_before(a.period, as_of=a.snapshot.as_of, registry=registry) if before else None
    if earlier is not None:
        b = b.shift_to(earlier)
    elif before:
        notices_b = (*notices_b, _no_earlier_notice(a))
    return Sides(a, b, stated), (*notices_a, *notices_b)


def default_sides(filters: Filters, *, registry: Registry) -> Parameters:
    """What is compared when the address does not say: a district with the rest, a period with the year before."""
    if filters.district:
        return {B + "district": [REST]}
    if year_before(filters.period, as_of=filters.snapshot.as_of, registry=registry) is not None:
        return {B + "period": [BEFORE]}
    last = max(registry.fund_years[1], min(filters.snapshot.as_of.year - 1, registry.fund_years[-1]))
    return {A + "period": [f"fund_year:{last}"], B + "period": [BEFORE]}


def covered_days(side: Filters) -> int:
    """Days of the side's period that the snapshot can cover: up to the as-of date, or to where the period is cut."""
    last = min(side.period.end, side.cut_on or date.max, side.snapshot.as_of)
    return max(0, (last - side.period.start).days + 1)


def denominator(side: Filters, *, registry: Registry) -> int | None:
    """Denominator of ``per_10k`` over the side's areas; None where the unknown area is among them."""
    counts = {entry.district_code: entry.count for entry in registry.denominators}
    if not side.district:
        return sum(counts.values())
    known = [counts.get(code) for code in side.district]
    return None if None in known else sum(count for count in known if count is not None)


def _side(prefix: str, stated: Parameters, base: Filters, registry: Registry) -> tuple[Filters, tuple[Notice, ...]]:
    parameters = base.parameters()
    for name in NAMES:
        values = stated.get(prefix + name)
        if values == [ALL]:
            parameters.pop(name, None)
        elif values:
            parameters[name] = values
    read, notices = read_filters(parameters, snapshot=base.snapshot, registry=registry)
    kept = replace(read, cut_on=base.cut_on) if read.period == base.period else read
    return kept, tuple(_rename_notice(prefix, notice) for notice in notices)


def _rename_notice(prefix: str, notice: Notice) -> Notice:
    """The notice under the name that the parameter has in the address."""
    name = prefix + notice.name
    return Notice(name, notice.value, notice.zh.replace(notice.name, name, 1), notice.en.replace(notice.name, name, 1))


def _no_earlier_notice(side: Filters) -> Notice:
    return Notice(
        B + "period",
        BEFORE,
        "侧A的时段没有上年同期，侧B未作更改。",
        "The period of side A has no year before it; side B was left unchanged.",
    )


def _share(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return not one or not other or bool(set(one) & set(other))


def _periods_share(a: Filters, b: Filters) -> bool:
    years = a.period.fund_year, b.period.fund_year
    if None not in years:
        return years[0] == years[1]
    # a fund year and days are judged on different columns: they may always share a case
    if years != (None, None):
        return True
    return a.period.start <= b.period.end and b.period.start <= a.period.end
