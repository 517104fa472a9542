"""Plants of links: which honour belongs to which case, certificates that serve twice, first-time items repeated."""

from datetime import date

from dashboard.etl.synthetic.plants.ground import AWARDED_TITLE, LABEL, Ground


def several_awards(ground: Ground) -> None:
    """One case, one unit, three certificates that name it."""
    ground.set_number += 1
    body = ground.body()
    case = ground.case(body)
    awards = [ground.award_of(case, body, application_id=case["application_id"])]
    awards += [ground.award(body, application_id=case["application_id"]) for _ in range(2)]
    for award in awards:
        ground.note(
            award, "application_id", f"one of three that name {case['application_id']} of one unit", "claimed by that case"
        )


def two_cases_one_award(ground: Ground) -> None:
    """Two cases that name one certificate: which of them claims it."""
    later = date(2024, 3, 20)
    for second, when in (("the later", later), ("the higher number", None)):
        ground.set_number += 1
        body = ground.body()
        first = ground.case(body, submitted_on=date(2024, 3, 4))
        other = ground.case(
            body, status="submitted", submitted_on=when or first["submitted_on"], certificate_no=first["certificate_no"]
        )
        award = ground.award_of(first, body)
        claim = f"claimed by {first['application_id']}"
        ground.note(award, "certificate_no", f"the number of {first['application_id']} and {other['application_id']}", claim)
        ground.note(other, "certificate_no", f"{second} of two cases of one number", "claims nothing")
    ground.set_number += 1
    body = ground.body()
    first = ground.case(body, status="submitted", submitted_on=date(2024, 3, 4))
    other = ground.case(body, submitted_on=later, certificate_no=first["certificate_no"])
    award = ground.award_of(first, body, application_id=other["application_id"])
    claim = f"claimed by {other['application_id']} alone"
    ground.note(award, "application_id", f"names the later case, has the number of {first['application_id']} too", claim)
    ground.note(first, "certificate_no", "the earlier of two cases of one number, not named", "claims nothing")


def award_names_other_number(ground: Ground) -> None:
    """An honour that names one case and bears the number of another."""
    ground.set_number += 1
    body, stranger = ground.body(), ground.body()
    named = ground.case(body)
    numbered = ground.case(stranger, status="submitted")
    award = ground.award_of(numbered, body, application_id=named["application_id"], awarded_on=named["event_on"])
    what = f"names {named['application_id']}, bears the number of {numbered['application_id']}"
    ground.note(award, "application_id", what, f"claimed by {named['application_id']}, whatever its number")
    ground.note(numbered, "certificate_no", f"its number stands on an award of {named['application_id']}", "claims nothing")
    ground.set_number += 1
    body = ground.body()
    named = ground.case(body)
    award = ground.award(body, application_id=named["application_id"])
    what = f"names {named['application_id']}, which bears another number"
    ground.note(award, "application_id", what, f"claimed by {named['application_id']}, whatever its number")


def withdrawn_claims(ground: Ground) -> None:
    """Withdrawn cases claim nothing: named by the honour, by number, and with a later case for the same number."""
    for is_named in (True, False):
        ground.set_number += 1
        body = ground.body()
        case = ground.case(body, status="withdrawn")
        award = ground.award_of(case, body, application_id=case["application_id"] if is_named else None)
        column = "application_id" if is_named else "certificate_no"
        ground.note(award, column, f"its only case {case['application_id']} is withdrawn", "unclaimed")
    ground.set_number += 1
    body = ground.body()
    case = ground.case(body, status="withdrawn", submitted_on=date(2024, 3, 4))
    again = ground.case(body, submitted_on=date(2024, 4, 8), certificate_no=case["certificate_no"])
    award = ground.award_of(case, body)
    what = f"the number of {case['application_id']}, withdrawn, and of {again['application_id']}"
    ground.note(award, "certificate_no", what, f"claimed by {again['application_id']}")


def undated_honours(ground: Ground) -> None:
    """Honours of which the year alone is known, or nothing."""
    for kind in (LABEL, AWARDED_TITLE):
        ground.set_number += 1
        award = ground.award(ground.body(), kind=kind, awarded_on=None, award_year=2024)
        ground.note(award, "awarded_on", "the year 2024 only", "counts where all of 2024 lies in the period, else missing")
        ground.set_number += 1
        award = ground.award(ground.body(), kind=kind, awarded_on=None)
        ground.note(award, "awarded_on", "neither day nor year", "in no period; counted as missing")
    ground.set_number += 1
    body = ground.body()
    award = ground.award(body, kind=AWARDED_TITLE, awarded_on=None, award_year=2021, certificate_no=None)
    case = ground.proven(body, item="09-4")
    ground.note(award, "awarded_on", "the year 2021 only", f"an earlier honour than that of {case['application_id']}")
    ground.note(case, "uscc", f"first-time item; {award['award_id']} is of 2021", "C04: the year stands in for the day")


def served_twice(ground: Ground) -> None:
    """One certificate, two approved cases: the number as it was, and in another form."""
    for form in ("same", "other"):
        ground.set_number += 1
        body = ground.body()
        first = ground.proven(body, submitted_on=date(2024, 3, 4))
        number = str(first["certificate_no"])
        written = number if form == "same" else number.lower()
        second = ground.case(body, submitted_on=date(2024, 4, 8), certificate_no=written)
        ground.note(first, "certificate_no", f"numbered {number}, approved before the next", "clean: it came first")
        expected = "C05; not C13: the certificate exists"
        ground.note(second, "certificate_no", f"numbered {written}, as {first['application_id']}", expected)


def first_time_again(ground: Ground) -> None:
    """First-time items a second time: two cases, an earlier honour by code or by name, two honours and no case."""
    ground.set_number += 1
    body = ground.body()
    first, second = (ground.proven(body, item="09-4", year=year) for year in (2023, 2024))
    ground.note(first, "uscc", "first of two cases of one code", "clean: it came first")
    ground.note(second, "uscc", f"after {first['application_id']}, same code", "C04")
    for has_code in (True, False):
        ground.set_number += 1
        body = ground.body()
        code = body.uscc if has_code else None
        before = ground.award(body, kind=AWARDED_TITLE, uscc=code, certificate_no=None, awarded_on=date(2022, 5, 9))
        case = ground.proven(body, item="09-4")
        how = "code" if has_code else "name"
        ground.note(before, "uscc", f"an earlier honour, by {how}", f"the first of {body.uscc}; before the term")
        ground.note(case, "uscc", f"after honour {before['award_id']} by {how}", "C04")
        ground.set_number += 1
        body = ground.body()
        code = body.uscc if has_code else None
        one = ground.award(body, kind=AWARDED_TITLE, uscc=code, certificate_no=None, awarded_on=date(2024, 3, 1))
        two = ground.award(body, kind=AWARDED_TITLE, certificate_no=None, awarded_on=date(2025, 3, 3))
        ground.note(one, "uscc", f"first of two honours, by {how}", "claimable")
        ground.note(two, "uscc", f"after {one['award_id']}, by code", "not claimable: not the first of the organisation")
