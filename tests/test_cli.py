"""The command line: one line and exit 2 for what is wrong, the page's figures for what is right."""

import argparse
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from dashboard.__main__ import build_etl_parser, build_parser, main
from dashboard.etl.__main__ import main as old_spelling
from dashboard.settings import PROJECT_DIR, settings_table
from dashboard.warehouse import query_names
from tests.conftest import ask

ARGUMENTS = ["--period", "fund_year:2025", "--district", "440305", "--date-basis", "decided"]


def run(*arguments: str, data: Path) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if name != "DASHBOARD_DATA"}
    command = [sys.executable, "-m", "dashboard", *arguments, "--data", str(data)]
    return subprocess.run(command, cwd=PROJECT_DIR, capture_output=True, check=False, env=environment)


def test_formats_agree_with_each_other_and_with_the_query(shipped: Path) -> None:
    expected = ask("uptake/by_item", data=shipped, period="fund_year:2025", district="440305", date_basis="decided")
    texts = {
        form: run("query", "uptake/by_item", *ARGUMENTS, "--format", form, data=shipped)
        for form in ("csv", "json", "parquet")
    }
    assert {form: (answer.returncode, answer.stderr) for form, answer in texts.items()} == dict.fromkeys(texts, (0, b""))
    table = pl.read_csv(io.BytesIO(texts["csv"].stdout), schema_overrides={"item_code": pl.String})
    rows = json.loads(texts["json"].stdout)
    stored = pl.read_parquet(io.BytesIO(texts["parquet"].stdout))
    # answers counted in a warm process and asked in a fresh one may differ in the last bit of an interval
    assert_frame_equal(stored, expected, rel_tol=1e-12, abs_tol=0)
    assert table.height == len(rows) == 27
    for name in ("application_count", "approved_yuan", "approval_rate", "open_count"):
        wanted = [None if value is None else float(value) for value in expected[name]]
        assert [None if value is None else float(value) for value in table[name]] == pytest.approx(wanted)
        assert [row[name] for row in rows] == pytest.approx(wanted)


def test_null_stays_empty_and_keys_are_whole(shipped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(shipped), "query", "uptake/by_district", "--snapshot", "published"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 13
    assert lines[0].startswith("district_code,reporting_state,missing_count,application_count")
    assert lines[1].startswith("440304,not_reported,,,")
    assert lines[-1].startswith(",not_reported,")


def test_months_are_whole_and_named(shipped: Path) -> None:
    months = ask("uptake/by_month", data=shipped, period="year:2024")["month"].to_list()
    assert months == [f"2024-{month:02d}" for month in range(1, 13)] + [None]


def test_queries_are_listed_with_grain_and_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["queries"]) == 0
    text = capsys.readouterr().out
    for name in query_names():
        assert f"{name}\n" in text
    assert text.count("grain:") == text.count("parameters:") == len(query_names())


@pytest.mark.parametrize(
    "arguments",
    [
        ["query", "uptake/by_items"],
        ["query", "../../etc/passwd"],
        ["query", "model/uptake"],
        ["query", "uptake/by_item", "--snapshot", "nope"],
        ["query", "uptake/by_item", "--district", "440399"],
        ["query", "uptake/by_item", "--period", "2025"],
        ["query", "uptake/by_item", "--format", "xml"],
        ["query", "uptake/by_item", "--colour", "red"],
        ["query"],
        ["dance"],
        ["query", "uptake/by_item", "--item", "' or 1=1"],
        ["query", "uptake/by_item", "--period", "term", "--period", "last12m"],
    ],
)
def test_wrong_calls_end_with_2_and_one_line(arguments: list[str], shipped: Path) -> None:
    answer = run(*arguments, data=shipped)
    assert answer.returncode == 2
    assert answer.stdout == b""
    assert len(answer.stderr.decode().strip().splitlines()) == 1


def test_languages_of_errors(shipped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "nope/nope", "--lang", "zh", "--data", str(shipped)]) == 2
    assert "没有名为" in capsys.readouterr().err


