"""Evaluations are kept by evaluators."""

from collections.abc import Iterator

import pytest

from dashboard.access import Access, act_as


@pytest.fixture(autouse=True)
def evaluator() -> Iterator[Access]:
    with act_as(Access("e", "evaluator", name="评价员")) as access:
        yield access
