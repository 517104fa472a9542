"""One server over the shipped snapshots for all tests of the surface and the API."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.serving import Serve, Served

METRICS_TOKEN = "a-token-of-the-test"


@pytest.fixture(scope="session")
def server(serve: Serve, shipped: Path) -> Iterator[Served]:
    settings = {"DASHBOARD_METRICS_TOKEN": METRICS_TOKEN, "DASHBOARD_LOG_LEVEL": "info"}
    with serve(shipped, DASHBOARD_REQUESTS_PER_MINUTE="100000", **settings) as running:
        yield running
