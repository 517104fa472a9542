"""Plant breaches of the policy, each in a case of its own, and write down which rule each breaks.

Every planted case is approved; the cases around it stay clean (a breach may not make its neighbours break a rule).
"""

from dataclasses import dataclass, field

import numpy as np

from dashboard.etl.synthetic.assumed_rules import QUOTA
from dashboard.etl.synthetic.calendar import number
from dashboard.etl.synthetic.cases import CODE, KINDS, NEVER, PASS_PERMILLE, Cases

SHARE = 0.01
RULES = tuple(f"C{code:02d}" for code in range(1, 17))
AMPLE_FOR_RATIO = 12  # a planted amount must stay a minority, or it would be the year's cut
HISTORY = 50_000


@dataclass
class Planting:
    """What is left to plant by rule, and earlier approved cases by item that a later case can repeat."""

    quota: dict[str, float]
    history: dict[str, list[tuple[int, int, int]]] = field(default_factory=dict)

    def take(self, rule: str, *, most: int) -> int:
        """How many cases of this round break the rule."""
        amount = min(int(self.quota[rule]), most)
        self.quota[rule] -= amount
        return amount


def quota_per_rule(rows: int) -> dict[str, float]:
    """Planted cases by rule for ``rows`` applications, at least two each."""
    return dict.fromkeys(RULES, float(max(2, round(rows * SHARE / len(RULES)))))


class Picker:
    """Hands out approved cases of a round, none twice."""

    def __init__(self, cases: Cases, random: np.random.Generator) -> None:
        clean = cases.is_approved & (cases.status != CODE["revoked"])
        self._order = random.permutation(np.flatnonzero(clean))
        self._most = max(0, len(self._order) // 12)
        self._cases = cases

    def pick(self, planting: Planting, rule: str, *, among: np.ndarray | None = None, most: int | None = None) -> np.ndarray:
        """Cases for one rule (maybe none); they are recorded as planted."""
        usable = self._order if among is None else self._order[among[self._order]]
        limit = min(self._most, len(usable), len(usable) if most is None else most)
        chosen = usable[: planting.take(rule, most=limit)]
        self._order = self._order[~np.isin(self._order, chosen)]
        if len(chosen):
            self._cases.planted.append((chosen, rule))
        return chosen


def plant_before_amounts(cases: Cases, planting: Planting, picker: Picker, *, kinds: np.ndarray) -> None:
    """Breaches of who and how many: C04, C05, C07; ``kinds`` is the kind of every organisation."""
    item = cases.item
    earlier = _earlier(cases, planting)
    if item.first_time_only or item.certificate_type is None:
        rule = "C04" if item.first_time_only else "C05"
        chosen = picker.pick(planting, rule, most=len(earlier))
        cases.organisation[chosen] = earlier[: len(chosen), 0]
        cases.kind[chosen] = kinds[cases.organisation[chosen]]
        if rule == "C04":
            cases.days["event"][chosen] = cases.days["submitted"][chosen] - 1
        else:
            cases.title_serial[chosen] = earlier[: len(chosen), 1]
    if item.item_code == "03-1" or item.group:
        cases.units[picker.pick(planting, "C07")] = 4


def plant_after_amounts(cases: Cases, planting: Planting, picker: Picker, *, has_envelope: bool) -> None:
    """Breaches of money, time, score and proof: all but those of an envelope and of the awards."""
    item, days, status = cases.item, cases.days, cases.status
    is_paid = status == CODE["paid"]
    if item.payment_kind == "up_to" and not has_envelope:
        chosen = picker.pick(planting, "C01")
        cap = int(item.amount_yuan or 0) * 100 * (cases.units[chosen] if item.units_count else 1)
        _pay(cases, chosen, np.asarray(cap + 1_000_000))
    if not has_envelope and int(cases.is_approved.sum()) >= AMPLE_FOR_RATIO:
        if item.payment_kind == "fixed" and item.item_code != "10-1":
            chosen = picker.pick(planting, "C02")
            _pay(cases, chosen, cases.approved[chosen] * 93 // 100)
        if item.payment_kind == "tiered":
            chosen = picker.pick(planting, "C03")
            _pay(cases, chosen, cases.approved[chosen] - 10_000_000)
    if item.item_code == "10-1":
        _plant_score(cases, planting)
    closed = number(cases.round.window[1])
    late = picker.pick(planting, "C09", among=np.minimum(days["decided"], days["reviewed"]) > closed + 10)
    days["submitted"][late] = closed + 1 + late % 3
    days["accepted"][late] = np.maximum(days["accepted"][late], days["submitted"][late])
    cases.other_support[picker.pick(planting, "C10")] = True
    if item.payee_zh == "企业":
        cases.kind[picker.pick(planting, "C11")] = KINDS.index("social_organisation")
    overpaid = picker.pick(planting, "C12", among=is_paid)
    half = len(overpaid) // 2
    cases.paid[overpaid[:half]] = cases.approved[overpaid[:half]] + 100_000
    days["granted"][overpaid[half:]] = days["publicised"][overpaid[half:]] + 1


def _plant_score(cases: Cases, planting: Planting) -> None:
    """C06: the last of the fifteen had too few points, or stood too far down."""
    last = np.flatnonzero(cases.is_approved & (cases.rank == QUOTA))
    if len(last) and planting.take("C06", most=1):
        if cases.round.fund_year % 2:
            cases.score[last] = PASS_PERMILLE - 1
            lower = (cases.rank > QUOTA) & (cases.score >= PASS_PERMILLE - 1)
            cases.score[lower] = PASS_PERMILLE - 2
        else:
            next_one = cases.rank == QUOTA + 1
            cases.rank[next_one], cases.rank[last] = QUOTA, QUOTA + 1
        cases.planted.append((last, "C06"))


def _pay(cases: Cases, chosen: np.ndarray, amount: np.ndarray) -> None:
    """Change the approved money and, where it is paid already, the paid money with it."""
    cases.approved[chosen] = amount
    paid = cases.paid[chosen] >= 0
    cases.paid[chosen[paid]] = cases.approved[chosen[paid]]


def _earlier(cases: Cases, planting: Planting) -> np.ndarray:
    """Approved cases of the item (organisation, title, day) decided before this round was opened, each used once."""
    opened = number(cases.round.window[0])
    known = planting.history.get(cases.item.item_code, [])
    usable = [entry for entry in known if entry[2] < opened - 100][:5_000]
    used = set(usable)
    planting.history[cases.item.item_code] = [entry for entry in known if entry not in used]
    busy = set(cases.organisation.tolist())
    rows = [entry for entry in usable if entry[0] not in busy]
    return np.array(rows, dtype=np.int64).reshape(len(rows), 3)


def remember(cases: Cases, planting: Planting) -> None:
    """Keep clean approved cases of the round for later rounds to repeat."""
    touched = np.concatenate([index for index, _ in cases.planted]) if cases.planted else np.array([], int)
    clean = np.flatnonzero(cases.is_approved & (cases.days["decided"] != NEVER))
    clean = clean[~np.isin(clean, touched)][:10_000]
    entries = zip(
        cases.organisation[clean].tolist(),
        cases.title_serial[clean].tolist(),
        cases.days["decided"][clean].tolist(),
        strict=True,
    )
    known = planting.history.setdefault(cases.item.item_code, [])
    planting.history[cases.item.item_code] = ([*known, *entries])[-HISTORY:]
