"""``python -m dashboard report``: three files, one line for what is wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.access import MACHINE, act_as
from dashboard.settings import PROJECT_DIR
from dashboard.store.database import database_url, open_database
from dashboard.store.evaluations import Content, Evaluations
from tests.report.conftest import filters_of, word_text


def test_three_files_in_a_process_of_its_own(shipped: Path, tmp_path: Path) -> None:
    options = ["--snapshot", "synthetic", "--period", "fund_year:2025", "--lang", "zh", "--to", str(tmp_path / "out")]
    command = [sys.executable, "-m", "dashboard", "report", *options, "--data", str(shipped)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DASHBOARD_")}
    answer = subprocess.run(command, cwd=PROJECT_DIR, capture_output=True, check=False, env=environment, text=True)
    assert (answer.returncode, answer.stderr) == (0, "")
    names = [f"report_synthetic_fund_year-2025_zh.{ending}" for ending in ("docx", "pdf", "xlsx")]
    assert [Path(line).name for line in answer.stdout.splitlines()] == names
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(names)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--snapshot", "nope"],
        ["--district", "440399"],
        ["--period", "2025"],
        ["--lang", "fr"],
        ["--to", "/proc/none/out"],
        ["--evaluation", "x"],
        ["--evaluation", "99"],
        ["--template", "no.docx"],
        ["--format", "pdf"],
    ],
)
def test_wrong_calls_end_with_2_and_one_line(
    arguments: list[str], shipped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_DATABASE", f"sqlite:///{tmp_path / 'x.sqlite'}")
    try:
        code = main(
            ["report", "--data", str(shipped), *(["--to", str(tmp_path)] if "--to" not in arguments else []), *arguments]
        )
    except SystemExit as stop:
        code = int(str(stop.code))
    written = capsys.readouterr()
    assert code == 2
    assert written.out == ""
    assert len(written.err.strip().splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".sqlite" and "sqlite" not in path.name] == []


def test_a_kept_evaluation_brings_its_filters(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DASHBOARD_DATABASE", f"sqlite:///{tmp_path / 'kept.sqlite'}")
    filters = filters_of(shipped, period="fund_year:2024", district="440305")
    with act_as(MACHINE):
        Evaluations(open_database(database_url(data=shipped))).create(
            name="南山年度",
            author="甲",
            snapshot=filters.snapshot.name,
            snapshot_version=filters.snapshot.version,
            parameters=filters.parameters(),
            content=Content(suggestions="按季通报"),
        )
    assert main(["report", "--data", str(shipped), "--to", str(tmp_path), "--evaluation", "1", "--lang", "zh"]) == 0
    word = Path(capsys.readouterr().out.splitlines()[0])
    assert word.name == "report_synthetic_fund_year-2024_440305_zh.docx"
    assert "按季通报" in word_text(word.read_bytes())


def test_the_template_is_written_and_fills(shipped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "own.docx"
    assert main(["template", "--to", str(own)]) == 0
    assert main(["template", "--to", "/proc/none/own.docx"]) == 2
    # kept in the data folder it is the office's: here one that cannot be filled is named
    (tmp_path / "data" / "report").mkdir(parents=True)
    (tmp_path / "data" / "snapshots").symlink_to(shipped / "snapshots")
    (tmp_path / "data" / "report" / "template.docx").write_bytes(b"no word file")
    capsys.readouterr()
    assert main(["report", "--data", str(tmp_path / "data"), "--to", str(tmp_path / "out")]) == 2
    assert "template" in capsys.readouterr().err
    assert not list((tmp_path / "out").glob("*"))


def test_reports_under_other_filters_do_not_overwrite_each_other(
    shipped: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = ["report", "--data", str(shipped), "--to", str(tmp_path), "--period", "fund_year:2025", "--district", "440308"]
    assert main([*base, "--item", "05-1", "--size", "micro"]) == 0
    assert main(base) == 0
    stems = {Path(line).stem for line in capsys.readouterr().out.splitlines()}
    assert stems == {"report_synthetic_fund_year-2025_440308_05-1-micro_zh", "report_synthetic_fund_year-2025_440308_zh"}


def test_a_querys_own_parameters_are_given_by_name(shipped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = ["query", "process/stuck", "--data", str(shipped), "--format", "csv"]
    assert main([*base, "--parameter", "limit=3"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 4
    for wrong in ("limit=x", "scope=1", "unknown=1", "limit"):
        assert main([*base, "--parameter", wrong]) == 2
        assert wrong in capsys.readouterr().err
    assert main([*base, "--cut-on", "31.10.2025"]) == 2
    assert "2025-10-31" in capsys.readouterr().err
