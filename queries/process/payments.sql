-- Money paid by month of payment, and its running total, over the cases of the scope.
-- Grain: one row per month from the first payment to the last; the null month holds payments without a date.
-- Parameters: $scope (the shared filters).
with paid as (
    select
        date_trunc('month', paid_on)::date as first_on,
        sum(paid_yuan) as paid_yuan,
    from applications_judged($scope, ($scope).date_basis)
    where not is_missing and is_approved and paid_yuan > 0
    group by all
),

months as (
    select unnest(generate_series(min(first_on)::timestamp, max(first_on)::timestamp, interval 1 month))::date as first_on,
    from paid
    union all
    select null as first_on,
    from paid
    where first_on is null
)

select
    strftime(months.first_on, '%Y-%m') as month,
    coalesce(paid.paid_yuan, 0)::decimal(18, 2) as paid_yuan,
    case
        when months.first_on is not null
            then sum(coalesce(paid.paid_yuan, 0)) over (order by months.first_on nulls last)
    end::decimal(18, 2) as cumulative_paid_yuan,
from months
left join paid on months.first_on is not distinct from paid.first_on
order by month nulls last;
