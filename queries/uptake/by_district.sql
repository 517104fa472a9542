-- Every figure by area, with beneficiaries per 10,000 of the named denominator (exact 95 % Poisson interval).
-- Grain: one row per area of the city, then the null key for the unknown.
-- Parameters: $scope (the shared filters).
select
    uptake.key as district_code,
    uptake.* exclude (key, position),
    denominators.denominator_count,
    uptake.beneficiary_count / denominators.denominator_count * 10000 as per_10k,
    poisson_low(uptake.beneficiary_count) / denominators.denominator_count * 10000 as per_10k_low,
    poisson_high(uptake.beneficiary_count) / denominators.denominator_count * 10000 as per_10k_high,
from uptake($scope, 'district') as uptake
left join denominators on uptake.key = denominators.district_code
order by uptake.position;
