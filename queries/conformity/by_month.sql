-- Breaches by the month in which the case was decided, with their money.
-- Grain: one row per month from the first to the last breach (null: no date of decision).
-- Parameters: $scope (the shared filters).
with counts as (
    select
        date_trunc('month', decided_on)::date as month_on,
        count(*) as breach_count,
    from findings_judged($scope)
    where not is_missing and severity = 'breach'
    group by month_on
),

money as (
    select *,
    from money_concerned($scope, 'month')
),

months as (
    select unnest(generate_series(min(month_on), max(month_on), interval '1 month'))::date as month_on,
    from counts
)

select
    strftime(months.month_on, '%Y-%m') as month,
    coalesce(counts.breach_count, 0) as breach_count,
    case when counts.breach_count is null then 0 else money.amount_yuan end::decimal(18, 2) as amount_yuan,
from months
left join counts using (month_on)
left join money on strftime(months.month_on, '%Y-%m') = money.key

union all

select
    null as month,
    counts.breach_count,
    money.amount_yuan,
from counts
left join money on money.key is null
where counts.month_on is null
order by month nulls last;
