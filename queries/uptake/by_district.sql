-- Every figure by area, with beneficiaries per 10,000 of the named denominator (exact 95 % Poisson interval).
-- Grain: one row per area of the city, then the null key for the unknown.
-- Parameters: $scope (the shared filters).
select
    key as district_code,
    * exclude (dimension, key, position),
from uptake($scope, ['district'])
order by position;
