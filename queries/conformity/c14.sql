-- C14: the award was revoked and more was paid than clawed back.
-- Grain: one row per approved case in breach.
-- Parameters: none.
with revoked as (
    select
        application_id,
        min(award_id) as award_id,
    from case_awards
    where decision_status = 'revoked'
    group by application_id
)

select
    'C14' as rule_code,
    'breach' as severity,
    approved_cases.application_id,
    revoked.award_id,
    approved_cases.item_code,
    approved_cases.fund_year,
    approved_cases.paid_yuan - coalesce(approved_cases.clawback_yuan, 0) as amount_yuan,
    format(
        '{}证书或荣誉 {} 已撤销，已拨付{}，{}。',
        article_zh(approved_cases.article), revoked.award_id, money_zh(approved_cases.paid_yuan),
        case
            when approved_cases.clawback_yuan > 0
                then format(
                    '追回{}，尚有{}未追回', money_zh(approved_cases.clawback_yuan),
                    money_zh(approved_cases.paid_yuan - approved_cases.clawback_yuan)
                )
            else '没有追回记录'
        end
    ) as explanation,
    format(
        '{}certificate or honour {} was revoked; {} was paid, {}.',
        article_en(approved_cases.article), revoked.award_id, money_en(approved_cases.paid_yuan),
        case
            when approved_cases.clawback_yuan > 0
                then format(
                    '{} was clawed back, {} is outstanding', money_en(approved_cases.clawback_yuan),
                    money_en(approved_cases.paid_yuan - approved_cases.clawback_yuan)
                )
            else 'no clawback is recorded'
        end
    ) as explanation_en,
    null::varchar as rule_source,
from approved_cases
inner join revoked using (application_id)
where approved_cases.paid_yuan > coalesce(approved_cases.clawback_yuan, 0)
order by application_id, award_id;
