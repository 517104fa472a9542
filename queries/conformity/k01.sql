-- K01: a case under a yearly condition that no column can judge; to be checked by a person.
-- Item 10-1 is left out: its condition (score, first time) is judged by C04 and C06.
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
    format('{}{}年度另有条件“{}”，数据无法判断。', article_zh(article), fund_year, extra_condition) as explanation,
    format('{}{} has a condition that the data cannot judge: "{}".', article_en(article), fund_year, extra_condition)
        as explanation_en,
    rule_source,
from approved_cases
where extra_condition is not null and item_code <> '10-1';
