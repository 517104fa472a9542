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
        '{}证书或荣誉 {} 已撤销，拨付{}，追回{}，尚有{}未追回。',
        article_zh(approved_cases.article), revoked.award_id, money_zh(approved_cases.paid_yuan),
        money_zh(coalesce(approved_cases.clawback_yuan, 0)),
        money_zh(approved_cases.paid_yuan - coalesce(approved_cases.clawback_yuan, 0))
    ) as explanation,
    format(
        '{}certificate or honour {} was revoked; {} was paid, {} clawed back, {} is still out.',
        article_en(approved_cases.article), revoked.award_id, money_en(approved_cases.paid_yuan),
        money_en(coalesce(approved_cases.clawback_yuan, 0)),
        money_en(approved_cases.paid_yuan - coalesce(approved_cases.clawback_yuan, 0))
    ) as explanation_en,
    null::varchar as rule_source,
from approved_cases
inner join revoked using (application_id)
where approved_cases.paid_yuan > coalesce(approved_cases.clawback_yuan, 0);
