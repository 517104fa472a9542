"""What a request of the API asks: query, snapshot, filters, the query's own parameters, format and page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.errors import ReaderError
from dashboard.policy import Registry
from dashboard.presentation.answers import MEDIA_TYPES
from dashboard.questions import QueryInfo
from dashboard.questions.filters import MULTIPLE, NAMES, SINGLE, Filters
from dashboard.questions.strict_filters import read_strictly
from dashboard.snapshots import Snapshot

MOST_ROWS = 100_000
ROWS = 1_000
LAST_OFFSET = 1_000_000_000
LONGEST_TEXT = 200
OWN = ("format", "limit", "offset")


class BadRequestError(ReaderError):
    """A parameter that the API does not have, or a value it does not take."""


@dataclass(frozen=True)
class Asked:
    """One understood request. ``limit`` and ``offset`` cut the answer; ``parameters`` are the query's own."""

    info: QueryInfo
    filters: Filters
    form: str
    limit: int
    offset: int
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def pages_itself(self) -> bool:
        """Whether the query takes ``$limit`` and ``$offset``: only the page that is asked for is computed."""
        return {"limit", "offset"} <= set(self.info.parameters)


def own_parameters(info: QueryInfo) -> dict[str, Any]:
    """Parameters of the query beside the shared filters and the page, with their defaults."""
    return {name: default for name, default in info.defaults.items() if name not in OWN}


def read(given: Mapping[str, Sequence[str]], *, info: QueryInfo, snapshot: Snapshot, registry: Registry) -> Asked:
    """Read the query string.

    Raises:
        BadRequestError: an unknown parameter or a value out of range; the message names it.
        QueryError: a value that a filter does not have.
    """
    own = own_parameters(info)
    filters = {name: given[name] for name in (*SINGLE, *MULTIPLE) if name in given}
    known = {*NAMES, *OWN, *own} if "scope" in info.parameters else {"snapshot", *OWN, *own}
    foreign = next((name for name in given if name not in known), None)
    if foreign is not None:
        raise BadRequestError(f"没有参数“{foreign[:64]}”。", f"There is no parameter '{foreign[:64]}'.")
    form = _one(given, "format", "json")
    if form not in MEDIA_TYPES:
        raise BadRequestError(f"format 只能是 {'、'.join(MEDIA_TYPES)}。", f"format is one of {', '.join(MEDIA_TYPES)}.")
    return Asked(
        info=info,
        filters=read_strictly(filters, snapshot=snapshot, registry=registry),
        form=form,
        limit=_number(given, "limit", default=ROWS, low=1, high=MOST_ROWS),
        offset=_number(given, "offset", default=0, low=0, high=LAST_OFFSET),
        parameters={
            name: _value(given, name, default, info.choices.get(name)) for name, default in own.items() if name in given
        },
    )


def _one(given: Mapping[str, Sequence[str]], name: str, default: str) -> str:
    values = given.get(name, [default])
    if len(values) != 1:
        raise BadRequestError(f"{name} 只能给一个值。", f"{name} takes one value.")
    return values[0]


def _number(given: Mapping[str, Sequence[str]], name: str, *, default: int, low: int, high: int) -> int:
    text = _one(given, name, str(default))
    # only ASCII digits: int() would also take other scripts' and underscores
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and low <= int(text) <= high):
        raise BadRequestError(f"{name} 应为 {low} 至 {high} 之间的整数。", f"{name} is a whole number from {low} to {high}.")
    return int(text)


def _value(given: Mapping[str, Sequence[str]], name: str, default: Any, choices: tuple[str, ...] | None) -> Any:
    """The value of a query's own parameter, of the type of its default; a parameter without default is a text."""
    wrong = next((value for value in given[name] if choices and value not in choices), None)
    if choices and wrong is not None:
        raise BadRequestError(f"{name} 只能是 {'、'.join(choices)}。", f"{name} is one of {', '.join(choices)}.")
    if isinstance(default, list):
        return [_text(value, name) for value in given[name]]
    if isinstance(default, bool):
        text = _one(given, name, "")
        if text not in ("true", "false"):
            raise BadRequestError(f"{name} 应为 true 或 false。", f"{name} is true or false.")
        return text == "true"
    if isinstance(default, int):
        return _number(given, name, default=default, low=0, high=MOST_ROWS)
    return _text(_one(given, name, ""), name)


def _text(value: str, name: str) -> str:
    if len(value) > LONGEST_TEXT or not value.isprintable():
        raise BadRequestError(
            f"{name} 最多 {LONGEST_TEXT} 个可见字符。", f"{name} has at most {LONGEST_TEXT} printable characters."
        )
    return value
