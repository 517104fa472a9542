-- Applications, beneficiaries and money of each industry cluster by fund year.
-- Grain: one row per cluster (null: in no cluster) and fund year with an application in the scope.
-- Parameters: $scope (the shared filters).
select
    cluster_code,
    fund_year,
    count(*) as application_count,
    count(distinct uscc) filter (is_approved) as beneficiary_count,
    sum(approved_yuan) filter (is_approved)::decimal(18, 2) as approved_yuan,
from applications_judged($scope, ($scope).date_basis)
where not is_missing
group by all
order by cluster_code nulls last, fund_year;
