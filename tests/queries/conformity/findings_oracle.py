"""The rules once more, case by case in plain Python from their words, independent of the SQL and of the registry's rules.

Answers severity and amount of every finding, and how many cases each rule cannot judge.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import chinese_calendar

from tests.queries.conformity.proof import (
    certificates,
    fold,
    is_ambiguous,
    is_conferred,
    is_later,
    link,
    others,
    owns,
    proof,
    serves_another,
    span,
    waits,
)
from tests.queries.conformity.yearly import Years

Row = Mapping[str, Any]
Found = tuple[str, str, Decimal | None]
APPROVED = {"approved", "publicised", "granted", "paid", "revoked"}
KINDS = {
    "企业": {"enterprise"}, "企事业单位": {"enterprise", "public_institution", "testing_body", "platform"},
    "检验检测机构": {"testing_body"}, "检测机构": {"testing_body"}, "服务平台": {"platform"},
}  # fmt: skip
TERM = (date(2023, 6, 20), date(2028, 6, 19))
CENT = Fraction(1, 100)
STAGES = (
    ("submitted_on",),
    ("accepted_on",),
    ("reviewed_on",),
    ("decided_on", "publicised_on"),
    ("granted_on",),
    ("paid_on",),
)


class City:
    """All rows of a snapshot: cases in the order that uses up limits, awards, items and yearly rules."""

    def __init__(
        self, applications: list[Row], awards: list[Row], items: Mapping[str, Any], own_rules: list[Row], clusters: Any
    ) -> None:
        approved = [row for row in applications if row["status"] in APPROVED]
        self.cases = sorted(
            approved, key=lambda row: (row["decided_on"] or date.max, row["submitted_on"], row["application_id"])
        )
        self.place = {row["application_id"]: place for place, row in enumerate(self.cases)}
        self.awards, self.items, self.clusters, self.applications = awards, items, clusters, applications
        self.by_id = {row["application_id"]: row for row in applications}
        self.codes_of_name: dict[str, set[str]] = {}
        for row, name in (
            (row, name) for rows, name in ((applications, "applicant"), (awards, "organisation")) for row in rows
        ):
            if row["uscc"] and row[name]:
                self.codes_of_name.setdefault(fold(row[name]), set()).add(row["uscc"])
        self.links = {award["award_id"]: link(self, award) for award in awards}
        self.holds = {
            name: any(row[name] is not None for row in applications)
            for name in ("granted_on", "decided_on", "other_support_ref")
        }
        self.years = Years(own_rules, {code: item.group for code, item in items.items()})

    def findings(self) -> dict[tuple[str, str], tuple[str, Decimal | None]]:
        """(rule, case or award) → (severity, amount)."""
        found = {}
        for case in self.cases:
            for rule, severity, amount in _each(self, case):
                assert (rule, case["application_id"]) not in found
                found[rule, case["application_id"]] = (severity, amount)
        return found | {("N02", award["award_id"]): ("note", None) for award in self.awards if waits(self, award)}

    def unjudged(self) -> dict[str, int]:
        """Rule → cases that it cannot judge; a case in breach is judged."""
        broken = {key for key, (severity, _amount) in self.findings().items() if severity == "breach"}
        return dict(
            Counter(
                rule for case in self.cases for rule in _unknown(self, case) if (rule, case["application_id"]) not in broken
            )
        )

    def before(self, case: Row) -> list[Row]:
        return self.cases[: self.place[case["application_id"]]]

    def rule(self, name: str, case: Row) -> Any:
        return self.years.field(name, case["item_code"], case["fund_year"])

    def round(self, case: Row) -> list[Row]:
        return [row for row in self.cases if (row["item_code"], row["fund_year"]) == (case["item_code"], case["fund_year"])]


def units(city: City, case: Row) -> int:
    return case["units"] if city.items[case["item_code"]].unit in ("certificate", "matter", "project") else 1


def due(city: City, case: Row) -> Decimal | None:
    item = city.items[case["item_code"]]
    if item.payment_kind == "tiered":
        return item.tiers_yuan[case["tier"] - 1] if case["tier"] and case["tier"] <= len(item.tiers_yuan) else None
    return None if item.amount_yuan is None else item.amount_yuan * units(city, case)


def cut(city: City, case: Row) -> Fraction | None:
    """The year's ratio: stated, or the one that gives the amounts of more than half of at least three cases."""
    stated = city.rule("payment_ratio", case)
    if stated is not None:
        return Fraction(stated)
    peers = city.round(case)
    paid = [
        (Fraction(row["approved_yuan"]), Fraction(due(city, row)))
        for row in peers  # type: ignore[arg-type]
        if row["approved_yuan"] is not None and due(city, row)
    ]
    found = []
    for amount, whole in set(paid):
        ratio = amount / whole
        shared = sum(abs(other - of * ratio) < CENT for other, of in paid)
        if ratio < 1 and len(peers) >= 3 and 2 * shared > len(peers):
            found.append((sum(other / of == ratio for other, of in paid), shared, whole, ratio))
    return max(found)[3] if found else None


