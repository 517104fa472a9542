"""The planted snapshot, written once for all tests of rights."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.access import MACHINE, act_as
from tests.access.planted import plant
from tests.access.rights_oracle import Oracle
from tests.sharing import made_once


@pytest.fixture(scope="session")
def official(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Data folder with the planted official snapshot."""
    with act_as(MACHINE), made_once("planted", plant, factory=tmp_path_factory) as data:
        yield data


@pytest.fixture(scope="session")
def oracle(official: Path, tmp_path_factory: pytest.TempPathFactory) -> Oracle:
    """What every reader must be told of it, and of the same cases as a synthetic snapshot."""
    with act_as(MACHINE):
        return Oracle(official, tmp_path_factory.mktemp("restricted"))
