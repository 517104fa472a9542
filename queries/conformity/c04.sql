-- C04: a first-time item for an organisation with an earlier approved case of the item,
-- or an earlier conferred honour of the same type other than the one claimed, before the term included.
-- Where only the year of an honour is known, it is earlier when all of that year is.
-- Grain: one row per approved case in breach.
-- Parameters: none.
with first_time as (
    select *,
    from approved_cases
    where first_time_only
),

ranked as (
    select
        application_id,
        lag(application_id) over earlier as earlier_application_id,
        lag(fund_year) over earlier as earlier_fund_year,
    from first_time
    window earlier as (partition by item_code, uscc order by first_sort_on, second_sort_on, application_id)
),

claimed as (
    select
        first_time.application_id,
        first_time.uscc,
        first_time.applicant,
        first_time.item_certificate_type,
        coalesce(min(case_awards.first_possible_on), any_value(first_time.event_on), any_value(first_time.submitted_on))
            as claimed_on,
    from first_time
    left join case_awards using (application_id)
    where first_time.item_certificate_type is not null
    group by first_time.application_id, first_time.uscc, first_time.applicant, first_time.item_certificate_type
),

conferred as (
    select
        *,
        coalesce(awarded_on, make_date(award_year, 12, 31)) as last_possible_on,
    from awards
    where decision_status = 'conferred'
),

honoured as (
    select
        claimed.application_id,
        claimed.claimed_on,
        conferred.award_id,
        conferred.last_possible_on,
    from claimed
    inner join conferred
        on claimed.item_certificate_type = conferred.certificate_type and claimed.uscc = conferred.uscc

    union all

    select
        claimed.application_id,
        claimed.claimed_on,
        conferred.award_id,
        conferred.last_possible_on,
    from claimed
    inner join conferred
        on claimed.item_certificate_type = conferred.certificate_type and claimed.applicant = conferred.organisation
    where conferred.uscc is null
),

earlier_honours as (
    select
        honoured.application_id,
        arg_min(honoured.award_id, (honoured.last_possible_on, honoured.award_id)) as award_id,
        min(honoured.last_possible_on) as awarded_on,
    from honoured
    left join case_awards using (application_id, award_id)
    where case_awards.award_id is null and honoured.last_possible_on < honoured.claimed_on
    group by honoured.application_id
)

select
    'C04' as rule_code,
    'breach' as severity,
    first_time.application_id,
    earlier_honours.award_id,
    first_time.item_code,
    first_time.fund_year,
    first_time.approved_yuan as amount_yuan,
    format(
        '{}只资助首次获评，{}。',
        article_zh(first_time.article),
        case
            when ranked.earlier_application_id is not null
                then format('该单位曾于{}年度获同一资助（{}）', ranked.earlier_fund_year, ranked.earlier_application_id)
            else format('该单位曾于{}年获同一称号（{}）', year(earlier_honours.awarded_on), earlier_honours.award_id)
        end
    ) as explanation,
    format(
        '{}only the first award is paid; {}.',
        article_en(first_time.article),
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
from first_time
inner join ranked using (application_id)
left join earlier_honours using (application_id)
where ranked.earlier_application_id is not null or earlier_honours.award_id is not null;
