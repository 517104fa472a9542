-- Every figure by group of items that share an envelope.
-- Grain: one row per group.
-- Parameters: $scope (the shared filters).
select
    key as item_group,
    * exclude (key, position),
from uptake($scope, 'group')
order by position;
