"""What a file is read into: sheets of plain text cells that know their row numbers, and what is refused."""

from dataclasses import dataclass, field

import polars as pl

from dashboard.errors import ReaderError


class IntakeError(ReaderError):
    """A run that is refused; the current snapshot stays as it is."""


@dataclass(frozen=True)
class Note:
    """Something the report names: where, and one sentence in each language."""

    place: str
    zh: str
    en: str


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file. ``frame`` holds text columns ``c0``, ``c1``, …; its first row is row 1 of the sheet.

    A cell is the text as it was written, a number in its shortest form, a date as ISO. Empty is null or "".
    """

    file: str
    name: str
    frame: pl.DataFrame
    notes: tuple[Note, ...] = ()

    @property
    def place(self) -> str:
        """File and sheet, as messages name them."""
        return f"{self.file} [{self.name}]" if self.name else self.file


@dataclass(frozen=True)
class SourceFile:
    """One input file: its name as given (told apart from others), SHA-256 and sheets."""

    name: str
    sha256: str
    form: str
    sheets: tuple[Sheet, ...] = field(default_factory=tuple)


def unreadable_error(file: str, zh: str, en: str) -> IntakeError:
    """The file cannot be read: why, and what to do."""
    return IntakeError(f"文件“{file}”无法读取：{zh}", f"File '{file}' cannot be read: {en}")
