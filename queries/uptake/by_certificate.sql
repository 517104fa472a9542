-- Every figure by type of certificate or honour.
-- Grain: one row per certificate type, then the null key for cases without one.
-- Parameters: $scope (the shared filters).
select
    key as certificate_type,
    * exclude (dimension, key, position, denominator_count, per_10k, per_10k_low, per_10k_high),
from uptake($scope, ['certificate'])
order by position;
