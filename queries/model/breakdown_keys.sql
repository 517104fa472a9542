-- The rows that a breakdown must have, with what an empty one means; the unknown is the row with the null key.
-- Grain: one row per dimension and key.
-- Parameters: scope (struct of filters), dimensions (list of total, item, group, district, cluster, certificate, month).
create macro breakdown_keys(scope, dimensions) as table
with asked as (
    select unnest(dimensions::varchar[]) as dimension,
),

scoped as (
    select *, from scope_state((scope))
),

item_keys as (
    select
        'item' as dimension,
        item_code as key,
        item_order as position,
        state,
    from item_states((scope))
),

group_keys as (
    select
        'group' as dimension,
        item_group as key,
        min(item_order) as position,
        case
            when bool_or(state = 'not_reported') then 'not_reported'
            when bool_or(state = 'reported') then 'reported'
            when bool_and(state = 'not_offered') then 'not_offered'
            else 'unknown'
        end as state,
    from item_states((scope))
    where item_group is not null
    group by item_group
),

-- cases of a fund year are decided and paid later: the months follow the cases, not the calendar year
month_range as (
    select
        least((scope).period_start::date, min(judged.basis_on)) as first_on,
        greatest(least((scope).period_end::date, snapshot_facts.as_of), max(judged.basis_on)) as last_on,
    from snapshot_facts
    left join applications_judged((scope), (scope).date_basis) as judged
        on (scope).fund_years is not null and judged.basis_on is not null
    where list_contains(dimensions::varchar[], 'month')
    group by snapshot_facts.as_of
),

month_keys as (
    select
        'month' as dimension,
        strftime(months.first_on, '%Y-%m') as key,
        year(months.first_on) * 12 + month(months.first_on) as position,
        case
            when scoped.state = 'reported' and last_day(months.first_on) < snapshot_facts.applications_first_on
                then 'not_reported'
            else scoped.state
        end as state,
    from snapshot_facts
    cross join scoped
    cross join month_range
    cross join
        unnest(generate_series(
            date_trunc('month', month_range.first_on)::timestamp,
            month_range.last_on::timestamp,
            interval 1 month
        )) as months (first_on)
),

listed_keys as (
    select
        'district' as dimension,
        district_code as key,
        district_order as position,
    from districts
    union all
    select
        'cluster' as dimension,
        cluster_code as key,
        cluster_order as position,
    from clusters
    union all
    select
        'certificate' as dimension,
        certificate_type as key,
        certificate_order as position,
    from certificate_types
    union all
    select
        'total' as dimension,
        'total' as key,
        0 as position,
    union all
    select
        unnest(['district', 'cluster', 'certificate', 'month']) as dimension,
        null as key,
        1000000 as position,
),

all_keys as (
    select *, from item_keys
    union all
    select *, from group_keys
    union all
    select *, from month_keys
    union all
    select
        listed_keys.*,
        scoped.state,
    from listed_keys
    cross join scoped
)

select all_keys.*,
from all_keys
inner join asked using (dimension);
