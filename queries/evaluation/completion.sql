-- Approved cases against the number an office planned (targets of `approved_count`), for whole fund years of the whole city.
-- Null where no target is set, or the filters leave a part of a round.
-- Grain: exactly one row.
-- Parameters: $scope (the shared filters).
with planned as (
    select sum(target)::double as planned_count,
    from targets
    where
        figure = 'approved_count'
        and list_contains(($scope).fund_years::integer[], fund_year)
        and ($scope).is_round
        and ($scope).items is null
        and ($scope).articles is null
),

approved as (
    select count(*) as approved_count,
    from applications_judged($scope, ($scope).date_basis)
    where is_approved and not is_missing
)

select
    planned.planned_count,
    case
        when planned.planned_count is not null and snapshot_facts.reports_applications
            then approved.approved_count
    end as approved_count,
from planned
cross join approved
cross join snapshot_facts;
