-- The applications behind a figure, the latest first.
-- Grain: one row per application in the scope, at most 500.
-- Parameters: $scope (the shared filters).
select
    application_id,
    fund_year,
    item_code,
    status,
    applicant,
    uscc,
    district_code,
    cluster_code,
    project_title,
    submitted_on,
    decided_on,
    paid_on,
    requested_yuan,
    approved_yuan,
    paid_yuan,
from applications_judged($scope, ($scope).date_basis)
where not is_missing
order by submitted_on desc, application_id
limit 500;
