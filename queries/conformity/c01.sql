-- C01: approved money above the stated amount × units ("up to" and "fixed" items), to the cent.
-- Grain: one row per approved case in breach.
-- Parameters: none.
select
    'C01' as rule_code,
    'breach' as severity,
    application_id,
    null::varchar as award_id,
    item_code,
    fund_year,
    approved_yuan - stated_yuan as amount_yuan,
    format(
        '{}{}，核定{}，超出{}。',
        article_zh(article),
        case
            when counted_units = 1 then format('应不超过{}', money_zh(stated_yuan))
            else format('每项{}，{}项应不超过{}', money_zh(item_amount_yuan), counted_units, money_zh(stated_yuan))
        end,
        money_zh(approved_yuan), money_zh(approved_yuan - stated_yuan)
    ) as explanation,
    format(
        '{}at most {}{}; {} was approved, {} too much.',
        article_en(article), money_en(stated_yuan),
        case when counted_units = 1 then '' else format(' ({} for each of {} units)', money_en(item_amount_yuan), counted_units) end,
        money_en(approved_yuan), money_en(approved_yuan - stated_yuan)
    ) as explanation_en,
    null::varchar as rule_source,
from approved_cases
where payment_kind in ('up_to', 'fixed') and approved_yuan > stated_yuan
order by application_id, award_id;
