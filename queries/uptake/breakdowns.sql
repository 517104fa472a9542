-- Every figure by several dimensions at once, as a page with several breakdowns asks for them.
-- Grain: one row per dimension and key, the unknown included.
-- Parameters: $scope (the shared filters), $dimensions = ["total"] (list of total, item, group, district, cluster, certificate, month).
select *,
from uptake($scope, $dimensions)
order by dimension, position;
