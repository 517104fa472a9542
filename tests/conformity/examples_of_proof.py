"""Cases at the limits of C09 to C16, worked out by hand from the words of the rules."""

from datetime import date

from tests.conformity.examples import CARBON, YEAR, Example, award, case

COURSE_AND_PROOF = [
    Example("C09", "term and window include both days", [
        case("first", "03-1", 1, submitted_on=date(2024, 3, 1)), case("last", "03-1", 2, submitted_on=date(2024, 3, 31)),
        case("early", "03-1", 3, submitted_on=date(2024, 2, 29)), case("late", "03-1", 4, submitted_on=date(2024, 4, 1)),
        case("before the policy", "04-1", 5, submitted_on=date(2023, 6, 19), decided_on=date(2023, 9, 1)),
        case("day of the policy", "04-1", 6, submitted_on=date(2023, 6, 20), decided_on=date(2023, 9, 1)),
        case("withheld", "05-1", 7), case("unknown", "13-1", 8),
        case("last day of the policy", "04-1", 9, submitted_on=date(2028, 6, 19), decided_on=date(2028, 9, 1)),
        case("after the policy", "04-1", 10, submitted_on=date(2028, 6, 20), decided_on=date(2028, 9, 1)),
    ], {"early": 3, "late": 4, "before the policy": 5, "withheld": 7, "after the policy": 10}, rules=[
        YEAR | {"window_start": "2024-03-01", "window_end": "2024-03-31"},
        {"item_code": "05-1", "fund_year": "2024", "offered": "no", "source": "t"},
    ]),
    Example("C10", "other support declared", [case("one", "04-1", 1, other_support_ref="区级"), case("none", "04-1", 1)],
            {"one": 1}),
    Example("C11", "who is paid", [
        case("enterprise", "03-1", 1), case("platform", "03-1", 2, applicant_kind="platform"),
        case("institution", "04-1", 3, applicant_kind="public_institution"),
        case("society", "04-1", 4, applicant_kind="social_organisation"),
        case("testing", "05-1", 5, applicant_kind="testing_body"), case("not testing", "05-1", 6),
        case("any", "12-1", 7, applicant_kind="other"), case("service", "08-1", 8, applicant_kind="platform"),
        case("no service", "08-1", 9, applicant_kind="testing_body"), case("lab", "06-2", 10, applicant_kind="testing_body"),
        case("no lab", "06-2", 11, applicant_kind="public_institution"),
    ], {"platform": 2, "society": 4, "not testing": 6, "no service": 9, "no lab": 11}),
    Example("C12", "money and the grant", [
        case("equal", "04-1", 100, paid_yuan=100, granted_on=date(2024, 6, 3), paid_on=date(2024, 6, 3), status="paid"),
        case("less", "04-1", 100, paid_yuan=99.99, granted_on=date(2024, 6, 3), paid_on=date(2024, 6, 4), status="paid"),
        case("more", "04-1", 100, paid_yuan=100.01, granted_on=date(2024, 6, 3), paid_on=date(2024, 6, 3), status="paid"),
        case("no grant", "04-1", 100, paid_yuan=100, paid_on=date(2024, 6, 3), status="paid"),
        case("before", "04-1", 100, paid_yuan=100, granted_on=date(2024, 6, 4), paid_on=date(2024, 6, 3), status="paid"),
    ], {"more": 0.01, "no grant": 100, "before": 100}),
    Example("C12", "five working days of notice: Monday to Friday, then the grant", [
        # 2024-05-13 is a Monday; the notice days run to the day before the grant
        case("five", "04-1", 1, publicised_on=date(2024, 5, 13), granted_on=date(2024, 5, 18)),
        case("six", "04-1", 6, publicised_on=date(2024, 5, 13), granted_on=date(2024, 5, 21)),
        case("four", "04-1", 2, publicised_on=date(2024, 5, 13), granted_on=date(2024, 5, 17)),
        # 2024-09-29 (Sunday) was a working day; 1 to 7 October were holidays: 27 Sep, 29, 30, 8 and 9 Oct make five
        case("holiday five", "04-1", 3, publicised_on=date(2024, 9, 27), granted_on=date(2024, 10, 10)),
        case("holiday four", "04-1", 4, publicised_on=date(2024, 9, 27), granted_on=date(2024, 10, 9)),
        case("no notice", "04-1", 5, granted_on=date(2024, 5, 18)),
    ], {"four": 2, "holiday four": 4}),
    Example("C12", "stages in order; equal days are, decision and notice are not judged", [
        case("same day", "04-1", 1, accepted_on=date(2024, 3, 1), reviewed_on=date(2024, 5, 6)),
        case("accepted before", "04-1", 2, accepted_on=date(2024, 2, 29)),
        case("decided before review", "04-1", 3, reviewed_on=date(2024, 5, 7)),
        case("notice first", "04-1", 4, publicised_on=date(2024, 4, 30)),
        case("decided before acceptance", "04-1", 5, accepted_on=date(2024, 5, 7)),
        case("granted before decision", "04-1", 6, granted_on=date(2024, 5, 5)),
    ], {"accepted before": 2, "decided before review": 3, "decided before acceptance": 5, "granted before decision": 6}),
    Example("C13", "an award of the kind, of the organisation, conferred, not later than the application", [
        case("none", "03-1", 1), case("linked", "03-1", 2), case("other kind", "03-1", 3), case("of another", "03-1", 4),
        case("proposed", "03-1", 5), case("same day", "03-1", 6), case("day after", "03-1", 7), case("revoked", "03-1", 8),
        case("number", "03-1", 9, certificate_type=CARBON, certificate_no="N9"),
        case("number of another", "03-1", 10, certificate_type=CARBON, certificate_no="N10"),
        case("by code", "03-1", 11), case("by name", "03-1", 12), case("named otherwise", "03-1", 13),
        case("year only", "03-1", 14), case("year after", "03-1", 15), case("shortlisted", "07-4", 16),
        case("no type", "04-1", 17),
        case("linked elsewhere", "03-1", 18, certificate_type=CARBON, certificate_no="N2"),
        case("day before", "03-1", 19), case("claims another kind", "03-1", 20, certificate_type="green_product"),
    ], {"claims another kind": 20, "none": 1,
        "other kind": 3, "of another": 4, "proposed": 5, "day after": 7, "number of another": 10,
        "named otherwise": 13, "year after": 15, "linked elsewhere": 18}, awards=[
        award("W2", CARBON, "linked", certificate_no="N2"), award("W3", "green_product", "other kind"),
        award("W4", CARBON, "of another", uscc="U-x"), award("W5", CARBON, "proposed", decision_status="proposed"),
        award("W6", CARBON, "same day", awarded_on=date(2024, 3, 1)),
        award("W7", CARBON, "day after", awarded_on=date(2024, 3, 2)),
        award("W8", CARBON, "revoked", decision_status="revoked"),
        award("W19", CARBON, "day before", awarded_on=date(2024, 2, 29)),
        award("W20", CARBON, "claims another kind", application_id=None),
        award("W9", CARBON, "number", application_id=None, certificate_no="N9"),
        award("W10", CARBON, "number of another", application_id=None, certificate_no="N10", uscc="U-x"),
        award("W11", CARBON, "by code", application_id=None),
        award("W12", CARBON, "by name", application_id=None, uscc=None),
        award("W13", CARBON, "named otherwise", application_id=None, uscc=None, organisation="别的单位"),
        award("W14", CARBON, "year only", awarded_on=None, award_year=2024),
        award("W15", CARBON, "year after", awarded_on=None, award_year=2025),
        award("W16", "metrology_demonstration", "shortlisted", decision_status="shortlisted"),
    ]),
    Example("C14", "revoked and paid above what was clawed back", [
        case("all back", "03-1", 9, paid_yuan=9, clawback_yuan=9, status="revoked"), case("unpaid", "03-1", 9),
        case("cent", "03-1", 9, paid_yuan=9, clawback_yuan=8.99, status="paid"),
        case("more back", "03-1", 9, paid_yuan=9, clawback_yuan=9.01, status="paid"),
        case("nothing back", "03-1", 9, paid_yuan=9, status="paid"),
        case("in force", "03-1", 9, paid_yuan=9, status="paid"),
    ], {"cent": 0.01, "nothing back": 9}, awards=[
        *(award(f"W{name}", CARBON, name, decision_status="revoked")
          for name in ("all back", "unpaid", "cent", "more back", "nothing back")),
        award("W", CARBON, "in force"),
    ]),
    Example("C15", "by rule: an amount, and a document where the item has a type", [
        case("both", "06-1", 1), case("no amount", "06-1", None), case("no document", "06-1", 3),
        case("no type", "06-2", 4, applicant_kind="testing_body"), case("not by rule", "04-1", None),
    ], {"no amount": None, "no document": 3}, awards=[
        award("W1", "national_platform", "both"), award("W2", "national_platform", "no amount"),
        award("W3", "national_platform", "no document", document_no=None),
    ]),
    Example("C16", "the last day is valid", [
        case("last day", "03-1", 1, event_on=date(2024, 2, 29)), case("day after", "03-1", 2, event_on=date(2024, 3, 1)),
        case("day before", "03-1", 5, event_on=date(2024, 2, 28)),
        case("endless", "03-1", 3, event_on=date(2024, 3, 1)), case("no event", "03-1", 4),
    ], {"day after": 2}, awards=[
        award("W1", CARBON, "last day", valid_until=date(2024, 2, 29)),
        award("W2", CARBON, "day after", valid_until=date(2024, 2, 29)),
        award("W5", CARBON, "day before", valid_until=date(2024, 2, 29)),
        award("W3", CARBON, "endless"), award("W4", CARBON, "no event", valid_until=date(2024, 2, 29)),
    ]),
]  # fmt: skip
