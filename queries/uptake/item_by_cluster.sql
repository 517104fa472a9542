-- Uptake of each item in each industry cluster.
-- Grain: one row per item and cluster (null: in no cluster) with an application in the scope.
-- Parameters: $scope (the shared filters).
select
    judged.item_code,
    judged.cluster_code,
    count(*) as application_count,
    count(*) filter (judged.is_approved) as approved_count,
    count(distinct judged.uscc) filter (judged.is_approved) as beneficiary_count,
    sum(judged.approved_yuan) filter (judged.is_approved)::decimal(18, 2) as approved_yuan,
from applications_judged($scope, ($scope).date_basis) as judged
where not judged.is_missing
group by all
order by judged.item_code, judged.cluster_code nulls last;
