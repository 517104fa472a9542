-- K02: an organisation name with another credit code than most of its approved cases bear (names compared folded).
-- Grain: one row per approved case to check.
-- Parameters: none.
with spelt as (
    select
        applicant_fold,
        uscc,
        count(*) as case_count,
        min((first_sort_on, second_sort_on, application_id)) as first_place,
        arg_min(uscc, (first_sort_on, second_sort_on, application_id)) as usual_uscc,
    from approved_cases
    group by applicant_fold, uscc
),

-- the one that most cases bear, of equally many the earliest
usual as (
    select
        applicant_fold,
        uscc as usual_fold,
        usual_uscc,
    from spelt
    qualify row_number() over (partition by applicant_fold order by case_count desc, first_place) = 1
)

select
    'K02' as rule_code,
    'to_check' as severity,
    application_id,
    null::varchar as award_id,
    item_code,
    fund_year,
    approved_yuan as amount_yuan,
    format('单位名称“{}”对应不同的统一社会信用代码（{}、{}），请核对是否同一单位。', applicant, usual.usual_uscc, uscc) as explanation,
    format('The name "{}" stands with two credit codes ({}, {}): the same organisation?', applicant, usual.usual_uscc, uscc)
        as explanation_en,
    null::varchar as rule_source,
from approved_cases
inner join usual using (applicant_fold)
where approved_cases.uscc <> usual.usual_fold
order by application_id, award_id;
