"""Sign-in on the pages: who is not let in is told why; who is let in sees no page fail and no hidden case."""

import hashlib
import json
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.access import PUBLIC, Access, act_as
from dashboard.policy import load_registry
from dashboard.presentation.tables import present
from dashboard.settings import PROJECT_DIR
from tests.listed_tables import listed_tables
from tests.patience import HANG_SECONDS

CONFIG = """method = "oidc"
[roles]
leader = "leader"
district = "district"
evaluator = "evaluator"
admin = "admin"
"""


@pytest.fixture(autouse=True)
def on_official(official: Path, scratch_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_DATA", str(official))
    monkeypatch.setenv("DASHBOARD_DATABASE", scratch_database)


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "access.toml").write_text(CONFIG, encoding="utf-8")
    monkeypatch.setenv("DASHBOARD_ACCESS", str(tmp_path / "access.toml"))


def person(role: str, **more: Any) -> dict[str, Any]:
    claims = {"is_logged_in": True, "sub": "u1", "name": "张三", "roles": [role], "areas": ["440305"]}
    return claims | {"exp": time.time() + 600} | more


def open_page(page: str, user: dict[str, Any], **parameters: str) -> AppTest:
    app = AppTest.from_file(str(PROJECT_DIR / "dashboard" / "screen" / "router.py"), default_timeout=HANG_SECONDS)
    app.user = user
    for name, value in ({"lang": "zh"} | parameters).items():
        app.query_params[name] = value
    app.switch_page(str(PROJECT_DIR / "pages" / f"{page}.py"))
    return app.run()


def text_of(app: AppTest) -> str:
    shown = (*app.title, *app.header, *app.markdown, *app.caption, *app.info, *app.error)
    return "\n".join(str(element.value) for element in shown)


# made when the test runs: a sign-in made when tests are collected has expired before a late one begins
@pytest.mark.parametrize(
    ("user", "said"),
    [
        (lambda: {"is_logged_in": False}, "请先登录"),
        (lambda: person("leader", exp=time.time() - 1), "登录已过期"),
        (lambda: person("stranger"), "没有分配本系统的角色"),
        (lambda: person("district", areas=["1"]), "没有分配辖区"),
        (lambda: person("leader", exp=None), "没有有效期"),
    ],
    ids=["out", "expired", "role", "area", "no-expiry"],
)
@pytest.mark.usefixtures("configured")
def test_without_a_valid_sign_in_there_is_a_clear_page_and_no_figure(user: Callable[[], dict[str, Any]], said: str) -> None:
    app = open_page("overview/overview", user())
    assert not app.exception
    assert [title.value for title in app.title] == ["尚未获得访问权限"]
    assert said in text_of(app)
    assert [button.label for button in app.main.button][:1] == ["登录"]
    assert "class='kpi'" not in "".join(element.proto.body for element in app.get("html"))


@pytest.mark.usefixtures("configured")
def test_expiry_counts_on_every_run() -> None:
    app = open_page("overview/overview", person("evaluator", exp=time.time() + 600))
    assert [title.value for title in app.title] == ["总览"]
    app.user = person("evaluator", exp=time.time() - 1)
    app.run()
    assert [title.value for title in app.title] == ["尚未获得访问权限"]


def test_official_data_without_configured_sign_in_say_what_to_configure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DASHBOARD_ACCESS", raising=False)
    app = open_page("overview/overview", {}, lang="en")
    assert [title.value for title in app.title] == ["Sign-in is not configured"]
    assert "DASHBOARD_ACCESS" in text_of(app)


def test_a_mistake_in_the_configuration_lets_nobody_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "access.toml").write_text("method = 'none'", encoding="utf-8")
    monkeypatch.setenv("DASHBOARD_ACCESS", str(tmp_path / "access.toml"))
    app = open_page("overview/overview", person("leader"))
    assert "无法使用" in app.error[0].value
    assert not app.title


