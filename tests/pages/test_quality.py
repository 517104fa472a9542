"""The page on the data themselves after an appended snapshot: what changed, every figure that moved, none too few."""

import json
from datetime import date
from pathlib import Path

import pytest

from dashboard.settings import PROJECT_DIR
from dashboard.snapshots import open_snapshot, previous_snapshot
from tests.listed_tables import listed_tables
from tests.pages.test_pages import open_page, text_of
from tests.snapshot_builder import build

QUALITY = PROJECT_DIR / "pages" / "data" / "quality.py"
ROWS = [
    {"uscc": f"U{place}", "applicant": f"甲{place}", "district_registered": "440305", "submitted_on": date(2025, 6, 20)}
    for place in range(5)
]


def made(data: Path, name: str, created_at: str, *, accepted: int) -> None:
    """Say in the manifest when a snapshot was made and how many rows it took from files; the others were carried over."""
    path = data / "snapshots" / name / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["created_at"] = created_at
    manifest["tables"]["applications"] |= {"read": accepted, "accepted": accepted}
    path.write_text(json.dumps(manifest), encoding="utf-8")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three rows, then two more appended, of which the day of one was corrected; both as of one day."""
    changed = [ROWS[0] | {"accepted_on": date(2025, 6, 23), "status": "accepted"}, *ROWS[1:]]
    build(tmp_path, name="first", kind="synthetic", applications=ROWS[:3])
    build(tmp_path, name="second", kind="synthetic", applications=changed)
    made(tmp_path, "first", "2026-11-01T00:00:00+08:00", accepted=3)
    made(tmp_path, "second", "2026-11-02T00:00:00+08:00", accepted=3)
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path))
    return tmp_path


def test_of_two_snapshots_of_one_day_the_one_made_first_is_the_previous(data: Path) -> None:
    first, second = (open_snapshot(name, data=data) for name in ("first", "second"))
    before = previous_snapshot(second, data=data)
    assert before is not None
    assert before.name == "first"
    assert previous_snapshot(first, data=data) is None


@pytest.mark.parametrize(
    ("language", "change", "step", "figure"),
    [
        ("zh", "申请 +2", "first（截至2026-10-31） → second（截至2026-10-31）", "尚未受理"),
        ("en", "Applications +2", "first (as of 2026-10-31) → second (as of 2026-10-31)", "Not yet accepted"),
    ],
)
def test_differences_count_rows_that_were_carried_over(
    data: Path, language: str, change: str, step: str, figure: str
) -> None:
    app = open_page(QUALITY, lang=language)
    assert not app.exception
    shown = text_of(app)
    assert change in shown
    assert step in shown
    tables = [list(table.values()) for table in listed_tables(app)]
    changed = next(columns for columns in tables if len(columns) == 7 and columns[2][0] == "5")
    assert [column[0] for column in changed[1:6]] == ["3", "5", "2", "0", "1"]
    moved = next(columns for columns in tables if figure in columns[0])
    assert not any("_" in name for name in moved[0])
