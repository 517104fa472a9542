-- How many applications match a search, and what they add up to.
-- Grain: exactly one row.
-- Parameters: $scope (the shared filters), $search = null (text).
with matched as (
    select
        count(*) as application_count,
        count(distinct uscc) as applicant_count,
        sum(approved_yuan) filter (is_approved) as approved_yuan,
    from applications_judged($scope, ($scope).date_basis)
    where
        not is_missing
        and (
            $search is null
            or contains(applicant, $search)
            or contains(uscc, upper($search))
            or contains(project_title, $search)
            or contains(application_id, $search)
            or contains(certificate_no, $search)
        )
)

select
    scoped.state as reporting_state,
    case when scoped.reports_applications then matched.application_count end as application_count,
    case when scoped.reports_applications then matched.applicant_count end as applicant_count,
    case when scoped.reports_applications then coalesce(matched.approved_yuan, 0) end::decimal(18, 2) as approved_yuan,
from matched
cross join scope_state($scope) as scoped;
