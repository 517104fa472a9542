-- C16: the award had run out before the event (the last day is valid).
-- Grain: one row per approved case in breach.
-- Parameters: none.
with expired as (
    select
        case_awards.application_id,
        arg_min(case_awards.award_id, (case_awards.valid_until, case_awards.award_id)) as award_id,
        min(case_awards.valid_until) as valid_until,
    from case_awards
    inner join approved_cases using (application_id)
    where case_awards.valid_until < approved_cases.event_on
    group by case_awards.application_id
)

select
    'C16' as rule_code,
    'breach' as severity,
    approved_cases.application_id,
    expired.award_id,
    approved_cases.item_code,
    approved_cases.fund_year,
    approved_cases.approved_yuan as amount_yuan,
    format(
        '{}证书或荣誉 {} 有效期至{}，事项发生于{}。',
        article_zh(approved_cases.article), expired.award_id, expired.valid_until, approved_cases.event_on
    ) as explanation,
    format(
        '{}certificate or honour {} was valid until {}; the event was on {}.',
        article_en(approved_cases.article), expired.award_id, expired.valid_until, approved_cases.event_on
    ) as explanation_en,
    null::varchar as rule_source,
from approved_cases
inner join expired using (application_id)
order by application_id, award_id;
