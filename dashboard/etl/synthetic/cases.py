"""Applications of one round as plain columns: who, when, how far, for how much. No breach is planted here."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from dashboard.etl.synthetic.assumed_rules import QUOTA, Round
from dashboard.etl.synthetic.calendar import Notice, number
from dashboard.etl.synthetic.organisations import KINDS, Organisations
from dashboard.policy.entries import Item

PAYEES = {
    "企业": ("enterprise",),
    "企事业单位": ("enterprise", "public_institution", "testing_body", "platform"),
    "检验检测机构": ("testing_body",),
    "检测机构": ("testing_body",),
    "服务平台": ("platform",),
}
OPEN_STATUS = ("submitted", "accepted", "under_review")
STATUSES = (*OPEN_STATUS, "approved", "publicised", "granted", "paid", "rejected", "withdrawn", "revoked")
CODE = {status: code for code, status in enumerate(STATUSES)}
NEVER = np.iinfo(np.int32).max
REJECTED = {"approval": 0.12, "expert_review": 0.42}
WITHDRAWN, STUCK, REVOKED = 0.04, 0.012, 0.012
PASS_PERMILLE = 500


@dataclass
class Cases:
    """Columns of equal length; days are numbers since 1970 and NEVER for none, money is in cents and -1 for none."""

    round: Round
    item: Item
    organisation: np.ndarray
    units: np.ndarray
    tier: np.ndarray
    days: dict[str, np.ndarray]
    status: np.ndarray
    requested: np.ndarray
    approved: np.ndarray
    paid: np.ndarray
    clawback: np.ndarray
    score: np.ndarray
    rank: np.ndarray
    serial: np.ndarray
    title_serial: np.ndarray
    kind: np.ndarray
    with_award: np.ndarray
    other_support: np.ndarray
    planted: list[tuple[np.ndarray, str]] = field(default_factory=list)
    picker: Any = None

    def __len__(self) -> int:
        return len(self.organisation)

    @property
    def is_approved(self) -> np.ndarray:
        """Once decided in favour."""
        return np.isin(self.status, [CODE[name] for name in ("approved", "publicised", "granted", "paid", "revoked")])


def eligible(item: Item, organisations: Organisations) -> np.ndarray:
    """Numbers of the organisations that may be paid by the item (its payee in the policy)."""
    kinds = PAYEES.get(item.payee_zh)
    if kinds is None:
        return np.arange(len(organisations))
    return np.flatnonzero(np.isin(organisations.kind, [KINDS.index(kind) for kind in kinds]))


def choose(pool: np.ndarray, *, size: int, weight: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A weighted sample without replacement (exponential keys, Efraimidis and Spirakis 2006)."""
    keys = random.exponential(size=len(pool)) / weight[pool]
    return pool[np.argpartition(keys, size - 1)[:size]] if size < len(pool) else pool[np.argsort(keys)]


def draw(
    entry: Round,
    item: Item,
    *,
    chosen: np.ndarray,
    first_serial: int,
    organisations: Organisations,
    as_of: date,
    notice: Notice,
    random: np.random.Generator,
) -> Cases:
    """Draw the cases of a round for the chosen organisations."""
    size = len(chosen)
    limit = 3 if item.item_code == "03-1" or item.group else 1
    units = random.choice(np.arange(1, limit + 1), size, p=[1.0] if limit == 1 else [0.62, 0.26, 0.12])
    days = _days(entry, size=size, notice=notice, random=random)
    cases = Cases(
        round=entry,
        item=item,
        organisation=chosen,
        units=units.astype(np.int32),
        tier=random.choice([1, 2, 3], size, p=[0.2, 0.35, 0.45]).astype(np.int32),
        days=days,
        status=np.zeros(size, np.int8),
        requested=np.full(size, -1, np.int64),
        approved=np.full(size, -1, np.int64),
        paid=np.full(size, -1, np.int64),
        clawback=np.full(size, -1, np.int64),
        score=np.full(size, -1, np.int32),
        rank=np.full(size, -1, np.int32),
        serial=np.arange(first_serial, first_serial + size),
        title_serial=np.arange(first_serial, first_serial + size),
        kind=organisations.kind[chosen].copy(),
        with_award=np.ones(size, bool),
        other_support=np.zeros(size, bool),
    )
    outcome = _decide_by_score(cases, random) if item.item_code == "10-1" else _outcome(entry, size, random)
    _stop(cases, outcome=outcome, as_of=number(as_of), random=random)
    return cases


