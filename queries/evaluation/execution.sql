-- Money along its way over all approved cases: what was approved, what of it was granted, what was paid.
-- `missing_count` are approved cases without a known amount: they are in none of the sums. Null: nothing approved or reported.
-- Grain: exactly one row.
-- Parameters: $scope (the shared filters).
with cases as (
    select
        coalesce(granted_on is not null or status in ('granted', 'paid'), false) as is_granted,
        approved_yuan,
        coalesce(paid_yuan, 0) as paid_yuan,
    from applications_judged($scope, ($scope).date_basis)
    where is_approved and not is_missing
)

select
    sum(approved_yuan)::decimal(18, 2) as approved_yuan,
    sum(case when is_granted then approved_yuan when approved_yuan is not null then 0 end)::decimal(18, 2) as granted_yuan,
    sum(case when approved_yuan is not null then paid_yuan end)::decimal(18, 2) as paid_yuan,
    count(*) filter (approved_yuan is null) as missing_count,
from cases;
