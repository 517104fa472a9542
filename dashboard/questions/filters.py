"""The shared filters: one frozen value, the same names in the URL, on the command line and in every query.

Reading is forgiving and loud: an unknown value is dropped and named in a notice, never guessed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

from dashboard.policy import Registry
from dashboard.policy.vocabulary import ApplicantKind, Route, SizeClass
from dashboard.questions.periods import Comparison, Period, parse_period
from dashboard.snapshots import Snapshot

MULTIPLE = ("district", "article", "item", "cluster", "certificate", "kind", "size", "route")
SINGLE = ("period", "date_basis", "place_basis")
NAMES = ("snapshot", *SINGLE, *MULTIPLE)
DATE_BASES = ("submitted", "decided", "paid")
PLACE_BASES = ("registered", "operating", "project")
UNKNOWN, NONE = "unknown", "none"
LONGEST_VALUE = 64


@dataclass(frozen=True)
class Notice:
    """A value that was dropped: the filter, the value (shortened) and whether the whole parameter is foreign."""

    name: str
    value: str
    zh: str
    en: str


@dataclass(frozen=True)
class Filters:
    """What the reader asked for. Empty tuples mean no filter."""

    snapshot: Snapshot
    period: Period
    date_basis: str = "submitted"
    place_basis: str = "registered"
    district: tuple[str, ...] = ()
    article: tuple[str, ...] = ()
    item: tuple[str, ...] = ()
    cluster: tuple[str, ...] = ()
    certificate: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    size: tuple[str, ...] = ()
    route: tuple[str, ...] = ()
    cut_on: date | None = field(default=None)

    def scope(self) -> dict[str, Any]:
        """The one parameter of every query; None means not filtered."""
        fund_year = self.period.fund_year
        places = (self.district, self.cluster, self.certificate, self.kind, self.size, self.route)
        return {
            "period_start": self.period.start,
            "period_end": self.period.end,
            "fund_years": None if fund_year is None else [fund_year],
            "cut_on": self.cut_on,
            "date_basis": self.date_basis,
            "place_basis": self.place_basis,
            "districts": list(self.district) or None,
            "articles": [int(article) for article in self.article] or None,
            "items": list(self.item) or None,
            "clusters": list(self.cluster) or None,
            "certificates": list(self.certificate) or None,
            "kinds": list(self.kind) or None,
            "sizes": list(self.size) or None,
            "routes": list(self.route) or None,
            "is_whole_term": self.period.text == "term",
            "is_round": fund_year is not None and self.cut_on is None and not any(places),
        }

    def parameters(self) -> dict[str, list[str]]:
        """The filters as URL parameters, defaults left out; the snapshot stands first."""
        given: dict[str, list[str]] = {}
        if self.period.text != "term":
            given["period"] = [self.period.text]
        if self.date_basis != "submitted":
            given["date_basis"] = [self.date_basis]
        if self.place_basis != "registered":
            given["place_basis"] = [self.place_basis]
        return given | {name: list(values) for name in MULTIPLE if (values := getattr(self, name))}

    def shift_to(self, comparison: Comparison) -> "Filters":
        """The same filters over the earlier period."""
        return replace(self, period=comparison.period, cut_on=comparison.cut_on)

    def narrow(self, **values: Sequence[str]) -> "Filters":
        """The same filters with some of them replaced, e.g. ``narrowed(item=["03-1"])``."""
        chosen: dict[str, Any] = {name: tuple(codes) for name, codes in values.items()}
        return replace(self, **chosen)


def choices(registry: Registry) -> dict[str, tuple[str, ...]]:
    """Allowed values of every filter that takes a list, in display order."""
    return {
        "date_basis": DATE_BASES,
        "place_basis": PLACE_BASES,
        "district": (*registry.districts, UNKNOWN),
        "article": tuple(str(article) for article in sorted({item.article for item in registry.items.values()})),
        "item": tuple(registry.items),
        "cluster": (*registry.clusters, NONE),
        "certificate": tuple(registry.certificate_types),
        "kind": tuple(kind.value for kind in ApplicantKind),
        "size": (*(size.value for size in SizeClass), UNKNOWN),
        "route": (*(route.value for route in Route), UNKNOWN),
    }


def read_filters(
    given: Mapping[str, Sequence[str]], *, snapshot: Snapshot, registry: Registry
) -> tuple[Filters, tuple[Notice, ...]]:
    """Filters from URL or command-line parameters, and a notice for every value that had to be dropped."""
    notices: list[Notice] = []
    allowed = choices(registry)
    period = _read_single(given, "period", notices, lambda text: parse_period(text, registry=registry, as_of=snapshot.as_of))
    values: dict[str, Any] = {}
    for name in ("date_basis", "place_basis"):
        chosen = _read_single(given, name, notices, partial(_take_known, allowed=allowed[name]))
        values |= {name: chosen} if chosen else {}
    for name in MULTIPLE:
        values[name] = _read_multiple(given.get(name, ()), name, allowed[name], notices)
    term = parse_period("term", registry=registry, as_of=snapshot.as_of)
    chosen_period = period or term
    assert chosen_period is not None
    return Filters(snapshot=snapshot, period=chosen_period, **values), tuple(notices)


def whole_term(filters: Filters, *, registry: Registry) -> Filters:
    """The same filters over the whole term: a cohort is followed, and an effect estimated, through all its years."""
    term = parse_period("term", registry=registry, as_of=filters.snapshot.as_of)
    assert term is not None
    return replace(filters, period=term, cut_on=None)


def _take_known(text: str, *, allowed: tuple[str, ...]) -> str | None:
    return text if text in allowed else None


def _read_single(given: Mapping[str, Sequence[str]], name: str, notices: list[Notice], read: Callable[[str], Any]) -> Any:
    texts = given.get(name, ())
    if not texts:
        return None
    value = read(texts[-1]) if len(texts[-1]) <= LONGEST_VALUE else None
    if value is None:
        notices.append(ignored_notice(name, texts[-1]))
    return value


def _read_multiple(texts: Iterable[str], name: str, allowed: tuple[str, ...], notices: list[Notice]) -> tuple[str, ...]:
    """Known values in display order, each once."""
    chosen = set()
    for text in texts:
        if text in allowed:
            chosen.add(text)
        elif sum(notice.name == name for notice in notices) < 3:
            notices.append(ignored_notice(name, text))
    return tuple(value for value in allowed if value in chosen)


def ignored_notice(name: str, text: str) -> Notice:
    """A parameter whose value is not one of its own."""
    shown = text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"
    return Notice(
        name,
        shown,
        f"筛选条件 {name} 没有“{shown}”这个值，已忽略。",
        f"The filter {name} has no value '{shown}'; it was ignored.",
    )
