-- C05: the same certificate (type and number), or the same project of the same organisation,
-- approved before in any item or year (article 14: no support twice).
-- Grain: one row per approved case in breach.
-- Parameters: none.
with certificate_cases as (
    select
        application_id,
        certificate_fold,
        lag(application_id) over (
            partition by certificate_type, certificate_fold order by first_sort_on, second_sort_on, application_id
        ) as certificate_case,
    from case_certificates
),

project_cases as (
    select
        application_id,
        lag(application_id) over (
            partition by uscc, title_fold order by first_sort_on, second_sort_on, application_id
        ) as project_case,
    from approved_cases
    where title_fold is not null
),

repeated as (
    select
        application_id,
        min(certificate_cases.certificate_case) as certificate_case,
        arg_min(certificate_cases.certificate_fold, certificate_cases.certificate_case) as certificate_no,
        any_value(project_cases.project_case) as project_case,
    from certificate_cases
    full join project_cases using (application_id)
    where certificate_cases.certificate_case is not null or project_cases.project_case is not null
    group by application_id
)

select
    'C05' as rule_code,
    'breach' as severity,
    approved_cases.application_id,
    null::varchar as award_id,
    approved_cases.item_code,
    approved_cases.fund_year,
    approved_cases.approved_yuan as amount_yuan,
    case
        when repeated.certificate_case is not null
            then format(
                '第（十四）条：不得重复享受，证书 {} 已由申请 {} 获资助。',
                coalesce(approved_cases.certificate_no, repeated.certificate_no), repeated.certificate_case
            )
        else format('第（十四）条：不得重复享受，项目“{}”已由申请 {} 获资助。', approved_cases.project_title, repeated.project_case)
    end as explanation,
    case
        when repeated.certificate_case is not null
            then format(
                'Article 14: no support twice; certificate {} was supported under application {}.',
                coalesce(approved_cases.certificate_no, repeated.certificate_no), repeated.certificate_case
            )
        else format(
            'Article 14: no support twice; project "{}" was supported under application {}.',
            approved_cases.project_title, repeated.project_case
        )
    end as explanation_en,
    null::varchar as rule_source,
from approved_cases
inner join repeated using (application_id)
order by application_id, award_id;
