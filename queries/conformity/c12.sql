-- C12: paid above the approved money, paid without or before a grant, short public notice, or stages out of order.
-- Notice takes at least 5 working days, from the day of notice to the day before the grant, both counted.
-- Equal days are in order; the order of decision and notice is not judged.
-- Grain: one row per approved case in breach.
-- Parameters: none.
with noticed as (
    select
        approved_cases.*,
        coalesce(approved_cases.paid_on is not null or approved_cases.status = 'paid' or approved_cases.paid_yuan > 0, false)
            as is_paid,
        last_days.number - first_days.number as notice_days,
    from approved_cases
    left join working_days as last_days on approved_cases.granted_on - 1 = last_days.day
    left join working_days as first_days on approved_cases.publicised_on - 1 = first_days.day
),

judged as (
    select
        *,
        coalesce(paid_yuan > approved_yuan, false) as is_overpaid,
        is_paid and (granted_on is null or coalesce(paid_on < granted_on, false)) as is_paid_early,
        coalesce(notice_days < 5, false) as is_notice_short,
        coalesce(accepted_on < submitted_on, false)
        or coalesce(reviewed_on < greatest(submitted_on, accepted_on), false)
        or coalesce(least(decided_on, publicised_on) < greatest(submitted_on, accepted_on, reviewed_on), false)
        or coalesce(granted_on < greatest(submitted_on, accepted_on, reviewed_on, decided_on, publicised_on), false)
        or coalesce(paid_on < greatest(submitted_on, accepted_on, reviewed_on, decided_on, publicised_on, granted_on), false)
            as is_out_of_order,
    from noticed
)

select
    'C12' as rule_code,
    'breach' as severity,
    application_id,
    null::varchar as award_id,
    item_code,
    fund_year,
    case when is_overpaid then paid_yuan - approved_yuan else approved_yuan end as amount_yuan,
    format(
        '{}{}。',
        article_zh(article),
        case
            when is_overpaid then format('核定{}，拨付{}', money_zh(approved_yuan), money_zh(paid_yuan))
            when is_paid_early and granted_on is null then '没有下达即拨付'
            when is_paid_early then format('{}下达，却于{}拨付', granted_on, paid_on)
            when is_out_of_order then '各环节日期先后颠倒'
            else format('{}公示，{}下达，公示仅{}个工作日（应不少于5个）', publicised_on, granted_on, greatest(notice_days, 0))
        end
    ) as explanation,
    format(
        '{}{}.',
        article_en(article),
        case
            when is_overpaid then format('{} was approved, {} was paid', money_en(approved_yuan), money_en(paid_yuan))
            when is_paid_early and granted_on is null then 'paid without a grant'
            when is_paid_early then format('granted on {}, yet paid on {}', granted_on, paid_on)
            when is_out_of_order then 'the days of the stages are out of order'
            else format(
                'noticed on {}, granted on {}: {} working days of notice instead of 5',
                publicised_on, granted_on, greatest(notice_days, 0)
            )
        end
    ) as explanation_en,
    null::varchar as rule_source,
from judged
where is_overpaid or is_paid_early or is_notice_short or is_out_of_order;
