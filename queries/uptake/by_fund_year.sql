-- Applications, approvals and money by item and fund year.
-- Grain: one row per item and fund year with at least one application in the scope.
-- Parameters: $scope (the shared filters).
select
    item_code,
    fund_year,
    count(*) as application_count,
    count(*) filter (is_approved) as approved_count,
    count(*) filter (is_approved or status = 'rejected') as decided_count,
    sum(approved_yuan) filter (is_approved)::decimal(18, 2) as approved_yuan,
    sum(paid_yuan) filter (is_approved)::decimal(18, 2) as paid_yuan,
from applications_judged($scope, ($scope).date_basis)
where not is_missing
group by all
order by item_code, fund_year;
