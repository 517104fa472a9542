-- C05: the same certificate (type and number), or the same project of the same organisation,
-- approved before in any item or year (article 14: no support twice).
-- Grain: one row per approved case in breach.
-- Parameters: none.
with repeated as (
    select
        application_id,
        lag(application_id) over same_certificate as certificate_case,
        lag(application_id) over same_project as project_case,
        certificate_type is not null and certificate_fold is not null as has_certificate,
        title_fold is not null as has_project,
    from approved_cases
    window
        same_certificate as (
            partition by certificate_type, certificate_fold order by first_sort_on, second_sort_on, application_id
        ),
        same_project as (partition by uscc, title_fold order by first_sort_on, second_sort_on, application_id)
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
        when repeated.has_certificate and repeated.certificate_case is not null
            then format('第（十四）条：不得重复享受，证书 {} 已由申请 {} 获资助。', approved_cases.certificate_no, repeated.certificate_case)
        else format('第（十四）条：不得重复享受，项目“{}”已由申请 {} 获资助。', approved_cases.project_title, repeated.project_case)
    end as explanation,
    case
        when repeated.has_certificate and repeated.certificate_case is not null
            then format(
                'Article 14: no support twice; certificate {} was supported under application {}.',
                approved_cases.certificate_no, repeated.certificate_case
            )
        else format(
            'Article 14: no support twice; project "{}" was supported under application {}.',
            approved_cases.project_title, repeated.project_case
        )
    end as explanation_en,
    null::varchar as rule_source,
from approved_cases
inner join repeated using (application_id)
where
    (repeated.has_certificate and repeated.certificate_case is not null)
    or (repeated.has_project and repeated.project_case is not null)
order by application_id, award_id;
