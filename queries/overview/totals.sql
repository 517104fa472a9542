-- Every figure of the whole scope, in one row.
-- Grain: exactly one row.
-- Parameters: $scope (the shared filters).
select * exclude (key, position),
from uptake($scope, 'total')
order by position;
