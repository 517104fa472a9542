"""One pass over the coded rows for every figure of every breakdown asked for, compiled by numba.

Rows are sorted by organisation, so that an organisation is counted once a slot by remembering the last one seen there:
exact distinct counts at the price of a comparison. A *slot* is one key of one dimension; the last slot of a dimension
is the unknown.
"""

import numpy as np
from numba import njit

from dashboard.warehouse.cube.coded import (
    AGE_20,
    AGE_40,
    AGE_60,
    AGE_OVER,
    APPLICANTS,
    APPLICATION_COUNTERS,
    APPROVED,
    APPROVED_N,
    APPROVED_STATUS,
    BENEFICIARIES,
    CAP,
    CAP_APPROVED,
    CAP_N,
    CLAWBACK,
    CLAWBACK_N,
    DISTRICT,
    FIRST_TIME,
    LACKS_APPROVED,
    LACKS_PAID,
    LACKS_REQUESTED,
    MATCHED,
    MISSING,
    MISSING_DATE,
    MISSING_PLACE,
    MONTH,
    NO_DAY,
    NO_MONEY,
    NOT_ACCEPTED,
    OPEN_REQUESTED,
    OPEN_REQUESTED_N,
    PAID,
    PAID_N,
    PAID_STATUS,
    REPEAT,
    REQUESTED,
    REQUESTED_N,
    REVOKED,
    UNDER_REVIEW,
    WITHDRAWN,
    Applications,
    Asked,
    Known,
)
from dashboard.warehouse.cube.slots import month_of, slot_of, workday_of


@njit(nogil=True, cache=True)
def judge_applications(
    rows: Applications, begin: int, end: int, days: np.ndarray, places: np.ndarray, asked: Asked, basis: int
) -> np.ndarray:
    """One byte a row from ``begin`` to ``end``: 0 not in the scope, 1 used, 3 lacks the date, 5 the place, 7 both.

    A pass for each filter that leaves anything out, without a branch a row: what is not asked costs nothing.
    """
    judged = np.ones(end - begin, np.uint8)
    if not asked.by_fund_year:
        _judge_days(judged, days[begin:end], rows.status[begin:end], asked, basis)
    if asked.cut_on != NO_DAY:
        cut_on = asked.cut_on
        for at in range(len(judged)):
            day = days[begin + at]
            judged[at] *= (day != NO_DAY) & (day <= cut_on)
    if not asked.rounds.all():
        items, years, rounds = rows.item, rows.year, asked.rounds
        for at in range(len(judged)):
            judged[at] *= rounds[items[begin + at], years[begin + at]]
    _keep(judged, rows.cluster[begin:end], asked.clusters)
    _keep(judged, rows.certificate[begin:end], asked.certificates)
    _keep(judged, rows.kind[begin:end], asked.kinds)
    _keep(judged, rows.size[begin:end], asked.sizes)
    if asked.filters_places and not asked.districts.all():
        districts, unknown_place = asked.districts, len(asked.districts) - 1
        for at in range(len(judged)):
            place = places[begin + at]
            is_known_missing = (place == unknown_place) & ~districts[place]
            judged[at] = (judged[at] + (judged[at] > 0) * 4 * is_known_missing) * (districts[place] | is_known_missing)
    return judged


@njit(nogil=True, cache=True, inline="always")
def _judge_days(judged: np.ndarray, days: np.ndarray, statuses: np.ndarray, asked: Asked, basis: int) -> None:
    """Within the period; a case that must have a date of the basis and has none lacks it."""
    start, stop = asked.start, asked.end
    if basis == 0:
        for at in range(len(judged)):
            judged[at] = (days[at] >= start) & (days[at] <= stop) & (days[at] != NO_DAY)
        return
    for at in range(len(judged)):
        status = statuses[at]
        is_due = status == PAID_STATUS if basis == 2 else (status >= APPROVED_STATUS) & (status != WITHDRAWN)
        is_unknown = days[at] == NO_DAY
        judged[at] = 3 * (is_unknown & is_due) + (~is_unknown & (days[at] >= start) & (days[at] <= stop))


