-- Working days between stages by Kaplan–Meier (product-limit estimator, Kaplan and Meier 1958), cohort by submission.
-- Open cases are censored at the as-of date, withdrawn ones on `withdrawn_on`, revoked unpaid ones on `revoked_on`.
-- Grain: one row per key of the dimension that occurs in the scope.
-- Parameters: scope (struct of filters), dimension (as in application_key).
create macro duration_figures(scope, dimension) as table
with cohort as (
    select
        judged.*,
        application_key(
            dimension,
            judged.item_code, items.item_group, judged.district_code, judged.cluster_code,
            judged.certificate_type, judged.basis_on, judged.route
        ) as key,
        case
            when judged.status = 'withdrawn' then judged.withdrawn_on
            when judged.is_open then (select as_of, from snapshot_facts)
        end as left_on,
    from applications_judged((scope), 'submitted') as judged
    left join items using (item_code)
    where not judged.is_missing
),

spells as (
    select
key,
'acceptance' as measure,
submitted_on as start_on,
accepted_on as event_on,
left_on,
    from cohort
    union all
    select
key,
'decision' as measure,
accepted_on as start_on,
decided_on as event_on,
left_on,
    from cohort
    where accepted_on is not null
    union all
    select
        key,
'payment' as measure,
decided_on as start_on,
paid_on as event_on,
        case
            when status = 'revoked' then coalesce(revoked_on, (select as_of, from snapshot_facts))
            when status <> 'paid' then (select as_of, from snapshot_facts)
        end as left_on,
    from cohort
    where is_approved and decided_on is not null
),

durations as (
    select
        spells.key,
        spells.measure,
        spells.event_on is not null as is_finished,
        end_day.number - start_day.number as days,
    from spells
    inner join working_days as start_day on spells.start_on = start_day.day
    inner join working_days as end_day on coalesce(spells.event_on, spells.left_on) = end_day.day
    where coalesce(spells.event_on, spells.left_on) >= spells.start_on
),

steps as (
    select
key,
measure,
days,
count(*) filter (is_finished) as finished_count,
count(*) as leaving_count,
    from durations
    group by key, measure, days
),

at_risk as (
    select
        *,
        sum(leaving_count) over (
            partition by key, measure
            order by days desc
            rows between unbounded preceding and current row
        ) as at_risk_count,
    from steps
),

survival as (
    select
        *,
        case
            when min(at_risk_count - finished_count) over (
                partition by key, measure
                order by days
                rows between unbounded preceding and current row
            ) = 0 then 0
            else exp(sum(ln(greatest(1 - finished_count / at_risk_count, 1e-300))) over (
                partition by key, measure
                order by days
                rows between unbounded preceding and current row
            ))
        end as survival,
    from at_risk
),

-- 1e-9 absorbs the rounding of the product where the curve meets the quantile exactly
quantiles as (
    select
        key,
        measure,
        min(days) filter (survival <= 0.5 + 1e-9) as median_days,
        min(days) filter (survival <= 0.1 + 1e-9) as p90_days,
    from survival
    group by key, measure
),

finished as (
    select
        key,
        measure,
        median(days) filter (is_finished) as finished_median_days,
        count(*) as spell_count,
        count(*) filter (is_finished) as finished_count,
    from durations
    group by key, measure
)

select
    quantiles.key,
    max(median_days) filter (quantiles.measure = 'acceptance') as days_to_acceptance,
    max(p90_days) filter (quantiles.measure = 'acceptance') as days_to_acceptance_p90,
    max(finished_median_days) filter (quantiles.measure = 'acceptance') as days_to_acceptance_finished_median,
    max(median_days) filter (quantiles.measure = 'decision') as days_to_decision,
    max(p90_days) filter (quantiles.measure = 'decision') as days_to_decision_p90,
    max(finished_median_days) filter (quantiles.measure = 'decision') as days_to_decision_finished_median,
    coalesce(max(spell_count) filter (quantiles.measure = 'decision'), 0) as days_to_decision_case_count,
    coalesce(max(finished_count) filter (quantiles.measure = 'decision'), 0) as days_to_decision_finished_count,
    max(median_days) filter (quantiles.measure = 'payment') as days_to_payment,
    max(p90_days) filter (quantiles.measure = 'payment') as days_to_payment_p90,
    max(finished_median_days) filter (quantiles.measure = 'payment') as days_to_payment_finished_median,
from quantiles
inner join finished
    on quantiles.key is not distinct from finished.key and quantiles.measure = finished.measure
group by quantiles.key;
