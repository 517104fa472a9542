"""A long address: what an entry of the audit keeps of it, and how much the page of the audit sends."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

from dashboard.store.audit import note_export, note_seen, recent
from dashboard.store.database import store
from dashboard.store.store_tables import entries
from pages.data import audit_entries
from tests.store.test_audit import address, database, entry, open_page, own_audit

__all__ = ["address", "database", "own_audit"]


def test_an_entry_keeps_the_beginning_of_a_long_address(database: str, shipped: Path) -> None:
    long = {"search": ["长" * 400_000, *["x"] * 100], "district": ["440305"]}
    note_seen(replace(entry(shipped, identity=f"long on {database}"), filters=long))
    kept = json.loads(recent(identity=f"long on {database}")[0]["filters"][0])
    assert kept == {"search": ["长" * 200 + "…", *["x"] * 49], "district": ["440305"]}


def test_an_entry_that_was_kept_at_full_length_is_read_without_its_end(database: str, shipped: Path) -> None:
    values = entry(shipped, identity=f"old on {database}").values("seen") | {
        "filters": json.dumps({"search": ["x" * 400_000]})
    }
    with store().begin() as connection:
        connection.execute(entries.insert().values(**values))
    found = recent(identity=f"old on {database}")[0]
    assert len(found["filters"][0]) < 20_000
    assert len(audit_entries.listed(found).frame.write_csv()) < 2_000


@pytest.mark.usefixtures("own_audit")
def test_views_of_a_long_address_stay_small_on_the_page_and_it_turns_its_leaves(
    shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "长" * 40_000
    open_page("records/applications", lang="zh", cases="approved", organisation=long)
    for number in range(250):
        note_export(replace(entry(shipped, identity=f"reader {number}"), filters={"search": [long]}))
    sent = 0
    send = ScriptRunContext.enqueue

    def weighed(self: ScriptRunContext, message: ForwardMsg) -> None:
        nonlocal sent
        sent += message.ByteSize()
        send(self, message)

    monkeypatch.setattr(ScriptRunContext, "enqueue", weighed)
    app = open_page("data/audit", lang="zh")
    assert not app.exception
    assert app.dataframe[0].value["人员"].to_list()[:2] == ["reader 249", "reader 248"]
    assert len(app.dataframe[0].value) == 100
    assert sent < 1_000_000, "60 views with 400 KB each took this page to 23.8 MB"
    next(button for button in app.button if button.label == "较早的记录").click().run()
    next(button for button in app.button if button.label == "较早的记录").click().run()
    last = app.dataframe[0].value
    assert last["人员"].to_list()[49] == "reader 0"
    assert len(last) == 51
    assert "共251条记录，列出第201至251条" in " ".join(element.value for element in app.markdown)
    assert next(button for button in app.button if button.label == "较早的记录").disabled