def _days(entry: Round, *, size: int, notice: Notice, random: np.random.Generator) -> dict[str, np.ndarray]:
    """All stage days as if every case went through; most people apply late in the window."""
    first, last = (number(day) for day in entry.window)
    submitted = first + np.floor((last - first + 1) * random.beta(2.2, 1.3, size)).astype(np.int32)
    submitted = np.minimum(submitted, last)
    accepted = submitted + random.integers(0, 15, size)
    expert = entry.route == "expert_review"
    reviewed = accepted + random.integers(20, 75, size) if expert else np.full(size, NEVER)
    start = reviewed if expert else accepted
    decided = start + 15 + np.floor(random.gamma(4.0, 14.0 if expert else 11.0, size)).astype(np.int64)
    publicised = decided + random.integers(0, 8, size)
    granted = notice.earliest_grant(publicised) + random.integers(0, 18, size)
    paid = granted + 3 + np.floor(random.gamma(2.0, 12.0, size)).astype(np.int64)
    days = {
        "submitted": submitted,
        "accepted": accepted,
        "reviewed": reviewed,
        "decided": decided,
        "publicised": publicised,
        "granted": granted,
        "paid": paid,
        "withdrawn": np.full(size, NEVER),
        "revoked": np.full(size, NEVER),
        "event": submitted - random.integers(10, 90, size),
    }
    return {name: value.astype(np.int32) for name, value in days.items()}


def _outcome(entry: Round, size: int, random: np.random.Generator) -> np.ndarray:
    """0 approved, 1 rejected, 2 withdrawn, 3 stuck."""
    rejected = REJECTED[entry.route.value]
    shares = [1 - rejected - WITHDRAWN - STUCK, rejected, WITHDRAWN, STUCK]
    return random.choice(4, size, p=shares)


def _decide_by_score(cases: Cases, random: np.random.Generator) -> np.ndarray:
    """Item 10-1: the first fifteen with at least half of the points are approved, all others refused."""
    size = len(cases)
    top = min(QUOTA, size)
    high = np.sort(random.integers(PASS_PERMILLE, 860, top))[::-1]
    rest = np.sort(random.integers(280, min(high.min(initial=860), 640) + 1, size - top))[::-1]
    order = random.permutation(size)
    cases.score[order] = np.concatenate([high, rest])
    cases.rank[order] = np.arange(1, size + 1)
    return (cases.rank > QUOTA).astype(int)


def _stop(cases: Cases, *, outcome: np.ndarray, as_of: int, random: np.random.Generator) -> None:
    """Cut every case at its outcome and at the as-of date, and read the status off the days that remain."""
    days = cases.days
    approved_path = outcome == 0
    withdrawn = outcome == 2
    days["withdrawn"][withdrawn] = (days["accepted"] + random.integers(3, 30, len(cases)))[withdrawn]
    withdrawn &= days["withdrawn"] <= as_of
    days["decided"][(outcome >= 2)] = NEVER
    days["reviewed"][outcome == 2] = NEVER
    for stage in ("publicised", "granted", "paid"):
        days[stage][~approved_path] = NEVER
    revoked = approved_path & (days["paid"] < as_of - 60) & (random.random(len(cases)) < REVOKED)
    days["revoked"][revoked] = (days["paid"] + random.integers(20, 59, len(cases)))[revoked]
    for values in days.values():
        values[(values > as_of)] = NEVER
    reached = {name: values != NEVER for name, values in days.items()}
    status = np.full(len(cases), CODE["submitted"], np.int8)
    status[reached["accepted"]] = CODE["accepted"]
    status[reached["reviewed"]] = CODE["under_review"]
    status[reached["decided"] & approved_path] = CODE["approved"]
    status[reached["decided"] & (outcome == 1)] = CODE["rejected"]
    for stage in ("publicised", "granted", "paid", "revoked"):
        status[reached[stage]] = CODE[stage]
    status[withdrawn] = CODE["withdrawn"]
    cases.status = status


def set_amounts(cases: Cases, *, random: np.random.Generator) -> None:
    """Requested, approved and paid money in cents, before any cut."""
    size = len(cases)
    units = cases.units if cases.item.units_count else np.ones(size, np.int32)
    if cases.item.payment_kind == "by_rule":
        claim = np.round(random.lognormal(14.2, 0.5, size) / 1000).astype(np.int64) * 100_000
    elif cases.item.payment_kind == "tiered":
        claim = np.array([0, *(int(tier) * 100 for tier in cases.item.tiers_yuan)])[cases.tier]
    else:
        claim = int(cases.item.amount_yuan or 0) * 100 * units.astype(np.int64)
    if cases.item.payment_kind == "up_to":
        share = np.where(random.random(size) < 0.45, 1.0, random.uniform(0.5, 1.0, size))
        claim = np.floor(claim / 10_000 * share).astype(np.int64) * 10_000
    cases.requested = claim.copy()
    cases.approved = np.where(cases.is_approved, claim, -1)
    _pay_approved(cases)


def cut(cases: Cases, *, ratio: Decimal) -> None:
    """Scale all approved money to ``ratio`` (whole basis points, so that fixed amounts stay exact to the cent)."""
    cases.approved = np.where(cases.is_approved, cases.approved * int(ratio * 10_000) // 10_000, -1)
    _pay_approved(cases)


def _pay_approved(cases: Cases) -> None:
    cases.paid = np.where((cases.days["paid"] != NEVER) & cases.is_approved, cases.approved, -1)
    cases.clawback = np.where(cases.status == CODE["revoked"], cases.paid, -1)
