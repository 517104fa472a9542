"""Settings of the service: every environment variable that it reads, with type, meaning and default. Read nowhere else.

The table of docs/administration.md is made from the class: ``python -m dashboard settings --table``.
"""

import argparse
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, DirectoryPath, Field, FilePath, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from dashboard.errors import ReaderError

PROJECT_DIR = Path(__file__).resolve().parents[1]
PREFIX = "DASHBOARD_"
# probes and monitoring ask a replica by these names, whatever the readers call it
LOCAL_HOSTS = ("localhost", "127.0.0.1")
HOST = r"^(\*|(\*\.)?[\w-]+(\.[\w-]+)*)$"
SITE = r"('self'|'none'|(https?://)?(\*\.)?[\w-]+(\.[\w-]+)*(:\d+)?/?)"
MOST_CHARACTERS_SHOWN = 80


class SettingsError(ReaderError):
    """A variable holds what it must not, or there is no such setting."""


@dataclass(frozen=True)
class Said:
    """What a value must be, in both languages, and what holds without one (for the documents)."""

    zh: str
    en: str
    without: str


def _at_home(text: str) -> str:
    return str(Path(text).expanduser())


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _network(text: str) -> str:
    ip_network(text)
    return text


def _secret(pattern: str) -> AfterValidator:
    """Holds a secret to a pattern, without showing it."""

    def hold(value: SecretStr) -> SecretStr:
        if not re.fullmatch(pattern, value.get_secret_value()):
            raise ValueError
        return value

    return AfterValidator(hold)


HomeOf = BeforeValidator(_at_home)
Place = Annotated[Path, HomeOf, AfterValidator(Path.resolve)]


class Settings(BaseSettings):
    """What an office sets for its own machines. The defaults serve one person on one machine and nobody else."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        use_attribute_docstrings=True,
        validate_default=False,
    )

    data: Annotated[Place, Said("文件夹", "a folder", "`data/`")] = PROJECT_DIR / "data"
    """folder that holds `snapshots/`; may be read-only"""

    access: Annotated[Place | None, Said("TOML 文件", "a TOML file", "this machine only, no official data")] = None
    """roles and areas (`deploy/access.example.toml`)"""

    database: Annotated[
        SecretStr | None,
        _secret(r"[\w+.-]+://.*"),
        Said("SQLAlchemy 地址（驱动://…）", "an SQLAlchemy address (driver://…)", "`store/store.sqlite` in the data folder"),
    ] = None
    """where audit, saved views and evaluations are kept"""

    hosts: Annotated[
        tuple[Annotated[str, Field(pattern=HOST)], ...],
        NoDecode,
        BeforeValidator(_split),
        Said("以逗号分隔的主机名", "names of hosts, comma separated", "this machine's own names alone"),
    ] = ()
    """names a browser may ask for, beside this machine's own; a page of somebody else whose name leads here is refused"""

    proxy_secret: Annotated[SecretStr | None, Said("文本", "any text", "anybody on the machine may ask")] = None
    """known to the proxy in front alone: replicas answer only what it sends"""

    trusted_peers: Annotated[
        tuple[Annotated[str, AfterValidator(_network)], ...],
        NoDecode,
        BeforeValidator(_split),
        Said("以逗号分隔的地址或网段", "addresses or networks, comma separated", "this machine alone"),
    ] = ()
    """proxies whose word on scheme, sender and person counts, beside this machine (in a container: its gateway)"""

    metrics_token: Annotated[SecretStr | None, Said("文本", "any text", "`/metrics` is closed")] = None
    """bearer token of `/metrics` (Prometheus)"""

    requests_per_minute: Annotated[int, Field(ge=1), Said("不小于 1 的整数", "a whole number of at least 1", "1200")] = 1200
    """most requests of one client"""

    shapes: Annotated[
        Annotated[FilePath, HomeOf] | None, Said("存在的文件", "a file that exists", "the shapes derived at set-up")
    ] = None
    """an office's own approved map, GeoJSON (property `district_code`)"""

    fonts: Annotated[
        Annotated[DirectoryPath, HomeOf] | None,
        Said("存在的文件夹", "a folder that exists", "the installed Noto Sans CJK"),
    ] = None
    """folder with the office's 仿宋 and 黑体 for the report's PDF"""

    engine: Annotated[
        SecretStr | None,
        _secret(r"duckdb|(spark|sc)://.+"),
        Said("duckdb 或 spark://主机:端口", "duckdb or spark://host:port", "`duckdb`, in the process"),
    ] = None
    """what answers the queries: DuckDB, or the Apache Spark at this address (which may carry a token)"""

    spark_snapshots: Annotated[str | None, Said("地址", "an address", "the data folder's own path")] = None
    """the folder `snapshots/` as the executors of Spark see it"""

    frame_ancestors: Annotated[
        str,
        Field(pattern=rf"^{SITE}( +{SITE})*$"),
        Said("以空格分隔的网站地址", "addresses of sites, space separated", "none"),
    ] = "'none'"
    """sites that may frame the pages, e.g. `https://portal.example`"""

    log_level: Annotated[
        Literal["debug", "info", "warning", "error", "critical"],
        BeforeValidator(str.lower),
        Said(
            "debug、info、warning、error、critical 之一",
            "one of debug, info, warning, error, critical",
            "`warning`",
        ),
    ] = "warning"
    """from which level on logs are written; `info` logs every request"""

    @property
    def known_hosts(self) -> tuple[str, ...]:
        """Every name a browser may ask for, this machine's own first."""
        return tuple(dict.fromkeys((*LOCAL_HOSTS, *self.hosts)))

    @property
    def spark_address(self) -> str | None:
        """The Spark Connect address (``sc://host:port``); None where DuckDB answers."""
        _, _, rest = self.engine.get_secret_value().partition("://") if self.engine else ("", "", "")
        return f"sc://{rest}" if rest else None


