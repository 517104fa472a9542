-- C09: submitted outside the term of the policy, outside the window of the year, or for an item not offered that year.
-- Term and window include both days.
-- Grain: one row per approved case in breach.
-- Parameters: none.
select
    'C09' as rule_code,
    'breach' as severity,
    approved_cases.application_id,
    null::varchar as award_id,
    approved_cases.item_code,
    approved_cases.fund_year,
    approved_cases.approved_yuan as amount_yuan,
    case
        when approved_cases.submitted_on not between policy_term.start_on and policy_term.end_on
            then format('第（十四）条：措施有效期为{}至{}，提交于{}。', policy_term.start_on, policy_term.end_on, approved_cases.submitted_on)
        when not approved_cases.offered
            then format('{}{}年度未开放申报。', article_zh(approved_cases.article), approved_cases.fund_year)
        else format(
            '{}{}年度申报期为{}至{}，提交于{}。',
            article_zh(approved_cases.article), approved_cases.fund_year, coalesce(approved_cases.window_start::varchar, '…'),
            coalesce(approved_cases.window_end::varchar, '…'), approved_cases.submitted_on
        )
    end as explanation,
    case
        when approved_cases.submitted_on not between policy_term.start_on and policy_term.end_on
            then format(
                'Article 14: the policy is in force from {} to {}; submitted on {}.',
                policy_term.start_on, policy_term.end_on, approved_cases.submitted_on
            )
        when not approved_cases.offered
            then format('{}not offered in {}.', article_en(approved_cases.article), approved_cases.fund_year)
        else format(
            '{}the window of {} is {} to {}; submitted on {}.',
            article_en(approved_cases.article), approved_cases.fund_year, coalesce(approved_cases.window_start::varchar, '…'),
            coalesce(approved_cases.window_end::varchar, '…'), approved_cases.submitted_on
        )
    end as explanation_en,
    case
        when approved_cases.submitted_on between policy_term.start_on and policy_term.end_on
            then approved_cases.rule_source
    end as rule_source,
from approved_cases
cross join policy_term
where
    approved_cases.submitted_on not between policy_term.start_on and policy_term.end_on
    or not approved_cases.offered
    or approved_cases.submitted_on < approved_cases.window_start
    or approved_cases.submitted_on > approved_cases.window_end;
