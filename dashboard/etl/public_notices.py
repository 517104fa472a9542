"""The snapshot of published honours: real awards from public notices, no applications, no money of this policy."""

import hashlib
from datetime import date
from pathlib import Path

import polars as pl

from dashboard.etl.publish import Publication, counts, make_build_folder, publish
from dashboard.policy import REFERENCE_DIR, Registry
from dashboard.snapshots.contract import APPLICATIONS, AWARDS

# the lists were collected in November 2026; what was published later is not in them
AS_OF = date(2026, 11, 1)
STATUS = {"拟奖公示": "proposed", "初选": "preliminary", "授奖": "conferred"}
TYPE = {
    "深圳市市长质量奖": "mayor_quality_award",
    "中国质量奖": "china_quality_award",
    "广东省政府质量奖": "guangdong_quality_award",
}
# an award whose level the notice leaves open is no proof of which item it belongs to
UNSTATED = "未注明"


def publish_honours(*, name: str, data: Path, registry: Registry, activate: bool) -> Path:
    """Build the ``published`` snapshot from ``data/reference/published_honours.csv``."""
    source = REFERENCE_DIR / "published_honours.csv"
    awards = honours(pl.read_csv(source, infer_schema_length=0), registry=registry)
    dated = awards.select(
        pl.coalesce("awarded_on", pl.date("award_year", 1, 1)).min().alias("first"),
        pl.coalesce("awarded_on", pl.date("award_year", 12, 31)).max().alias("last"),
    ).row(0)
    with make_build_folder(name, data=data) as folder:
        awards.write_parquet(folder / "awards.parquet")
        pl.DataFrame(schema=APPLICATIONS).write_parquet(folder / "applications.parquet")
        publication = Publication(
            name=name,
            kind="published",
            as_of=AS_OF,
            created_at=f"{AS_OF.isoformat()}T00:00:00+08:00",
            tables={"awards": counts(read=awards.height, accepted=awards.height)},
            coverage={"applications": None, "awards": (dated[0], min(dated[1], AS_OF))},
            sources=[
                {
                    "file": source.name,
                    "sha256": hashlib.sha256(source.read_bytes()).hexdigest(),
                    "rows": awards.height,
                }
            ],
        )
        return publish(publication, folder, data=data, activate=activate)


def honours(rows: pl.DataFrame, *, registry: Registry) -> pl.DataFrame:
    """Awards in the columns of the contract; a notice date is not an award date, prizes of the time are left out."""
    aliases = {
        alias: district.district_code
        for district in registry.districts.values()
        for alias in (district.name_zh, *district.aliases)
    }
    is_nomination = pl.col("level") == "提名奖"
    stated = (pl.col("award_zh") != "中国质量奖") | (pl.col("level") != UNSTATED)
    kind = pl.col("award_zh").replace_strict(TYPE)
    return (
        rows.with_columns(pl.col(pl.String).str.strip_chars().replace("", None))
        .with_columns(pl.col("level").fill_null(UNSTATED))
        .with_columns(certificate_type=pl.when(is_nomination).then(kind + "_nomination").otherwise(kind))
        .select(
            award_id=pl.col("record_id"),
            certificate_type="certificate_type",
            item_code=pl.when(stated).then(pl.col("certificate_type").replace_strict(_item_codes(registry), default=None)),
            level="level",
            category="category",
            edition="edition",
            uscc=pl.lit(None, pl.String),
            organisation="organisation",
            project_title="project_title",
            district_registered=pl.col("district").replace_strict(aliases, default=None, return_dtype=pl.String),
            cluster_code=pl.lit(None, pl.String),
            certificate_no=pl.lit(None, pl.String),
            awarded_on=pl.when(pl.col("decision_status") == "授奖").then(pl.col("decision_date")).str.to_date(),
            award_year=pl.col("year").cast(pl.Int32),
            valid_until=pl.lit(None, pl.Date),
            decision_status=pl.col("decision_status").replace_strict(STATUS),
            application_id=pl.lit(None, pl.String),
            amount_yuan=pl.lit(None, AWARDS["amount_yuan"]),
            source_type="source_type",
            source_url="source_url",
            document_no="document_no",
        )
        .cast(AWARDS)
    )


def _item_codes(registry: Registry) -> dict[str, str]:
    return {item.certificate_type: item.item_code for item in registry.items.values() if item.certificate_type}
