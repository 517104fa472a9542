-- Cases whose decision was due within 60 working days of acceptance, and those that had it in time.
-- Due: decided, or still open after 60 working days. Younger open cases and withdrawn ones are not judged.
-- Cases decided before their acceptance, or outside the known calendar, are left out and counted. Null: nothing is reported.
-- Grain: exactly one row.
-- Parameters: $scope (the shared filters).
with cases as (
    select
        true as is_case,
        judged.decided_on is not null and judged.status <> 'withdrawn' as is_decided,
        coalesce(judged.decided_on, snapshot_facts.as_of) < judged.accepted_on as is_backwards,
        end_day.number - start_day.number as days,
    from applications_judged($scope, ($scope).date_basis) as judged
    cross join snapshot_facts
    left join working_days as start_day on judged.accepted_on = start_day.day
    left join working_days as end_day on coalesce(judged.decided_on, snapshot_facts.as_of) = end_day.day
    where judged.accepted_on is not null and not judged.is_missing and (judged.decided_on is not null or judged.is_open)
)

select
    case
        when any_value(snapshot_facts.reports_applications)
            then count(*) filter (is_case and not is_backwards and (is_decided or days > 60))
    end as due_count,
    case
        when any_value(snapshot_facts.reports_applications)
            then count(*) filter (is_case and not is_backwards and is_decided and days <= 60)
    end as in_time_count,
    case
        when any_value(snapshot_facts.reports_applications)
            then count(*) filter (is_case and (is_backwards or days is null))
    end as missing_count,
from snapshot_facts
left join cases on true;
