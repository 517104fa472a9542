"""Yearly rules that the synthetic snapshot assumes; what the real guides say stays as it is."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dashboard.policy import Registry
from dashboard.policy.entries import YearlyRule
from dashboard.policy.vocabulary import Route

SOURCE = "合成数据假设 / assumed for synthetic data"
# windows as in the two real calls where known; the others follow their season
WINDOWS = {
    2023: (date(2023, 11, 8), date(2023, 12, 31)),
    2024: (date(2024, 2, 26), date(2024, 4, 30)),
    2025: (date(2025, 6, 12), date(2025, 7, 3)),
    2026: (date(2026, 3, 2), date(2026, 4, 30)),
}
EXPERT = {"01-1", "04-1", "05-1", "05-2", "08-1", "08-2", "10-1", "12-1", "13-1"}
WITHHELD = {
    2023: {"01-1", "08-2", "11-2", "13-1"},
    2024: {"02-1", "06-2", "11-2"},
    2025: {"01-1", "06-2"},
    2026: {"08-2"},
}
UNITS_LIMIT = {"03-1": 3}
LIMIT_METROLOGY = 3
# items and groups whose money is cut pro rata to an envelope, with the share that the envelope covers; where a
# guide states the envelope, the share follows from it
CUT = {("04-2", 2024): "0.85", ("11-1", 2025): "0.90", ("07-*", 2024): "0.75"}
# items with an envelope that was large enough
AMPLE = (("05-2", 2025), ("13-1", 2024), ("12-1", 2025), ("03-1", 2025), ("13-1", 2026))
QUOTA = 15


@dataclass(frozen=True)
class Round:
    """One item in one fund year: when it may be applied for and at what share it is paid."""

    item_code: str
    fund_year: int
    window: tuple[date, date]
    route: Route

    def key(self, group: str | None) -> tuple[str, int]:
        """What an envelope is kept for: the group or the item, and the year."""
        return group or self.item_code, self.fund_year


def rounds(*, registry: Registry, as_of: date) -> list[Round]:
    """The rounds that were opened up to the as-of date."""
    found = []
    for year, window in WINDOWS.items():
        if window[0] > as_of:
            continue
        for item in registry.items.values():
            if item.item_code in WITHHELD[year]:
                continue
            route = Route.EXPERT_REVIEW if item.item_code in EXPERT else Route.APPROVAL
            found.append(Round(item.item_code, year, window, route))
    return found


def assumed_rules(
    *,
    registry: Registry,
    as_of: date,
    envelopes: dict[tuple[str, int], Decimal],
    ratios: dict[tuple[str, int], Decimal],
) -> tuple[YearlyRule, ...]:
    """One row for each item and opened year, and the groups' envelopes; later years stay unknown."""
    rows = []
    for year, window in WINDOWS.items():
        if window[0] > as_of:
            continue
        for item in registry.items.values():
            ratio = ratios.get((item.group or item.item_code, year))
            offered = item.item_code not in WITHHELD[year]
            limit = LIMIT_METROLOGY if item.group else UNITS_LIMIT.get(item.item_code)
            rows.append(
                rule_of_year(
                    item.item_code,
                    year,
                    offered=offered,
                    route=Route.EXPERT_REVIEW if item.item_code in EXPERT else Route.APPROVAL,
                    yearly_envelope_yuan=envelopes.get((item.item_code, year)),
                    quota=QUOTA if item.item_code == "10-1" else None,
                    per_applicant_per_year=limit if offered else None,
                    payment_ratio=ratio if offered else None,
                    window_start=window[0] if offered else None,
                    window_end=window[1] if offered else None,
                )
            )
        for group in sorted({item.group for item in registry.items.values() if item.group}):
            if (group, year) in envelopes:
                rows.append(rule_of_year(group, year, yearly_envelope_yuan=envelopes[group, year]))
    return tuple(rows)


def rule_of_year(item_code: str, year: int, **values: object) -> YearlyRule:
    """A yearly rule that says ``values`` and nothing else."""
    names = set(YearlyRule.model_fields) - {"item_code", "fund_year", "source"}
    empty = dict.fromkeys(names)
    return YearlyRule.model_validate(empty | values | {"item_code": item_code, "fund_year": str(year), "source": SOURCE})
