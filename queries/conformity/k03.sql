-- K03: a credit code that stands with another organisation name in an earlier approved case.
-- Grain: one row per approved case to check.
-- Parameters: none.
with named as (
    select
        *,
        first_value(applicant) over (
            partition by uscc
            order by first_sort_on, second_sort_on, application_id
        ) as first_applicant,
    from approved_cases
)

select
    'K03' as rule_code,
    'to_check' as severity,
    application_id,
    null::varchar as award_id,
    item_code,
    fund_year,
    approved_yuan as amount_yuan,
    format('统一社会信用代码{}对应不同的单位名称（“{}”“{}”），请核对是否更名。', uscc, first_applicant, applicant) as explanation,
    format('Credit code {} stands with two names ("{}", "{}"): was it renamed?', uscc, first_applicant, applicant)
        as explanation_en,
    null::varchar as rule_source,
from named
where applicant <> first_applicant
order by application_id, award_id;
