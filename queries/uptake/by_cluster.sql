-- Every figure by industry cluster, both versions of the list.
-- Grain: one row per cluster, then the null key for applicants in no cluster.
-- Parameters: $scope (the shared filters).
select
    key as cluster_code,
    * exclude (dimension, key, position, denominator_count, per_10k, per_10k_low, per_10k_high),
from uptake($scope, ['cluster'])
order by position;
