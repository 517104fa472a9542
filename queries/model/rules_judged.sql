-- How many approved cases of the scope each rule concerns, and how many of them cannot be judged for lack of data.
-- A case that breaks the rule by what is known counts as judged.
-- Grain: one row per rule that judges cases (C01 to C16).
-- Parameters: scope (struct of filters).
create macro rules_judged(scope) as table
with chosen as (
    select application_id,
    from applications_judged(over_the_term(scope), (scope).date_basis)
    where is_approved and not is_missing
),

broken as (
    select
        application_id,
        list(rule_code) as rule_codes,
    from findings
    where severity = 'breach'
    group by application_id
),

numbered as (
    select distinct
        application_id,
    from case_certificates
),

proof as (
    select
        application_id,
        bool_or(first_possible_on is null) as lacks_date,
        bool_or(decision_status = 'revoked') as is_revoked,
    from case_awards
    group by application_id
),

-- honours of which the dates leave open whether they came before the one that is claimed
open_honours as (
    select
        application_id,
        bool_or(is_ambiguous or first_possible_on is null or first_possible_on < claimed_until) as is_open,
    from other_honours
    group by application_id
),

limited as (
    select distinct
        approved_cases.application_id,
    from approved_cases
    inner join envelopes
        on approved_cases.fund_year = envelopes.fund_year
        and (approved_cases.item_code = envelopes.key or approved_cases.item_group = envelopes.key)
),

cases as (
    select
        approved_cases.*,
        coalesce(broken.rule_codes, []) as rule_codes,
        numbered.application_id is not null as has_certificate,
        proof.application_id is not null as has_award,
        coalesce(proof.lacks_date, false) as lacks_award_date,
        coalesce(proof.is_revoked, false) as is_award_revoked,
        limited.application_id is not null as has_envelope,
        coalesce(open_honours.is_open, false) as has_open_honour,
        coalesce(approved_cases.paid_on is not null or approved_cases.status = 'paid' or approved_cases.paid_yuan > 0, false)
            as is_paid,
        approved_cases.granted_on is not null or approved_cases.status in ('granted', 'paid', 'revoked') as is_granted,
        approved_cases.item_certificate_type is not null as is_typed,
        snapshot_facts.reports_awards,
        held_columns.has_other_support,
        held_columns.has_decided,
    from approved_cases
    inner join chosen using (application_id)
    left join broken using (application_id)
    left join numbered using (application_id)
    left join proof using (application_id)
    left join limited using (application_id)
    left join open_honours using (application_id)
    cross join snapshot_facts
    cross join held_columns
),

counts as (
    select
        count(*) as all_cases,
        count(*) filter (payment_kind in ('up_to', 'fixed')) as c01,
        count(*) filter (payment_kind in ('up_to', 'fixed') and approved_yuan is null) as c01_unjudged,
        count(*) filter (payment_kind = 'fixed') as c02,
        count(*) filter (payment_kind = 'fixed' and approved_yuan is null) as c02_unjudged,
        count(*) filter (payment_kind = 'tiered') as c03,
        count(*) filter (payment_kind = 'tiered' and (approved_yuan is null or stated_yuan is null)) as c03_unjudged,
        count(*) filter (first_time_only) as c04,
        count(*) filter (first_time_only and (not reports_awards or has_open_honour) and not list_contains(rule_codes, 'C04')) as c04_unjudged,
        count(*) filter (not has_certificate and project_title is null) as c05_unjudged,
        count(*) filter (item_code = '10-1') as c06,
        count(*) filter (
            item_code = '10-1' and (score_permille is null or rank is null) and not list_contains(rule_codes, 'C06')
        ) as c06_unjudged,
        count(*) filter (per_applicant_per_year is null) as c07_unjudged,
        count(*) filter ((not has_envelope or approved_yuan is null) and not list_contains(rule_codes, 'C08')) as c08_unjudged,
        count(*) filter (
            (offered is null or window_start is null or window_end is null) and not list_contains(rule_codes, 'C09')
        ) as c09_unjudged,
        count(*) filter (not has_other_support) as c10_unjudged,
        count(*) filter (
            (
                (is_granted and (granted_on is null or publicised_on is null))
                or (status = 'publicised' and publicised_on is null)
                or (decided_on is null and not has_decided)
                or (is_paid and (approved_yuan is null or paid_yuan is null or paid_on is null))
            )
            and not list_contains(rule_codes, 'C12')
        ) as c12_unjudged,
        count(*) filter (is_typed) as c13,
        count(*) filter (is_typed and (not reports_awards or (lacks_award_date and not list_contains(rule_codes, 'C13'))))
            as c13_unjudged,
        count(*) filter (is_typed and (not reports_awards or (is_award_revoked and paid_yuan is null))) as c14_unjudged,
        count(*) filter (payment_kind = 'by_rule') as c15,
        count(*) filter (payment_kind = 'by_rule' and is_typed and not reports_awards and approved_yuan is not null)
            as c15_unjudged,
        count(*) filter (is_typed and (event_on is null or not has_award)) as c16_unjudged,
    from cases
)

select unnest(
    [
        {'rule_code': 'C01', 'case_count': c01, 'unjudged_count': c01_unjudged},
        {'rule_code': 'C02', 'case_count': c02, 'unjudged_count': c02_unjudged},
        {'rule_code': 'C03', 'case_count': c03, 'unjudged_count': c03_unjudged},
        {'rule_code': 'C04', 'case_count': c04, 'unjudged_count': c04_unjudged},
        {'rule_code': 'C05', 'case_count': all_cases, 'unjudged_count': c05_unjudged},
        {'rule_code': 'C06', 'case_count': c06, 'unjudged_count': c06_unjudged},
        {'rule_code': 'C07', 'case_count': all_cases, 'unjudged_count': c07_unjudged},
        {'rule_code': 'C08', 'case_count': all_cases, 'unjudged_count': c08_unjudged},
        {'rule_code': 'C09', 'case_count': all_cases, 'unjudged_count': c09_unjudged},
        {'rule_code': 'C10', 'case_count': all_cases, 'unjudged_count': c10_unjudged},
        {'rule_code': 'C11', 'case_count': all_cases, 'unjudged_count': 0},
        {'rule_code': 'C12', 'case_count': all_cases, 'unjudged_count': c12_unjudged},
        {'rule_code': 'C13', 'case_count': c13, 'unjudged_count': c13_unjudged},
        {'rule_code': 'C14', 'case_count': c13, 'unjudged_count': c14_unjudged},
        {'rule_code': 'C15', 'case_count': c15, 'unjudged_count': c15_unjudged},
        {'rule_code': 'C16', 'case_count': c13, 'unjudged_count': c16_unjudged},
    ],
    recursive := true
),
from counts;