def settings() -> Settings:
    """The settings as the environment says them now.

    Raises:
        SettingsError: a variable holds what it must not, or there is no such setting.
    """
    return _read(frozenset((name, value) for name, value in os.environ.items() if name.upper().startswith(PREFIX)))


@lru_cache(maxsize=8)
def _read(given: frozenset[tuple[str, str]]) -> Settings:
    """Read anew only when ``given``, the part of the environment that is ours, has changed."""
    known = [variable(field) for field in Settings.model_fields]
    for name, _value in sorted(given):
        if name not in known:
            (nearest,) = get_close_matches(name.upper(), known, n=1, cutoff=0)
            raise SettingsError(
                f"没有设置项 {name}，最接近的是 {nearest}。", f"There is no setting {name}; the nearest is {nearest}."
            )
    try:
        return Settings()
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        raise _wrong(field, dict(given)[variable(field)]) from None


def _wrong(field: str, value: str) -> SettingsError:
    name, said = variable(field), _said(field)
    if _is_secret(field):
        zh, en = "的值（不显示）", "holds a value (not shown)"
    else:
        shown = value if len(value) <= MOST_CHARACTERS_SHOWN else f"{value[:MOST_CHARACTERS_SHOWN]}…"
        zh, en = f"的值为“{shown}”", f"is '{shown}'"
    return SettingsError(f"{name} {zh}，须为：{said.zh}。", f"{name} {en}; it must be {said.en}.")


def _said(field: str) -> Said:
    return next(found for found in Settings.model_fields[field].metadata if isinstance(found, Said))


def _is_secret(field: str) -> bool:
    return Settings.model_fields[field].annotation == SecretStr | None


def variable(field: str) -> str:
    """The environment variable of a field of the class."""
    return PREFIX + field.upper()


def add_commands(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Add the command ``settings``."""
    command = add("settings", help="the settings as they are read now, secrets hidden")
    command.add_argument("--table", action="store_true", help="every setting with its meaning, in Markdown")
    command.set_defaults(run=lambda options: print(settings_table() if options.table else _now()))


def _now() -> str:
    values = {variable(field): getattr(settings(), field) for field in Settings.model_fields}
    said = {name: ",".join(value) if isinstance(value, tuple) else value for name, value in values.items()}
    return "\n".join(f"{name}={'' if value is None else value}" for name, value in said.items())


def settings_table() -> str:
    """Every setting as a table in Markdown: name, meaning, what a value must be, what holds without one."""
    rows = [("setting", "meaning", "value", "without it"), ("---",) * 4]
    for field, info in Settings.model_fields.items():
        said = _said(field)
        rows.append((f"`{variable(field)}`", info.description or "", said.en, said.without))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def data_directory(given: str | Path | None = None) -> Path:
    """The folder that holds ``snapshots/``: the argument, else ``DASHBOARD_DATA``, else the project's ``data``."""
    return Path(given or settings().data).expanduser().resolve()
