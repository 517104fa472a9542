-- Every figure of the whole scope, in one row.
-- Grain: exactly one row.
-- Parameters: $scope (the shared filters).
select * exclude (dimension, key, position, denominator_count, per_10k, per_10k_low, per_10k_high),
from uptake($scope, ['total'])
order by position;