def test_a_search_finds_the_same_in_any_case_of_letters(shipped: Path) -> None:
    whole = ask("records/applications", data=shipped, period="fund_year:2025", district="440305", item="03-1")
    code = whole["uscc"][0]
    own = whole.filter(pl.col("uscc") == code).height
    few = ("--period", "fund_year:2025", "--district", "440305", "--item", "03-1")
    for text in (code, code.lower()):
        answer = run("query", "records/application_total", *few, "--search", text, data=shipped)
        assert (answer.returncode, answer.stderr) == (0, b"")
        assert pl.read_csv(io.BytesIO(answer.stdout))["application_count"].to_list() == [own]
    refused = run("query", "overview/totals", "--search", code, data=shipped)
    assert refused.returncode == 2
    assert refused.stderr.decode().strip() == "Query 'overview/totals' does not search."


@pytest.mark.parametrize("arguments", [["--help"], ["queries"], ["--version"]], ids=lambda arguments: arguments[0])
def test_what_computes_nothing_loads_nothing_heavy(arguments: list[str]) -> None:
    code = f"""
import sys
from dashboard.__main__ import main
try:
    code = main({arguments!r})
except SystemExit as stop:
    code = stop.code
assert not code, code
heavy = {{"docxtpl", "numba", "scipy", "sqlalchemy", "sqlglot", "statsmodels", "streamlit", "typst", "xlsxwriter"}}
assert not heavy & sys.modules.keys(), heavy & sys.modules.keys()
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT_DIR, capture_output=True, check=False, text=True)
    assert done.stderr == ""
    assert done.stdout


def test_the_version_is_that_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    name, version = capsys.readouterr().out.split()
    project = (PROJECT_DIR / "pyproject.toml").read_text(encoding="utf-8")
    assert f'name = "{name}"\nversion = "{version}"\n' in project


def refusal(arguments: list[str], *, of: Callable[[list[str]], int], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = of(arguments)
    return code, capsys.readouterr().err


def test_the_old_spelling_refuses_as_the_new_one(shipped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["verify", "nope"], ["activate", "nope"], ["diff", "synthetic", "nope"]):
        arguments = ["--data", str(shipped), *command]
        code, said = refusal(arguments, of=main, capsys=capsys)
        assert code == 1
        assert len(said.splitlines()) == 2, "both languages"
        assert "“nope”" in said.splitlines()[0]
        assert refusal(arguments, of=old_spelling, capsys=capsys) == (code, said)
        assert refusal([*arguments, "--lang", "zh"], of=main, capsys=capsys) == (1, said.splitlines()[0] + "\n")


def options(parser: argparse.ArgumentParser) -> dict[str, set[str]]:
    """Options of every command."""
    (commands,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return {name: set(command._option_string_actions) for name, command in commands.choices.items()}


def test_the_program_holds_every_command_of_the_old_spelling() -> None:
    old, new = options(build_etl_parser()), options(build_parser())
    assert set(old) == {"ingest", "template", "diff", "published", "synthetic", "shapes", "list", "verify", "activate"}
    assert old.pop("template") == new["intake-template"]
    assert {name: new[name] for name in old} == old
    assert new["template"] == new["report-template"]


def test_both_templates_are_what_their_program_calls_so(tmp_path: Path) -> None:
    for program, command, name in (
        (main, "template", "a.docx"),
        (main, "report-template", "b.docx"),
        (old_spelling, "template", "c.xlsx"),
        (main, "intake-template", "d.xlsx"),
    ):
        assert program([command, "--to", str(tmp_path / name)]) == 0
        inside = zipfile.ZipFile(tmp_path / name).namelist()
        assert ("word/document.xml" if name.endswith("docx") else "xl/workbook.xml") in inside


def test_settings_are_printed_without_secrets(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("DASHBOARD_PROXY_SECRET", "hidden")
    monkeypatch.setenv("DASHBOARD_HOSTS", "a.example, b.example")
    assert main(["settings"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "DASHBOARD_PROXY_SECRET=**********" in lines
    assert "DASHBOARD_HOSTS=a.example,b.example" in lines
    assert main(["settings", "--table"]) == 0
    assert capsys.readouterr().out == settings_table() + "\n"
