"""All rows of one table judged together: duplicates collapse, conflicts and broken rules go to quarantine."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from dashboard.etl.intake.names import KEYS, TABLES, UNIQUE
from dashboard.etl.intake.row_contract import contract, rule_of
from dashboard.etl.intake.rows import SheetRows
from dashboard.policy import Registry
from dashboard.snapshots.contract import SOURCE, SOURCE_TYPE

LINES = pl.Schema({"id": pl.UInt32(), "column": pl.String(), "rule": pl.String(), "others": pl.String()})
MOST_OTHERS = 5


@dataclass(frozen=True)
class Verdict:
    """``rows``: every row with ``id``, ``sheet`` (place in ``sheets``) and ``row``; ids by what became of them.

    ``lines``: id, column, rule, others — one for every broken rule.
    """

    table: str
    sheets: tuple[SheetRows, ...]
    rows: pl.DataFrame
    lines: pl.DataFrame
    duplicates: pl.Series

    @property
    def quarantined(self) -> pl.Series:
        """Ids of the rows in quarantine."""
        return self.lines["id"].unique().sort()

    def accepted(self, places: Mapping[str, int]) -> pl.DataFrame:
        """Good rows in the columns of the contract and ``source``: what ``places`` says of the file of the row."""
        bad = pl.concat([self.quarantined, self.duplicates])
        good = self.rows.filter(~pl.col("id").is_in(bad.implode())) if len(bad) else self.rows
        by_sheet = {number: places[sheet.sheet.file] for number, sheet in enumerate(self.sheets)}
        source = pl.col("sheet").replace_strict(by_sheet, return_dtype=SOURCE_TYPE).alias(SOURCE)
        return good.select(*TABLES[self.table], source)


def judge(table: str, sheets: list[SheetRows], *, registry: Registry, as_of: date) -> Verdict:
    """Judge the rows of all sheets that hold ``table``."""
    rows, broken = _join_sheets(sheets)
    duplicates = _find_duplicates(table, rows, broken)
    kept = rows.filter(~pl.col("id").is_in(duplicates.implode())) if len(duplicates) else rows
    broken = broken.filter(~pl.col("id").is_in(duplicates.implode()))
    lines = [broken.select("id", "column", "rule"), _find_failed(table, kept, broken, registry=registry, as_of=as_of)]
    found = pl.concat(lines).unique(maintain_order=True)
    return Verdict(
        table=table,
        sheets=tuple(sheets),
        rows=rows,
        lines=_add_others(table, found, kept, sheets),
        duplicates=duplicates,
    )


def _join_sheets(sheets: list[SheetRows]) -> tuple[pl.DataFrame, pl.DataFrame]:
    frames = [sheet.rows.with_columns(pl.lit(place, pl.UInt16).alias("sheet")) for place, sheet in enumerate(sheets)]
    rows = pl.concat(frames).with_row_index("id")
    places = rows.select("id", "sheet", "row")
    broken = pl.concat(
        [
            sheet.broken.with_columns(
                pl.lit(place, pl.UInt16).alias("sheet"),
                text=_texts(sheet),
            )
            for place, sheet in enumerate(sheets)
        ]
    )
    return rows, broken.join(places, on=["sheet", "row"], how="left", maintain_order="left")


def _texts(sheet: SheetRows) -> pl.Series:
    """The texts of the broken cells, so that two different bad cells are not taken for the same."""
    return cell_texts(sheet, sheet.broken["row"], sheet.broken["index"])


def cell_texts(sheet: SheetRows, rows: pl.Series, indices: pl.Series) -> pl.Series:
    """Cells of the sheet as they came, by row number and place of the column (null: no such column)."""
    asked = pl.DataFrame({"row": rows, "index": indices}).with_row_index("place")
    parts = []
    for (index,), part in asked.partition_by("index", as_dict=True).items():
        texts = pl.repeat(None, part.height, dtype=pl.String(), eager=True)
        if index is not None:
            texts = sheet.sheet.frame[f"c{index}"].gather(part["row"] - 1)
        parts.append(part.select("place").with_columns(text=texts))
    if not parts:
        return pl.Series("text", [], dtype=pl.String)
    return pl.concat(parts).sort("place")["text"]


def _find_duplicates(table: str, rows: pl.DataFrame, broken: pl.DataFrame) -> pl.Series:
    """Ids of rows that repeat an earlier one in every column, broken cells included."""
    key = KEYS[table]
    repeated = rows.filter(pl.col(key).is_not_null() & pl.col(key).is_duplicated())
    if repeated.is_empty():
        return pl.Series("id", [], dtype=pl.UInt32)
    texts = (
        broken.filter(pl.col("id").is_in(repeated["id"].implode()))
        .sort("id", "column", "rule")
        .group_by("id", maintain_order=True)
        .agg(_broken=pl.concat_str("column", pl.lit("="), pl.col("text").fill_null("")).str.join("\n"))
    )
    compared = repeated.join(texts, on="id", how="left", maintain_order="left")
    columns = [*TABLES[table], "_broken"]
    first = compared.unique(subset=columns, keep="first", maintain_order=True)
    return compared.filter(~pl.col("id").is_in(first["id"].implode()))["id"]


def _find_failed(table: str, rows: pl.DataFrame, broken: pl.DataFrame, *, registry: Registry, as_of: date) -> pl.DataFrame:
    """Checks of the contract that fail: id, column, rule."""
    schema = contract(table, registry=registry, as_of=as_of)
    found = []
    _, failure = schema.filter(rows.select("id", *TABLES[table]))
    if len(failure) == 0:
        return pl.DataFrame(schema={"id": pl.UInt32, "column": pl.String, "rule": pl.String})
    bad = failure.details()
    known = broken.select("id", "column").unique()
    for check in failure.counts():
        column, rule = rule_of(check)
        lines = bad.filter(pl.col(check) == "invalid").select(
            "id",
            pl.lit(column or KEYS[table]).alias("column"),
            pl.lit(rule).alias("rule"),
            pl.col(KEYS[table]).alias("_key"),
        )
        if rule == "key_conflict":
            lines = lines.filter(pl.col("_key").is_not_null())
        # a cell that could not be understood is null by now: its own rule is the reason
        found.append(lines.drop("_key").join(known, on=["id", "column"], how="anti", maintain_order="left"))
    return pl.concat(found)


def _add_others(table: str, lines: pl.DataFrame, rows: pl.DataFrame, sheets: list[SheetRows]) -> pl.DataFrame:
    """For conflicts of a key: the places of the rows that share it."""
    conflicts = lines.filter(pl.col("rule") == "key_conflict").select("id")
    if conflicts.is_empty():
        return lines.with_columns(others=pl.lit(None, pl.String)).cast(LINES)
    places = pl.DataFrame({"sheet": range(len(sheets)), "place": [entry.sheet.place for entry in sheets]}).cast(
        {"sheet": pl.UInt16}
    )
    stated = (
        rows.join(conflicts, on="id", how="semi", maintain_order="left")
        .join(places, on="sheet", how="left", maintain_order="left")
        .select(
            "id",
            pl.concat_str(pl.col(UNIQUE[table]), separator="|").alias("key"),
            at=pl.concat_str("place", pl.lit(":"), "row"),
        )
    )
    grouped = stated.group_by("key", maintain_order=True).agg(others=pl.col("at").head(MOST_OTHERS).str.join(", "))
    named = stated.join(grouped, on="key").select("id", pl.lit("key_conflict").alias("rule"), "others")
    return lines.join(named, on=["id", "rule"], how="left", maintain_order="left").cast(LINES)
