-- C04: a first-time item for an organisation with an earlier approved case of the item,
-- or an earlier conferred honour of the same type other than the one claimed, before the term included.
-- First is the case whose honour came first (else its event, else its decision); only later ones are named.
-- Where only the year of an honour is known, it is earlier when all of that year is.
-- Grain: one row per approved case in breach.
-- Parameters: none.
with ranked as (
    select
        application_id,
        lag(application_id) over earlier as earlier_application_id,
        lag(fund_year) over earlier as earlier_fund_year,
    from first_time_cases
    window earlier as (partition by item_code, uscc order by order_on, submitted_on, application_id)
),

earlier_honours as (
    select
        application_id,
        arg_min(award_id, (last_possible_on, award_id)) as award_id,
        min(last_possible_on) as awarded_on,
    from other_honours
    where last_possible_on < claimed_on and not is_ambiguous
    group by application_id
)

select
    'C04' as rule_code,
    'breach' as severity,
    first_time_cases.application_id,
    earlier_honours.award_id,
    first_time_cases.item_code,
    first_time_cases.fund_year,
    first_time_cases.approved_yuan as amount_yuan,
    format(
        '{}首次获评方可资助，{}。',
        article_zh(first_time_cases.article),
        case
            when ranked.earlier_application_id is not null
                then format('该单位曾于{}年获同一资助（{}）', ranked.earlier_fund_year, ranked.earlier_application_id)
            else format('该单位曾于{}年获同一称号（{}）', year(earlier_honours.awarded_on), earlier_honours.award_id)
        end
    ) as explanation,
    format(
        '{}only the first award is paid; {}.',
        article_en(first_time_cases.article),
        case
            when ranked.earlier_application_id is not null
                then format(
                    'the organisation had the same support in {} ({})',
                    ranked.earlier_fund_year, ranked.earlier_application_id
                )
            else format('the organisation had the honour in {} ({})', year(earlier_honours.awarded_on), earlier_honours.award_id)
        end
    ) as explanation_en,
    null::varchar as rule_source,
from first_time_cases
inner join ranked using (application_id)
left join earlier_honours using (application_id)
where ranked.earlier_application_id is not null or earlier_honours.award_id is not null
order by application_id, award_id;
