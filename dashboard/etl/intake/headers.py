"""Find the header row of a sheet, say which table it heads, and match each header to a column."""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.etl.intake.letters import column_letter
from dashboard.etl.intake.mapping import NameMapping
from dashboard.etl.intake.names import EITHER, KEYS, REQUIRED, TABLE_NAMES, TABLES, Names, fold_header
from dashboard.etl.intake.sheets import IntakeError, Sheet
from dashboard.etl.intake.units import (
    ASIDE,
    UNITS,
    is_units_row,
    unit_of_brackets,
    units_of_groups,
    units_of_sheet,
)

SEARCHED_ROWS = 50
TAIL = re.compile(rf"[/_\-:]?(?:单位:?)?(?:人民币|rmb)?({'|'.join(sorted(UNITS, key=len, reverse=True))})$")
# what quarantine.xlsx adds to the original columns; a corrected file comes back with them
SOURCE_COLUMNS = ("来源文件 Source file", "来源工作表 Source sheet", "来源行号 Source row")
ADDED_COLUMNS = ("隔离原因 Quarantine reasons", *SOURCE_COLUMNS)


@dataclass(frozen=True)
class Reading:
    """One column of the sheet that is read: where it stands, what it says, and its unit.

    ``unit_word`` is the unit as a row above or below the header writes it; "" where the header itself states it.
    """

    column: str
    index: int
    header: str
    unit: int | None
    rank: int
    mapped: bool
    unit_word: str = ""


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
    stated_word: str
    first_row: int

    def unit(self, reading: Reading) -> int:
        """The factor of an amount without a unit of its own; ``UNKNOWN_UNIT`` where what is stated is not known."""
        return next((unit for unit in (reading.unit, self.stated_unit) if unit is not None), 1)

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
        single = [(cell or "").strip() for cell in cells]
        if sum(bool(header) for header in single) < 2:
            continue
        for table in TABLES:
            joined = _join_below(single, rows[place + 1], table, names, mapping) if place + 1 < len(rows) else None
            for headers, last in ((single, place), (joined, place + 1)):
                if headers is None:
                    continue
                readings, rest = _match(headers, table, names, mapping)
                columns = {entry.column for entry in readings}
                absent = absent_columns(table, columns)
                if absent:
                    nearest = max(
                        nearest, _judge_missing(table, columns, absent), key=lambda entry: (entry.present, entry.recognised)
                    )
                elif best is None or len(columns) > best[0]:
                    best = (len(columns), _layout(sheet, table, last, headers, readings, rest, rows, names))
    return best[1] if best else nearest


def _join_below(
    upper: Sequence[str], below: Sequence[str | None], table: str, names: Names, mapping: NameMapping
) -> list[str] | None:
    """Headers over two rows as one, where every cell of the lower row is a header of ``table``."""
    lower = [(cell or "").strip() for cell in below]
    known, _ = _match(lower, table, names, mapping)
    if not known or len(known) < sum(map(bool, lower)):
        return None
    return [under or over for under, over in zip(lower, upper, strict=True)]


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
    forms: list[tuple[str, int | None]] = [(folded, None)]
    aside, tail = ASIDE.search(folded), TAIL.search(folded)
    if aside:
        forms.append((fold_header(folded[: aside.start()]), unit_of_brackets(aside.group(1))))
    elif tail:
        forms.append((fold_header(folded[: tail.start()]), UNITS[tail.group(1)]))
    for form, own in forms:
        if form in mapped:
            return mapped[form], -1, True, own if own is not None else _unit_of_mapped(aside, tail)
        if form in known:
            column, rank = known[form]
            return column, rank, False, own
    return None


def _unit_of_mapped(aside: re.Match[str] | None, tail: re.Match[str] | None) -> int | None:
    """The unit within a header that the mapping names whole."""
    if aside:
        return unit_of_brackets(aside.group(1))
    return UNITS[tail.group(1)] if tail else None


