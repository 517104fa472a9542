-- Cases that came in, left and were open at the end of each month.
-- Finished cases without a date of it (`undated_count`, by month of filing) are in none of the open ones.
-- Grain: one row per month from the first filing to the as-of date, over the cases of the scope.
-- Parameters: $scope (the shared filters).
with cases as (
    select
        submitted_on,
        is_open,
        case when is_open then null when status = 'withdrawn' then withdrawn_on else decided_on end as left_on,
    from applications_judged($scope, ($scope).date_basis)
    where not is_missing
),

months as (
    select unnest(generate_series(
        date_trunc('month', min(cases.submitted_on))::timestamp,
        any_value(snapshot_facts.as_of)::timestamp,
        interval 1 month
    ))::date as first_on,
    from cases
    cross join snapshot_facts
),

came as (
    select
        date_trunc('month', submitted_on)::date as first_on,
        count(*) as in_count,
        count(*) filter (not is_open and left_on is null) as undated_count,
    from cases
    group by all
),

went as (
    select
        date_trunc('month', left_on)::date as first_on,
        count(*) as out_count,
    from cases
    where left_on is not null
    group by all
)

select
    strftime(months.first_on, '%Y-%m') as month,
    coalesce(came.in_count, 0) as in_count,
    coalesce(went.out_count, 0) as out_count,
    coalesce(came.undated_count, 0) as undated_count,
    (sum(coalesce(came.in_count, 0) - coalesce(came.undated_count, 0) - coalesce(went.out_count, 0)) over (order by months.first_on))::bigint as open_at_end_count,
from months
left join came using (first_on)
left join went using (first_on)
order by month;