def is_cut(city: City, case: Row) -> bool:
    ratio, whole = cut(city, case), due(city, case)
    return (
        ratio is not None
        and ratio < 1
        and whole is not None
        and abs(Fraction(case["approved_yuan"]) - Fraction(whole) * ratio) < CENT
    )


def notice_days(case: Row) -> int | None:
    if not case["publicised_on"] or not case["granted_on"]:
        return None
    length = (case["granted_on"] - case["publicised_on"]).days
    return sum(chinese_calendar.is_workday(case["publicised_on"] + timedelta(days=step)) for step in range(length))


def out_of_order(case: Row) -> bool:
    return any(
        case[early] and case[late] and case[late] < case[early]
        for place, group in enumerate(STAGES)
        for early in group
        for later in STAGES[place + 1 :]
        for late in later
    )


def is_paid(case: Row) -> bool:
    return bool(case["paid_on"] or case["status"] == "paid" or (case["paid_yuan"] or 0) > 0)


def _each(city: City, case: Row) -> Iterator[Found]:
    whole = case["approved_yuan"]
    yield from _money(city, case)
    yield from _limits(city, case)
    for rule in (*_history(city, case), *_course(city, case), *_proof(city, case)):
        yield rule, "breach", Decimal(0) if rule == "C15" else whole
    if case["other_support_ref"] == "是":
        yield "C10", "to_check", whole
    paid = case["paid_yuan"]
    over = paid is not None and whole is not None and paid > whole
    ungranted = city.holds["granted_on"] and case["granted_on"] is None and case["status"] in ("approved", "publicised")
    before = bool(case["paid_on"] and case["granted_on"] and case["paid_on"] < case["granted_on"])
    early = is_paid(case) and (ungranted or before)
    notice = notice_days(case)
    if over or early or (notice is not None and notice < 5) or out_of_order(case):
        yield "C12", "breach", paid - whole if over else Decimal(0)
    revoked = any(award["decision_status"] == "revoked" for award in proven(city, case))
    if revoked and (paid or 0) > (case["clawback_yuan"] or 0):
        yield "C14", "breach", paid - (case["clawback_yuan"] or 0)
    condition = city.rule("extra_condition", case)
    is_policy = (
        city.years.source("extra_condition", case["item_code"], case["fund_year"]) == "措施第（十）条 / policy, article 10"
    )
    if condition is not None and not (case["item_code"] == "10-1" and is_policy):
        yield "K01", "to_check", whole
    for rule, same, differs in (("K02", "applicant", "uscc"), ("K03", "uscc", "applicant")):
        spelt = Counter(fold(row[differs]) for row in city.cases if fold(row[same]) == fold(case[same]))
        # of equally many the one that came first; the cases stand in that order
        if fold(case[differs]) != max(spelt, key=lambda name: spelt[name]):
            yield rule, "to_check", whole
    cluster = city.clusters.get(case["cluster_code"])
    if cluster and (cluster.version == "2.0") != (case["submitted_on"] >= date(2024, 3, 1)):
        yield "N01", "note", whole


def came_first(city: City, case: Row) -> tuple[date, date, str]:
    """Order of the cases of a first-time item: day of the honour claimed, else of the event, else of the decision."""
    days = [day for award in proven(city, case) if (day := span(award)[0])]
    day = min(days, default=None) or case["event_on"] or case["decided_on"] or date.max
    return day, case["submitted_on"], case["application_id"]


def to_cents(amount: Fraction) -> Decimal:
    """Rounded half away from zero, as SQL rounds."""
    cents = amount * 100
    return Decimal(int(cents + Fraction(1, 2))) / 100


def proven(city: City, case: Row) -> list[Row]:
    return proof(city, case) if city.items[case["item_code"]].certificate_type else []


def _money(city: City, case: Row) -> Iterator[Found]:
    item, whole, given = city.items[case["item_code"]], due(city, case), case["approved_yuan"]
    if whole is None or given is None:
        return
    if item.payment_kind in ("up_to", "fixed") and given > whole:
        yield "C01", "breach", given - whole
    lower = "note" if given < whole and is_cut(city, case) else "breach"
    if item.payment_kind == "fixed" and given < whole:
        yield "C02", lower, whole - given
    if item.payment_kind == "tiered" and given != whole:
        yield "C03", lower, abs(given - whole)


def _history(city: City, case: Row) -> Iterator[str]:
    before = city.before(case)
    if city.items[case["item_code"]].first_time_only:
        honours, since, _ = others(city, case)
        earlier = any((day := span(award)[1]) and day < since for award in honours if not is_ambiguous(city, award))
        peers = [row for row in city.cases if (row["item_code"], row["uscc"]) == (case["item_code"], case["uscc"])]
        if earlier or any(came_first(city, row) < came_first(city, case) for row in peers):
            yield "C04"
    project = (case["uscc"], fold(case["project_title"]))
    same_project = case["project_title"] and any((row["uscc"], fold(row["project_title"])) == project for row in before)
    if same_project or any(certificates(city, row) & certificates(city, case) for row in before):
        yield "C05"


