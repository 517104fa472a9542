"""Which awards prove a case, whose they are and when they may have been conferred, from the words of the rules."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.queries.conformity.findings_oracle import City

Row = Mapping[str, Any]


def fold(text: str | None) -> str:
    """Names and numbers as they are compared: NFKC, capitals, no white space."""
    return "".join(unicodedata.normalize("NFKC", text or "").upper().split())


def bearers(city: City, award: Row) -> set[str]:
    """Whose an award may be: its code, else every code that bears its name."""
    if award["uscc"]:
        return {award["uscc"]}
    return city.codes_of_name.get(fold(award["organisation"]), set())


def is_ambiguous(city: City, award: Row) -> bool:
    return len(bearers(city, award)) > 1


def kind_of(city: City, case: Row) -> str | None:
    return case["certificate_type"] or city.items[case["item_code"]].certificate_type


def link(city: City, award: Row) -> tuple[int, str] | None:
    """How an award is linked (1 by its own word, 2 by number, 3 by organisation) and the one case that it belongs to."""
    if award["application_id"]:
        return (1, award["application_id"]) if award["application_id"] in city.by_id else None
    live = [
        row for row in city.applications if row["status"] != "withdrawn" and kind_of(city, row) == award["certificate_type"]
    ]
    live.sort(key=lambda row: (row["submitted_on"], row["application_id"]))
    number = fold(award["certificate_no"])
    for row in live:
        if number and fold(row["certificate_no"]) == number:
            return 2, row["application_id"]
    for row in live:
        if bearers(city, award) == {row["uscc"]} and not (number and row["certificate_no"]):
            return 3, row["application_id"]
    return None


def proof(city: City, case: Row) -> list[Row]:
    kind = city.items[case["item_code"]].certificate_type
    belonging = [
        (rank, award)
        for award in city.awards
        if award["certificate_type"] == kind
        for rank, linked in [city.links[award["award_id"]] or (0, "")]
        if linked == case["application_id"]
    ]
    nearest = min((rank for rank, _ in belonging), default=0)
    found = [award for rank, award in belonging if rank == nearest]
    if nearest < 3:
        return found
    fits = sorted(found, key=lambda award: award["award_id"])
    fits.sort(key=lambda award: span(award)[0] or date.min, reverse=True)
    fits.sort(key=lambda award: is_later(case, award))
    fits.sort(key=lambda award: not is_conferred(city, case, award))
    return fits[:1]


def owns(city: City, case: Row, award: Row) -> bool | None:
    """Whether an award is the case's own; None where nobody can say whose it is."""
    if award["uscc"] is None and award["organisation"] is None:
        return None
    if is_ambiguous(city, award):
        return fold(award["organisation"]) == fold(case["applicant"])
    return case["uscc"] in bearers(city, award)


def serves_another(city: City, case: Row) -> bool:
    """Whether the certificate of the case is there, whosever case it serves."""
    kind = city.items[case["item_code"]].certificate_type
    number = fold(case["certificate_no"])
    same = (award for award in city.awards if award["certificate_type"] == kind and fold(award["certificate_no"]) == number)
    return bool(number) and kind_of(city, case) == kind and any(same)


def certificates(city: City, case: Row) -> set[tuple[str, str]]:
    """Kind and number of the certificate the case states; where it states no number, of those that name the case."""
    if case["certificate_no"]:
        return {(case["certificate_type"], fold(case["certificate_no"]))} if case["certificate_type"] else set()
    naming = (award for award in city.awards if award["application_id"] == case["application_id"])
    return {(award["certificate_type"], fold(award["certificate_no"])) for award in naming if award["certificate_no"]}


def span(award: Row) -> tuple[date | None, date | None]:
    """First and last day on which it may have been awarded."""
    if award["awarded_on"]:
        return award["awarded_on"], award["awarded_on"]
    return (date(award["award_year"], 1, 1), date(award["award_year"], 12, 31)) if award["award_year"] else (None, None)


def is_later(case: Row, award: Row) -> bool:
    first = span(award)[0]
    return first is not None and first > case["submitted_on"]


def is_conferred(city: City, case: Row, award: Row) -> bool:
    return award["decision_status"] in (*city.items[case["item_code"]].claim_status, "revoked")


def waits(city: City, award: Row) -> bool:
    payers = [item for item in city.items.values() if item.certificate_type == award["certificate_type"]]
    payer = (
        city.items[award["item_code"]] if award["item_code"] else min(payers, key=lambda item: item.item_code, default=None)
    )
    waiting = award["decision_status"] in ("proposed", "preliminary", "shortlisted")
    return waiting and payer is not None and award["decision_status"] not in payer.claim_status


def others(city: City, case: Row) -> tuple[list[Row], date, date]:
    """Conferred honours of the item's type other than the one claimed, and when that one was awarded (first, last day).

    Those under a name that several codes bear are among them: they leave the case open.
    """
    kind, claimed = city.items[case["item_code"]].certificate_type, proof(city, case)
    stand_in = case["event_on"] or case["submitted_on"]
    known = [span(award) for award in claimed if span(award)[0]]
    honours = [
        award
        for award in city.awards
        if award["certificate_type"] == kind
        and award["decision_status"] == "conferred"
        and award not in claimed
        and owns(city, case, award)
    ]
    if not known:
        return honours, stand_in, stand_in
    return honours, min(day for day, _ in known if day), min(day for _, day in known if day)
