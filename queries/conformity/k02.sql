-- K02: an organisation name that stands with another credit code in an earlier approved case.
-- Grain: one row per approved case to check.
-- Parameters: none.
with named as (
    select
        *,
        first_value(uscc) over (
            partition by applicant
            order by first_sort_on, second_sort_on, application_id
        ) as first_uscc,
    from approved_cases
)

select
    'K02' as rule_code,
    'to_check' as severity,
    application_id,
    null::varchar as award_id,
    item_code,
    fund_year,
    approved_yuan as amount_yuan,
    format('单位名称“{}”对应不同的统一社会信用代码（{}、{}），请核对是否同一单位。', applicant, first_uscc, uscc) as explanation,
    format('The name "{}" stands with two credit codes ({}, {}): the same organisation?', applicant, first_uscc, uscc)
        as explanation_en,
    null::varchar as rule_source,
from named
where uscc <> first_uscc
order by application_id, award_id;
