-- K03: a credit code with another organisation name than most of its approved cases bear (names compared folded).
-- Grain: one row per approved case to check.
-- Parameters: none.
with spelt as (
    select
        uscc,
        applicant_fold,
        count(*) as case_count,
        min((first_sort_on, second_sort_on, application_id)) as first_place,
        arg_min(applicant, (first_sort_on, second_sort_on, application_id)) as usual_applicant,
    from approved_cases
    group by uscc, applicant_fold
),

-- the one that most cases bear, of equally many the earliest
usual as (
    select
        uscc,
        applicant_fold as usual_fold,
        usual_applicant,
    from spelt
    qualify row_number() over (partition by uscc order by case_count desc, first_place) = 1
)

select
    'K03' as rule_code,
    'to_check' as severity,
    application_id,
    null::varchar as award_id,
    item_code,
    fund_year,
    approved_yuan as amount_yuan,
    format('统一社会信用代码{}对应不同的单位名称（“{}”“{}”），请核对是否更名。', uscc, usual.usual_applicant, applicant) as explanation,
    format('Credit code {} stands with two names ("{}", "{}"): was it renamed?', uscc, usual.usual_applicant, applicant)
        as explanation_en,
    null::varchar as rule_source,
from approved_cases
inner join usual using (uscc)
where approved_cases.applicant_fold <> usual.usual_fold
order by application_id, award_id;
