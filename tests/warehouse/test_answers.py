"""Answers are kept by bytes, worked out once for all who ask at once, and nobody waits for another question."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl
import pytest
from cachetools import LRUCache

from dashboard.questions import close_warehouses
from dashboard.warehouse.cache import SingleFlight, frames_by_bytes
from tests.conftest import ask
from tests.patience import HANG_SECONDS, eventually


def test_the_same_question_is_worked_out_once() -> None:
    flight: SingleFlight[int] = SingleFlight(LRUCache(maxsize=8))
    asked = threading.Barrier(8)
    calls: list[int] = []
    release = threading.Event()

    def work() -> int:
        calls.append(1)
        release.wait(timeout=HANG_SECONDS)
        return 42

    def ask() -> int:
        asked.wait(timeout=HANG_SECONDS)
        return flight.get("question", work)

    with ThreadPoolExecutor(max_workers=8) as readers:
        answers = [readers.submit(ask) for _ in range(8)]
        eventually(lambda: calls, said="one of them works it out")
        release.set()
        assert [answer.result(timeout=HANG_SECONDS) for answer in answers] == [42] * 8
    assert len(calls) == 1


def test_another_question_does_not_wait() -> None:
    flight: SingleFlight[str] = SingleFlight(LRUCache(maxsize=8))
    started, release = threading.Event(), threading.Event()

    def slow() -> str:
        started.set()
        release.wait(timeout=HANG_SECONDS)
        return "slow"

    with ThreadPoolExecutor(max_workers=1) as readers:
        waiting = readers.submit(flight.get, "slow", slow)
        assert started.wait(timeout=HANG_SECONDS)
        assert flight.get("quick", lambda: "quick") == "quick"
        assert not waiting.done()
        release.set()
        assert waiting.result(timeout=HANG_SECONDS) == "slow"


def test_an_error_reaches_all_who_wait_and_is_not_kept() -> None:
    flight: SingleFlight[str] = SingleFlight(LRUCache(maxsize=8))

    def fails() -> str:
        raise LookupError("no such query")

    with pytest.raises(LookupError):
        flight.get("question", fails)
    assert flight.get("question", lambda: "answer") == "answer"


def test_the_store_is_bounded_by_bytes() -> None:
    most = 1_000_000
    flight: SingleFlight[pl.DataFrame] = SingleFlight(frames_by_bytes(most))
    for number in range(200):
        flight.get(number, lambda: pl.DataFrame({"figure": pl.zeros(5_000, eager=True)}))
    assert 0 < sum(frame.estimated_size() for frame in flight.values()) <= most
    heavy = flight.get("heavy", lambda: pl.DataFrame({"figure": pl.zeros(100_000, eager=True)}))
    assert heavy.height == 100_000
    assert all(frame.height == 5_000 for frame in flight.values())


def test_a_snapshot_whose_warehouse_was_closed_is_opened_anew(shipped: Path) -> None:
    assert ask("overview/totals", data=shipped).height == 1
    close_warehouses()
    assert ask("overview/totals", data=shipped, period="fund_year:2025").height == 1
