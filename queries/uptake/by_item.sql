-- Every figure by item of the policy.
-- Grain: one row per item of the registry, in the policy's order.
-- Parameters: $scope (the shared filters).
select
    key as item_code,
    * exclude (dimension, key, position, denominator_count, per_10k, per_10k_low, per_10k_high),
from uptake($scope, ['item'])
order by position;
