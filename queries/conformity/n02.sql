-- N02: an award of a kind that an item pays for, proposed but not yet conferred.
-- Grain: one row per award.
-- Parameters: none.
select
    'N02' as rule_code,
    'note' as severity,
    null::varchar as application_id,
    award_claims.award_id,
    award_claims.paying_item_code as item_code,
    null::integer as fund_year,
    null::decimal(16, 2) as amount_yuan,
    format(
        '{}“{}”的{}处于{}阶段、尚未授予，暂不能申领。',
        article_zh(items.article), coalesce(award_claims.organisation, award_claims.project_title), certificate_types.name_zh,
        case award_claims.decision_status when 'proposed' then '拟奖公示' when 'preliminary' then '初选' else '入围' end
    ) as explanation,
    format(
        '{}the award of "{}" ({}) is {}, not yet conferred, and cannot be claimed.',
        article_en(items.article), coalesce(award_claims.organisation, award_claims.project_title), certificate_types.name_en,
        award_claims.decision_status
    ) as explanation_en,
    null::varchar as rule_source,
from award_claims
inner join items on award_claims.paying_item_code = items.item_code
inner join certificate_types on award_claims.certificate_type = certificate_types.certificate_type
where
    award_claims.decision_status in ('proposed', 'preliminary', 'shortlisted')
    and not list_contains(items.claim_status, award_claims.decision_status)
order by application_id, award_id;
