-- How many applications match a search, and what they add up to.
-- `listed_count` is the number of rows that the reader may see, `application_count` that of all that match.
-- Grain: exactly one row.
-- Parameters: $scope (the shared filters), $search = null (text), $cases = null (open_count, decided_count, approved_count, in_notice_count, rejected_count, withdrawn_count, revoked_count, ageing_not_accepted_count, ageing_up_to_20_count, ageing_21_to_40_count, ageing_41_to_60_count, ageing_over_60_count, reached_accepted, reached_reviewed, reached_approved, reached_publicised, reached_granted, reached_paid or missing_count).
with matched as (
    select
        count(*) as application_count,
        count(distinct uscc) as applicant_count,
        case when count(*) filter (is_approved) = 0 then 0 else sum(approved_yuan) filter (is_approved) end as approved_yuan,
    from applications_found($scope, $search, $cases)
),

stated as (
    select
        matched.*,
        case
            when not scoped.reports_applications then 'not_reported'
            when matched.application_count > 0 then 'reported'
            else scoped.state
        end as reporting_state,
    from matched
    cross join scope_state($scope) as scoped
)

select
    reporting_state,
    case when reporting_state = 'reported' then application_count end as application_count,
    case when reporting_state = 'reported' then applicant_count end as applicant_count,
    case when reporting_state = 'reported' then application_count end as listed_count,
    case when reporting_state = 'reported' then approved_yuan end::decimal(18, 2) as approved_yuan,
from stated;
