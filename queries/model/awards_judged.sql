-- Awards in the scope, and those that would be but for a missing date or place (`is_missing`).
-- Grain: one row per award.
-- Parameters: scope (struct of filters).
create macro awards_judged(scope) as table
select *,
from awards_matched((scope))
where is_in_period or lacks_date;
