-- Every finding of the snapshot without any filter, as it is stored when the snapshot is published.
-- Grain: one row per case (or award) and rule.
-- Parameters: none.
select * replace (amount_yuan::decimal(18, 2) as amount_yuan),
from findings
order by rule_code, fund_year, item_code, application_id, award_id;
