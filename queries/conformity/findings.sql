-- Findings in the scope, breaches first, with the explanation in one sentence and the words of the policy.
-- Grain: one row per finding.
-- Parameters: $scope (the shared filters), $severity = null (breach, to_check or note), $rule_code = null, $limit = 1000000, $offset = 0.
select
    found.rule_code,
    found.severity,
    found.application_id,
    found.award_id,
    found.item_code,
    found.fund_year,
    found.amount_yuan::decimal(18, 2) as amount_yuan,
    found.explanation,
    found.explanation_en,
    found.article,
    found.district_code,
    found.cluster_code,
    found.applicant,
    found.uscc,
    found.status,
    found.decided_on,
    found.rule_source,
    items.policy_words,
from findings_judged($scope) as found
left join items using (item_code)
where
    not found.is_missing
    and ($severity is null or found.severity = $severity)
    and ($rule_code is null or found.rule_code = $rule_code)
order by
    list_position(['breach', 'to_check', 'note'], found.severity),
    found.rule_code,
    found.fund_year,
    found.item_code,
    found.application_id,
    found.award_id
limit $limit
offset $offset;
