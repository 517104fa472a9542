-- K01: a case under a yearly condition that no column can judge; to be checked by a person.
-- The condition that the policy itself sets for item 10-1 (score, first time) is left out: C04 and C06 judge it.
-- Grain: one row per approved case to check.
-- Parameters: none.
select
    'K01' as rule_code,
    'to_check' as severity,
    application_id,
    null::varchar as award_id,
    item_code,
    fund_year,
    approved_yuan as amount_yuan,
    format('{}{}年度另有条件“{}”，数据无法判断，请核对。', article_zh(article), fund_year, condition_zh) as explanation,
    format('{}the year {} has a condition that the data cannot judge: "{}".', article_en(article), fund_year, condition_en)
        as explanation_en,
    condition_source as rule_source,
from approved_cases
where extra_condition is not null and (item_code <> '10-1' or condition_source not like '%policy, article 10')
order by application_id, award_id;
