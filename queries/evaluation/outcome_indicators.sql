-- Indicators of the optional yearly outcomes of organisations, and what each covers.
-- Grain: one row per indicator; none where the snapshot reports no outcomes.
-- Parameters: none.
select
    indicator,
    count(distinct uscc) as organisation_count,
    min(year) as first_year,
    max(year) as last_year,
    count(*) as value_count,
    bool_and(value > 0) as is_positive,
from outcomes
group by indicator
order by organisation_count desc, indicator;
