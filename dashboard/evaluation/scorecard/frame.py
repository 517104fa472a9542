"""Indicators, weights, presets and grades: four reference files, checked against each other when they are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from dashboard.errors import ReaderError
from dashboard.evaluation.scorecard.formulas import Formula, parse
from dashboard.policy import REFERENCE_DIR, RegistryError
from dashboard.policy.entries import Entry
from dashboard.policy.reference_csv import read_rows
from dashboard.questions import query_info

INDICATORS, PRESETS, WEIGHTS, GRADES = (f"scorecard_{name}.csv" for name in ("indicators", "presets", "weights", "grades"))
WHOLE = Decimal(100)
OUTPUT_AND_EFFECT = ("C", "D")
OUTPUT_AND_EFFECT_LEAST = Decimal(60)
Weight = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]


class Indicator(Entry):
    """An indicator of the frame; ``code`` of a third-level one has three signs and its parent's as a beginning.

    ``fed``: ``auto`` by the formula, ``hand`` by the evaluator, ``both`` by the formula unless the evaluator says
    otherwise with a reason. ``cases`` is the formula of how many cases the figure stands on: under five it is not
    scored. ``zero_at`` and ``full_at`` are the values of the formula that earn nothing and everything.
    ``evidence`` lists formulas that are shown to the evaluator and earn nothing.
    """

    code: Annotated[str, Field(pattern=r"^[A-D][1-9]?[1-9]?$")]
    name_zh: str
    name_en: str
    fed: Literal["auto", "hand", "both"] | None
    formula: str | None
    cases: str | None
    zero_at: Decimal | None
    full_at: Decimal | None
    evidence: Annotated[tuple[str, ...], BeforeValidator(lambda text: tuple(text.split(";")) if text else ())]
    meaning_zh: str | None
    meaning_en: str | None

    @property
    def level(self) -> int:
        """1, 2 or 3."""
        return len(self.code)

    @property
    def parent(self) -> str | None:
        """Code of the indicator above; None on the first level."""
        return self.code[:-1] or None


class Preset(Entry):
    """A set of weights by name, with where it comes from."""

    preset: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    name_zh: str
    name_en: str
    source: str


class PresetWeight(Entry):
    """Weight of one indicator in one preset, in points of 100."""

    preset: str
    code: str
    weight: Weight


class Grade(Entry):
    """A grade and the total from which on it is given."""

    grade: str
    name_zh: str
    name_en: str
    from_score: Weight


@dataclass(frozen=True, eq=False)
class Frame:
    """The whole frame. ``indicators`` keeps the order of its file, parents before children."""

    indicators: dict[str, Indicator]
    presets: dict[str, Preset]
    weights: dict[str, dict[str, Decimal]]
    grades: tuple[Grade, ...]
    formulas: dict[str, Formula]
    cases: dict[str, Formula]
    evidence: dict[str, tuple[Formula, ...]]

    @cached_property
    def leaves(self) -> tuple[Indicator, ...]:
        """The third level: what is scored."""
        return tuple(entry for entry in self.indicators.values() if entry.level == 3)

    def grade(self, total: Decimal) -> Grade:
        """The grade of a total of two decimals: bounds belong to the better grade, 89.99 is still 良."""
        return next(grade for grade in self.grades if total >= grade.from_score)

    def own_weights(self, leaves: Mapping[str, Decimal]) -> dict[str, Decimal]:
        """Weights of all levels from those of the third: every parent is the sum of its children.

        Raises:
            ReaderError: an indicator is unknown or missing, a weight is negative, or the sum is not 100.
        """
        wanted = {entry.code for entry in self.leaves}
        if set(leaves) != wanted or any(weight < 0 for weight in leaves.values()) or sum(leaves.values()) != WHOLE:
            total = sum(leaves.values(), Decimal(0))
            raise ReaderError(
                f"权重须为17个三级指标各给一个不小于0的数，合计100分；现在合计{total}分。",
                f"Each of the {len(wanted)} third-level indicators needs a weight of 0 or more, 100 in all; "
                f"the sum is {total}.",
            )
        return {
            code: sum((weight for leaf, weight in leaves.items() if leaf.startswith(code)), Decimal(0))
            for code in self.indicators
        }


def sum_output_and_effect(weights: Mapping[str, Decimal]) -> Decimal:
    """Weight of output and effect together; the ministry asks for at least 60 in principle."""
    return sum((weights[code] for code in OUTPUT_AND_EFFECT), Decimal(0))


def load_frame(directory: Path = REFERENCE_DIR) -> Frame:
    """Read and check the four files; read again when one of them was edited.

    Raises:
        RegistryError: names file, line and column.
    """
    files = [directory / name for name in (INDICATORS, PRESETS, WEIGHTS, GRADES)]
    return _load(directory, tuple(path.stat().st_mtime_ns if path.is_file() else 0 for path in files))


@lru_cache(maxsize=8)
def _load(directory: Path, _versions: tuple[int, ...]) -> Frame:
    indicators: dict[str, Indicator] = {}
    formulas: dict[str, Formula] = {}
    cases: dict[str, Formula] = {}
    evidence: dict[str, tuple[Formula, ...]] = {}
    for line, entry in read_rows(directory / INDICATORS, Indicator):
        _check_indicator(entry, line, indicators)
        indicators[entry.code] = entry
        if entry.formula and entry.cases:
            cases[entry.code] = _read_formula(entry.cases, line, "cases")
            formulas[entry.code] = _read_formula(entry.formula, line, "formula")
        evidence[entry.code] = tuple(_read_formula(text, line, "evidence") for text in entry.evidence)
    presets = {entry.preset: entry for _, entry in read_rows(directory / PRESETS, Preset)}
    weights = _read_weights(directory, indicators, presets)
    grades = tuple(entry for _, entry in read_rows(directory / GRADES, Grade))
    _check_grades(grades)
    return Frame(indicators, presets, weights, grades, formulas, cases, evidence)


def _check_indicator(entry: Indicator, line: int, known: Mapping[str, Indicator]) -> None:
    if entry.code in known:
        raise _error(INDICATORS, line, "code", f"“{entry.code}”重复出现。", f"'{entry.code}' stands twice.")
    if entry.parent and entry.parent not in known:
        raise _error(
            INDICATORS, line, "code", f"上级指标“{entry.parent}”不在前面。", f"its parent '{entry.parent}' comes later."
        )
    if (entry.level == 3) != (entry.fed is not None):
        raise _error(
            INDICATORS, line, "fed", "三级指标须填写，其他级须留空。", "needed on the third level, empty elsewhere."
        )
    if (entry.fed in ("auto", "both")) != (entry.formula is not None):
        raise _error(INDICATORS, line, "formula", "与 fed 不一致。", "does not fit the value of fed.")
    if entry.formula and not entry.cases:
        raise _error(INDICATORS, line, "cases", "须给出件数的公式。", "needs the formula of how many cases there are.")
    bounds = (entry.zero_at, entry.full_at)
    if entry.formula and (None in bounds or entry.zero_at == entry.full_at):
        raise _error(
            INDICATORS, line, "full_at", "须给出不同的零分值和满分值。", "needs values for nothing and for everything."
        )


def _read_formula(text: str, line: int, column: str) -> Formula:
    try:
        formula = parse(text)
        for reference in formula.references:
            query_info(reference.query)
    except ReaderError as error:
        raise _error(INDICATORS, line, column, error.zh, error.en) from error
    return formula


def _read_weights(
    directory: Path, indicators: Mapping[str, Indicator], presets: Mapping[str, Preset]
) -> dict[str, dict[str, Decimal]]:
    weights: dict[str, dict[str, Decimal]] = {preset: {} for preset in presets}
    line_of: dict[tuple[str, str], int] = {}
    last = 1
    for line, entry in read_rows(directory / WEIGHTS, PresetWeight):
        last = line
        for column, value, known in (("preset", entry.preset, presets), ("code", entry.code, indicators)):
            if value not in known:
                raise _error(WEIGHTS, line, column, f"“{value}”没有定义。", f"'{value}' is not defined.")
        if entry.code in weights[entry.preset]:
            raise _error(WEIGHTS, line, "code", f"“{entry.code}”重复出现。", f"'{entry.code}' stands twice.")
        weights[entry.preset][entry.code] = entry.weight
        line_of[entry.preset, entry.code] = line
    for preset, given in weights.items():
        absent = [code for code in indicators if code not in given]
        if absent:
            raise _error(
                WEIGHTS, last, "code", f"“{preset}”缺少指标“{absent[0]}”。", f"'{preset}' lacks the indicator '{absent[0]}'."
            )
        _check_sums(preset, given, indicators, line_of)
    return weights


def _check_sums(
    preset: str,
    given: Mapping[str, Decimal],
    indicators: Mapping[str, Indicator],
    line_of: Mapping[tuple[str, str], int],
) -> None:
    for code in indicators:
        children = [given[child] for child, entry in indicators.items() if entry.parent == code]
        if children and sum(children) != given[code]:
            raise _error(
                WEIGHTS,
                line_of[preset, code],
                "weight",
                f"“{code}”为{given[code]}，下级合计{sum(children)}。",
                f"'{code}' is {given[code]}, its children sum to {sum(children)}.",
            )
    whole = sum(given[code] for code, entry in indicators.items() if entry.level == 1)
    if whole != WHOLE:
        line = next(line for (name, _), line in line_of.items() if name == preset)
        raise _error(
            WEIGHTS, line, "weight", f"“{preset}”一级指标合计{whole}，应为100。", f"'{preset}' sums to {whole}, not 100."
        )


def _check_grades(grades: tuple[Grade, ...]) -> None:
    bounds = [grade.from_score for grade in grades]
    if not bounds or bounds != sorted(set(bounds), reverse=True) or bounds[-1] != 0:
        raise _error(
            GRADES,
            len(bounds) + 1,
            "from_score",
            "须从高到低，最后一级从0分起。",
            "must fall from line to line and end with 0.",
        )


def _error(file: str, line: int, column: str, zh: str, en: str) -> RegistryError:
    return RegistryError(file=file, line=line, column=column, zh=zh, en=en)
