"""Delimited text: its encoding, its separator, its records. UTF-8 with or without BOM, UTF-16 with BOM, GB18030."""

import codecs
import csv
import io
import itertools
import re
from collections import Counter
from pathlib import Path

import polars as pl

from dashboard.etl.intake.limits import LONGEST_CELL, MOST_COLUMNS
from dashboard.etl.intake.sheets import Sheet, unreadable_error

SEPARATORS = (",", "\t", ";", "|")
SAMPLE_CHARACTERS = 256 * 1024
SAMPLE_RECORDS = 200
STATED_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
QUOTED = re.compile(r'"(?:[^"]|"")*"')
# MySQL writes a quotation mark inside a cell as \\"; at the end of a cell it is a path
BACKSLASH_QUOTE = re.compile(rb'\\"(?![,;|\t\r\n"]|$)')
BLOCK = 1024 * 1024
# a UTF-8 file with a few damaged bytes decodes as GB18030 into nonsense: beyond this share it is another encoding
DAMAGED_SHARE = 0.02


def read_delimited(path: Path, *, name: str) -> tuple[str, Sheet]:
    """Encoding and separator as one word, and the only sheet of the file.

    Raises:
        IntakeError: no known encoding, NUL bytes, an open quotation mark, too many columns; names the line.
    """
    content = path.read_bytes()
    encoding, content = _as_utf8(name, content)
    if b"\n" not in content[:BLOCK] and b"\r" in content[:BLOCK]:
        content = content.replace(b"\r", b"\n")
    sample = content[: SAMPLE_CHARACTERS * 3].decode("utf-8", errors="ignore")[:SAMPLE_CHARACTERS]
    separator = _separator(sample)
    escaped = BACKSLASH_QUOTE.search(content)
    if escaped:
        line = content.count(b"\n", 0, escaped.start()) + 1
        raise unreadable_error(
            name,
            f'第 {line} 行的引号前有反斜杠（\\"），会使文字走样。请导出时选择以两个引号表示引号，或另存为 .xlsx。',
            f'line {line} holds a backslash before a quotation mark (\\"), which would garble the text. '
            "Export with doubled quotation marks, or as .xlsx.",
        )
    frame = _records(name, content, separator=separator, width=_width(sample, separator))
    _refuse_swallowed_rows(name, frame, separator=separator)
    return f"{encoding} {separator!r}", Sheet(file=name, name="", frame=frame)


def _as_utf8(name: str, content: bytes) -> tuple[str, bytes]:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if content.startswith(mark):
            return encoding, _transcode(name, content, encoding)
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        raise unreadable_error(
            name,
            f"第 {line} 行含有空字节，它不是文本文件或已损坏。请重新导出。",
            f"line {line} holds a NUL byte: it is not a text file or is damaged. Export it again.",
        )
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        _check(content, "utf-8")
    except UnicodeDecodeError as error:
        _refuse_damaged(name, content)
        del error
        return "gb18030", _transcode(name, content, "gb18030")
    return "utf-8", content


