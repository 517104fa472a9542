"""The audit: what is written when, that nothing changes it, on SQLite and on PostgreSQL; and that rows stop without it."""

import re
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import StopException
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.testing.v1 import AppTest

from dashboard.access import Access, act_as
from dashboard.questions.trail import note_answer, tell_of_rows
from dashboard.settings import PROJECT_DIR
from dashboard.snapshots import Snapshot, open_snapshot
from dashboard.store.audit import Entry, note_export, note_seen, recent
from dashboard.store.database import AuditError, store
from tests.conftest import ask
from tests.patience import HANG_SECONDS
from tests.store.postgres import new_database

DATABASES = ["sqlite", "postgresql"]


@pytest.fixture(scope="module", params=DATABASES)
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    if request.param == "postgresql":
        return new_database(request.getfixturevalue("postgresql"))
    return f"sqlite:///{tmp_path_factory.mktemp('audit')}/new/audit.sqlite"


@pytest.fixture
def database(address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Which of the two is asked."""
    monkeypatch.setenv("DASHBOARD_DATABASE", address)
    return address.partition(":")[0]


def entry(shipped: Path, *, identity: str, rows: int = 3, page: str = "applications") -> Entry:
    snapshot: Snapshot = open_snapshot(data=shipped)
    return Entry(identity, "evaluator", page, {"records/applications": rows}, {"district": ["440305"]}, snapshot)


def test_an_entry_says_who_what_when_and_of_which_snapshot(database: str, shipped: Path) -> None:
    note_export(entry(shipped, identity="李四@市局"))
    found, total = recent(identity="李四")
    row = found.row(0, named=True)
    assert total == 1
    assert (row["identity"], row["role"], row["action"], row["page"]) == (
        "李四@市局",
        "evaluator",
        "exported",
        "applications",
    )
    assert (row["queries"], row["filters"]) == ('{"records/applications": 3}', '{"district": ["440305"]}')
    assert (row["row_count"], row["snapshot"]) == (3, "synthetic")
    assert row["snapshot_version"] == open_snapshot(data=shipped).version
    assert row["noted_at"].utcoffset().total_seconds() == 0


def test_the_same_view_within_ten_minutes_is_one_entry_and_figures_are_none(database: str, shipped: Path) -> None:
    for _ in range(3):
        note_seen(entry(shipped, identity=f"viewer of {database}"))
    note_seen(entry(shipped, identity=f"viewer of {database}", page="organisation"))
    note_seen(entry(shipped, identity=f"viewer of {database}", rows=0, page="overview"))
    note_export(entry(shipped, identity=f"viewer of {database}", rows=0, page="overview"))
    found, total = recent(identity=f"viewer of {database}")
    assert total == 2
    assert found["page"].to_list() == ["organisation", "applications"], "newest first"


def test_exports_are_each_an_entry(database: str, shipped: Path) -> None:
    for _ in range(3):
        note_export(entry(shipped, identity="exporter"))
    assert recent(identity="exporter", action="exported")[1] == 3
    assert recent(identity="exporter", action="seen")[1] == 0


@pytest.mark.parametrize(
    "change",
    [
        "update audit_entries set row_count = 0",
        "delete from audit_entries",
        "update audit_entries set identity = 'x' where 1 = 1",
    ],
)
def test_nothing_changes_what_is_written(change: str, database: str, shipped: Path) -> None:
    note_export(entry(shipped, identity="kept"))
    before = recent()[0]
    with pytest.raises(SQLAlchemyError, match="append-only"), store().begin() as connection:
        connection.execute(text(change))
    assert recent()[0].equals(before)


def test_nothing_is_replaced_on_sqlite_in_tables_of_former_versions_either(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_DATABASE", f"sqlite:///{tmp_path}/audit.sqlite")
    note_export(entry(shipped, identity="kept"))
    with sqlite3.connect(tmp_path / "audit.sqlite") as former:
        former.execute("drop trigger audit_keeps_replace")
        former.execute("drop table alembic_version")
    monkeypatch.setenv("DASHBOARD_DATABASE", f"sqlite:///{tmp_path}/./audit.sqlite")
    before = recent()[0]
    replace = (
        "insert or replace into audit_entries select entry_id, noted_at, 'x', role, action, page, queries, filters, "
        "row_count, snapshot, snapshot_version from audit_entries"
    )
    with pytest.raises(SQLAlchemyError, match="append-only"), store().begin() as connection:
        connection.execute(text(replace))
    assert recent()[0].equals(before)
    note_export(entry(shipped, identity="goes on"))
    assert recent()[1] == 2


def test_nothing_empties_the_table_on_postgresql(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_DATABASE", new_database(postgresql))
    with pytest.raises(SQLAlchemyError, match="append-only"), store().begin() as connection:
        connection.execute(text("truncate audit_entries"))


def test_writers_at_the_same_time_lose_nothing(database: str, shipped: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _number: note_export(entry(shipped, identity="crowd")), range(80)))
    assert recent(identity="crowd")[1] == 80


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+psycopg://nobody@127.0.0.1:1/none",
        "sqlite:////proc/nowhere/audit.sqlite",
        "oracle+none://x",
    ],
)
def test_a_database_that_cannot_be_reached_is_one_clear_error(
    address: str, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_DATABASE", address)
    with pytest.raises(AuditError, match="audit cannot be written"):
        note_export(entry(shipped, identity="x"))


def test_answers_with_rows_about_cases_are_told_of_and_no_others() -> None:
    told: list[tuple[str, int]] = []
    with tell_of_rows(lambda name, count: told.append((name, count))):
        note_answer("uptake/by_item", pl.DataFrame({"item_code": ["03-1"], "approved_count": [3]}))
        note_answer("records/applications", pl.DataFrame({"application_id": ["A1", "A2"]}))
        note_answer("records/honours", pl.DataFrame({"organisation": []}))
    note_answer("records/applications", pl.DataFrame({"application_id": ["A1"]}))
    assert told == [("records/applications", 2)]


def open_page(name: str, **parameters: str) -> AppTest:
    app = AppTest.from_file(str(PROJECT_DIR / "dashboard" / "screen" / "router.py"), default_timeout=HANG_SECONDS)
    for key, value in parameters.items():
        app.query_params[key] = value
    app.switch_page(str(PROJECT_DIR / "pages" / f"{name}.py"))
    return app.run()


@pytest.fixture
def own_audit(shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(shipped))
    monkeypatch.setenv("DASHBOARD_DATABASE", f"sqlite:///{tmp_path}/audit.sqlite")
    # what other tests looked at within ten minutes counts as noted
    monkeypatch.setattr(sys.modules["dashboard.store.audit"], "_noted", {})


@pytest.mark.usefixtures("own_audit")
def test_a_page_with_rows_is_noted_and_the_audit_page_shows_it() -> None:
    open_page("overview/overview", lang="zh")
    assert recent()[1] == 0, "figures name nobody"
    open_page("records/applications", lang="zh", district="440305", search="示例")
    found = recent()[0].row(0, named=True)
    assert (found["page"], found["action"], found["role"]) == ("applications", "seen", "open")
    assert found["queries"].startswith('{"records/applications": ')
    assert '"district": ["440305"]' in found["filters"]
    assert '"search": ["示例"]' in found["filters"]
    app = open_page("data/audit", lang="zh")
    assert not app.exception
    shown = app.dataframe[0].value
    assert shown["页面"].to_list() == ["申请明细"]
    assert shown["行为"].to_list() == ["查看"]
    assert any("共1条记录" in element.value for element in app.markdown)


# every address whose page shows rows about single cases, with what opens them
ROW_PAGES: dict[str, tuple[str, dict[str, str]]] = {
    "applications": ("records/applications", {}),
    "applications behind a figure": ("records/applications", {"cases": "approved"}),
    "organisation": ("records/organisation", {"organisation": "{uscc}"}),
    "organisations found": ("records/organisation", {"search": "示例"}),
    "honours": ("records/honours", {}),
    "findings": ("conformity/findings", {}),
    "finding": ("conformity/findings", {"finding": "C04:{application_id}"}),
    "pipeline": ("process/pipeline", {}),
    "certificates": ("uptake/certificates", {}),
}
# a case, a credit code, an award, as the synthetic snapshot numbers them
NAMED = re.compile(rb"A\d{9}|(?<![0-9A-Z])9[0-9A-HJ-NPQRTUWXY]{17}(?![0-9A-Z])")


def named_in(message: ForwardMsg, parameters: dict[str, str]) -> set[bytes]:
    """Cases and organisations that a message to the browser names, beside what its own address names already."""
    own = {value.encode() for given in parameters.values() for value in given.split(":")}
    return set(NAMED.findall(message.SerializeToString())) - own if message.WhichOneof("type") == "delta" else set()


@pytest.fixture(params=ROW_PAGES)
def row_page(request: pytest.FixtureRequest, shipped: Path) -> tuple[str, dict[str, str]]:
    name, parameters = ROW_PAGES[request.param]
    finding = ask("conformity/findings", data=shipped).filter(pl.col("rule_code") == "C04").row(0, named=True)
    return name, {key: value.format(**finding) for key, value in parameters.items()}


@pytest.mark.usefixtures("own_audit")
def test_the_entry_is_there_before_the_first_row_leaves_whoever_leaves_then(
    row_page: tuple[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    name, parameters = row_page
    entries_at_first_row: list[int] = []
    send = ScriptRunContext.enqueue

    def leave_at_the_first_row(self: ScriptRunContext, message: ForwardMsg) -> None:
        if named_in(message, parameters):
            entries_at_first_row.append(recent()[1])
            # what a closed tab, a lost connection or a click on another page does to the run
            raise StopException
        send(self, message)

    monkeypatch.setattr(ScriptRunContext, "enqueue", leave_at_the_first_row)
    open_page(name, lang="zh", **parameters)
    assert entries_at_first_row, "the page shows rows"
    assert entries_at_first_row[0] >= 1
    assert set(recent()[0]["page"]) == {name.partition("/")[2]}


@pytest.mark.usefixtures("own_audit")
def test_rows_are_withheld_and_the_reader_is_told_when_the_audit_cannot_be_written(
    row_page: tuple[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    name, parameters = row_page
    sent: set[bytes] = set()
    send = ScriptRunContext.enqueue

    def overheard(self: ScriptRunContext, message: ForwardMsg) -> None:
        sent.update(named_in(message, parameters))
        send(self, message)

    monkeypatch.setattr(ScriptRunContext, "enqueue", overheard)
    monkeypatch.setenv("DASHBOARD_DATABASE", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    app = open_page(name, lang="zh", **parameters)
    assert not app.exception
    assert any("明细暂不能查看" in error.value for error in app.error)
    assert not sent


@pytest.mark.usefixtures("own_audit")
def test_figures_go_on_without_the_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_DATABASE", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    app = open_page("uptake/measures", lang="zh")
    assert not app.exception
    assert not app.error


@pytest.mark.usefixtures("own_audit")
@pytest.mark.parametrize("role", ["leader", "district", "evaluator"])
def test_only_administrators_see_the_audit(role: str) -> None:
    from dashboard.access import RestrictedError
    from pages.data.audit_entries import must_see_audit

    reader = Access("x", role, areas=("440305",))  # type: ignore[arg-type]
    assert not reader.may_see_audit
    with act_as(reader), pytest.raises(RestrictedError):
        must_see_audit()
    assert Access("x", "admin").may_see_audit
