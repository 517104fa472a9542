-- Lorenz curve of the approved money over its beneficiaries (Lorenz 1905).
-- Grain: one row per per cent of the beneficiaries, the smallest first; the origin is not a row.
-- Parameters: $scope (the shared filters).
select *,
from lorenz_points($scope, false)
order by organisation_share;
