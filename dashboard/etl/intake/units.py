"""Units of amounts: what is a unit of yuan, what is a unit but none of yuan, and where a sheet states one."""

import re
from collections.abc import Sequence

from dashboard.etl.intake.names import fold, half_width

UNITS = {
    "元": 1, "圆": 1, "yuan": 1, "百元": 100, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "千万元": 10_000_000,
    "亿元": 100_000_000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000,
}  # fmt: skip
# stands for a unit that is not known: no amount is read by it
UNKNOWN_UNIT = 0
YUAN_WORDS = re.compile(r"^(?:单位)?(?:人民币|rmb|cny|¥)")
CURRENCY = re.compile(r"[元圆币镑]$|^(?:us|hk|\$|usd|hkd|eur|jpy|gbp|mop|twd|€|£)")
ASIDE = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]$")
BETWEEN = re.compile(r"[,、;:/+\s]")
LABEL = re.compile(r"(?P<before>\w?)(?:金额|货币|计量|计价)?单位:\s*(?P<unit>[^\s()\[\]【】。]+)")
LABEL_ALONE = re.compile(r"^[(\[【]?(?:金额|货币|计量|计价)?单位:?$")


def units_in(text: str) -> set[int]:
    """Factors of the units in a list such as 家、万元; ``UNKNOWN_UNIT`` for a currency that is not yuan."""
    found = set()
    for word in BETWEEN.split(half_width(text)):
        plain = YUAN_WORDS.sub("", fold(word)).removeprefix("单位")
        if plain in UNITS:
            found.add(UNITS[plain])
        elif YUAN_WORDS.fullmatch(fold(word)):
            found.add(1)
        elif CURRENCY.search(fold(word)):
            found.add(UNKNOWN_UNIT)
    return found


def unit_of_brackets(inside: str) -> int:
    """The one unit in the brackets of an amount's header; whatever else stands there is an unknown unit."""
    found = units_in(inside)
    return found.pop() if len(found) == 1 else UNKNOWN_UNIT


def _named(word: str) -> dict[str, int]:
    """The word with its unit; nothing where it names none, an unknown unit where it names several."""
    return {word: unit_of_brackets(word)} if units_in(word) else {}


def units_of_sheet(rows: Sequence[Sequence[str | None]]) -> dict[str, int]:
    """Units stated for the whole sheet above its headers, by word: 单位：万元, also in two cells or as one of several."""
    found: dict[str, int] = {}
    for row in rows:
        cells = [half_width(cell).strip() for cell in row if cell and cell.strip()]
        for place, cell in enumerate(cells):
            if LABEL_ALONE.match(cell) and place + 1 < len(cells):
                found |= _named(cells[place + 1].rstrip(")]】"))
            text = re.sub(r"\s*([,、;/])\s*", r"\1", cell)
            for label in LABEL.finditer(text):
                # 填报单位：国元 is a name; a known unit after such a word is one all the same
                if not label["before"] or UNKNOWN_UNIT not in units_in(label["unit"]):
                    found |= _named(label["unit"])
    return found


def units_of_groups(rows: Sequence[Sequence[str | None]], width: int) -> dict[int, dict[str, int]]:
    """Units by column (from 0) and word that headers above state, each for the columns up to the next one."""
    found: dict[int, dict[str, int]] = {}
    for row in rows:
        here: dict[str, int] = {}
        for column in range(width):
            cell = half_width(row[column] or "").strip() if column < len(row) else ""
            if cell:
                aside = ASIDE.search(cell)
                word = aside.group(1) if aside else cell if fold(cell) in UNITS else ""
                here = _named(word)
            if here:
                found.setdefault(column, {}).update(here)
    return found


def is_units_row(cells: Sequence[str | None]) -> bool:
    """Whether the row under the headers names units (万元, 家, 日期) and holds no data: short words, one of them a unit."""
    words = [half_width(cell).strip() for cell in cells if cell and cell.strip()]
    plain = [word.strip("()[]【】") for word in words]
    return bool(words) and all(len(word) <= 8 and not re.search(r"\d", word) for word in words) and any(map(units_in, plain))
