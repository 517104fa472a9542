"""What an intake is asked to do."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dashboard.policy import Registry


@dataclass(frozen=True)
class Order:
    """What was asked for on the command line."""

    files: tuple[Path, ...]
    as_of: date
    name: str
    data: Path
    registry: Registry
    mapping: Path | None = None
    rules: Path | None = None
    kind: str = "official"
    append_to: str | None = None
    max_quarantine: float = 0.05
    activate: bool = True
    dry_run: bool = False
