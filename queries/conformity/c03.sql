-- C03: tiered items whose approved money is not the amount of the tier; at the pro-rata cut of the year a note.
-- Grain: one row per approved case that differs from its tier.
-- Parameters: none.
select
    'C03' as rule_code,
    case when is_at_cut then 'note' else 'breach' end as severity,
    application_id,
    null::varchar as award_id,
    item_code,
    fund_year,
    abs(approved_yuan - stated_yuan)::decimal(18, 2) as amount_yuan,
    format(
        '{}第{}等次资助{}，核定{}{}',
        article_zh(article), tier, money_zh(stated_yuan), money_zh(approved_yuan),
        case
            when is_at_cut then format('，与当年按比例核减（至{}%）一致。', percent_words(ratio))
            else '，与等次金额不符。'
        end
    ) as explanation,
    format(
        '{}tier {} is paid {}; {} was approved{}',
        article_en(article), tier, money_en(stated_yuan), money_en(approved_yuan),
        case
            when is_at_cut then format(', the pro-rata cut of the year (to {} %).', percent_words(ratio))
            else ', which is not the amount of the tier.'
        end
    ) as explanation_en,
    case when is_stated then ratio_source end as rule_source,
from cut_cases
where payment_kind = 'tiered' and approved_yuan <> stated_yuan
order by application_id, award_id;
