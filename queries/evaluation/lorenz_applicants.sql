-- Lorenz curve of the approved money over all applicants, those without approved money as 0 (Lorenz 1905).
-- Applicants whose approved cases all lack an amount are left out, as in `evaluation/concentration`.
-- Grain: one row per per cent of the applicants, the smallest first; the origin is not a row.
-- Parameters: $scope (the shared filters).
select *,
from lorenz_points($scope, true)
order by organisation_share;
