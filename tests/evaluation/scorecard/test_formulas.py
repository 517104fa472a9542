"""Formulas: plain arithmetic, null where anything is unknown, and nothing else can be said in them."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import ReaderError
from dashboard.evaluation.scorecard.formulas import FormulaError, Reference, parse

ANSWERS = {
    "a/one": pl.DataFrame({"x": [6], "y": [4.0], "none": [None], "zero": [0], "word": ["x"]},
                          schema_overrides={"none": pl.Int64}),
    "a/many": pl.DataFrame({"x": [1, 2, 3], "gap": [1, None, 3]}),
    "a/empty": pl.DataFrame(schema={"x": pl.Int64}),
}  # fmt: skip


def value(text: str) -> float | None:
    return parse(text).value(ANSWERS.__getitem__)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.one.x / a.one.y", 1.5),
        ("1 - a.one.y / a.one.x", 1 - 4 / 6),
        ("-(a.one.x + 2) * 3", -24.0),
        ("sum(a.many.x)", 6.0),
        ("min(a.one.x, a.one.y, 5)", 4.0),
        ("max(1, sum(a.many.x) - 2)", 4.0),
        ("a.one.none + 1", None),
        ("a.one.x / a.one.zero", None),
        ("0 * a.one.none", None),
        ("sum(a.many.gap)", None),
        ("sum(a.empty.x)", None),
        ("min(a.one.none, 1)", None),
        ("-a.one.none", None),
    ],
)
def test_values_by_hand(text: str, expected: float | None) -> None:
    assert value(text) == (None if expected is None else pytest.approx(expected, abs=1e-12))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "__import__('os')",
        "a.one.x.__class__",
        "().__class__",
        "a.b",
        "a",
        "a.one.x if 1 else 2",
        "[1][0]",
        "1 < 2",
        "2 ** 99",
        "lambda: 1",
        "a.one.x; 1",
        "'text'",
        "True",
        "sum(1)",
        "sum(a.one.x, a.one.y)",
        "min(1)",
        "open(a.one.x)",
        "min(*a.one.x)",
        "sum(column=a.one.x)",
        "1 // 2",
        "a.one.x @ 2",
        "f'{1}'",
        "1" + "+1" * 300,
        "-" * 90 + "1",
        "1j",
        "\0",
    ],
)
def test_nothing_else_is_allowed(text: str) -> None:
    with pytest.raises(FormulaError) as error:
        parse(text)
    assert len(error.value.zh) < 200


def test_what_does_not_exist_is_named() -> None:
    with pytest.raises(ReaderError, match="has no numeric column 'z'"):
        value("a.one.z")
    with pytest.raises(ReaderError, match="no numeric column 'word'"):
        value("a.one.word")
    with pytest.raises(ReaderError, match="has 3 rows"):
        value("a.many.x")
    assert parse("a.one.x / sum(b.two.y) + a.one.x").references == (Reference("a/one", "x"), Reference("b/two", "y"))


numbers = st.integers(0, 10**6).map(str)
trees = st.recursive(
    numbers, lambda part: st.tuples(part, st.sampled_from("+-*"), part).map(lambda p: f"({p[0]} {p[1]} {p[2]})")
)


@given(trees.filter(lambda text: len(text) < 200))
def test_arithmetic_is_that_of_exact_numbers(text: str) -> None:
    exact = eval(text, {"__builtins__": {}})  # the oracle: digits, brackets and three signs only
    assert value(text) == pytest.approx(float(exact), rel=1e-9)
