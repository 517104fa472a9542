"""Honours and certificates: those that applications claim, and those that nobody has claimed."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from dashboard.etl.synthetic.breaches import Picker, Planting
from dashboard.etl.synthetic.calendar import number
from dashboard.etl.synthetic.cases import CODE, NEVER, Cases
from dashboard.etl.synthetic.frames import application_ids, blank_some, certificate_numbers, money, take_texts, to_date
from dashboard.etl.synthetic.organisations import Organisations
from dashboard.policy import Registry
from dashboard.snapshots.contract import AWARDS

VALID_DAYS = 3 * 365
WITH_VALIDITY = ("gba_carbon_footprint", "measurement_standard", "green_product", "organic_product", "high_end_quality")
STATUS = ("conferred", "revoked", "proposed", "preliminary", "shortlisted")
UNCLAIMED_SHARES = (0.78, 0.02, 0.10, 0.05, 0.05)
SHORTLIST_ITEMS = ("07-4", "07-5")


@dataclass
class Claimed:
    """Columns of the awards behind the cases of one round; ``case`` is the number of the case."""

    case: np.ndarray
    status: np.ndarray
    awarded: np.ndarray
    valid: np.ndarray
    has_document: np.ndarray


def make_claimed(cases: Cases, planting: Planting, picker: Picker, *, as_of: int, random: np.random.Generator) -> Claimed:
    """Awards of a round; a case of a typed item has as many as it claims. Plants C13 to C16."""
    days = cases.days
    cases.with_award = cases.is_approved | (random.random(len(cases)) < 0.92)
    is_paid = cases.status == CODE["paid"]
    # a by-rule case without its award would lack the document number as well
    missing = picker.pick(planting, "C13", most=0 if cases.item.payment_kind == "by_rule" else None)
    cases.with_award[missing] = False
    withdrawn_honour = picker.pick(planting, "C14", among=is_paid)
    without_document = picker.pick(planting, "C15") if cases.item.payment_kind == "by_rule" else np.array([], np.int64)
    expires = cases.item.certificate_type in WITH_VALIDITY
    expired = picker.pick(planting, "C16") if expires else np.array([], np.int64)
    awarded = days["event"].copy()
    valid = np.full(len(cases), NEVER, np.int32)
    if expires:
        valid = (awarded + VALID_DAYS).astype(np.int32)
        # the claimed matter came after the certificate had run out
        awarded[expired] -= 400
        valid[expired] = days["event"][expired] - 1
    status = np.zeros(len(cases), np.int8)
    if cases.item.item_code in SHORTLIST_ITEMS:
        status[random.random(len(cases)) < 0.3] = STATUS.index("shortlisted")
    status[withdrawn_honour] = STATUS.index("revoked")
    status[cases.status == CODE["revoked"]] = STATUS.index("revoked")
    document = np.ones(len(cases), bool)
    document[without_document] = False
    case = np.repeat(np.flatnonzero(cases.with_award), cases.units[cases.with_award])
    return Claimed(case, status[case], awarded[case], valid[case], document[case])


def frame(
    cases: Cases,
    rows: Claimed,
    *,
    first_serial: int,
    organisations: Organisations,
    registry: Registry,
    random: np.random.Generator,
) -> pl.DataFrame:
    """The awards of one round in the columns of the contract."""
    size = len(rows.case)
    kind = cases.item.certificate_type or ""
    serial = np.arange(first_serial, first_serial + size)
    _, first_of_case = np.unique(rows.case, return_index=True)
    is_first = np.zeros(size, bool)
    is_first[first_of_case] = True
    numbers = certificate_numbers(kind, np.where(is_first, cases.serial[rows.case], serial), own=is_first)
    linked = ~is_first | (random.random(size) < 0.7) | ~cases.is_approved[rows.case]
    chosen = cases.organisation[rows.case]
    return (
        organisations.texts(chosen)
        .rename({"applicant": "organisation"})
        .with_columns(
            award_id=award_ids(serial),
            certificate_type=pl.lit(kind),
            item_code=pl.lit(cases.item.item_code),
            district_registered=blank_some(take_texts(tuple(registry.districts), organisations.district[chosen]), random),
            cluster_code=take_texts(tuple(registry.clusters), organisations.cluster_v1[chosen]),
            certificate_no=numbers,
            awarded_on=to_date(rows.awarded),
            valid_until=to_date(rows.valid),
            decision_status=take_texts(STATUS, rows.status),
            application_id=pl.select(pl.when(pl.Series(linked)).then(application_ids(cases.serial[rows.case]))).to_series(),
            source_type=pl.lit("synthetic"),
            document_no=pl.select(
                pl.when(pl.Series(rows.has_document)).then(pl.lit("合成字") + pl.Series(serial).cast(pl.String))
            ).to_series(),
        )
        .pipe(_complete)
    )


def make_unclaimed(
    *,
    size: int,
    first_serial: int,
    first_organisation: int,
    organisations: Organisations,
    registry: Registry,
    as_of: date,
    random: np.random.Generator,
) -> pl.DataFrame:
    """Awards that no application names; their organisations have never applied."""
    types = tuple(registry.certificate_types)
    first, last = number(registry.term.start) - 500, number(as_of)
    awarded = random.integers(first, last + 1, size)
    kind = random.choice(len(types), size)
    serial = np.arange(first_serial, first_serial + size)
    chosen = first_organisation + random.integers(0, len(organisations) - first_organisation, size)
    items = [registry.certificate_types[name].paid_by for name in types]
    expires = np.isin(np.array(types)[kind], WITH_VALIDITY)
    only_year = random.random(size) < 0.03
    days = to_date(np.where(only_year, NEVER, awarded))
    years = pl.select(pl.when(pl.Series(only_year)).then(to_date(awarded).dt.year())).to_series()
    return (
        organisations.texts(chosen)
        .rename({"applicant": "organisation"})
        .with_columns(
            award_id=award_ids(serial),
            certificate_type=take_texts(types, kind),
            item_code=take_texts(tuple(paid_by[0] if paid_by else "" for paid_by in items), kind).replace("", None),
            district_registered=blank_some(take_texts(tuple(registry.districts), organisations.district[chosen]), random),
            cluster_code=take_texts(tuple(registry.clusters), organisations.cluster_v1[chosen]),
            certificate_no=pl.lit("HC-U-") + pl.Series(serial).cast(pl.String),
            awarded_on=days,
            award_year=years,
            valid_until=to_date(np.where(expires & ~only_year, awarded + VALID_DAYS, NEVER)),
            decision_status=take_texts(STATUS, random.choice(len(STATUS), size, p=UNCLAIMED_SHARES)),
            source_type=pl.lit("synthetic"),
            document_no=pl.lit("合成字") + pl.Series(serial).cast(pl.String),
        )
        .pipe(_complete)
    )


def award_ids(serial: np.ndarray) -> pl.Series:
    """Keys of awards."""
    return pl.select(pl.lit("W") + pl.Series(serial).cast(pl.String).str.zfill(9)).to_series()


def _complete(rows: pl.DataFrame) -> pl.DataFrame:
    absent = [pl.lit(None).alias(name) for name in AWARDS if name not in rows.columns]
    return (
        rows.with_columns(absent).with_columns(amount_yuan=money(np.full(rows.height, -1))).select(list(AWARDS)).cast(AWARDS)
    )
