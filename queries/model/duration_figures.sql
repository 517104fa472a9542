-- Working days between stages by Kaplan–Meier (product-limit estimator, Kaplan and Meier 1958), cohort by submission.
-- Open cases are censored at the as-of date, withdrawn ones on `withdrawn_on`, revoked unpaid ones on `revoked_on`.
-- Grain: one row per dimension and key that occurs in the scope.
-- Parameters: scope (struct of filters), dimensions (list of those in application_key).
create macro duration_figures(scope, dimensions) as table
with cohort as (
    select
        judged.*,
        case
            when judged.status = 'withdrawn' then judged.withdrawn_on
            when judged.is_open then (select as_of, from snapshot_facts)
        end as left_on,
    from applications_judged((scope), 'submitted') as judged
    where not judged.is_missing
),

-- one list of three spells an application instead of three scans
spells as (
    select
        cohort.*,
        unnest([
            {measure: 'acceptance', start_on: submitted_on, event_on: accepted_on, left_on: left_on},
            {measure: 'decision', start_on: accepted_on, event_on: decided_on, left_on: left_on},
            {
                measure: 'payment',
                start_on: case when is_approved then decided_on end,
                event_on: paid_on,
                left_on: case
                    when status = 'revoked' then coalesce(revoked_on, (select as_of, from snapshot_facts))
                    when status <> 'paid' then (select as_of, from snapshot_facts)
                end
            }
        ]) as spell,
    from cohort
),

durations as (
    select
        asked.dimension,
        application_key(
            asked.dimension,
            spells.item_code, items.item_group, spells.district_code, spells.cluster_code,
            spells.certificate_type, spells.basis_on, spells.route
        ) as key,
        spells.spell.measure,
        spells.spell.event_on is not null as is_finished,
        end_day.number - start_day.number as days,
    from spells
    cross join unnest(dimensions::varchar[]) as asked (dimension)
    left join items using (item_code)
    inner join working_days as start_day on spells.spell.start_on = start_day.day
    inner join working_days as end_day on coalesce(spells.spell.event_on, spells.spell.left_on) = end_day.day
    where coalesce(spells.spell.event_on, spells.spell.left_on) >= spells.spell.start_on
),

steps as (
    select
        dimension,
        key,
        measure,
        days,
        count(*) filter (is_finished) as finished_count,
        count(*) as leaving_count,
    from durations
    group by all
),

at_risk as (
    select
        *,
        sum(leaving_count) over (
            partition by dimension, key, measure
            order by days desc
            rows between unbounded preceding and current row
        ) as at_risk_count,
    from steps
),

survival as (
    select
        *,
        case
            when min(at_risk_count - finished_count) over up_to_here = 0 then 0
            else exp(sum(ln(greatest(1 - finished_count / at_risk_count, 1e-300))) over up_to_here)
        end as survival,
    from at_risk
    window up_to_here as (
        partition by dimension, key, measure
        order by days
        rows between unbounded preceding and current row
    )
),

-- 1e-9 absorbs the rounding of the product where the curve meets the quantile exactly
quantiles as (
    select
        dimension,
        key,
        min(days) filter (survival <= 0.5 + 1e-9 and measure = 'acceptance') as days_to_acceptance,
        min(days) filter (survival <= 0.1 + 1e-9 and measure = 'acceptance') as days_to_acceptance_p90,
        min(days) filter (survival <= 0.5 + 1e-9 and measure = 'decision') as days_to_decision,
        min(days) filter (survival <= 0.1 + 1e-9 and measure = 'decision') as days_to_decision_p90,
        min(days) filter (survival <= 0.5 + 1e-9 and measure = 'payment') as days_to_payment,
        min(days) filter (survival <= 0.1 + 1e-9 and measure = 'payment') as days_to_payment_p90,
    from survival
    group by dimension, key
),

finished as (
    select
        dimension,
        key,
        median(days) filter (is_finished and measure = 'acceptance') as days_to_acceptance_finished_median,
        median(days) filter (is_finished and measure = 'decision') as days_to_decision_finished_median,
        median(days) filter (is_finished and measure = 'payment') as days_to_payment_finished_median,
        count(*) filter (measure = 'decision') as days_to_decision_case_count,
        count(*) filter (is_finished and measure = 'decision') as days_to_decision_finished_count,
    from durations
    group by dimension, key
)

select
    quantiles.*,
    finished.* exclude (dimension, key),
from quantiles
inner join finished
    on quantiles.dimension = finished.dimension and quantiles.key is not distinct from finished.key;
