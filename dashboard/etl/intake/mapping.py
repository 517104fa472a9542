"""The mapping file: headers and values that the built-in names miss, as TOML."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dashboard.etl.intake.names import TABLES, Names, fold, fold_header
from dashboard.etl.intake.sheets import IntakeError


@dataclass(frozen=True)
class NameMapping:
    """``columns``: table → folded header → column; ``values``: table → column → folded text → code."""

    name: str = ""
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)


def read_mapping(path: Path, *, names: Names) -> NameMapping:
    """Read and check a mapping.

    Raises:
        IntakeError: no TOML, or a table, column or code that does not exist; names the place.
    """
    try:
        content = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise IntakeError(
            f"映射文件“{path.name}”无法读取（{error}）。", f"The mapping '{path.name}' cannot be read ({error})."
        ) from error
    columns: dict[str, dict[str, str]] = {}
    values: dict[str, dict[str, dict[str, str]]] = {}
    for table, parts in content.items():
        if table not in TABLES:
            raise _unknown_error(path, table, table, list(TABLES))
        for part, entries in _table(path, table, parts).items():
            if part == "columns":
                columns[table] = _columns(path, table, _table(path, f"{table}.columns", entries))
            elif part == "values":
                values[table] = _values(path, table, _table(path, f"{table}.values", entries), names)
            else:
                raise _unknown_error(path, table, part, ["columns", "values"])
    return NameMapping(name=path.name, columns=columns, values=values)


def _columns(path: Path, table: str, entries: Mapping[str, Any]) -> dict[str, str]:
    for header, column in entries.items():
        if column not in TABLES[table]:
            raise _unknown_error(path, f'{table}.columns "{header}"', str(column), list(TABLES[table]))
    return {fold_header(header): column for header, column in entries.items()}


def _values(path: Path, table: str, entries: Mapping[str, Any], names: Names) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for column, texts in entries.items():
        if column not in TABLES[table]:
            raise _unknown_error(path, f"{table}.values", column, list(TABLES[table]))
        codes = sorted(set(names.values.get(column, {}).values()))
        for text, code in _table(path, f"{table}.values.{column}", texts).items():
            if not isinstance(code, str) or (codes and code not in codes):
                raise _unknown_error(path, f'{table}.values.{column} "{text}"', str(code), codes)
            found.setdefault(column, {})[fold(text)] = code
    return found


def _table(path: Path, place: str, content: Any) -> Mapping[str, Any]:
    if not isinstance(content, dict):
        raise IntakeError(
            f"映射文件“{path.name}”中 [{place}] 应为表。", f"[{place}] of the mapping '{path.name}' must be a table."
        )
    return content


def _unknown_error(path: Path, place: str, value: str, known: list[str]) -> IntakeError:
    return IntakeError(
        f"映射文件“{path.name}”的 {place}:没有“{value}”。可用：{'、'.join(known)}。",
        f"The mapping '{path.name}', {place}: there is no '{value}'. Known: {', '.join(known)}.",
    )