@njit(nogil=True, cache=True, inline="always")
def _keep(judged: np.ndarray, codes: np.ndarray, allowed: np.ndarray) -> None:
    if allowed.all():
        return
    for at in range(len(judged)):
        judged[at] *= allowed[codes[at]]


@njit(nogil=True, cache=True)
def find_judged(judged: np.ndarray) -> np.ndarray:
    """Places of the rows that are not 0, ascending: the counting kernels go through these alone."""
    found = np.empty(len(judged) + 1, np.uint32)
    count = 0
    for at in range(len(judged)):
        # written always and kept when it counts: no branch to guess
        found[count] = at
        count += judged[at] != 0
    return found[:count]


@njit(nogil=True, cache=True)
def count_applications(
    rows: Applications,
    begin: int,
    judged: np.ndarray,
    within: np.ndarray,
    days: np.ndarray,
    places: np.ndarray,
    first: np.ndarray,
    repeats: np.ndarray,
    asked: Asked,
    known: Known,
) -> np.ndarray:
    """Counters of every slot over the rows ``within`` the judged ones; ``begin`` is a border of organisations."""
    found = np.zeros((asked.slots, APPLICATION_COUNTERS), np.int64)
    seen = np.full((asked.slots, 3), -1, np.int32)
    dimensions, offsets = asked.dimensions, asked.offsets
    months, first_day, workdays, first_workday = known.months, known.first_day, known.workdays, known.first_workday
    groups, caps, counts_units = known.group, known.cap_cents, known.counts_units
    organisations, items, clusters, certificates = rows.organisation, rows.item, rows.cluster, rows.certificate
    statuses, units, accepted_days = rows.status, rows.units, rows.accepted
    requests, approvals, payments, clawbacks = (
        rows.requested_cents, rows.approved_cents, rows.paid_cents, rows.clawback_cents
    )  # fmt: skip
    unknown_place, unknown_month = len(asked.districts) - 1, known.months[-1]
    as_of_number = workday_of(known.as_of, workdays, first_workday)
    for at in within:
        row = begin + at
        used = judged[at] == 1
        day, place, item, status, organisation = days[row], places[row], items[row], statuses[row], organisations[row]
        is_open = status <= UNDER_REVIEW
        is_approved = APPROVED_STATUS <= status <= PAID_STATUS or status == REVOKED
        requested, approved, paid, clawback = requests[row], approvals[row], payments[row], clawbacks[row]
        lacks_requested = requested == NO_MONEY
        lacks_approved = is_approved and approved == NO_MONEY
        lacks_paid = status == PAID_STATUS and paid == NO_MONEY
        is_missing = not used or lacks_requested or lacks_approved or lacks_paid
        cap = caps[item]
        if cap != NO_MONEY and counts_units[item]:
            cap *= units[row]
        age_counter = -1
        if is_open:
            if accepted_days[row] == NO_DAY:
                age_counter = NOT_ACCEPTED
            else:
                accepted = workday_of(accepted_days[row], workdays, first_workday)
                age = as_of_number - accepted
                if accepted >= 0:
                    age_counter = AGE_20 if age <= 20 else AGE_40 if age <= 40 else AGE_60 if age <= 60 else AGE_OVER
        is_first = is_approved and organisation >= 0 and day != NO_DAY and day == first[organisation]
        month = month_of(day, months, first_day)
        for which in range(len(dimensions)):
            dimension = dimensions[which]
            slot = slot_of(dimension, offsets[which], item, groups[item], place, clusters[row], certificates[row], month)
            found[slot, MATCHED] += 1
            if (
                is_missing
                or (dimension == DISTRICT and place == unknown_place)
                or (dimension == MONTH and month == unknown_month)
            ):
                found[slot, MISSING] += 1
            if not used:
                found[slot, MISSING_DATE] += (judged[at] & 2) >> 1
                found[slot, MISSING_PLACE] += (judged[at] & 4) >> 2
                continue
            found[slot, status] += 1
            if lacks_requested:
                found[slot, LACKS_REQUESTED] += 1
            else:
                found[slot, REQUESTED] += requested
                found[slot, REQUESTED_N] += 1
                if is_open:
                    found[slot, OPEN_REQUESTED] += requested
                    found[slot, OPEN_REQUESTED_N] += 1
            if clawback != NO_MONEY:
                found[slot, CLAWBACK] += clawback
                found[slot, CLAWBACK_N] += 1
            if organisation >= 0 and seen[slot, 0] != organisation:
                seen[slot, 0] = organisation
                found[slot, APPLICANTS] += 1
            if age_counter >= 0:
                found[slot, age_counter] += 1
            if not is_approved:
                continue
            if lacks_approved:
                found[slot, LACKS_APPROVED] += 1
            else:
                found[slot, APPROVED] += approved
                found[slot, APPROVED_N] += 1
                if cap != NO_MONEY:
                    found[slot, CAP] += cap
                    found[slot, CAP_APPROVED] += approved
                    found[slot, CAP_N] += 1
            if paid != NO_MONEY:
                found[slot, PAID] += paid
                found[slot, PAID_N] += 1
            elif lacks_paid:
                found[slot, LACKS_PAID] += 1
            if organisation >= 0 and seen[slot, 1] != organisation:
                seen[slot, 1] = organisation
                found[slot, BENEFICIARIES] += 1
                found[slot, REPEAT] += repeats[organisation]
            if is_first and seen[slot, 2] != organisation:
                seen[slot, 2] = organisation
                found[slot, FIRST_TIME] += 1
    return found


