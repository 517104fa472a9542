-- Every figure by item of the policy.
-- Grain: one row per item of the registry, in the policy's order.
-- Parameters: $scope (the shared filters).
select
    key as item_code,
    * exclude (key, position),
from uptake($scope, 'item')
order by position;
