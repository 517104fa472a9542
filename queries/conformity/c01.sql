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
        '{}标准为{}×{}，应不超过{}，核定{}，超出{}。',
        article_zh(article), money_zh(item_amount_yuan), counted_units, money_zh(stated_yuan), money_zh(approved_yuan),
        money_zh(approved_yuan - stated_yuan)
    ) as explanation,
    format(
        '{}the amount is {} × {}, at most {}; {} was approved, {} too much.',
        article_en(article), money_en(item_amount_yuan), counted_units, money_en(stated_yuan), money_en(approved_yuan),
        money_en(approved_yuan - stated_yuan)
    ) as explanation_en,
    null::varchar as rule_source,
from approved_cases
where payment_kind in ('up_to', 'fixed') and approved_yuan > stated_yuan;