PAGES = [
    ("leader", "overview/overview", {}), ("leader", "uptake/districts", {"district": "440305"}),
    ("leader", "uptake/clusters", {}), ("leader", "uptake/measures", {"item": "03-1"}),
    ("leader", "records/applications", {"search": "隐"}), ("leader", "records/organisation", {"organisation": "X3"}),
    ("district", "overview/overview", {}), ("district", "uptake/districts", {"district": "440304"}),
    ("district", "process/pipeline", {"district": "440304"}), ("district", "records/applications", {"district": "440304"}),
    ("leader", "process/pipeline", {}), ("leader", "conformity/findings", {}), ("leader", "evaluation/effect", {}),
    ("district", "process/funds", {}), ("district", "conformity/findings", {}), ("leader", "data/quality", {}),
    ("leader", "records/organisation", {"search": "公司"}), ("leader", "records/organisation", {"search": "隐"}),
]  # fmt: skip


@pytest.mark.parametrize(("role", "page", "given"), PAGES, ids=lambda value: str(value))
@pytest.mark.usefixtures("configured")
def test_no_page_fails_and_none_names_a_hidden_case(role: str, page: str, given: dict[str, str]) -> None:
    app = open_page(page, person(role), **given)
    assert not app.exception
    assert not app.error
    assert app.title
    tables = "".join(str(frame.value.to_dict()) for frame in app.dataframe) + str(listed_tables(app))
    assert "隐" not in (text_of(app) + tables).replace("隐去", "")


def test_a_column_that_is_empty_for_want_of_a_right_is_left_out() -> None:
    rows = pl.DataFrame(
        {"item_code": ["03-1"], "application_count": [None], "approved_count": [3], "cap_use": [None], "is_claimed": [None]},
        schema_overrides={"application_count": pl.Int64, "cap_use": pl.Float64, "is_claimed": pl.Boolean},
    )
    listed = rows.rename({"item_code": "uscc"})
    whole, names = (
        present(rows, registry=load_registry()).frame.columns,
        present(listed, registry=load_registry()).frame.columns,
    )
    assert len(whole) == len(names) == 5
    with act_as(Access("l", "leader")):
        assert present(rows, registry=load_registry()).frame.columns == whole, "a figure of everybody's is not known"
        some = present(listed, registry=load_registry()).frame.columns
        assert some == [names[0], names[2], names[3]], "of an organisation other cases are not counted"
        told = present(listed.with_columns(application_count=pl.lit(7)), registry=load_registry()).frame.columns
        assert told == names[:4]
    with act_as(PUBLIC):
        left = present(rows, registry=load_registry()).frame.columns
        assert left == [whole[0], whole[2], whole[3]], "an empty figure on approved cases stays: it is not known"


FIGURE_PAGES = ["overview/overview", "process/pipeline", "evaluation/distribution", "data/quality", "uptake/clusters"]


@pytest.mark.parametrize("page", FIGURE_PAGES)
@pytest.mark.usefixtures("configured")
def test_a_leader_reads_the_figures_that_an_evaluator_reads(page: str) -> None:
    """No blank and no refusal: the cards of both show the same numbers, and nothing is withheld from a role."""
    shown = {}
    for role in ("leader", "district", "evaluator"):
        app = open_page(page, person(role))
        assert not app.exception
        assert "您的角色" not in text_of(app)
        shown[role] = [element.proto.body for element in app.get("html") if "kpi" in element.proto.body]
    pattern = re.compile(r"href='[^']*'")
    cards = {role: [pattern.sub("", body) for body in bodies] for role, bodies in shown.items()}
    assert [re.findall(r"\d[\d,.]*", "".join(bodies)) for bodies in cards.values()] == [
        re.findall(r"\d[\d,.]*", "".join(cards["evaluator"]))
    ] * 3


@pytest.mark.parametrize(("role", "is_offered"), [("admin", True), ("evaluator", False)])
@pytest.mark.usefixtures("configured")
def test_what_the_intake_left_is_for_who_looks_after_it(
    role: str, is_offered: bool, official: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(official, tmp_path / "data") / "snapshots" / "tiny"
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "data"))
    (folder / "quarantine.xlsx").write_bytes(b"PK")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["files"].append({"name": "quarantine.xlsx", "bytes": 2, "sha256": hashlib.sha256(b"PK").hexdigest(), "rows": 1})
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    app = open_page("data/quality", person(role))
    assert not app.exception
    links = "".join(element.proto.body for element in app.get("html"))
    assert ("tiny_quarantine.xlsx" in links) is is_offered
