-- Every finding of the snapshot without any filter, as it is stored when the snapshot is published.
-- Grain: one row per case (or award) and rule.
-- Parameters: none.
select
    rule_code,
    severity,
    application_id,
    award_id,
    item_code,
    fund_year,
    amount_yuan::decimal(18, 2) as amount_yuan,
    explanation,
    explanation_en,
    rule_source,
from findings
order by rule_code, fund_year, item_code, application_id, award_id;
