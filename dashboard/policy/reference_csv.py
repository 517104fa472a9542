"""Read one reference CSV strictly: an error names file, line and column, in Chinese and in English.

Files are edited by hand in Excel or WPS: a byte-order mark and Windows line ends are fine.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from dashboard.errors import ReaderError

Row = TypeVar("Row", bound=BaseModel)


class RegistryError(ReaderError):
    """A reference file that cannot be used; the message names file, line and column."""

    def __init__(self, *, file: str, line: int, column: str, zh: str, en: str) -> None:
        super().__init__(f"{file} 第 {line} 行，列 {column}:{zh}", f"{file}, line {line}, column {column}: {en}")
        self.file, self.line, self.column = file, line, column


def read_rows(path: Path, model: type[Row]) -> Iterator[tuple[int, Row]]:
    """Rows of a CSV as ``model``, each with its line number; empty cells are None."""
    for line, cells in _cells(path, _columns(model)):
        try:
            yield line, model.model_validate({name: value or None for name, value in cells.items()})
        except ValidationError as error:
            first = error.errors()[0]
            column = str(first["loc"][0]) if first["loc"] else "*"
            raise RegistryError(
                file=path.name,
                line=line,
                column=column,
                zh=f"值“{cells.get(column, '')}”无效（{first['msg']}）。请改正后重试。",
                en=f"the value '{cells.get(column, '')}' is not valid ({first['msg']}).",
            ) from error


def _columns(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _cells(path: Path, required: list[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        stream = path.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise RegistryError(
            file=path.name, line=0, column="*", zh="文件缺失。请恢复该文件。", en="the file is missing; restore it."
        ) from error
    with stream:
        reader = csv.DictReader(stream)
        try:
            absent = [name for name in required if name not in (reader.fieldnames or ())]
            if absent:
                raise RegistryError(
                    file=path.name, line=1, column=absent[0], zh="缺少这一列。请补上列名。", en="the column is missing."
                )
            for cells in reader:
                if None in cells or None in cells.values():
                    raise RegistryError(
                        file=path.name,
                        line=reader.line_num,
                        column="*",
                        zh="列数与表头不符。请检查逗号和引号。",
                        en="the number of cells differs from the header; check commas and quotes.",
                    )
                if any(value.strip() for value in cells.values()):
                    yield reader.line_num, {name: value.strip() for name, value in cells.items()}
        except UnicodeDecodeError as error:
            raise RegistryError(
                file=path.name,
                line=reader.line_num + 1,
                column="*",
                zh="不是 UTF-8 编码。请另存为“CSV UTF-8”。",
                en="the file is not UTF-8; save it as 'CSV UTF-8'.",
            ) from error
