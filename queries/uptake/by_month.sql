-- Every figure by month of the date basis (awards: month of the award).
-- Grain: one row per month of the period up to the as-of date (YYYY-MM), then the null key for the unknown.
-- Parameters: $scope (the shared filters).
select
    key as month,
    * exclude (dimension, key, position, denominator_count, per_10k, per_10k_low, per_10k_high),
from uptake($scope, ['month'])
order by position;
