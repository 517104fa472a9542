-- Findings of the cases (and awards) in the scope, with the place and date the scope asks for.
-- `is_shortfall` marks the money that a case was given too little.
-- Grain: one row per finding.
-- Parameters: scope (struct of filters).
create macro findings_judged(scope) as table
with cases as (
    select *,
    from applications_judged(over_the_term(scope), (scope).date_basis)
),

honours as (
    select *,
    from awards_judged(over_the_term(scope))
    where is_judgeable
)

select
    findings.*,
    cases.article,
    cases.district_code,
    cases.cluster_code,
    cases.applicant,
    cases.uscc,
    cases.status,
    cases.submitted_on,
    cases.decided_on,
    cases.is_missing,
    -- what was paid too little is no money beyond the rules
    findings.rule_code in ('C02', 'C03') and coalesce(cut_cases.approved_yuan < cut_cases.stated_yuan, false) as is_shortfall,
from findings
inner join cases on findings.application_id = cases.application_id
left join cut_cases on findings.application_id = cut_cases.application_id

union all

select
    findings.*,
    honours.article,
    honours.district_registered as district_code,
    honours.cluster_code,
    coalesce(honours.organisation, honours.project_title) as applicant,
    honours.uscc,
    honours.decision_status as status,
    null::date as submitted_on,
    honours.awarded_on as decided_on,
    honours.is_missing,
    false as is_shortfall,
from findings
inner join honours on findings.award_id = honours.award_id
where findings.application_id is null;