@njit(nogil=True, cache=True)
def count_days(
    rows: Applications,
    begin: int,
    judged: np.ndarray,
    within: np.ndarray,
    places: np.ndarray,
    asked: Asked,
    known: Known,
    longest: int,
) -> np.ndarray:
    """Working days of each step as ``[slot, step, days, finished]`` counts, cohort by submission."""
    found = np.zeros((asked.slots, 3, longest + 1, 2), np.int32)
    dimensions, offsets, groups, as_of = asked.dimensions, asked.offsets, known.group, known.as_of
    months, first_day, workdays, first_workday = known.months, known.first_day, known.workdays, known.first_workday
    items, clusters, certificates, statuses = rows.item, rows.cluster, rows.certificate, rows.status
    submitted_days, accepted_days, decided_days, paid_days = rows.submitted, rows.accepted, rows.decided, rows.paid
    withdrawn_days, revoked_days = rows.withdrawn, rows.revoked
    for at in within:
        if judged[at] != 1:
            continue
        row = begin + at
        status = statuses[row]
        is_approved = APPROVED_STATUS <= status <= PAID_STATUS or status == REVOKED
        submitted, accepted, decided, paid = submitted_days[row], accepted_days[row], decided_days[row], paid_days[row]
        left = withdrawn_days[row] if status == WITHDRAWN else as_of if status <= UNDER_REVIEW else NO_DAY
        was_revoked = status == REVOKED and revoked_days[row] != NO_DAY
        unpaid = revoked_days[row] if was_revoked else as_of if status != PAID_STATUS else NO_DAY
        item, place, month = items[row], places[row], month_of(submitted, months, first_day)
        for step in range(3 if is_approved else 2):
            start = submitted if step == 0 else accepted if step == 1 else decided
            event = accepted if step == 0 else decided if step == 1 else paid
            finished = event != NO_DAY
            stop = event if finished else unpaid if step == 2 else left
            if start == NO_DAY or stop == NO_DAY or stop < start:
                continue
            from_day = workday_of(start, workdays, first_workday)
            to_day = workday_of(int(stop), workdays, first_workday)
            if from_day < 0 or to_day < 0:
                continue
            for which in range(len(dimensions)):
                slot = slot_of(
                    dimensions[which], offsets[which], item, groups[item], place, clusters[row], certificates[row], month
                )
                found[slot, step, to_day - from_day, 1 if finished else 0] += 1
    return found