def _limits(city: City, case: Row) -> Iterator[Found]:
    item, given = city.items[case["item_code"]], case["approved_yuan"]
    of_year = [row for row in [*city.before(case), case] if row["fund_year"] == case["fund_year"]]
    of_round = [row for row in of_year if row["item_code"] == case["item_code"]]
    if case["item_code"] == "10-1":
        score, rank = case["score_permille"], case["rank"]
        if (score is not None and score < 500) or (rank is not None and rank > 15) or len(of_round) > 15:
            yield "C06", "breach", given
    limit = city.rule("per_applicant_per_year", case)
    beyond_units = (
        sum(units(city, row) for row in of_round if row["uscc"] == case["uscc"]) - limit if limit is not None else 0
    )
    if beyond_units > 0:
        excess = Fraction(min(units(city, case), beyond_units), units(city, case))
        yield "C07", "breach", None if given is None else to_cents(Fraction(given) * excess)
    of_group = [row for row in of_year if item.group and city.items[row["item_code"]].group == item.group]
    beyond = []
    for key, rows in ((case["item_code"], of_round), (item.group, of_group)):
        envelope = city.years.envelope(key, case["fund_year"]) if key else None
        total = sum(row["approved_yuan"] or 0 for row in rows)
        if envelope is not None and total > envelope:
            beyond.append(total - envelope)
    if beyond:
        yield "C08", "breach", None if given is None else min(given, max(beyond))


def _course(city: City, case: Row) -> Iterator[str]:
    day, start, end = case["submitted_on"], city.rule("window_start", case), city.rule("window_end", case)
    outside = not TERM[0] <= day <= TERM[1] or bool(start and day < start) or bool(end and day > end)
    if outside or city.rule("offered", case) is False:
        yield "C09"
    if case["other_support_ref"] == "他处":
        yield "C10"
    if case["applicant_kind"] not in KINDS.get(city.items[case["item_code"]].payee_zh, {case["applicant_kind"]}):
        yield "C11"


def _proof(city: City, case: Row) -> Iterator[str]:
    item, found = city.items[case["item_code"]], proven(city, case)
    if item.certificate_type:
        wrong = [a for a in found if owns(city, case, a) is False or not is_conferred(city, case, a) or is_later(case, a)]
        if wrong or not (found or serves_another(city, case)):
            yield "C13"
        if any(a["valid_until"] and case["event_on"] and a["valid_until"] < case["event_on"] for a in found):
            yield "C16"
    no_document = item.certificate_type and (not found or any(a["document_no"] is None for a in found))
    if item.payment_kind == "by_rule" and (case["approved_yuan"] is None or no_document):
        yield "C15"


def _unknown(city: City, case: Row) -> Iterator[str]:
    item, given, found = city.items[case["item_code"]], case["approved_yuan"], proven(city, case)
    if given is None and item.payment_kind in ("up_to", "fixed"):
        yield "C01"
    if given is None and item.payment_kind == "fixed":
        yield "C02"
    if item.payment_kind == "tiered" and (given is None or due(city, case) is None):
        yield "C03"
    if item.first_time_only:
        honours, _, last = others(city, case)
        open_ones = (award for award in honours if is_ambiguous(city, award) or not span(award)[0] or span(award)[0] < last)
        if any(open_ones):
            yield "C04"
    if not certificates(city, case) and not case["project_title"]:
        yield "C05"
    if case["item_code"] == "10-1" and (case["score_permille"] is None or case["rank"] is None):
        yield "C06"
    if city.rule("per_applicant_per_year", case) is None:
        yield "C07"
    keys = [key for key in (case["item_code"], item.group) if key]
    if given is None or all(city.years.envelope(key, case["fund_year"]) is None for key in keys):
        yield "C08"
    if any(city.rule(name, case) is None for name in ("offered", "window_start", "window_end")):
        yield "C09"
    if not city.holds["other_support_ref"]:
        yield "C10"
    is_granted = case["granted_on"] or case["status"] in ("granted", "paid", "revoked")
    no_day = is_granted and not (case["granted_on"] and case["publicised_on"])
    no_day = no_day or (case["status"] == "publicised" and not case["publicised_on"])
    no_day = no_day or (not case["decided_on"] and not city.holds["decided_on"])
    if no_day or (is_paid(case) and (given is None or case["paid_yuan"] is None or case["paid_on"] is None)):
        yield "C12"
    if item.certificate_type:
        if any(span(award)[0] is None for award in found):
            yield "C13"
        if case["paid_yuan"] is None and any(award["decision_status"] == "revoked" for award in found):
            yield "C14"
        if case["event_on"] is None or not found:
            yield "C16"
