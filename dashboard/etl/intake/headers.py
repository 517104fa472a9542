"""Find the header row of a sheet, say which table it heads, and match each header to a column."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.etl.intake.letters import column_letter
from dashboard.etl.intake.mapping import NameMapping
from dashboard.etl.intake.names import EITHER, REQUIRED, TABLE_NAMES, TABLES, Names, fold_header, half_width
from dashboard.etl.intake.sheets import IntakeError, Sheet

SEARCHED_ROWS = 50
UNITS = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000, "万": 10_000, "亿": 100_000_000}
UNIT = re.compile(r"[(\[【/_\-:]?(?:单位:?)?(?:人民币)?(百万元|千元|万元|亿元|元|万|亿)[)\]】]?$")
UNIT_INSIDE = re.compile(r"百万元|千元|万元|亿元")
STATED_UNIT = re.compile(r"单位[::]?\s*(?:人民币)?\s*[((]?\s*(百万元|千元|万元|亿元|元)")
BRACKETS = re.compile(r"[(\[【][^)\]】]*[)\]】]$")
# what quarantine.xlsx adds to the original columns; a corrected file comes back with them
SOURCE_COLUMNS = ("来源文件 Source file", "来源工作表 Source sheet", "来源行号 Source row")
ADDED_COLUMNS = ("隔离原因 Quarantine reasons", *SOURCE_COLUMNS)


@dataclass(frozen=True)
class Reading:
    """One column of the sheet that is read: where it stands, what it says, and the unit of its header."""

    column: str
    index: int
    header: str
    unit: int | None
    rank: int
    mapped: bool


@dataclass(frozen=True)
class Layout:
    """How one sheet is read. ``readings`` may hold several for ``item_code`` only."""

    table: str
    header_row: int
    headers: tuple[str, ...]
    readings: tuple[Reading, ...]
    unknown: tuple[tuple[str, str, str], ...]
    spare: tuple[str, ...]
    stated_unit: int | None

    def reading(self, column: str) -> Reading | None:
        """The reading that stands for ``column``."""
        return next((entry for entry in self.readings if entry.column == column), None)


@dataclass(frozen=True)
class Missing:
    """A sheet that heads no table in full: the nearest table, its missing columns, and how many were recognised."""

    table: str
    recognised: int
    columns: tuple[str, ...]
    present: int

    @property
    def looks_like_a_table(self) -> bool:
        """Whether most of the required columns are there, so that leaving it out would lose rows."""
        return 2 * self.present > len(REQUIRED[self.table]) + bool(EITHER[self.table])


def find_layout(sheet: Sheet, *, names: Names, mapping: NameMapping) -> Layout | Missing:
    """The header row among the first rows of the sheet and the table it heads.

    Raises:
        IntakeError: two headers of the sheet claim the same column with the same right.
    """
    best: tuple[int, Layout] | None = None
    nearest = Missing(table="applications", recognised=0, columns=REQUIRED["applications"], present=0)
    rows = sheet.frame.head(SEARCHED_ROWS).rows()
    for place, cells in enumerate(rows):
        headers = [(cell or "").strip() for cell in cells]
        if sum(bool(header) for header in headers) < 2:
            continue
        for table in TABLES:
            readings, rest = _match(headers, table, names, mapping)
            columns = {entry.column for entry in readings}
            absent = absent_columns(table, columns)
            if absent:
                nearest = max(
                    nearest, _judge_missing(table, columns, absent), key=lambda entry: (entry.present, entry.recognised)
                )
            elif best is None or len(columns) > best[0]:
                unit = _stated_unit(rows[:place])
                best = (len(columns), _layout(sheet, table, place, headers, readings, rest, unit, names))
    return best[1] if best else nearest


def absent_columns(table: str, columns: set[str]) -> tuple[str, ...]:
    """Required columns that are not among ``columns``."""
    absent = tuple(column for column in REQUIRED[table] if column not in columns)
    either = EITHER[table]
    return absent + ((" / ".join(either),) if either and not columns & set(either) else ())


def _judge_missing(table: str, columns: set[str], absent: tuple[str, ...]) -> Missing:
    present = len(REQUIRED[table]) + bool(EITHER[table]) - len(absent)
    return Missing(table=table, recognised=len(columns), columns=absent, present=present)


def _match(headers: Sequence[str], table: str, names: Names, mapping: NameMapping) -> tuple[list[Reading], list[int]]:
    known, mapped = names.headers[table], mapping.columns.get(table, {})
    readings, rest = [], []
    for index, header in enumerate(headers):
        found = _recognise(header, known, mapped) if header else None
        if found is None:
            rest.append(index)
        else:
            column, rank, by_mapping, unit = found
            readings.append(Reading(column, index, header, unit, rank, by_mapping))
    return readings, rest


def _recognise(
    header: str, known: Mapping[str, tuple[str, int]], mapped: Mapping[str, str]
) -> tuple[str, int, bool, int | None] | None:
    """Column, rank, whether by mapping, and unit: as it stands, without its unit, without what is in brackets."""
    folded = fold_header(header)
    unit = UNIT.search(folded)
    factor = UNITS[unit.group(1)] if unit else None
    forms: list[tuple[str, int | None]] = [(folded, None)]
    if unit:
        forms.append((fold_header(folded[: unit.start()]), factor))
    aside = BRACKETS.search(folded)
    inside = UNIT_INSIDE.search(aside.group()) if aside else None
    forms.append((fold_header(BRACKETS.sub("", folded)), UNITS[inside.group()] if inside else factor))
    for form, own in forms:
        if form in mapped:
            return mapped[form], -1, True, own if own is not None else factor
        if form in known:
            column, rank = known[form]
            return column, rank, False, own
    return None


def _layout(
    sheet: Sheet,
    table: str,
    place: int,
    headers: list[str],
    readings: list[Reading],
    rest: list[int],
    unit: int | None,
    names: Names,
) -> Layout:
    kept: list[Reading] = []
    spare: list[str] = []
    for reading in sorted(readings, key=lambda entry: (not entry.mapped, entry.rank, entry.index)):
        rival = next((entry for entry in kept if entry.column == reading.column), None)
        if rival is None or (reading.column == "item_code" and (rival.mapped, rival.rank) != (reading.mapped, reading.rank)):
            kept.append(reading)
        elif (rival.mapped, rival.rank) == (reading.mapped, reading.rank):
            raise _rivals_error(sheet, place, rival, reading)
        else:
            spare.append(reading.header)
    added = {fold_header(name) for name in ADDED_COLUMNS}
    unknown = [
        (column_letter(index), headers[index], _nearest(headers[index], table, names))
        for index in rest
        if headers[index] and fold_header(headers[index]) not in added
    ]
    return Layout(table, place, tuple(headers), tuple(kept), tuple(unknown), tuple(spare), unit)


def _rivals_error(sheet: Sheet, place: int, one: Reading, other: Reading) -> IntakeError:
    where = f"{column_letter(one.index)}、{column_letter(other.index)}"
    return IntakeError(
        f"{sheet.place} 第 {place + 1} 行：{where} 两列的表头“{one.header}”“{other.header}”都指 {one.column}。"
        "请删去一列或改名。",
        f"{sheet.place}, row {place + 1}: columns {where.replace('、', ' and ')} ('{one.header}', '{other.header}') "
        f"both mean {one.column}. Remove or rename one.",
    )


def _nearest(header: str, table: str, names: Names) -> str:
    """The known header most like this one, or an empty text."""
    shown = {fold_header(zh): zh for (owner, _), (zh, _) in names.labels.items() if owner == table}
    shown |= {form: form for form in names.headers[table] if form not in shown}
    found = difflib.get_close_matches(fold_header(header), list(shown), n=1, cutoff=0.5)
    return shown[found[0]] if found else ""


def _stated_unit(rows: Sequence[Sequence[str | None]]) -> int | None:
    """The unit that a title row states for the whole sheet, as in “单位：万元”."""
    for row in rows:
        for cell in row:
            found = STATED_UNIT.search(half_width(cell or ""))
            if found:
                return UNITS[found.group(1)]
    return None


def missing_columns_error(sheet: Sheet, missing: Missing, *, names: Names) -> IntakeError:
    """The refusal that names the file, the sheet and the columns."""
    zh = "、".join(names.label(missing.table, column) for column in missing.columns)
    table = TABLE_NAMES[missing.table]
    return IntakeError(
        f"{sheet.place} 缺少{table}数据的必填列：{zh}。请补上这些列，或用 --mapping 说明表头对应的列。",
        f"{sheet.place} lacks the required columns of {missing.table}: {', '.join(missing.columns)}. "
        "Add them, or name their headers in a --mapping file.",
    )
