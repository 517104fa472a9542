"""The registry holds the policy as it is written, and refuses what is not."""

import csv
import re
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboard.policy import REFERENCE_DIR, RegistryError, join_sources, load_registry, read_rules_csv

# amounts in 万元 as the articles state them; None: by rule, or by tier
AMOUNTS = {
    "01-1": 300, "02-1": 100, "03-1": 10, "04-1": 20, "04-2": 20, "05-1": 50, "05-2": 30, "06-1": None, "06-2": None,
    "07-1": 60, "07-2": 60, "07-3": 60, "07-4": 60, "07-5": 60, "07-6": 60, "08-1": 30, "08-2": None, "09-1": 300,
    "09-2": 100, "09-3": 100, "09-4": 10, "09-5": 200, "10-1": 30, "11-1": 20, "11-2": 50, "12-1": 20, "13-1": 80,
}  # fmt: skip


def test_items_amounts_and_words() -> None:
    registry = load_registry()
    text = (REFERENCE_DIR / "policy.txt").read_text(encoding="utf-8")
    assert {code: item.amount_yuan and int(item.amount_yuan / 10_000) for code, item in registry.items.items()} == AMOUNTS
    assert sorted({item.article for item in registry.items.values()}) == list(range(1, 14))
    assert [item.item_code for item in registry.items.values() if item.policy_words not in text] == []
    assert [article.name_zh for article in registry.articles.values() if article.name_zh not in text] == []
    assert registry.items["08-2"].tiers_yuan == (Decimal(2_000_000), Decimal(1_000_000), Decimal(500_000))
    first_time = {code for code, item in registry.items.items() if item.first_time_only}
    assert first_time == {"09-1", "09-2", "09-3", "09-4", "09-5", "10-1", "11-1", "11-2"}


def test_other_reference_data() -> None:
    registry = load_registry()
    assert (len(registry.districts), len(registry.clusters), len(registry.certificate_types)) == (11, 56, 20)
    assert {entry.district_code for entry in registry.denominators} == set(registry.districts)
    assert sum(entry.count for entry in registry.denominators) == 259_284
    with (REFERENCE_DIR / "new_business_entities_by_district.csv").open(encoding="utf-8", newline="") as stream:
        published = {
            (row["district"], int(row["count"]), row["source_url"])
            for row in csv.DictReader(stream)
            if (row["period_start"], row["period_end"], row["entity_type"]) == ("2025-01-01", "2025-09-30", "enterprise")
        }
    divided_by = {(registry.districts[row.district_code].name_zh, row.count, row.source) for row in registry.denominators}
    assert divided_by == published
    assert (registry.term.start, registry.term.end) == (date(2023, 6, 20), date(2028, 6, 19))
    assert all(entry.source for entry in (*registry.rules, *registry.denominators, *registry.settings.values()))


def test_rules_resolve_field_by_field() -> None:
    registry = load_registry()
    carbon = registry.rule("03-1", 2023)
    assert (carbon.offered, carbon.route, carbon.yearly_envelope_yuan) == (True, "approval", Decimal(6_000_000))
    assert (carbon.window_start, carbon.window_end) == (
        date(2023, 11, 8),
        date(2023, 12, 31),
    )  # from the row of the year
    metrology = registry.rule("07-3", 2023)
    assert (metrology.offered, metrology.per_applicant_per_year, metrology.yearly_envelope_yuan) == (True, 3, None)
    assert registry.envelope("07-*", 2023) == Decimal(2_000_000)
    assert registry.rule("10-1", 2026).quota == 15  # from the row of every year
    assert registry.rule("04-1", 2025).window_start == date(2025, 6, 12)
    assert registry.rule("13-1", 2025).offered is None
    assert registry.rule("09-1", 2023).offered is None


def test_a_snapshots_own_rules_come_first(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    header = (REFERENCE_DIR / "item_rules_by_year.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    own.write_text(f"{header}\n03-1,2023,no,,,,,,,,,,office\n", encoding="utf-8-sig")
    registry = load_registry().with_rules(read_rules_csv(own))
    rule = registry.rule("03-1", 2023)
    assert (rule.offered, rule.per_applicant_per_year) == (False, 3)
    assert rule.source_of["offered"] == "office"


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "column"),
    [
        ("items.csv", "01-1,1,,", "01-1,x,,", 2, "article"),
        ("items.csv", "fixed,3000000", "fixed,", 2, "*"),
        ("items.csv", "02-1,2,,", "01-1,2,,", 3, "item_code"),
        ("items.csv", "brand_demo_zone", "brand_zone", 3, "certificate_type"),
        ("item_rules_by_year.csv", "03-1,2023,yes", "03-9,2023,yes", 3, "item_code"),
        ("item_rules_by_year.csv", "03-1,2023,yes", "03-1,2023,perhaps", 3, "offered"),
        ("item_rules_by_year.csv", "2023-11-08,2023-12-31", "2023-12-31,2023-11-08", 2, "*"),
        ("item_rules_by_year.csv", "2023-11-08", "2023-13-08", 2, "window_start"),
        ("item_rules_by_year.csv", "10-1,*,,,,15", "10-1,*,,,,-1", 13, "quota"),
        ("certificate_types.csv", "honour,02-1", "honour,02-9", 2, "paid_by"),
        ("denominators.csv", "440307", "440399", 2, "district_code"),
        ("districts.csv", "district_code,adcode", "district,adcode", 1, "district_code"),
        ("clusters.csv", "v1-S01,1.0", "v1-S01,3.0", 2, "version"),
    ],
)
def test_an_error_names_file_line_and_column(file: str, old: str, new: str, line: int, column: str, tmp_path: Path) -> None:
    directory = tmp_path / "reference"
    shutil.copytree(REFERENCE_DIR, directory)
    text = (directory / file).read_text(encoding="utf-8-sig")
    assert old in text
    (directory / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RegistryError) as caught:
        load_registry(directory)
    assert (caught.value.file, caught.value.line, caught.value.column) == (file, line, column)
    assert file in caught.value.zh
    assert f"line {line}" in caught.value.en


def test_a_file_edited_in_excel_is_fine(tmp_path: Path) -> None:
    directory = tmp_path / "reference"
    shutil.copytree(REFERENCE_DIR, directory)
    for path in directory.glob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\xef\xbb\xbf", b"").replace(b"\n", b"\r\n"))
    assert load_registry(directory).items.keys() == load_registry().items.keys()


@pytest.mark.parametrize(
    ("sources", "joined"),
    [
        ([], None),
        (["甲 / a"], "甲 / a"),
        (["甲 / a", "甲 / a"], "甲 / a"),
        (["甲 / a", "乙 / b"], "甲；乙 / a; b"),
        (["甲", "乙"], "甲；乙"),
        (["甲", "乙 / b"], "甲；乙 / 甲; b"),
    ],
)
def test_joined_sources_keep_the_languages_apart(sources: list[str], joined: str | None) -> None:
    assert join_sources(sources) == joined


def test_chinese_rules_of_columns_have_their_own_punctuation() -> None:
    rules = [column.rule_zh for column in load_registry().columns]
    assert not [text for text in rules if re.search(r"[\u4e00-\u9fff][,:;]|[,:;][\u4e00-\u9fff]", text)]