def _layout(
    sheet: Sheet,
    table: str,
    place: int,
    headers: list[str],
    readings: list[Reading],
    rest: list[int],
    rows: Sequence[Sequence[str | None]],
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
    stated = units_of_sheet(rows[:place])
    _refuse_rival_units(sheet, "", stated)
    units_row = _units_row(rows, place, table, kept)
    kept = _add_units(sheet, kept, rows[:place], units_row, stated, headers)
    word, unit = next(iter(stated.items()), ("", None))
    first = place + 1 + bool(units_row)
    return Layout(table, place, tuple(headers), tuple(kept), tuple(unknown), tuple(spare), unit, word, first)


def _units_row(
    rows: Sequence[Sequence[str | None]], place: int, table: str, readings: Sequence[Reading]
) -> Sequence[str | None]:
    """The row of units under the headers; empty where there is none."""
    below = rows[place + 1] if place + 1 < len(rows) else ()
    key = next((entry.index for entry in readings if entry.column == KEYS[table]), None)
    is_one = below and key is not None and not (below[key] or "").strip() and is_units_row(below)
    return below if is_one else ()


def _add_units(
    sheet: Sheet,
    readings: Sequence[Reading],
    above: Sequence[Sequence[str | None]],
    units_row: Sequence[str | None],
    stated: Mapping[str, int],
    headers: Sequence[str],
) -> list[Reading]:
    """Amounts get the unit of the headers above them or of the row below them.

    Raises:
        IntakeError: two units of a column disagree, or such rows give units to some amounts only.
    """
    groups = units_of_groups(above, len(headers))
    found, bare = [], []
    for reading in readings:
        if not reading.column.endswith("_yuan"):
            found.append(reading)
            continue
        outside = dict(groups.get(reading.index, {}))
        below = (units_row[reading.index] or "").strip(" ()（）[]【】") if units_row else ""
        if below:
            outside[below] = unit_of_brackets(below)
        own = {reading.header: reading.unit} if reading.unit is not None else {}
        _refuse_rival_units(sheet, reading.header, {**stated, **outside, **own})
        if own or not outside:
            found.append(reading)
            bare += [reading.header] if not own and not stated else []
        else:
            word, unit = next(iter(outside.items()))
            found.append(replace(reading, unit=unit, unit_word=word))
    given = [entry.header for entry in found if entry.unit_word]
    if given and bare:
        zh, en = "、".join(bare), ", ".join(bare)
        raise IntakeError(
            f"{sheet.place}:表头上方或下方给出了“{given[0]}”的单位，但“{zh}”没有单位。请在表头中写明，如“{bare[0]}（万元）”。",
            f"{sheet.place}: a row above or below the headers states the unit of '{given[0]}' but none of '{en}'. "
            f"Write the unit into the header, as in '{bare[0]}（万元）'.",
        )
    return found


def _refuse_rival_units(sheet: Sheet, header: str, stated: Mapping[str, int]) -> None:
    if len(set(stated.values())) > 1:
        words = "”“".join(stated)
        column = f"“{header}”" if header else ""
        raise IntakeError(
            f"{sheet.place}:{column}有互相矛盾的金额单位：“{words}”。请只保留一个。",
            f"{sheet.place}: units of amounts disagree{f' for {header}' if header else ''}: "
            f"{', '.join(stated)}. Keep only one.",
        )


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


def missing_columns_error(sheet: Sheet, missing: Missing, *, names: Names) -> IntakeError:
    """The refusal that names the file, the sheet and the columns."""
    zh = "、".join(names.label(missing.table, column) for column in missing.columns)
    table = TABLE_NAMES[missing.table]
    return IntakeError(
        f"{sheet.place} 缺少{table}数据的必填列：{zh}。请补上这些列，或用 --mapping 说明表头对应的列。",
        f"{sheet.place} lacks the required columns of {missing.table}: {', '.join(missing.columns)}. "
        "Add them, or name their headers in a --mapping file.",
    )
