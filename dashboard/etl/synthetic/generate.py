"""Generate round after round (fund year × item, groups together) and stream it into a snapshot."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import groupby
from pathlib import Path

import numpy as np
import polars as pl
from tqdm import tqdm

from dashboard.etl.publish import Publication, counts, make_build_folder, publish
from dashboard.etl.synthetic import awards as award_rows
from dashboard.etl.synthetic import cases as case_columns
from dashboard.etl.synthetic.assumed_rules import AMPLE, CUT, Round, assumed_rules, rounds
from dashboard.etl.synthetic.breaches import (
    Picker,
    Planting,
    plant_after_amounts,
    plant_before_amounts,
    quota_per_rule,
    remember,
)
from dashboard.etl.synthetic.calendar import Notice, number
from dashboard.etl.synthetic.cases import Cases
from dashboard.etl.synthetic.frames import application_ids, applications
from dashboard.etl.synthetic.organisations import Organisations, invent
from dashboard.etl.synthetic.outcomes import NEVER, YEARS, note_approvals, outcomes
from dashboard.etl.synthetic.plants import Seed, plant, source_of
from dashboard.etl.synthetic.plants.ground import Ground
from dashboard.etl.synthetic.plants.record import sources_of, with_notes
from dashboard.etl.synthetic.stream import Frame, Writer
from dashboard.policy import Registry, rules_to_frame
from dashboard.snapshots.contract import APPLICATIONS, AWARDS, PLANTED, SOURCE, SOURCE_TYPE

# shares of applications by item; the rest of the items is small by nature
WEIGHTS = {
    "03-1": 150, "04-1": 120, "04-2": 100, "05-2": 100, "11-1": 110, "12-1": 80, "13-1": 50, "08-2": 25, "07-1": 30,
    "07-2": 30, "07-3": 25, "07-4": 20, "07-5": 25, "07-6": 40, "06-1": 15, "01-1": 10, "09-5": 12, "09-4": 8,
    "11-2": 10, "08-1": 12, "05-1": 10, "02-1": 6, "09-3": 5, "06-2": 4, "09-2": 3, "09-1": 2, "10-1": 16,
}  # fmt: skip
YEAR_WEIGHTS = {2023: 0.20, 2024: 0.25, 2025: 0.28, 2026: 0.27}
MOST_SCORED = 300
REAL_ROWS = 5_000
MOST_ORGANISATIONS = 2_000_000
UNCLAIMED_SHARE = 0.16


@dataclass
class State:
    """What goes from one round to the next."""

    registry: Registry
    organisations: Organisations
    applicants: int
    as_of: date
    scale: int
    random: np.random.Generator
    planting: Planting
    notice: Notice
    serial: int = 1
    award_serial: int = 1
    taken: dict[str, np.ndarray] = field(default_factory=dict)
    envelopes: dict[tuple[str, int], Decimal] = field(default_factory=dict)
    ratios: dict[tuple[str, int], Decimal] = field(default_factory=dict)
    planted: list[pl.DataFrame] = field(default_factory=list)
    first_year: np.ndarray = field(default_factory=lambda: np.array([], int))
    ground: Ground | None = None


def publish_synthetic(
    *,
    rows: int,
    seed: int,
    as_of: date,
    name: str,
    data: Path,
    registry: Registry,
    activate: bool,
    judged: bool = True,
    plants: tuple[str, ...] = (),
) -> Path:
    """Generate about ``rows`` applications with their awards and publish them as a snapshot.

    Raises:
        PlantError: the as-of day leaves no room for what is to be planted beside them.
    """
    with make_build_folder(name, data=data) as folder:
        state = _start(rows=rows, seed=seed, as_of=as_of, registry=registry)
        if plants:
            state.ground = plant(
                Seed(seed, rows, plants), as_of=as_of, registry=registry, first_organisation=len(state.organisations)
            )
        tables, coverage = _generate(folder, state, rows=rows, seed=seed)
        generator = f"generator rows={rows} seed={seed}{source_of(plants)}"
        publication = Publication(
            name=name,
            kind="synthetic",
            as_of=as_of,
            created_at=f"{as_of.isoformat()}T00:00:00+08:00",
            tables={table: counts(read=count, accepted=count) for table, count in tables.items()},
            coverage=coverage,
            sources=sources_of(folder, generator, state.ground, rows=sum(tables.values())),
        )
        # what is drawn from is given back before the rows are judged, which needs the room
        del state
        return publish(publication, folder, data=data, activate=activate, judged=judged)


def _generate(
    folder: Path, state: State, *, rows: int, seed: int
) -> tuple[dict[str, int], dict[str, tuple[date, date] | None]]:
    """Write the files of a snapshot; returns the rows and the first and last day of each table."""
    as_of, registry, ground = state.as_of, state.registry, state.ground
    source = {SOURCE: SOURCE_TYPE} if ground and ground.files else {}
    with (
        Writer(
            folder / "applications.parquet", pl.Schema({**APPLICATIONS, **source}), dated="submitted_on"
        ) as application_writer,
        Writer(folder / "awards.parquet", pl.Schema({**AWARDS, **source}), dated="awarded_on") as award_writer,
    ):
        writers = {"applications": application_writer, "awards": award_writer}
        for table, frame in _frames(state, rows=rows):
            writers[table].write(frame)
        for table, rows_planted in (ground.frames() if ground else {}).items():
            writers[table].write(partial(pl.DataFrame.clone, rows_planted))
    planted = (pl.concat(state.planted) if state.planted else pl.DataFrame(schema=PLANTED)).sort(
        "application_id", "rule_code"
    )
    (with_notes(planted, ground) if ground else planted).write_parquet(folder / "planted.parquet")
    rules = assumed_rules(registry=registry, as_of=as_of, envelopes=state.envelopes, ratios=state.ratios)
    rules_to_frame((*rules, *(ground.rules if ground else ()))).write_parquet(folder / "item_rules.parquet")
    effects = outcomes(state.organisations, state.first_year, as_of=as_of, seed=seed)
    effects.write_parquet(folder / "outcomes.parquet")
    coverage = {table: writer.span for table, writer in writers.items()}
    return (
        {**{table: writer.rows for table, writer in writers.items()}, "outcomes": effects.height},
        {**coverage, "outcomes": (date(as_of.year - YEARS, 1, 1), date(as_of.year - 1, 12, 31))},
    )


def _start(*, rows: int, seed: int, as_of: date, registry: Registry) -> State:
    random = np.random.default_rng(seed)
    applicants = int(np.clip(rows * 0.45, 600, MOST_ORGANISATIONS))
    size = applicants + applicants // 8
    return State(
        registry=registry,
        # the last eighth never applies: it holds the awards that nobody claimed
        organisations=invent(size=size, registry=registry, random=random),
        applicants=applicants,
        as_of=as_of,
        scale=max(1, rows // REAL_ROWS),
        random=random,
        planting=Planting(quota_per_rule(rows)),
        notice=Notice(),
        first_year=np.full(size, NEVER),
    )


def _frames(state: State, *, rows: int) -> Iterator[tuple[str, Frame]]:
    opened = rounds(registry=state.registry, as_of=state.as_of)
    sizes = _sizes(opened, rows=rows)
    shown = tqdm(total=sum(sizes.values()), unit="rows", disable=not sys.stderr.isatty(), desc="synthetic")

    def unit(entry: Round) -> tuple[int, str]:
        group = state.registry.items[entry.item_code].group
        return entry.fund_year, group or entry.item_code

    for _, entries in groupby(opened, key=unit):
        for cases in _unit(state, list(entries), sizes):
            yield from _round_frames(state, cases)
            shown.update(len(cases))
    shown.close()
    yield (
        "awards",
        partial(
            award_rows.make_unclaimed,
            size=int(rows * UNCLAIMED_SHARE),
            first_serial=state.award_serial,
            first_organisation=state.applicants,
            organisations=state.organisations,
            registry=state.registry,
            as_of=state.as_of,
            random=state.random,
        ),
    )


def _sizes(opened: list[Round], *, rows: int) -> dict[tuple[str, int], int]:
    """Applications by round; the largest one takes what rounding left over or the least sizes took too much."""
    weight = {
        (entry.item_code, entry.fund_year): WEIGHTS[entry.item_code] * YEAR_WEIGHTS[entry.fund_year] for entry in opened
    }
    total = sum(weight.values())
    sizes = {key: max(1, int(rows * value / total)) for key, value in weight.items()}
    for key in sizes:
        if key[0] == "10-1":
            sizes[key] = min(max(sizes[key], 20), MOST_SCORED)
    free = [key for key in sizes if key[0] != "10-1"]
    largest = max(sizes, key=lambda key: sizes[key])
    left = rows - sum(sizes.values())
    if sizes[largest] + left >= 1:
        sizes[largest] += left
        return sizes
    # so few rows that one round cannot make up for it: one row from whichever is the largest then
    for _ in range(-left):
        sizes[max(free, key=lambda key: sizes[key])] -= 1
    return sizes


def _unit(state: State, entries: list[Round], sizes: dict[tuple[str, int], int]) -> list[Cases]:
    """The rounds that share an envelope, with amounts cut to it and breaches planted."""
    drawn = []
    pickers = []
    for entry in entries:
        cases = _drawn(state, entry, size=sizes[entry.item_code, entry.fund_year])
        picker = Picker(cases, state.random)
        plant_before_amounts(cases, state.planting, picker, kinds=state.organisations.kind)
        drawn.append(cases)
        pickers.append(picker)
    key = entries[0].key(drawn[0].item.group)
    stated = state.registry.envelope(*key)
    has_envelope = key in CUT or key in AMPLE or stated is not None
    for cases in drawn:
        case_columns.set_amounts(cases, random=state.random)
    ratio = _ratio(drawn, key, envelope=None if stated is None else stated * state.scale)
    if ratio is not None:
        state.ratios[key] = ratio
        for cases in drawn:
            case_columns.cut(cases, ratio=ratio)
    for cases, picker in zip(drawn, pickers, strict=True):
        plant_after_amounts(cases, state.planting, picker, has_envelope=has_envelope)
    if has_envelope:
        state.envelopes[key] = _envelope(state, drawn, key) if stated is None else stated * state.scale
    for cases, picker in zip(drawn, pickers, strict=True):
        cases.picker = picker
    return drawn


def _drawn(state: State, entry: Round, *, size: int) -> Cases:
    item = state.registry.items[entry.item_code]
    pool = case_columns.eligible(item, state.organisations)
    pool = pool[pool < state.applicants]
    if item.first_time_only:
        pool = pool[~np.isin(pool, state.taken.get(item.item_code, np.array([], int)))]
    chosen = case_columns.choose(pool, size=min(size, len(pool)), weight=state.organisations.weight, random=state.random)
    state.taken[item.item_code] = np.concatenate([state.taken.get(item.item_code, np.array([], int)), chosen])
    cases = case_columns.draw(
        entry,
        item,
        chosen=chosen,
        first_serial=state.serial,
        organisations=state.organisations,
        as_of=state.as_of,
        notice=state.notice,
        random=state.random,
    )
    state.serial += len(cases)
    return cases


def _ratio(drawn: list[Cases], key: tuple[str, int], *, envelope: Decimal | None) -> Decimal | None:
    """The year's pro-rata cut: assumed, or what a stated envelope leaves; None where all is paid in full."""
    if envelope is None:
        return Decimal(CUT[key]) if key in CUT else None
    total = sum(int(np.where(cases.is_approved, cases.approved, 0).sum()) for cases in drawn)
    points = min(10_000, int(envelope * 100) * 10_000 // max(total, 1))
    return Decimal(points) / 10_000 if points < 10_000 else None


def _envelope(state: State, drawn: list[Cases], key: tuple[str, int]) -> Decimal:
    """The envelope: enough for all, except where the last cases are planted to pass it (C08)."""
    amounts = np.concatenate([np.where(cases.is_approved, cases.approved, 0) for cases in drawn])
    total = int(amounts.sum())
    if key in AMPLE and len(drawn) == 1:
        cases = drawn[0]
        order = np.lexsort((cases.serial, cases.days["submitted"], cases.days["decided"]))
        order = order[cases.is_approved[order]]
        number_late = state.planting.take("C08", most=len(order) // 12)
        if number_late:
            late = order[len(order) - number_late :]
            cases.planted.append((late, "C08"))
            return Decimal(total - int(cases.approved[late].sum())) / 100
    step = 10_000 * 100
    return Decimal(-(-total // step) * step) / 100


def _round_frames(state: State, cases: Cases) -> Iterator[tuple[str, Frame]]:
    # numbers of their own: the frames are made while the next round is drawn, in whatever order
    for_awards, for_applications = state.random.spawn(2)
    organisations, registry = state.organisations, state.registry
    if cases.item.certificate_type:
        rows = award_rows.make_claimed(cases, state.planting, cases.picker, as_of=number(state.as_of), random=state.random)
        yield (
            "awards",
            partial(
                award_rows.frame,
                cases,
                rows,
                first_serial=state.award_serial,
                organisations=organisations,
                registry=registry,
                random=for_awards,
            ),
        )
        state.award_serial += len(rows.case)
    note_approvals(state.first_year, cases)
    remember(cases, state.planting)
    for index, rule in cases.planted:
        state.planted.append(
            pl.DataFrame({"application_id": application_ids(cases.serial[index]), "rule_code": [rule] * len(index)})
        )
    yield (
        "applications",
        partial(applications, cases, organisations=organisations, registry=registry, random=for_applications),
    )
