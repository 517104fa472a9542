-- Findings and their money by rule, with the cases the rule concerns and those that it cannot judge for lack of data.
-- A rule that could judge none of its cases has no number of departures: null, not zero.
-- Grain: one row per rule of the registry.
-- Parameters: $scope (the shared filters).
with counts as (
    select
        rule_code,
        count(*) filter (severity = 'breach') as breach_count,
        count(*) filter (severity = 'to_check') as to_check_count,
        count(*) filter (severity = 'note') as note_count,
        sum(amount_yuan) filter (severity = 'breach' and not is_shortfall) as breach_yuan,
        sum(amount_yuan) filter (severity = 'to_check') as to_check_yuan,
        sum(amount_yuan) filter (severity = 'breach' and is_shortfall) as shortfall_yuan,
        count(*) filter (severity = 'breach' and not is_shortfall) as excess_count,
    from findings_judged($scope)
    where not is_missing
    group by rule_code
)

select
    conformity_rules.rule_code,
    conformity_rules.severity,
    case when snapshot_facts.reports_applications then judged.case_count end as case_count,
    case when snapshot_facts.reports_applications then judged.unjudged_count end as unjudged_count,
    case
        when not snapshot_facts.reports_applications or conformity_rules.severity <> 'breach' then null
        when judged.case_count > 0 and judged.unjudged_count = judged.case_count then null
        else coalesce(counts.breach_count, 0)
    end as breach_count,
    case
        when snapshot_facts.reports_applications and (conformity_rules.severity = 'to_check' or counts.to_check_count > 0)
            then coalesce(counts.to_check_count, 0)
    end as to_check_count,
    case when snapshot_facts.reports_applications or conformity_rules.rule_code = 'N02' then coalesce(counts.note_count, 0) end
        as note_count,
    case
        when not snapshot_facts.reports_applications or conformity_rules.severity = 'note' then null
        when judged.case_count > 0 and judged.unjudged_count = judged.case_count then null
        when conformity_rules.severity = 'to_check' and coalesce(counts.to_check_count, 0) > 0 then counts.to_check_yuan
        when coalesce(counts.excess_count, 0) = 0 then 0
        else counts.breach_yuan
    end::decimal(18, 2) as amount_yuan,
    case
        when not snapshot_facts.reports_applications or conformity_rules.severity <> 'breach' then null
        when judged.case_count > 0 and judged.unjudged_count = judged.case_count then null
        when coalesce(counts.breach_count, 0) = coalesce(counts.excess_count, 0) then 0
        else counts.shortfall_yuan
    end::decimal(18, 2) as shortfall_yuan,
from conformity_rules
cross join snapshot_facts
left join counts using (rule_code)
left join rules_judged($scope) as judged using (rule_code)
order by conformity_rules.rule_order;
