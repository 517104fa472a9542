-- Findings in the scope by severity, with the money and the cases of the breaches.
-- The money counts each case once, with its largest amount; what cases were given too little stands apart.
-- Null where applications are not reported: nothing was judged; the money also where no amount is known.
-- Grain: one row.
-- Parameters: $scope (the shared filters).
select
    case when snapshot_facts.reports_applications then count(found.rule_code) filter (found.severity = 'breach') end
        as breach_count,
    case when snapshot_facts.reports_applications then count(distinct found.application_id) filter (found.severity = 'breach') end
        as breach_case_count,
    case when snapshot_facts.reports_applications then count(found.rule_code) filter (found.severity = 'to_check') end
        as to_check_count,
    count(found.rule_code) filter (found.severity = 'note') as note_count,
    case
        when not snapshot_facts.reports_applications then null
        when count(found.rule_code) filter (found.severity = 'breach') = 0 then 0
        else any_value(money.amount_yuan)
    end::decimal(18, 2) as breach_yuan,
    case
        when not snapshot_facts.reports_applications then null
        when count(found.rule_code) filter (found.severity = 'breach') = 0 then 0
        else any_value(money.shortfall_yuan)
    end::decimal(18, 2) as shortfall_yuan,
from snapshot_facts
left join findings_judged($scope) as found on not found.is_missing
left join money_concerned($scope, 'total') as money on true
group by snapshot_facts.reports_applications;
