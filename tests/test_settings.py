"""Settings: what the environment says, a sentence for what it must not say, and documents that say the same."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from dashboard.settings import (
    PREFIX,
    PROJECT_DIR,
    Settings,
    SettingsError,
    data_directory,
    settings,
    settings_table,
    variable,
)
from tests.patience import HANG_SECONDS
from tests.server.serving import free_port

EXAMPLE = (PROJECT_DIR / "deploy" / "environment.example").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        monkeypatch.delenv(name)


def test_the_defaults_serve_one_machine() -> None:
    now = settings()
    assert now.data == PROJECT_DIR / "data"
    assert now.known_hosts == ("localhost", "127.0.0.1")
    assert (now.requests_per_minute, now.log_level, now.frame_ancestors) == (1200, "warning", "'none'")
    unset = ("access", "database", "proxy_secret", "metrics_token", "shapes", "fonts", "engine", "spark_snapshots")
    assert {getattr(now, name) for name in unset} == {None}
    assert now.spark_address is None


def test_every_value_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shapes = tmp_path / "map.geojson"
    shapes.write_text("{}", encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    given = {
        "DATA": "~/data", "ACCESS": "~/access.toml", "DATABASE": "postgresql+psycopg://a:b@/c?host=/run",
        "HOSTS": "one.example, *.two.example,", "PROXY_SECRET": "p", "METRICS_TOKEN": "m", "REQUESTS_PER_MINUTE": "30",
        "SHAPES": "~/map.geojson", "FONTS": str(tmp_path), "ENGINE": "spark://h:15002/;use_ssl=true;token=t",
        "SPARK_SNAPSHOTS": "s3a://bucket/snapshots", "FRAME_ANCESTORS": "https://a.example:84 'self'", "LOG_LEVEL": "INFO",
        "TRUSTED_PEERS": "172.17.0.1, 10.0.0.0/8,fd00::/8",
    }  # fmt: skip
    for name, value in given.items():
        monkeypatch.setenv(PREFIX + name, value)
    assert settings().model_dump() == {
        "data": tmp_path / "data", "access": tmp_path / "access.toml",
        "database": SecretStr("postgresql+psycopg://a:b@/c?host=/run"), "hosts": ("one.example", "*.two.example"),
        "trusted_peers": ("172.17.0.1", "10.0.0.0/8", "fd00::/8"),
        "proxy_secret": SecretStr("p"), "metrics_token": SecretStr("m"), "requests_per_minute": 30, "shapes": shapes,
        "fonts": tmp_path, "engine": SecretStr("spark://h:15002/;use_ssl=true;token=t"),
        "spark_snapshots": "s3a://bucket/snapshots", "frame_ancestors": "https://a.example:84 'self'", "log_level": "info",
    }  # fmt: skip
    assert settings().spark_address == "sc://h:15002/;use_ssl=true;token=t"
    assert {PREFIX + name for name in given} == {variable(field) for field in Settings.model_fields}


def test_empty_means_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    before = settings()
    for field in Settings.model_fields:
        monkeypatch.setenv(variable(field), "")
    assert settings() == before


def test_a_change_of_the_environment_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert data_directory() == (PROJECT_DIR / "data").resolve()
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path))
    assert data_directory() == tmp_path
    assert data_directory("elsewhere") == Path.cwd() / "elsewhere"
    monkeypatch.delenv("DASHBOARD_DATA")
    assert data_directory() == (PROJECT_DIR / "data").resolve()


WRONG = [
    ("REQUESTS_PER_MINUTE", "abc", "DASHBOARD_REQUESTS_PER_MINUTE is 'abc'; it must be a whole number of at least 1."),
    ("REQUESTS_PER_MINUTE", "0", "DASHBOARD_REQUESTS_PER_MINUTE is '0'; it must be a whole number of at least 1."),
    ("LOG_LEVEL", "loud", "DASHBOARD_LOG_LEVEL is 'loud'; it must be one of debug, info, warning, error, critical."),
    ("HOSTS", "a.b,https://c", "DASHBOARD_HOSTS is 'a.b,https://c'; it must be names of hosts, comma separated."),
    ("SHAPES", "/nowhere/map", "DASHBOARD_SHAPES is '/nowhere/map'; it must be a file that exists."),
    ("FONTS", "/nowhere", "DASHBOARD_FONTS is '/nowhere'; it must be a folder that exists."),
    ("FRAME_ANCESTORS", "https://a; script-src *",
     "DASHBOARD_FRAME_ANCESTORS is 'https://a; script-src *'; it must be addresses of sites, space separated."),
    ("HOST", "a.example", "There is no setting DASHBOARD_HOST; the nearest is DASHBOARD_HOSTS."),
    ("METRIC_TOKEN", "secret", "There is no setting DASHBOARD_METRIC_TOKEN; the nearest is DASHBOARD_METRICS_TOKEN."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG)
def test_a_wrong_value_is_one_sentence(name: str, value: str, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingsError) as found:
        settings()
    assert found.value.en == sentence
    assert PREFIX + name in found.value.zh
    assert found.value.zh.count("。") == 1
    assert value in found.value.zh or "最接近的是" in found.value.zh


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE", "hidden"),
        ("DATABASE", "hidden/x"),
        ("ENGINE", "hidden"),
        ("ENGINE", "hidden://"),
        ("ENGINE", "hidden://h"),
    ],
)
def test_a_wrong_secret_is_not_shown(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingsError, match=rf"^DASHBOARD_{name} holds a value \(not shown\); it must be ") as found:
        settings()
    assert "hidden" not in found.value.zh + found.value.en


@pytest.mark.parametrize("value", ["spark", "spark://", "local[2]"])
def test_an_engine_that_does_not_exist_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_ENGINE", value)
    with pytest.raises(SettingsError, match="must be duckdb or spark://host:port"):
        settings()
    monkeypatch.setenv("DASHBOARD_ENGINE", "duckdb")
    assert settings().spark_address is None


def test_a_long_value_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_LOG_LEVEL", "x" * 500)
    with pytest.raises(SettingsError, match=f"'{'x' * 80}…'"):
        settings()


def test_no_secret_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PROXY_SECRET", "METRICS_TOKEN", "DATABASE"):
        monkeypatch.setenv(PREFIX + name, "x://hidden")
    monkeypatch.setenv("DASHBOARD_ENGINE", "spark://host/;token=hidden")
    assert "hidden" not in f"{settings()!r}{settings().model_dump_json()}"


COMMANDS = [
    ("-m", "dashboard", "queries"),
    ("-m", "dashboard.etl", "list"),
    ("-m", "streamlit", "run", "streamlit_app.py", "--server.headless", "true"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[1])
def test_the_service_and_every_command_end_with_the_sentence(command: tuple[str, ...]) -> None:
    port = ("--server.port", str(free_port())) if "streamlit" in command else ()
    done = subprocess.run(
        [sys.executable, *command, *port], cwd=PROJECT_DIR, capture_output=True, check=False, text=True,
        timeout=HANG_SECONDS, env=os.environ | {"DASHBOARD_REQUESTS_PER_MINUTE": "abc"},
    )  # fmt: skip
    zh, en = done.stderr.splitlines()[-2:]
    assert (zh, en) == ("DASHBOARD_REQUESTS_PER_MINUTE 的值为“abc”，须为：不小于 1 的整数。", WRONG[0][2])
    assert "Traceback" not in done.stderr
    assert done.returncode == 2


def test_the_document_holds_the_table() -> None:
    assert f"\n\n{settings_table()}\n\n" in (PROJECT_DIR / "docs" / "administration.md").read_text(encoding="utf-8")


def test_the_example_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    given = dict(re.findall(r"^(\w+)=(.*)$", EXAMPLE, re.MULTILINE))
    assert given.keys() <= {variable(field) for field in Settings.model_fields}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    read = settings().model_dump(exclude_unset=True)
    assert {variable(field) for field in read} == given.keys()
