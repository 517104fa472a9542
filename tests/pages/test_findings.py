"""A finding opened from its link: the whole sentence, the policy's words, and the rows it rests on."""

from pathlib import Path

import polars as pl
import pytest

from dashboard.settings import PROJECT_DIR
from tests.conftest import ask
from tests.pages.test_pages import open_page, text_of

pytestmark = pytest.mark.usefixtures("on_shipped")
FINDINGS = PROJECT_DIR / "pages" / "conformity" / "findings.py"


@pytest.mark.parametrize(("language", "column"), [("zh", "explanation"), ("en", "explanation_en")])
def test_an_opened_finding_says_all_and_shows_its_rows(language: str, column: str, shipped: Path) -> None:
    finding = ask("conformity/findings", data=shipped).filter(pl.col("rule_code") == "C04").row(0, named=True)
    app = open_page(FINDINGS, lang=language, finding=f"C04:{finding['application_id']}")
    assert not app.exception
    assert [text.value for text in app.text] == [finding[column]]
    assert finding["policy_words"] in text_of(app)
    rows = [frame.value for frame in app.dataframe if finding["application_id"] in frame.value.to_numpy()]
    assert len(rows) == 2  # the list of findings and the cases this one rests on
    assert len(rows[1]) >= 2  # the earlier support and this one


@pytest.mark.parametrize("name", ["C04:nobody", "C99:A000003267", "<script>", "x" * 10_000])
def test_an_unknown_finding_opens_nothing(name: str) -> None:
    app = open_page(FINDINGS, finding=name)
    assert not app.exception
    assert not app.text
    assert "点选一行" in text_of(app)


def test_an_honours_only_snapshot_lists_its_notes(shipped: Path) -> None:
    app = open_page(FINDINGS, snapshot="published")
    assert not app.exception
    assert "无法核查" in text_of(app)
    notes = ask("conformity/total", data=shipped, snapshot="published")["note_count"].item()
    assert len(app.dataframe[0].value) == notes
