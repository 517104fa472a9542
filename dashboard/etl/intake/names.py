"""All names by which columns and values are recognised: Chinese and English, folded so that form does not matter."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator

from dashboard.policy import REFERENCE_DIR, Registry
from dashboard.policy.entries import Entry
from dashboard.policy.reference_csv import read_rows
from dashboard.snapshots.contract import APPLICATIONS, AWARDS, OUTCOMES

TABLES = {"applications": APPLICATIONS, "awards": AWARDS, "outcomes": OUTCOMES}
TABLE_NAMES = {"applications": "申报", "awards": "奖项与证书", "outcomes": "成效"}
# the column by which a row is named, and all columns that make it unique
KEYS = {"applications": "application_id", "awards": "award_id", "outcomes": "uscc"}
UNIQUE = {"applications": ("application_id",), "awards": ("award_id",), "outcomes": ("uscc", "year", "indicator")}
REQUIRED = {
    "applications": (
        "application_id", "fund_year", "item_code", "uscc", "applicant", "applicant_kind", "submitted_on", "status",
    ),
    "awards": ("award_id", "certificate_type", "decision_status"),
    "outcomes": ("uscc", "year", "indicator", "value"),
}  # fmt: skip
# an award names the one or the other
EITHER: dict[str, tuple[str, ...]] = {
    "applications": (), "awards": ("organisation", "project_title"), "outcomes": (),
}  # fmt: skip
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xFFE5: 0xA5, 0xA0: 0x20}
QUOTES = "“”‘’\"'「」『』《》"
DROPPED = re.compile(rf"[\s{QUOTES}\u200b\ufeff]")
CLUSTER_ENDINGS = ("", "产业", "集群", "产业集群")
CITY = ("", "深圳市", "深圳", "广东省深圳市")


def half_width(text: str) -> str:
    """Full-width digits, letters and punctuation in their half-width form."""
    return text.translate(HALF_WIDTH)


def fold(text: str) -> str:
    """The form in which names are compared: half-width, without case, white space and quotation marks."""
    return DROPPED.sub("", half_width(text)).casefold()


def fold_header(text: str) -> str:
    """As ``fold``; underscores and the stars of obligatory columns do not count either."""
    return fold(text).replace("_", "").strip("*:")


class ColumnAliases(Entry):
    """Names of one column beside those of the contract; the first ones win where a sheet has several."""

    table: Literal["applications", "awards", "outcomes"]
    column: str
    aliases: Annotated[tuple[str, ...], BeforeValidator(lambda value: tuple(str(value or "").split(";")))]


class ValueAliases(Entry):
    """Names of one code of a code list."""

    column: str
    value: str
    aliases: Annotated[tuple[str, ...], BeforeValidator(lambda value: tuple(str(value or "").split(";")))]


@dataclass(frozen=True)
class Names:
    """``headers``: table → folded header → (column, rank); ``values``: column → folded text → code."""

    headers: Mapping[str, Mapping[str, tuple[str, int]]]
    values: Mapping[str, Mapping[str, str]]
    labels: Mapping[tuple[str, str], tuple[str, str]]

    def label(self, table: str, column: str) -> str:
        """Chinese and technical name of a column, as messages write it."""
        zh, _ = self.labels.get((table, column), (column, column))
        return f"{zh}({column})"


def load_names(registry: Registry, directory: Path = REFERENCE_DIR) -> Names:
    """Names of columns and values from the contract, the alias files and the registry."""
    return _load(registry, directory)


@lru_cache(maxsize=4)
def _load(registry: Registry, directory: Path) -> Names:
    headers: dict[str, dict[str, tuple[str, int]]] = {table: {} for table in TABLES}
    labels: dict[tuple[str, str], tuple[str, str]] = {
        (entry.table, entry.column): (entry.name_zh, entry.name_en) for entry in registry.columns
    }
    aliases: dict[tuple[str, str], tuple[str, ...]] = {
        (entry.table, entry.column): entry.aliases for _, entry in read_rows(directory / "column_aliases.csv", ColumnAliases)
    }
    for table, schema in TABLES.items():
        for column in schema:
            names = [column, *labels.get((table, column), ()), *aliases.get((table, column), ())]
            for rank, name in enumerate(names):
                headers[table].setdefault(fold_header(name), (column, rank))
    return Names(headers=headers, values=_values(registry, directory), labels=labels)


def _values(registry: Registry, directory: Path) -> dict[str, dict[str, str]]:
    values: dict[str, dict[str, str]] = {}
    for _, entry in read_rows(directory / "value_aliases.csv", ValueAliases):
        _add(values.setdefault(entry.column, {}), entry.value, (entry.value, *entry.aliases))
    items: dict[str, str] = {}
    for item in registry.items.values():
        _add(items, item.item_code, (item.item_code, item.name_zh, item.name_en))
    kinds: dict[str, str] = {}
    for kind in registry.certificate_types.values():
        _add(kinds, kind.certificate_type, (kind.certificate_type, kind.name_zh, kind.name_en))
    districts = district_names(registry)
    places = ("district_registered", "district_operating", "district_project")
    return values | {"item_code": items, "certificate_type": kinds} | dict.fromkeys(places, districts)


def district_names(registry: Registry) -> dict[str, str]:
    """Folded names of the areas, old and new, with and without the city before them."""
    found: dict[str, str] = {}
    for district in registry.districts.values():
        short = district.name_zh.removesuffix("区") if len(district.name_zh) == 3 else district.name_zh
        names = (district.name_zh, short, *district.aliases)
        _add(found, district.district_code, [city + name for city in CITY for name in names])
        _add(found, district.district_code, (district.district_code, district.adcode or "", district.name_en))
    return found


def cluster_names(registry: Registry, version: str) -> dict[str, str]:
    """Folded names of the clusters as one version of the list has them; codes of both versions."""
    found: dict[str, str] = {}
    ordered = sorted(registry.clusters.values(), key=lambda cluster: cluster.version != version)
    for cluster in ordered:
        _add(found, cluster.cluster_code, (cluster.cluster_code, *(cluster.name_zh + end for end in CLUSTER_ENDINGS)))
    return found


def _add(found: dict[str, str], code: str, names: Iterable[str]) -> None:
    for name in names:
        if name:
            found.setdefault(fold(name), code)
