-- C09: submitted outside the term of the policy, outside the window of the year, or for an item not offered that year.
-- Term and window include both days.
-- Grain: one row per approved case in breach.
-- Parameters: none.
with timed as (
    select
        approved_cases.*,
        policy_term.start_on,
        policy_term.end_on,
        approved_cases.submitted_on not between policy_term.start_on and policy_term.end_on as is_outside_term,
    from approved_cases
    cross join policy_term
)

select
    'C09' as rule_code,
    'breach' as severity,
    application_id,
    null::varchar as award_id,
    item_code,
    fund_year,
    approved_yuan as amount_yuan,
    case
        when is_outside_term then format('第（十四）条：措施有效期为{}至{}，提交于{}。', start_on, end_on, submitted_on)
        when not offered then format('{}{}年度未开放申报。', article_zh(article), fund_year)
        when window_start is null
            then format('{}{}年度申报期截止于{}，提交于{}。', article_zh(article), fund_year, window_end, submitted_on)
        when window_end is null
            then format('{}{}年度申报期始于{}，提交于{}。', article_zh(article), fund_year, window_start, submitted_on)
        else format('{}{}年度申报期为{}至{}，提交于{}。', article_zh(article), fund_year, window_start, window_end, submitted_on)
    end as explanation,
    case
        when is_outside_term
            then format('Article 14: the policy is in force from {} to {}; submitted on {}.', start_on, end_on, submitted_on)
        when not offered then format('{}not offered in {}.', article_en(article), fund_year)
        when window_start is null
            then format('{}the window of {} ended on {}; submitted on {}.', article_en(article), fund_year, window_end, submitted_on)
        when window_end is null
            then format('{}the window of {} began on {}; submitted on {}.', article_en(article), fund_year, window_start, submitted_on)
        else format(
            '{}the window of {} was {} to {}; submitted on {}.',
            article_en(article), fund_year, window_start, window_end, submitted_on
        )
    end as explanation_en,
    case
        when is_outside_term then null
        when not offered then offered_source
        else window_source
    end as rule_source,
from timed
where is_outside_term or not offered or submitted_on < window_start or submitted_on > window_end
order by application_id, award_id;
