-- C02: fixed items paid below the stated amount × units; at the pro-rata cut of the year a note, otherwise a breach.
-- Grain: one row per approved case below the stated amount.
-- Parameters: none.
select
    'C02' as rule_code,
    case when is_at_cut then 'note' else 'breach' end as severity,
    application_id,
    null::varchar as award_id,
    item_code,
    fund_year,
    (stated_yuan - approved_yuan)::decimal(18, 2) as amount_yuan,
    format(
        '{}应资助{}，核定{}，少{}{}',
        article_zh(article), money_zh(stated_yuan), money_zh(approved_yuan), money_zh(stated_yuan - approved_yuan),
        case
            when is_at_cut then format('，与当年按比例核减（至{}%）一致。', percent_words(ratio))
            when ratio is not null then format('，与当年按比例核减（至{}%）不符。', percent_words(ratio))
            else '，当年没有按比例核减。'
        end
    ) as explanation,
    format(
        '{}{} is due, {} was approved, {} less{}',
        article_en(article), money_en(stated_yuan), money_en(approved_yuan), money_en(stated_yuan - approved_yuan),
        case
            when is_at_cut then format('; this is the pro-rata cut of the year (to {} %).', percent_words(ratio))
            when ratio is not null then format('; this is not the pro-rata cut of the year (to {} %).', percent_words(ratio))
            else '; the year has no pro-rata cut.'
        end
    ) as explanation_en,
    case when is_stated then ratio_source end as rule_source,
from cut_cases
where payment_kind = 'fixed' and approved_yuan < stated_yuan
order by application_id, award_id;
