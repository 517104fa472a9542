-- C10: other support of the city declared for the same matter (article 14: no support twice).
-- Grain: one row per approved case in breach.
-- Parameters: none.
select
    'C10' as rule_code,
    'breach' as severity,
    application_id,
    null::varchar as award_id,
    item_code,
    fund_year,
    approved_yuan as amount_yuan,
    format('第（十四）条：与其他市级资助不得重复享受，该件注明已有“{}”。', other_support_ref) as explanation,
    format('Article 14: not together with other support of the city; the case declares "{}".', other_support_ref)
        as explanation_en,
    null::varchar as rule_source,
from approved_cases
where other_support_ref is not null
order by application_id, award_id;
