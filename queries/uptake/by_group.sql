-- Every figure by group of items that share an envelope.
-- Grain: one row per group.
-- Parameters: $scope (the shared filters).
select
    key as item_group,
    * exclude (dimension, key, position, denominator_count, per_10k, per_10k_low, per_10k_high),
from uptake($scope, ['group'])
order by position;
