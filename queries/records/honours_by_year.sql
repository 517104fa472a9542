-- Honours of every year by status; statuses are never added together.
-- Grain: one row per year (null: no year is known) and decision status.
-- Parameters: $scope (the shared filters; the period only counts in_period_count).
select
    coalesce(award_year, year(awarded_on)) as award_year,
    decision_status,
    count(*) as honour_count,
    count(*) filter (is_in_period) as in_period_count,
from awards_matched($scope)
where is_judgeable and not lacks_place
group by all
order by award_year nulls last, decision_status;
