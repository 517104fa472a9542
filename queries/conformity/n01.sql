-- N01: a cluster code of the version of the list that was not in force on the day of application.
-- Grain: one row per approved case with such a code.
-- Parameters: none.
select
    'N01' as rule_code,
    'note' as severity,
    approved_cases.application_id,
    null::varchar as award_id,
    approved_cases.item_code,
    approved_cases.fund_year,
    approved_cases.approved_yuan as amount_yuan,
    format(
        '产业集群“{}”属{}版清单，提交日{}适用{}版。', clusters.name_zh, clusters.version, approved_cases.submitted_on,
        case when approved_cases.submitted_on >= policy_term.cluster_2_0_on then '2.0' else '1.0' end
    ) as explanation,
    format(
        'Cluster "{}" is of list {}; on {} list {} was in force.', clusters.name_en, clusters.version,
        approved_cases.submitted_on,
        case when approved_cases.submitted_on >= policy_term.cluster_2_0_on then '2.0' else '1.0' end
    ) as explanation_en,
    null::varchar as rule_source,
from approved_cases
cross join policy_term
inner join clusters using (cluster_code)
where (clusters.version = '2.0') <> (approved_cases.submitted_on >= policy_term.cluster_2_0_on)
order by application_id, award_id;
