-- Findings of one organisation under the rules of conformity, breaches first.
-- Grain: one row per finding.
-- Parameters: $uscc = null.
select
    findings.rule_code,
    findings.severity,
    findings.application_id,
    findings.award_id,
    findings.item_code,
    findings.fund_year,
    findings.amount_yuan::decimal(18, 2) as amount_yuan,
    findings.explanation,
    findings.explanation_en,
    applications.district_registered as district_code,
    coalesce(applications.applicant, awards.organisation) as applicant,
    findings.rule_source,
    items.policy_words,
from findings
left join applications on findings.application_id = applications.application_id
left join awards on findings.application_id is null and findings.award_id = awards.award_id
left join items on findings.item_code = items.item_code
where coalesce(applications.uscc, awards.uscc) = $uscc
order by list_position(['breach', 'to_check', 'note'], findings.severity), findings.rule_code, findings.application_id;
