"""Arrows between rooms, as the code has them: ``python -m tests.arrows`` prints the table of docs/architecture.md."""

import ast
from collections.abc import Iterator
from pathlib import Path

from dashboard.settings import PROJECT_DIR

HOUSE = PROJECT_DIR / "dashboard"


def rooms(house: Path = HOUSE) -> list[str]:
    """Packages of the house; what stands at its root is no room."""
    return sorted(path.parent.name for path in house.glob("*/__init__.py"))


def modules_named(node: ast.AST) -> list[str]:
    """Absolute names that an import may mean: of ``from dashboard import x`` also ``dashboard.x``."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def rooms_imported(file: Path, *, known: list[str]) -> Iterator[str]:
    """Rooms that a file imports, wherever in the file and also for types alone."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        for name in modules_named(node):
            house, _, rest = name.partition(".")
            room = rest.partition(".")[0]
            if house == "dashboard" and room in known:
                yield room


def arrows(house: Path = HOUSE) -> dict[str, list[str]]:
    """Of each room that imports others, these."""
    known = rooms(house)
    found = {
        room: {other for file in (house / room).rglob("*.py") for other in rooms_imported(file, known=known)} - {room}
        for room in known
    }
    return {room: sorted(others) for room, others in found.items() if others}


def table(found: dict[str, list[str]]) -> str:
    """The arrows in Markdown."""
    rows = [("room", "imports"), ("---", "---")]
    rows += [(f"`{room}`", ", ".join(f"`{other}`" for other in others)) for room, others in found.items()]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    print(table(arrows()))
