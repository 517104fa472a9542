"""Filters of all kinds, each asked once a pass, so that no cache answers; and what they mean in SQL for the peers."""

DISTRICTS = ("440305", "440306", "440304", "440303", "440307", "440309", "440311", "440310")
ITEMS = ("03-1", "04-1", "04-2", "05-2", "11-1", "12-1", "07-1", "13-1")
CLUSTERS = ("v2-S01", "v2-S02", "v2-S03", "v1-S01", "v1-S02", "v1-S03", "v2-S04", "v2-S05")
CERTIFICATES = ("gba_carbon_footprint", "contest_honour", "metrology_regulation")
SIZES = ("small", "medium", "large", "micro")
YEARS = ("2025", "2024", "2026", "2023")
COLUMNS = {
    "district": "district_registered", "item": "item_code", "cluster": "cluster_code", "certificate": "certificate_type",
    "size": "size_class", "kind": "applicant_kind",
}  # fmt: skip
Mix = dict[str, list[str]]


def mixes() -> dict[str, Mix]:
    """Name and filters (names of the address bar) of every mix; the first one filters nothing."""
    found: dict[str, Mix] = {"all": {}}
    for place in range(4):
        year, size = f"fund_year:{YEARS[place]}", SIZES[place]
        found |= {
            f"district-{place}": {"district": [DISTRICTS[place]]},
            f"item-{place}": {"item": [ITEMS[place]]},
            f"cluster-{place}": {"cluster": [CLUSTERS[place]]},
            f"period-{place}": {"period": [year]},
            f"size-{place}": {"size": [size]},
            f"two-{place}": {"district": list(DISTRICTS[place : place + 3]), "period": [year]},
            f"three-{place}": {"item": list(ITEMS[place : place + 4]), "size": [size], "kind": ["enterprise"]},
        }
    return found | {f"certificate-{place}": {"certificate": [code]} for place, code in enumerate(CERTIFICATES)}


def where(mix: Mix) -> str:
    """The mix as a condition on the columns of the extract; the codes are constants of this module."""
    period = mix.get("period", ["term"])[0]
    year = period.partition(":")[2]
    parts = [f"fund_year = {year}" if year else "submitted_on between date '2023-06-20' and date '2028-06-19'"]
    for name, column in COLUMNS.items():
        if name in mix:
            parts.append(f"{column} in ({', '.join(repr(code) for code in mix[name])})")
    return " and ".join(parts)
