"""One sheet into rows of the contract: foot rows told apart, columns parsed, broken cells listed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from dashboard.etl.intake.clusters import parse_cluster
from dashboard.etl.intake.headers import Layout, Reading
from dashboard.etl.intake.mapping import NameMapping
from dashboard.etl.intake.names import KEYS, TABLES, Names, fold
from dashboard.etl.intake.sheets import Note, Sheet
from dashboard.etl.intake.values import Parsed, clean, keeps_punctuation, parse_code, parse_distinct, parser
from dashboard.policy import Registry

BROKEN = pl.Schema({"row": pl.UInt32(), "column": pl.String(), "rule": pl.String(), "index": pl.UInt32()})
TOTAL = (
    r"^(?i:\(?\d+ rows? affected\)?$|(?:已|共|总共)?(?:导出|查询)\D{0,4}\d+\s*[条行笔])"
    r"|^(?i:本页|全部|以上|\S{1,8}[年月季区])?"
    r"\s*(?i:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|汇\s*总|grand\s*total|sub-?\s*total|total)(?:\s*[:(\d].*)?$"
)
NOTE = (
    r"^(?i:注|备注|说明|填表|填报|制表|制单|审核|复核|单位负责人|负责人|联系|数据来源|资料来源|打印|导出"
    r"|note|source|remark)"
)
HAN = r"\p{Han}"
MOST_NOTES = 5
# rows of a total state none of these
STATED = ("uscc", "status", "decision_status")
DAY_OF = {"applications": "submitted_on", "awards": "awarded_on"}
Tick = Callable[[int], object]


@dataclass(frozen=True)
class SheetRows:
    """``rows``: columns of the contract and ``row`` (sheet row number); ``broken``: row, column, rule, index of the cell.

    ``read`` = rows of ``rows`` + ``blank`` + ``total`` + ``corrected``; notes under the table are no rows.
    """

    sheet: Sheet
    layout: Layout
    rows: pl.DataFrame
    broken: pl.DataFrame
    blank: int
    total: int
    notes: tuple[Note, ...]
    corrected: int = 0

    @property
    def read(self) -> int:
        """Rows read from the sheet."""
        return self.rows.height + self.blank + self.total + self.corrected


@dataclass(frozen=True)
class Context:
    """What parsing needs to know beside the sheet."""

    names: Names
    mapping: NameMapping
    registry: Registry
    as_of: date
    tick: Tick = lambda _: None


def read_rows_of(sheet: Sheet, layout: Layout, context: Context) -> SheetRows:
    """Rows of one sheet in the columns of its table."""
    body = sheet.frame.with_row_index("row", offset=1).slice(layout.first_row)
    kind = _kinds(body, layout)
    data = body.filter(kind == "data")
    columns: dict[str, pl.Series] = {"row": data["row"]}
    broken: list[pl.DataFrame] = []
    for column, dtype in TABLES[layout.table].items():
        parsed, index = _column(data, column, layout, context, columns)
        columns[column] = parsed.values.cast(dtype).alias(column)
        if parsed.rules is not None:
            cells = pl.DataFrame({"row": data["row"], "rule": parsed.rules}).filter(pl.col("rule").is_not_null())
            broken.append(
                cells.select("row", pl.lit(column).alias("column"), "rule", pl.lit(index, pl.UInt32).alias("index"))
            )
        context.tick(data.height)
    broken.append(_beyond_header(data, sheet, layout))
    return SheetRows(
        sheet=sheet,
        layout=layout,
        rows=pl.DataFrame(columns),
        broken=pl.concat(broken).cast(BROKEN),
        blank=int((kind == "blank").sum()),
        total=int((kind == "total").sum()),
        notes=_notes(sheet, layout, body, kind),
    )


def _column(
    data: pl.DataFrame, column: str, layout: Layout, context: Context, done: dict[str, pl.Series]
) -> tuple[Parsed, int | None]:
    readings = [entry for entry in layout.readings if entry.column == column]
    dtype = TABLES[layout.table][column]
    if not readings:
        missing: int | None = 1 if column == "units" else None
        return Parsed(pl.repeat(missing, data.height, dtype=dtype, eager=True)), None
    if column == "cluster_code":
        return _cluster(data, readings[0], layout, context, done), readings[0].index
    answers = [_parse_column(data, entry, layout, context) for entry in readings]
    parsed = _take_first_understood(answers) if len(answers) > 1 else answers[0]
    if column == "units":
        parsed = Parsed(_one_where_blank(data, readings[0], parsed), parsed.rules)
    return parsed, readings[0].index


def _parse_column(data: pl.DataFrame, reading: Reading, layout: Layout, context: Context) -> Parsed:
    column = reading.column
    texts = clean(data[f"c{reading.index}"], keep_punctuation=keeps_punctuation(column))
    own = context.mapping.values.get(layout.table, {}).get(column, {})
    codes = {**context.names.values.get(column, {}), **own}
    if own and column not in context.names.values:
        texts = _translate_by_mapping(texts, own)
    return parse_distinct(texts, parser(column, codes=codes, unit=layout.unit(reading)))


def _cluster(data: pl.DataFrame, reading: Reading, layout: Layout, context: Context, done: dict[str, pl.Series]) -> Parsed:
    texts = clean(data[f"c{reading.index}"], keep_punctuation=False)
    own = context.mapping.values.get(layout.table, {}).get("cluster_code", {})
    day = DAY_OF[layout.table]
    # the day stands after the cluster in the contract, so it is read here
    readings = [entry for entry in layout.readings if entry.column == day]
    days = done.get(day)
    if days is None:
        days = _parse_column(data, readings[0], layout, context).values if readings else None
    if days is None:
        days = pl.repeat(None, data.height, dtype=pl.Date(), eager=True)
    return parse_cluster(
        _translate_by_mapping(texts, own) if own else texts, days, registry=context.registry, as_of=context.as_of
    )


def _translate_by_mapping(texts: pl.Series, own: Mapping[str, str]) -> pl.Series:
    distinct = texts.drop_nulls().unique()
    wanted = parse_code(distinct, codes=own, rule="").values
    return texts.replace_strict(distinct, pl.select(pl.coalesce(wanted, distinct)).to_series(), default=None)


def _one_where_blank(data: pl.DataFrame, reading: Reading, parsed: Parsed) -> pl.Series:
    blank = clean(data[f"c{reading.index}"], keep_punctuation=False).is_null()
    return pl.select(pl.when(blank).then(1).otherwise(parsed.values).cast(pl.Int32)).to_series()


def _take_first_understood(answers: list[Parsed]) -> Parsed:
    """A code and a name for the same item: the first that is understood; two that differ contradict each other."""
    values = pl.select(pl.coalesce([answer.values for answer in answers])).to_series()
    differs = pl.Series([False]).new_from_index(0, len(values))
    for answer in answers:
        differs = differs | (answer.values != values).fill_null(False)
    stated = [answer.rules for answer in answers if answer.rules is not None]
    unknown = (
        pl.select(pl.coalesce(stated)).to_series() if stated else pl.repeat(None, len(values), dtype=pl.String(), eager=True)
    )
    rules = pl.select(pl.when(differs).then(pl.lit("contradiction")).when(values.is_null()).then(unknown)).to_series()
    return Parsed(values, rules if rules.null_count() < len(rules) else None)


def _kinds(body: pl.DataFrame, layout: Layout) -> pl.Series:
    """``data``, ``blank``, ``total`` or ``note`` for each row under the header."""
    key = layout.reading(KEYS[layout.table])
    assert key is not None, "a layout has its key"
    texts = clean(body[f"c{key.index}"], keep_punctuation=False)
    header = fold(key.header)
    suspect = (
        texts.is_null() | texts.str.contains(TOTAL) | texts.str.contains(NOTE) | (texts.str.len_chars() == len(key.header))
    )
    kind = pl.Series(["data"]).new_from_index(0, body.height)
    if not suspect.any():
        return kind
    looked = body.filter(suspect)
    found = _suspect_kinds(looked.drop("row"), layout, key, header)
    kind = kind.scatter(suspect.arg_true(), found)
    # a note stands under the table: after the last row of data
    data = (kind == "data").arg_true()
    last = int(data[-1]) if len(data) else -1
    place = pl.int_range(body.height, eager=True)
    return pl.select(
        pl.when((kind == "note") & (place < last))
        .then(pl.lit("data"))
        .when(kind == "repeated")
        .then(pl.lit("note"))
        .otherwise(kind)
    ).to_series()


def _suspect_kinds(cells: pl.DataFrame, layout: Layout, key: Reading, header: str) -> pl.Series:
    cleaned = pl.DataFrame([clean(column, keep_punctuation=False) for column in cells.get_columns()])
    first = cleaned.select(pl.coalesce(pl.all())).to_series()
    filled = cleaned.select(pl.sum_horizontal(pl.all().is_not_null())).to_series()
    stated = [f"c{entry.index}" for entry in layout.readings if entry.column in STATED]
    is_stated = cleaned.select(pl.any_horizontal(pl.col(stated).is_not_null())).to_series() if stated else filled < 0
    keys = cleaned[f"c{key.index}"]
    repeated = pl.Series([text is not None and fold(text) == header for text in keys], dtype=pl.Boolean) & (filled > 1)
    is_note = first.str.contains(NOTE) | ((filled == 1) & first.str.contains(HAN))
    return pl.select(
        pl.when(filled == 0)
        .then(pl.lit("blank"))
        .when(first.str.contains(TOTAL) & ~is_stated)
        .then(pl.lit("total"))
        .when(repeated)
        .then(pl.lit("repeated"))
        .when(is_note & ~is_stated)
        .then(pl.lit("note"))
        .otherwise(pl.lit("data"))
    ).to_series()


def _beyond_header(data: pl.DataFrame, sheet: Sheet, layout: Layout) -> pl.DataFrame:
    """Rows of a text file with cells beyond the header: a separator inside a value has moved the cells."""
    beyond = [name for name in data.columns if name != "row" and int(name[1:]) > _last_header(layout)]
    if sheet.name or not beyond:
        return pl.DataFrame(schema=BROKEN)
    is_filled = pl.any_horizontal(pl.col(beyond).str.strip_chars().str.len_bytes() > 0)
    rows = data.filter(is_filled.fill_null(False))
    return rows.select(
        "row",
        pl.lit("").alias("column"),
        pl.lit("extra_cells").alias("rule"),
        pl.lit(int(beyond[0][1:]), pl.UInt32).alias("index"),
    )


def _last_header(layout: Layout) -> int:
    return max(index for index, header in enumerate(layout.headers) if header)


def _notes(sheet: Sheet, layout: Layout, body: pl.DataFrame, kind: pl.Series) -> tuple[Note, ...]:
    found = body.filter(kind == "note")
    notes = list(sheet.notes)
    for cells in found.head(MOST_NOTES).iter_rows():
        text = " ".join(cell.strip() for cell in cells[1:] if cell and cell.strip())
        shown = re.sub(r"\s+", " ", text)[:80]
        notes.append(
            Note(sheet.place, f"第 {cells[0]} 行不是数据行：“{shown}”。", f"row {cells[0]} is a note, no data: '{shown}'.")
        )
    if found.height > MOST_NOTES:
        notes.append(
            Note(sheet.place, f"另有 {found.height - MOST_NOTES} 行说明。", f"{found.height - MOST_NOTES} more notes.")
        )
    unheaded = [
        index
        for index in range(len(layout.headers))
        if not layout.headers[index] and sheet.name and body[f"c{index}"].str.strip_chars().str.len_bytes().max()
    ]
    for index in unheaded[:MOST_NOTES]:
        notes.append(
            Note(sheet.place, f"第 {index + 1} 列没有表头，未读取。", f"column {index + 1} has no header and was not read.")
        )
    return tuple(notes)
