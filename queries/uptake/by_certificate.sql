-- Every figure by type of certificate or honour.
-- Grain: one row per certificate type, then the null key for cases without one.
-- Parameters: $scope (the shared filters).
select
    key as certificate_type,
    * exclude (key, position),
from uptake($scope, 'certificate')
order by position;
