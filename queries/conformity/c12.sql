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
        -- a status of granted or later without the day leaves the grant unknown, a column that no file has everything
        held_columns.has_granted and approved_cases.granted_on is null and approved_cases.status in ('approved', 'publicised')
            as is_ungranted,
    from approved_cases
    cross join held_columns
    left join working_days as last_days on approved_cases.granted_on - 1 = last_days.day
    left join working_days as first_days on approved_cases.publicised_on - 1 = first_days.day
),

-- the latest day of the stages before each one
ordered as (
    select
        *,
        greatest(submitted_on, accepted_on) as until_accepted,
        greatest(submitted_on, accepted_on, reviewed_on) as until_reviewed,
        greatest(submitted_on, accepted_on, reviewed_on, decided_on, publicised_on) as until_noticed,
        greatest(submitted_on, accepted_on, reviewed_on, decided_on, publicised_on, granted_on) as until_granted,
    from noticed
),

judged as (
    select
        *,
        coalesce(paid_yuan > approved_yuan, false) as is_overpaid,
        is_paid and (is_ungranted or coalesce(paid_on < granted_on, false)) as is_paid_early,
        coalesce(notice_days < 5, false) as is_notice_short,
        case
            when accepted_on < submitted_on then format('受理日{}早于提交日{}', accepted_on, submitted_on)
            when reviewed_on < until_accepted then format('评审日{}早于此前环节（{}）', reviewed_on, until_accepted)
            when decided_on < until_reviewed then format('决定日{}早于此前环节（{}）', decided_on, until_reviewed)
            when publicised_on < until_reviewed then format('公示日{}早于此前环节（{}）', publicised_on, until_reviewed)
            when granted_on < until_noticed then format('下达日{}早于此前环节（{}）', granted_on, until_noticed)
            when paid_on < until_granted then format('拨付日{}早于此前环节（{}）', paid_on, until_granted)
        end as early_zh,
        case
            when accepted_on < submitted_on then format('accepted on {}, before the application of {}', accepted_on, submitted_on)
            when reviewed_on < until_accepted then format('reviewed on {}, before an earlier stage ({})', reviewed_on, until_accepted)
            when decided_on < until_reviewed then format('decided on {}, before an earlier stage ({})', decided_on, until_reviewed)
            when publicised_on < until_reviewed
                then format('noticed on {}, before an earlier stage ({})', publicised_on, until_reviewed)
            when granted_on < until_noticed then format('granted on {}, before an earlier stage ({})', granted_on, until_noticed)
            when paid_on < until_granted then format('paid on {}, before an earlier stage ({})', paid_on, until_granted)
        end as early_en,
        early_zh is not null as is_out_of_order,
    from ordered
)

select
    'C12' as rule_code,
    'breach' as severity,
    application_id,
    null::varchar as award_id,
    item_code,
    fund_year,
    case when is_overpaid then paid_yuan - approved_yuan else 0 end::decimal(18, 2) as amount_yuan,
    format(
        '{}{}。',
        article_zh(article),
        concat_ws(
            '；',
            case when is_overpaid then format('核定{}，拨付{}', money_zh(approved_yuan), money_zh(paid_yuan)) end,
            case
                when is_paid_early and granted_on is null then '没有下达即拨付'
                when is_paid_early then format('{}下达，却于{}拨付', granted_on, paid_on)
            end,
            case
                when is_notice_short
                    then format('{}公示，{}下达，公示仅{}个工作日（应不少于5个）', publicised_on, granted_on, greatest(notice_days, 0))
            end,
            -- what is said of grant, payment and notice above is not said again
            case when is_out_of_order and not is_paid_early and not is_notice_short then early_zh end
        )
    ) as explanation,
    format(
        '{}{}.',
        article_en(article),
        concat_ws(
            '; ',
            case when is_overpaid then format('{} was approved, {} was paid', money_en(approved_yuan), money_en(paid_yuan)) end,
            case
                when is_paid_early and granted_on is null then 'paid without a grant'
                when is_paid_early then format('granted on {}, yet paid on {}', granted_on, paid_on)
            end,
            case
                when is_notice_short
                    then format(
                        'noticed on {}, granted on {}: {} working days of notice instead of 5',
                        publicised_on, granted_on, greatest(notice_days, 0)
                    )
            end,
            case when is_out_of_order and not is_paid_early and not is_notice_short then early_en end
        )
    ) as explanation_en,
    null::varchar as rule_source,
from judged
where is_overpaid or is_paid_early or is_notice_short or is_out_of_order
order by application_id, award_id;
