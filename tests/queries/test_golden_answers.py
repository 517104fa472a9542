"""Every query gives the answer that stands in tests/data/golden; see tests/golden.py for how to read and renew them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.warehouse import query_names
from tests.golden import GOLDEN, answer, build_golden
from tests.sharing import made_once


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with made_once("golden", build_golden, factory=tmp_path_factory) as data:
        yield data


@pytest.mark.parametrize("name", query_names())
def test_answer_is_the_golden_one(name: str, data: Path) -> None:
    assert answer(name, data).splitlines() == (GOLDEN / f"{name}.csv").read_text(encoding="utf-8").splitlines()


def test_no_answer_without_a_query() -> None:
    files = {str(path.relative_to(GOLDEN).with_suffix("")) for path in GOLDEN.rglob("*.csv")}
    assert files == set(query_names())
