"""Filters given from outside a page, by the command line and the data API: read strictly."""

from collections.abc import Callable, Mapping, Sequence

from dashboard.policy import Registry
from dashboard.questions.filters import SINGLE, Filters, read_filters
from dashboard.snapshots import Snapshot
from dashboard.warehouse import QueryError


def read_strictly(
    given: Mapping[str, Sequence[str]], *, snapshot: Snapshot, registry: Registry, written: Callable[[str], str] = str
) -> Filters:
    """Filters from parameters; where a page would leave a wrong value out and say so, this refuses.

    Args:
        given: values of each filter by its name in the address bar.
        snapshot: what is asked.
        registry: names that filters may take.
        written: how a filter's name is written by the asker, e.g. ``--period``.

    Raises:
        QueryError: a value that no filter has, or two values where one is meant.
    """
    filters, notices = read_filters(given, snapshot=snapshot, registry=registry)
    if notices:
        raise QueryError(notices[0].zh.replace("已忽略", "请改正"), notices[0].en.replace("; it was ignored", ""))
    repeated = next((name for name in SINGLE if len(given.get(name, ())) > 1), None)
    if repeated:
        shown = written(repeated)
        raise QueryError(f"{shown} 只能给一个值。", f"{shown} takes one value.")
    return filters
