"""The four tiny snapshots: what their files say, counted without the product, and the answers to it."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.policy import REFERENCE_DIR
from tests.cases import NAMES, RIGHT, build_case, rows
from tests.conftest import ask
from tests.sharing import made_once


def build_all(data: Path) -> None:
    for name in NAMES:
        build_case(data, name)


@pytest.fixture(scope="session")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Data folder with ``tiny``, ``nopay``, ``nodec`` and ``nogrant``."""
    with made_once("cases", build_all, factory=tmp_path_factory) as data:
        yield data


@pytest.mark.parametrize("name", NAMES)
def test_right_values_are_those_of_the_files(name: str) -> None:
    right, found = RIGHT[name], rows(name, "applications")
    assert not right.absent & set(found[0])
    paid = [Decimal(row["paid_yuan"]) for row in found if row.get("paid_yuan")]
    assert right.paid_yuan == (sum(paid, Decimal(0)) if paid else None)
    assert right.missing_paid == len(found) - len(paid)
    known = sum((Decimal(row["approved_yuan"]) for row in found if row.get("paid_yuan")), Decimal(0))
    assert right.payment_rate == (right.paid_yuan / known if right.paid_yuan is not None else None)
    amounts = {row["application_id"]: Decimal(row["approved_yuan"]) for row in found}
    assert right.money_concerned_yuan == sum((amounts[case] for case in {case for case, _ in right.breaches}), Decimal(0))
    named = {row["application_id"] for row in rows(name, "awards") if row["application_id"]}
    assert right.claimed == len(named & set(amounts))
    with (REFERENCE_DIR / "scorecard_indicators.csv").open(encoding="utf-8-sig") as stream:
        indicators = {row["code"]: row["formula"] for row in csv.DictReader(stream)}
    assert all(indicators[code] for code in right.open_indicators)
    assert all(count <= len(found) for count in right.unjudged.values())
    holders = {(row["certificate_type"], row["organisation"]) for row in rows(name, "awards")}
    assert right.claimable == len(holders)


@pytest.mark.parametrize("name", NAMES)
def test_paid_money_that_nobody_stated_is_missing_and_not_nothing(name: str, cases: Path) -> None:
    found = ask("overview/totals", data=cases, snapshot=name).row(0, named=True)
    assert found["paid_yuan"] == RIGHT[name].paid_yuan
    assert found["missing_paid_count"] == RIGHT[name].missing_paid
    assert found["claimed_count"] == RIGHT[name].claimed
    assert found["payment_rate"] is None or RIGHT[name].payment_rate is not None


@pytest.mark.parametrize("name", ["tiny", "nopay", "nodec"])
def test_breaches(name: str, cases: Path) -> None:
    found = ask("conformity/all_findings", data=cases, snapshot=name).filter(severity="breach")
    assert set(found.select("application_id", "rule_code").iter_rows()) == RIGHT[name].breaches
