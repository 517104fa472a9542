"""Which awards prove a case, whose they are and when they may have been conferred, from the words of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.queries.conformity.findings_oracle import City

Row = Mapping[str, Any]


def proof(city: City, case: Row) -> list[Row]:
    kind = city.items[case["item_code"]].certificate_type
    of_kind = [award for award in city.awards if award["certificate_type"] == kind]
    named = [award for award in of_kind if award["application_id"] == case["application_id"]]
    free = [award for award in of_kind if award["application_id"] is None and case["certificate_type"] in (None, kind)]
    numbered = [award for award in free if award["certificate_no"] and award["certificate_no"] == case["certificate_no"]]
    own = [
        award
        for award in free
        if owns(case, award) is True and (award["certificate_no"] is None or case["certificate_no"] is None)
    ]
    if named or numbered:
        return named or numbered
    fits = sorted(own, key=lambda award: award["award_id"])
    fits.sort(key=lambda award: span(award)[0] or date.min, reverse=True)
    fits.sort(key=lambda award: is_later(case, award))
    fits.sort(key=lambda award: not is_conferred(city, case, award))
    return fits[:1]


def owns(case: Row, award: Row) -> bool | None:
    if award["uscc"]:
        return bool(award["uscc"] == case["uscc"])
    return None if award["organisation"] is None else bool(award["organisation"] == case["applicant"])


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
    """Conferred honours of the item's type other than the one claimed, and when that one was awarded (first, last day)."""
    kind, claimed = city.items[case["item_code"]].certificate_type, proof(city, case)
    stand_in = case["event_on"] or case["submitted_on"]
    known = [span(award) for award in claimed if span(award)[0]]
    honours = [
        award
        for award in city.awards
        if award["certificate_type"] == kind
        and award["decision_status"] == "conferred"
        and award not in claimed
        and owns(case, award)
    ]
    if not known:
        return honours, stand_in, stand_in
    return honours, min(day for day, _ in known if day), min(day for _, day in known if day)
