-- C08: running total of the item, or of its group, and fund year above the yearly envelope.
-- Named are the case with which the envelope is passed and all later ones.
-- Grain: one row per approved case in breach (the larger excess where item and group are both passed).
-- Parameters: none.
with kept as (
    select
        approved_cases.*,
        envelopes.yearly_envelope_yuan,
        envelopes.key,
    from approved_cases
    inner join envelopes
        on approved_cases.fund_year = envelopes.fund_year
        and (approved_cases.item_code = envelopes.key or approved_cases.item_group = envelopes.key)
    where approved_cases.approved_yuan is not null
),

running as (
    select
        *,
        sum(approved_yuan) over (
            partition by key, fund_year
            order by first_sort_on, second_sort_on, application_id
            rows between unbounded preceding and current row
        )::decimal(18, 2) as running_yuan,
    from kept
),

passed as (
    select
        *,
        least(approved_yuan, running_yuan - yearly_envelope_yuan)::decimal(16, 2) as excess_yuan,
    from running
    where running_yuan > yearly_envelope_yuan
    qualify row_number() over (partition by application_id order by excess_yuan desc, key) = 1
)

select
    'C08' as rule_code,
    'breach' as severity,
    application_id,
    null::varchar as award_id,
    item_code,
    fund_year,
    excess_yuan as amount_yuan,
    format(
        '{}{} {}年度额度{}，累计核定{}，本件超出{}。',
        article_zh(article), key, fund_year, money_zh(yearly_envelope_yuan), money_zh(running_yuan), money_zh(excess_yuan)
    ) as explanation,
    format(
        '{}the envelope of {} in {} is {}; {} are approved so far, {} of this case is beyond it.',
        article_en(article), key, fund_year, money_en(yearly_envelope_yuan), money_en(running_yuan), money_en(excess_yuan)
    ) as explanation_en,
    rule_source,
from passed;