def _check(content: bytes, encoding: str) -> None:
    """Raise where ``content`` is not of the encoding; decoded block by block, so that it is never held twice."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    for start in range(0, len(content), BLOCK):
        decoder.decode(content[start : start + BLOCK])
    decoder.decode(b"", final=True)


def _transcode(name: str, content: bytes, encoding: str) -> bytes:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    out = io.BytesIO()
    start = 0
    try:
        for start in range(0, len(content), BLOCK):
            out.write(decoder.decode(content[start : start + BLOCK]).encode("utf-8"))
        out.write(decoder.decode(b"", final=True).encode("utf-8"))
    except UnicodeError as error:
        line = content.count(b"\n", 0, start) + 1
        raise unreadable_error(
            name,
            f"第 {line} 行之后的文字既不是 UTF-8 也不是 GB18030 编码。请另存为“CSV UTF-8”。",
            f"after line {line} it is neither UTF-8 nor GB18030. Save it as 'CSV UTF-8'.",
        ) from error
    return out.getvalue()


def _refuse_damaged(name: str, content: bytes) -> None:
    text = content.decode("utf-8", errors="replace")
    foreign = sum(1 for letter in text[: 16 * BLOCK] if ord(letter) > 127)
    bad = text.count("\ufffd")
    if foreign and bad / foreign < DAMAGED_SHARE:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        raise unreadable_error(
            name,
            f"第 {line} 行有损坏的 UTF-8 字节。请重新导出该文件。",
            f"line {line} holds damaged UTF-8 bytes. Export the file again.",
        )


def _separator(sample: str) -> str:
    """The stated one (``sep=;``), else the one that most lines have equally often; then the one they have most of.

    What stands inside quotation marks does not count.
    """
    stated = STATED_SEPARATOR.match(sample)
    if stated:
        return stated.group(1)
    lines = [line for line in QUOTED.sub("", sample).splitlines()[:50] if line.strip()]

    def regularity(mark: str) -> tuple[int, int]:
        counts = Counter(count for line in lines if (count := line.count(mark)))
        count, often = max(counts.items(), key=lambda entry: (entry[1], entry[0]), default=(0, 0))
        return often, count

    return max(SEPARATORS, key=regularity)


def _width(sample: str, separator: str) -> int:
    """The most cells a record of the sample has; records that csv cannot read are left to the reader."""
    reader = csv.reader(io.StringIO(sample), delimiter=separator)
    width = 1
    try:
        for record in itertools.islice(reader, SAMPLE_RECORDS):
            width = max(width, len(record))
    except csv.Error:
        return min(width, MOST_COLUMNS + 1)
    return min(width, MOST_COLUMNS + 1)


def _records(name: str, content: bytes, *, separator: str, width: int) -> pl.DataFrame:
    if width > MOST_COLUMNS:
        raise _too_wide_error(name)
    try:
        frame = pl.read_csv(
            content,
            has_header=False,
            separator=separator,
            schema={f"c{place}": pl.String for place in range(width)},
            missing_columns="insert",
            raise_if_empty=False,
        )
    except pl.exceptions.PolarsError:
        # a quotation mark inside a cell, or records longer than the sample's: the slow reader says what is wrong
        frame = _slow_records(name, content, separator=separator)
    longest = frame.select(pl.max_horizontal(pl.all().str.len_bytes().max())).item() if frame.width else 0
    if longest and longest > LONGEST_CELL:
        raise too_long_error(name)
    return frame


def _refuse_swallowed_rows(name: str, frame: pl.DataFrame, *, separator: str) -> None:
    """A cell of several lines with as many separators as whole rows have holds rows: a quotation mark was left open."""
    if frame.width < 2:
        return
    for column in frame.columns:
        breaks = frame[column].str.count_matches("\n")
        marks = frame[column].str.count_matches(separator, literal=True)
        swallowed = ((breaks > 0) & (marks >= breaks * (frame.width - 1))).fill_null(False)
        if swallowed.any():
            record = int(swallowed.arg_true()[0])
            before = frame.head(record).select(pl.sum_horizontal(pl.all().str.count_matches("\n").sum())).item()
            first = record + 1 + int(before or 0)
            last = first + int(breaks[record])
            raise unreadable_error(
                name,
                f"第 {first} 行的引号没有闭合，第 {first} 至 {last} 行会并入同一单元格。请检查这些行的英文双引号。",
                f"a quotation mark of line {first} is not closed: lines {first} to {last} would become one cell. "
                "Check the double quotes there.",
            )


def _slow_records(name: str, content: bytes, *, separator: str) -> pl.DataFrame:
    csv.field_size_limit(LONGEST_CELL)
    stream = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline="")
    reader = csv.reader(stream, delimiter=separator, strict=True)
    records: list[list[str | None]] = []
    width = 1
    try:
        for record in reader:
            width = max(width, len(record))
            records.append([*record])
            if width > MOST_COLUMNS:
                raise _too_wide_error(name)
    except csv.Error as error:
        if "field larger" in str(error):
            raise too_long_error(name) from error
        raise unreadable_error(
            name,
            f"第 {reader.line_num} 行附近的引号不成对。请检查该行的英文双引号。",
            f"the quotation marks near line {reader.line_num} do not pair. Check the double quotes there.",
        ) from error
    even = [record + [None] * (width - len(record)) for record in records]
    return pl.DataFrame(even, schema={f"c{place}": pl.String for place in range(width)}, orient="row")


def too_long_error(name: str) -> Exception:
    """A cell longer than any spreadsheet cell."""
    return unreadable_error(
        name,
        "有超过 1 MB 的单元格，不是正常的表格数据（或引号不成对）。请检查文件。",
        "a cell holds more than 1 MB, which is no table data (or quotation marks do not pair). Check the file.",
    )


def _too_wide_error(name: str) -> Exception:
    return unreadable_error(
        name,
        f"超过 {MOST_COLUMNS} 列，不是申报或奖项数据。请检查文件。",
        f"it has more than {MOST_COLUMNS} columns: no table of applications or awards. Check the file.",
    )
