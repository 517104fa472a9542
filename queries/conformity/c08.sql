-- C08: running total of the item, or of its group, and fund year above the yearly envelope.
-- Named are the case with which the envelope is passed and all later ones.
-- Grain: one row per approved case in breach (the larger excess where item and group are both passed).
-- Parameters: none.
with kept as (
    select
        approved_cases.*,
        envelopes.yearly_envelope_yuan,
        envelopes.key,
        envelopes.source as envelope_source,
    from approved_cases
    inner join envelopes
        on approved_cases.fund_year = envelopes.fund_year
        and (approved_cases.item_code = envelopes.key or approved_cases.item_group = envelopes.key)
),

running as (
    select
        *,
        sum(coalesce(approved_yuan, 0)) over (
            partition by key, fund_year
            order by first_sort_on, second_sort_on, application_id
            rows between unbounded preceding and current row
        )::decimal(18, 2) as running_yuan,
    from kept
),

passed as (
    select
        *,
        -- an unknown amount has no known excess
        case when approved_yuan is not null then least(approved_yuan, running_yuan - yearly_envelope_yuan) end::decimal(16, 2)
            as excess_yuan,
    from running
    where running_yuan > yearly_envelope_yuan
    qualify row_number() over (partition by application_id order by excess_yuan desc nulls last, key) = 1
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
        '{}{}{}年度额度{}，累计核定{}，{}。',
        article_zh(article), case when key = item_code then '该项目' else format('该组项目（{}）', key) end, fund_year,
        money_zh(yearly_envelope_yuan), money_zh(running_yuan),
        case when excess_yuan is null then '额度已用完' else format('本件超出{}', money_zh(excess_yuan)) end
    ) as explanation,
    format(
        '{}the envelope of {} in {} is {}; {} are approved up to and including this case, {}.',
        article_en(article), case when key = item_code then 'the item' else format('the group {}', key) end, fund_year,
        money_en(yearly_envelope_yuan), money_en(running_yuan),
        case
            when excess_yuan is null then 'the envelope was used up'
            else format('{} of its amount is beyond the envelope', money_en(excess_yuan))
        end
    ) as explanation_en,
    envelope_source as rule_source,
from passed
order by application_id, award_id;
