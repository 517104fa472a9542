-- Approved cases of tiered items by tier.
-- Grain: one row per item and tier (null: not recorded) that has an approved case.
-- Parameters: $scope (the shared filters).
select
    item_code,
    tier,
    count(*) as approved_count,
    sum(approved_yuan)::decimal(18, 2) as approved_yuan,
from applications_judged($scope, ($scope).date_basis) as judged
inner join items using (item_code)
where not is_missing and is_approved and items.payment_kind = 'tiered'
group by all
order by item_code, tier nulls last;
