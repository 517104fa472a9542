"""The sixteen rules once more, case by case in plain Python, independent of the SQL. Answers (rule, case) in breach."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import chinese_calendar

Row = Mapping[str, Any]
APPROVED = {"approved", "publicised", "granted", "paid", "revoked"}
KINDS = {
    "企业": {"enterprise"}, "企事业单位": {"enterprise", "public_institution", "testing_body", "platform"},
    "检验检测机构": {"testing_body"}, "检测机构": {"testing_body"}, "服务平台": {"platform"},
}  # fmt: skip
TERM = (date(2023, 6, 20), date(2028, 6, 19))
CENT = Decimal("0.01")


class City:
    """All rows of a snapshot: cases in the order that uses up limits, awards, items and yearly rules."""

    def __init__(
        self, applications: list[Row], awards: list[Row], items: Mapping[str, Any], rule: Any, envelope: Any
    ) -> None:
        approved = [row for row in applications if row["status"] in APPROVED]
        self.cases = sorted(
            approved, key=lambda row: (row["decided_on"] or date.max, row["submitted_on"], row["application_id"])
        )
        self.awards, self.items, self.rule, self.envelope = awards, items, rule, envelope

    def breaches(self) -> set[tuple[str, str]]:
        """Every (rule, application_id) in breach."""
        found = set()
        for case in self.cases:
            for rule in _each(self, case):
                found.add((rule, case["application_id"]))
        return found

    def before(self, case: Row) -> list[Row]:
        return self.cases[: self.cases.index(case)]


def units(city: City, case: Row) -> int:
    return case["units"] if city.items[case["item_code"]].unit in ("certificate", "matter", "project") else 1


def due(city: City, case: Row) -> Decimal | None:
    item = city.items[case["item_code"]]
    if item.payment_kind == "tiered":
        return item.tiers_yuan[case["tier"] - 1] if case["tier"] and case["tier"] <= len(item.tiers_yuan) else None
    return None if item.amount_yuan is None else item.amount_yuan * units(city, case)


def cut(city: City, case: Row) -> Decimal | None:
    stated = city.rule(case["item_code"], case["fund_year"]).payment_ratio
    if stated is not None:
        return stated
    peers = [row for row in city.cases if (row["item_code"], row["fund_year"]) == (case["item_code"], case["fund_year"])]
    ratios = [row["approved_yuan"] / due(city, row) for row in peers if row["approved_yuan"] is not None and due(city, row)]
    shared = Counter(round(ratio, 6) for ratio in ratios).most_common(1)
    if shared and len(ratios) >= 3 and shared[0][0] < 1 and 2 * shared[0][1] > len(ratios):
        return shared[0][0]
    return None


def is_cut(city: City, case: Row) -> bool:
    ratio, whole = cut(city, case), due(city, case)
    return (
        ratio is not None
        and ratio < 1
        and whole is not None
        and abs(case["approved_yuan"] / whole - ratio) < Decimal("1e-6")
    )


def proof(city: City, case: Row) -> list[Row]:
    kind = city.items[case["item_code"]].certificate_type
    of_kind = [award for award in city.awards if award["certificate_type"] == kind]
    named = [award for award in of_kind if award["application_id"] == case["application_id"]]
    free = [award for award in of_kind if award["application_id"] is None]
    numbered = [award for award in free if award["certificate_no"] and award["certificate_no"] == case["certificate_no"]]
    own = [
        award for award in free
        if owns(case, award) is True and (award["certificate_no"] is None or case["certificate_no"] is None)
    ]  # fmt: skip
    if named or numbered:
        return named or numbered
    fits = sorted(own, key=lambda award: award["award_id"])
    fits.sort(key=lambda award: earliest(award) or date.min, reverse=True)
    fits.sort(key=lambda award: is_later(case, award))
    fits.sort(key=lambda award: not is_conferred(city, case, award))
    return fits[:1]


def owns(case: Row, award: Row) -> bool | None:
    if award["uscc"]:
        return bool(award["uscc"] == case["uscc"])
    return None if award["organisation"] is None else bool(award["organisation"] == case["applicant"])


def earliest(award: Row) -> date | None:
    return award["awarded_on"] or (date(award["award_year"], 1, 1) if award["award_year"] else None)


def latest(award: Row) -> date | None:
    return award["awarded_on"] or (date(award["award_year"], 12, 31) if award["award_year"] else None)


def is_later(case: Row, award: Row) -> bool:
    first = earliest(award)
    return first is not None and first > case["submitted_on"]


def is_conferred(city: City, case: Row, award: Row) -> bool:
    return award["decision_status"] in (*city.items[case["item_code"]].claim_status, "revoked")


def notice_days(case: Row) -> int | None:
    if not case["publicised_on"] or not case["granted_on"]:
        return None
    length = (case["granted_on"] - case["publicised_on"]).days
    return sum(chinese_calendar.is_workday(case["publicised_on"] + timedelta(days=step)) for step in range(length))


def out_of_order(case: Row) -> bool:
    stages = [
        ["submitted_on"],
        ["accepted_on"],
        ["reviewed_on"],
        ["decided_on", "publicised_on"],
        ["granted_on"],
        ["paid_on"],
    ]
    return any(
        case[early] and case[late] and case[late] < case[early]
        for place, group in enumerate(stages) for early in group
        for later in stages[place + 1 :] for late in later
    )  # fmt: skip


def _each(city: City, case: Row) -> Iterator[str]:
    yield from _money(city, case)
    yield from _history(city, case)
    yield from _limits(city, case)
    yield from _course(city, case)
    yield from _awards(city, case)


def _money(city: City, case: Row) -> Iterator[str]:
    item, whole, given = city.items[case["item_code"]], due(city, case), case["approved_yuan"]
    if whole is None or given is None:
        return
    if item.payment_kind in ("up_to", "fixed") and given > whole:
        yield "C01"
    if item.payment_kind == "fixed" and given < whole and not is_cut(city, case):
        yield "C02"
    if item.payment_kind == "tiered" and given != whole and not is_cut(city, case):
        yield "C03"


def _history(city: City, case: Row) -> Iterator[str]:
    item, before = city.items[case["item_code"]], city.before(case)
    if item.first_time_only:
        claimed = proof(city, case)
        days = [day for day in map(earliest, claimed) if day]
        since = min(days) if days else case["event_on"] or case["submitted_on"]
        honours = [
            award for award in city.awards
            if award["certificate_type"] == item.certificate_type and award["decision_status"] == "conferred"
            and award not in claimed and owns(case, award) and latest(award) and latest(award) < since
        ]  # fmt: skip
        if honours or any((row["item_code"], row["uscc"]) == (case["item_code"], case["uscc"]) for row in before):
            yield "C04"
    for row in before:
        same_certificate = case["certificate_type"] and case["certificate_no"] and all(
            row[name] == case[name] for name in ("certificate_type", "certificate_no")
        )  # fmt: skip
        if same_certificate or (
            case["project_title"] and all(row[name] == case[name] for name in ("uscc", "project_title"))
        ):
            yield "C05"


def _limits(city: City, case: Row) -> Iterator[str]:
    item, rule = city.items[case["item_code"]], city.rule(case["item_code"], case["fund_year"])
    of_year = [row for row in [*city.before(case), case] if row["fund_year"] == case["fund_year"]]
    of_round = [row for row in of_year if row["item_code"] == case["item_code"]]
    if case["item_code"] == "10-1":
        score, rank = case["score_permille"], case["rank"]
        if (score is not None and score < 500) or (rank is not None and rank > 15) or len(of_round) > 15:
            yield "C06"
    limit = rule.per_applicant_per_year
    if limit is not None and sum(units(city, row) for row in of_round if row["uscc"] == case["uscc"]) > limit:
        yield "C07"
    for key, rows in ((case["item_code"], of_round), (item.group, [r for r in of_year if city.items[r["item_code"]].group])):
        envelope = city.envelope(key, case["fund_year"]) if key else None
        total = sum(row["approved_yuan"] or 0 for row in rows)
        if envelope is not None and case["approved_yuan"] is not None and total > envelope:
            yield "C08"


def _course(city: City, case: Row) -> Iterator[str]:
    rule = city.rule(case["item_code"], case["fund_year"])
    day = case["submitted_on"]
    outside = not TERM[0] <= day <= TERM[1]
    outside |= bool(rule.window_start and day < rule.window_start) or bool(rule.window_end and day > rule.window_end)
    if outside or rule.offered is False:
        yield "C09"
    if case["other_support_ref"] is not None:
        yield "C10"
    if case["applicant_kind"] not in KINDS.get(city.items[case["item_code"]].payee_zh, {case["applicant_kind"]}):
        yield "C11"
    paid, granted = case["paid_yuan"], case["granted_on"]
    is_paid = case["paid_on"] or case["status"] == "paid" or (paid or 0) > 0
    over = paid is not None and case["approved_yuan"] is not None and paid > case["approved_yuan"]
    early = is_paid and (granted is None or (case["paid_on"] and case["paid_on"] < granted))
    short = notice_days(case) is not None and (notice_days(case) or 0) < 5
    if over or early or short or out_of_order(case):
        yield "C12"


def _awards(city: City, case: Row) -> Iterator[str]:
    item, found = city.items[case["item_code"]], []
    if item.certificate_type:
        found = proof(city, case)
        wrong = [a for a in found if owns(case, a) is False or not is_conferred(city, case, a) or is_later(case, a)]
        if wrong or not found:
            yield "C13"
        if any(a["decision_status"] == "revoked" for a in found) and (case["paid_yuan"] or 0) > (case["clawback_yuan"] or 0):
            yield "C14"
        if any(a["valid_until"] and case["event_on"] and a["valid_until"] < case["event_on"] for a in found):
            yield "C16"
    no_document = item.certificate_type and (not found or any(a["document_no"] is None for a in found))
    if item.payment_kind == "by_rule" and (case["approved_yuan"] is None or no_document):
        yield "C15"


def by_rule(found: set[tuple[str, str]]) -> dict[str, int]:
    """How many cases break each rule."""
    counts: dict[str, int] = defaultdict(int)
    for rule, _ in found:
        counts[rule] += 1
    return dict(counts)
