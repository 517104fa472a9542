"""Plain columns into the frames of the contract: texts, dates, money, blanks."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from dashboard.etl.synthetic.calendar import number
from dashboard.etl.synthetic.cases import NEVER, STATUSES, Cases
from dashboard.etl.synthetic.organisations import KINDS, SIZES, Organisations
from dashboard.policy import Registry
from dashboard.snapshots.contract import APPLICATIONS, MONEY

BLANK = 0.02
STAGES = ("submitted", "accepted", "reviewed", "decided", "publicised", "granted", "paid", "withdrawn", "revoked")


def take_texts(values: Sequence[str], codes: np.ndarray) -> pl.Series:
    """Texts for codes; a negative code is null."""
    index = pl.select(pl.when(pl.Series(codes.astype(np.int64)) >= 0).then(pl.Series(codes.astype(np.int64)))).to_series()
    return pl.Series(list(values), dtype=pl.String).gather(index)


def to_date(days: np.ndarray) -> pl.Series:
    """Dates for day numbers; NEVER is null."""
    values = pl.Series(days.astype(np.int32))
    return pl.select(pl.when(values != NEVER).then(values).cast(pl.Date)).to_series()


def money(cents: np.ndarray) -> pl.Series:
    """Yuan with two decimals; a negative amount is null."""
    values = pl.Series(cents.astype(np.int64))
    # cents become yuan by moving the point, not by dividing: no float in between
    return pl.select(
        pl.when(values >= 0).then((values.cast(pl.Decimal(18, 2)) / pl.lit(100, pl.Decimal(18, 2))).cast(MONEY))
    ).to_series()


def blank_some(column: pl.Series, random: np.random.Generator) -> pl.Series:
    """The column with about two per cent left out, as real exports have it."""
    return pl.select(pl.when(pl.Series(random.random(len(column)) >= BLANK)).then(column)).to_series()


def application_ids(serial: np.ndarray) -> pl.Series:
    """Keys of applications."""
    return pl.select(pl.lit("A") + pl.Series(serial).cast(pl.String).str.zfill(9)).to_series()


def certificate_numbers(kind: str, serial: np.ndarray, *, own: np.ndarray | None = None) -> pl.Series:
    """Certificate numbers; those with ``own`` false are further certificates of the same application."""
    middle = pl.lit("-") if own is None else pl.when(pl.Series(own)).then(pl.lit("-")).otherwise(pl.lit("-M-"))
    prefix = "".join(word[0] for word in kind.split("_")).upper()
    return pl.select(pl.lit(f"HC-{prefix}") + middle + pl.Series(serial).cast(pl.String).str.zfill(9)).to_series()


def applications(
    cases: Cases, *, organisations: Organisations, registry: Registry, random: np.random.Generator
) -> pl.DataFrame:
    """The applications of one round in the columns of the contract, in the order of their submission."""
    size, chosen, item = len(cases), cases.organisation, cases.item
    districts = tuple(registry.districts)
    home = organisations.district[chosen]
    elsewhere = random.integers(0, len(districts), size)
    operating = np.where(random.random(size) < 0.15, elsewhere, home)
    project = np.where(random.random(size) < 0.10, elsewhere, operating)
    is_second_list = cases.days["submitted"] >= number(registry.cluster_2_0_from)
    cluster = np.where(is_second_list, organisations.cluster_v2[chosen], organisations.cluster_v1[chosen])
    is_enterprise = cases.kind == KINDS.index("enterprise")
    title = pl.lit(f"示例项目{item.item_code}-") + pl.Series(cases.title_serial).cast(pl.String) + pl.lit("(合成)")
    rejected = pl.Series(cases.status == STATUSES.index("rejected"))
    scored = item.item_code == "10-1"
    rows = organisations.texts(chosen).with_columns(
        application_id=application_ids(cases.serial),
        fund_year=pl.lit(cases.round.fund_year),
        item_code=pl.lit(item.item_code),
        applicant_kind=take_texts(KINDS, cases.kind),
        size_class=blank_some(take_texts(SIZES, np.where(is_enterprise, organisations.size[chosen], -1)), random),
        district_registered=blank_some(take_texts(districts, home), random),
        district_operating=blank_some(take_texts(districts, operating), random),
        district_project=blank_some(take_texts(districts, project), random),
        cluster_code=blank_some(take_texts(tuple(registry.clusters), cluster), random),
        certificate_type=pl.lit(item.certificate_type),
        certificate_no=certificate_numbers(item.certificate_type, cases.serial) if item.certificate_type else pl.lit(None),
        project_title=title,
        units=pl.Series(cases.units),
        event_on=to_date(cases.days["event"]),
        status=take_texts(STATUSES, cases.status),
        requested_yuan=blank_some(money(cases.requested), random),
        approved_yuan=money(cases.approved),
        paid_yuan=money(cases.paid),
        clawback_yuan=money(cases.clawback),
        score_permille=take_numbers(cases.score) if scored else pl.lit(None),
        rank=take_numbers(cases.rank) if scored else pl.lit(None),
        tier=pl.Series(cases.tier) if item.payment_kind == "tiered" else pl.lit(None),
        reject_reason=pl.when(rejected).then(pl.lit("材料不符合申报条件（合成）")),
        other_support_ref=pl.when(pl.Series(cases.other_support)).then(pl.lit("合成：已申报其他市级资助")),
        **{f"{stage}_on": to_date(cases.days[stage]) for stage in STAGES},
    )
    return rows.select(list(APPLICATIONS)).cast(APPLICATIONS).sort("submitted_on", "application_id")


def take_numbers(values: np.ndarray) -> pl.Series:
    """Whole numbers; negative is null."""
    numbers = pl.Series(values)
    return pl.select(pl.when(numbers >= 0).then(numbers)).to_series()
