-- Approved cases that departed from the procedure: window and term (C09), stages, public notice and payment (C12).
-- Grain: exactly one row.
-- Parameters: $scope (the shared filters).
select
    case
        when any_value(snapshot_facts.reports_applications)
            then count(distinct found.application_id)
    end as breach_case_count,
from snapshot_facts
left join findings_judged($scope) as found
    on not found.is_missing and found.severity = 'breach' and found.rule_code in ('C09', 'C12');
