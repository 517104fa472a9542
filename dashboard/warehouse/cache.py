"""Answers kept by bytes, and single flight: what several readers ask at once is worked out once, with no lock held."""

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

import polars as pl
from cachetools import Cache, LRUCache

Answer = TypeVar("Answer")


class SingleFlight(Generic[Answer]):
    """Works out each key once, whoever asks; the lock guards the two dictionaries only, never the work.

    ``kept`` bounds what stays known and says what an answer weighs; one that is too heavy for it is given and not kept.
    """

    def __init__(self, kept: Cache[Hashable, Answer]) -> None:
        self._kept = kept
        self._flying: dict[Hashable, Future[Answer]] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, work: Callable[[], Answer]) -> Answer:
        """The answer of ``key``; an error of the one who works it out reaches all who wait for it, and is not kept."""
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                return known
            flying = self._flying.get(key)
            if flying is None:
                mine: Future[Answer] = Future()
                self._flying[key] = mine
        if flying is not None:
            return flying.result()
        try:
            answer = work()
        except BaseException as error:
            with self._lock:
                del self._flying[key]
            mine.set_exception(error)
            raise
        with self._lock:
            del self._flying[key]
            if self._kept.getsizeof(answer) <= self._kept.maxsize / 4:
                self._kept[key] = answer
        mine.set_result(answer)
        return answer

    def values(self) -> list[Answer]:
        """What is kept now."""
        with self._lock:
            return list(self._kept.values())

    def clear(self) -> None:
        """Forget what is kept."""
        with self._lock:
            self._kept.clear()


def frames_by_bytes(most: int) -> LRUCache[Hashable, pl.DataFrame]:
    """A store of frames that forgets the longest unused ones beyond ``most`` bytes."""
    return LRUCache(maxsize=most, getsizeof=lambda frame: max(1, int(frame.estimated_size())))
