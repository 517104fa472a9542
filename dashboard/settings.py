"""Settings of the service, each an environment variable; docs/administration.md lists them."""

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parents[1]
# probes and monitoring ask a replica by these names, whatever the readers call it
LOCAL_HOSTS = ("localhost", "127.0.0.1")


@dataclass(frozen=True)
class Settings:
    """What an office sets for its own machines. The defaults serve one person on one machine and nobody else."""

    hosts: tuple[str, ...]
    frame_ancestors: str
    requests_per_minute: int
    metrics_token: str
    proxy_secret: str
    log_level: str


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once.

    ``DASHBOARD_HOSTS`` names the hosts a browser may ask for (comma separated): a page of somebody else whose name was
    pointed at this machine is refused. This machine's own names always count. ``DASHBOARD_PROXY_SECRET`` is known to the
    proxy in front alone, so that nothing else on the machine can speak to a replica. ``DASHBOARD_FRAME_ANCESTORS`` allows
    other sites to frame the pages.
    """
    given = os.environ
    hosts = given.get("DASHBOARD_HOSTS", "")
    return Settings(
        hosts=tuple(dict.fromkeys((*LOCAL_HOSTS, *(host.strip() for host in hosts.split(",") if host.strip())))),
        frame_ancestors=given.get("DASHBOARD_FRAME_ANCESTORS", "'none'"),
        requests_per_minute=int(given.get("DASHBOARD_REQUESTS_PER_MINUTE", "1200")),
        metrics_token=given.get("DASHBOARD_METRICS_TOKEN", ""),
        proxy_secret=given.get("DASHBOARD_PROXY_SECRET", ""),
        log_level=given.get("DASHBOARD_LOG_LEVEL", "warning").upper(),
    )


def data_directory(given: str | Path | None = None) -> Path:
    """The folder that holds ``snapshots/``: the argument, else ``DASHBOARD_DATA``, else the project's ``data``."""
    return Path(given or os.environ.get("DASHBOARD_DATA") or PROJECT_DIR / "data").expanduser().resolve()
