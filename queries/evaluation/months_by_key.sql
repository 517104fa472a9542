-- Applications and approvals by month for each value of one dimension: the panels of the comparison.
-- Grain: one row per key that occurs in the scope and month with a case; the null key is the unknown.
-- Parameters: $scope (the shared filters), $dimension = "district" (district, article, item, cluster, size).
select
    case $dimension
        when 'district' then district_code
        when 'article' then article::varchar
        when 'item' then item_code
        when 'cluster' then cluster_code
        else size_class
    end as key,
    strftime(basis_on, '%Y-%m') as month,
    count(*) as application_count,
    count(*) filter (is_approved) as approved_count,
    sum(approved_yuan) filter (is_approved)::decimal(18, 2) as approved_yuan,
from applications_judged($scope, ($scope).date_basis)
where not is_missing and basis_on is not null
group by all
order by key nulls last, month;
