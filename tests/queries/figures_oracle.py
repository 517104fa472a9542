"""The definitions of the figures once more, row by row in plain Python: slow, obvious, and independent of the SQL.

Kaplan–Meier comes from lifelines, intervals from scipy.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from typing import Any

import chinese_calendar
from lifelines import KaplanMeierFitter
from scipy import stats

Row = Mapping[str, Any]
OPEN = {"submitted", "accepted", "under_review"}
APPROVED = {"approved", "publicised", "granted", "paid", "revoked"}
IMPLIES = {"submitted": None, "decided": APPROVED | {"rejected"}, "paid": {"paid"}}
TERM = (date(2023, 6, 20), date(2028, 6, 19))


def working_days(start: date, end: date) -> int:
    """Working days in (start, end], one by one."""
    days = (start + timedelta(days=step) for step in range(1, (end - start).days + 1))
    return sum(chinese_calendar.is_workday(day) if day.year <= 2026 else day.weekday() < 5 for day in days)


class Scope:
    """The filters of one question."""

    def __init__(
        self,
        *,
        start: date = TERM[0],
        end: date = TERM[1],
        fund_year: int | None = None,
        basis: str = "submitted",
        place: str = "registered",
        routes: Mapping[tuple[str, int], str] | None = None,
        as_of: date,
        **lists: Iterable[str],
    ) -> None:
        self.start, self.end, self.fund_year, self.basis, self.place, self.as_of = (
            start,
            end,
            fund_year,
            basis,
            place,
            as_of,
        )
        self.lists = {name: set(values) for name, values in lists.items() if values}

    def judge(self, row: Row, basis: str | None = None) -> str:
        """``in``, ``missing`` (lacks what the scope asks for) or ``out``."""
        basis = basis or self.basis
        simple = {
            "article": str(int(row["item_code"][:2])),
            "item": row["item_code"],
            "kind": row["applicant_kind"],
            "cluster": row["cluster_code"] or "none",
            "certificate": row["certificate_type"],
            "size": row["size_class"] or "unknown",
        }
        if any(simple[name] not in wanted for name, wanted in self.lists.items() if name in simple):
            return "out"
        missing = False
        day = row[f"{basis}_on"]
        if self.fund_year is not None:
            if row["fund_year"] != self.fund_year:
                return "out"
        elif day is None:
            implied = IMPLIES[basis]
            if implied is None or row["status"] not in implied:
                return "out"
            missing = True
        elif not self.start <= day <= self.end:
            return "out"
        wanted = self.lists.get("district")
        if wanted:
            place = row[f"district_{self.place}"]
            if place is None and "unknown" not in wanted:
                missing = True
            elif (place or "unknown") not in wanted:
                return "out"
        return "missing" if missing else "in"


def figures(rows: list[Row], *, everything: list[Row], scope: Scope, items: Mapping[str, Any]) -> dict[str, Any]:
    """All figures on applications for rows of one group (already judged or not); ``everything`` is the snapshot."""
    used = [row for row in rows if scope.judge(row) == "in"]
    missing = [row for row in rows if scope.judge(row) == "missing"]
    approved = [row for row in used if row["status"] in APPROVED]
    decided = len(approved) + _count(used, "rejected")
    beneficiaries = {row["uscc"] for row in approved}
    by_submission = scope.basis == "submitted"
    lacking = [
        row
        for row in used
        if row["requested_yuan"] is None
        or (row["status"] in APPROVED and row["approved_yuan"] is None)
        or (row["status"] == "paid" and row["paid_yuan"] is None)
    ]
    approved_yuan, paid_yuan = _sum(approved, "approved_yuan"), _sum(approved, "paid_yuan")
    return {
        "application_count": len(used),
        "applicant_count": len({row["uscc"] for row in used}),
        "open_count": sum(row["status"] in OPEN for row in used) if by_submission else None,
        "approved_count": len(approved),
        "in_notice_count": _count(used, "publicised"),
        "decided_count": decided,
        "rejected_count": _count(used, "rejected"),
        "withdrawn_count": _count(used, "withdrawn"),
        "revoked_count": _count(used, "revoked"),
        "approval_rate": len(approved) / decided if decided and scope.basis != "paid" else None,
        "requested_yuan": _sum(used, "requested_yuan"),
        "approved_yuan": approved_yuan,
        "paid_yuan": paid_yuan,
        "clawback_yuan": _sum(used, "clawback_yuan"),
        "payment_rate": float(paid_yuan / approved_yuan) if paid_yuan is not None and approved_yuan else None,
        "beneficiary_count": len(beneficiaries),
        "first_time_beneficiary_count": len({row["uscc"] for row in approved if _is_first(row, everything, scope.basis)}),
        "repeat_rate": _repeat(beneficiaries, everything, scope.basis),
        "missing_count": len(missing) + len(lacking),
        "cap_use": _cap_use(approved, items),
        **_ageing(used, scope, by_submission),
        **durations([row for row in rows if scope.judge(row, "submitted") == "in"], as_of=scope.as_of),
    }


def _count(rows: list[Row], status: str) -> int:
    return sum(row["status"] == status for row in rows)


def _sum(rows: list[Row], column: str) -> Decimal | None:
    known = [row[column] for row in rows if row[column] is not None]
    if rows and not known:
        return None
    return sum(known, Decimal(0))


def _is_first(row: Row, everything: list[Row], basis: str) -> bool:
    days = [
        other[f"{basis}_on"]
        for other in everything
        if other["uscc"] == row["uscc"] and other["status"] in APPROVED and other[f"{basis}_on"]
    ]
    return bool(days) and row[f"{basis}_on"] == min(days)


def _repeat(beneficiaries: set[str], everything: list[Row], basis: str) -> float | None:
    if not beneficiaries:
        return None
    in_term = [
        row["uscc"]
        for row in everything
        if row["status"] in APPROVED and row[f"{basis}_on"] and TERM[0] <= row[f"{basis}_on"] <= TERM[1]
    ]
    return sum(in_term.count(uscc) >= 2 for uscc in beneficiaries) / len(beneficiaries)


def _cap_use(approved: list[Row], items: Mapping[str, Any]) -> float | None:
    money, caps = Decimal(0), Decimal(0)
    for row in approved:
        item = items[row["item_code"]]
        if item.payment_kind == "up_to" and item.amount_yuan is not None and row["approved_yuan"] is not None:
            money += row["approved_yuan"]
            caps += item.amount_yuan * (row["units"] if item.unit in ("certificate", "matter", "project") else 1)
    return float(money / caps) if caps else None


def _ageing(used: list[Row], scope: Scope, by_submission: bool) -> dict[str, int | None]:
    ages = [working_days(row["accepted_on"], scope.as_of) for row in used if row["status"] in OPEN and row["accepted_on"]]
    classes = {
        "ageing_up_to_20_count": sum(age <= 20 for age in ages),
        "ageing_21_to_40_count": sum(21 <= age <= 40 for age in ages),
        "ageing_41_to_60_count": sum(41 <= age <= 60 for age in ages),
        "ageing_over_60_count": sum(age > 60 for age in ages),
        "ageing_not_accepted_count": sum(row["status"] in OPEN and row["accepted_on"] is None for row in used),
    }
    return classes if by_submission else dict.fromkeys(classes)


def durations(rows: list[Row], *, as_of: date) -> dict[str, float | None]:
    """Kaplan–Meier median and 90th percentile and the plain median of finished cases for the three spells."""
    found: dict[str, float | None] = {}
    for name, spell in (("acceptance", _acceptance), ("decision", _decision), ("payment", _payment)):
        spells = [
            (working_days(start, end), finished)
            for row in rows
            for start, end, finished in [spell(row, as_of)]
            if start and end and end >= start
        ]
        finished = [days for days, is_finished in spells if is_finished]
        found[f"days_to_{name}"] = _quantile(spells, 0.5)
        found[f"days_to_{name}_p90"] = _quantile(spells, 0.1)
        found[f"days_to_{name}_finished_median"] = median(finished) if finished else None
    return found


def _left(row: Row, as_of: date) -> date | None:
    if row["status"] == "withdrawn":
        return row["withdrawn_on"]
    return as_of if row["status"] in OPEN else None


def _acceptance(row: Row, as_of: date) -> tuple[date | None, date | None, bool]:
    return row["submitted_on"], row["accepted_on"] or _left(row, as_of), row["accepted_on"] is not None


def _decision(row: Row, as_of: date) -> tuple[date | None, date | None, bool]:
    return row["accepted_on"], row["decided_on"] or _left(row, as_of), row["decided_on"] is not None


def _payment(row: Row, as_of: date) -> tuple[date | None, date | None, bool]:
    if row["status"] not in APPROVED:
        return None, None, False
    left = (row["revoked_on"] or as_of) if row["status"] == "revoked" else as_of if row["status"] != "paid" else None
    return row["decided_on"], row["paid_on"] or left, row["paid_on"] is not None


def _quantile(spells: list[tuple[int, bool]], level: float) -> float | None:
    if not spells:
        return None
    fitter = KaplanMeierFitter().fit([days for days, _ in spells], [finished for _, finished in spells])
    curve = fitter.survival_function_["KM_estimate"]
    reached = curve[curve <= level + 1e-9]
    return None if reached.empty else float(reached.index[0])


def wilson(approved: int, decided: int) -> tuple[float, float]:
    """Wilson score interval, 95 %."""
    interval = stats.binomtest(approved, decided).proportion_ci(confidence_level=0.95, method="wilson")
    return interval.low, interval.high


def poisson(count: int) -> tuple[float, float]:
    """Exact Poisson interval, 95 %, from the chi-squared distribution."""
    low = stats.chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
    return float(low), float(stats.chi2.ppf(0.975, 2 * count + 2) / 2)


def grouped(rows: list[Row], key: Callable[[Row], str | None]) -> dict[str | None, list[Row]]:
    """Rows by key."""
    groups: dict[str | None, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups
