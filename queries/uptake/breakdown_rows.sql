-- The rows that breakdowns have: key, what an empty one means, and the envelope and quota of the round.
-- Grain: one row per dimension and key, the unknown included.
-- Parameters: $scope (the shared filters), $dimensions = ["total"] (list of total, item, group, district, cluster, certificate, month).
select *,
from uptake_rows($scope, $dimensions)
order by dimension, position;
