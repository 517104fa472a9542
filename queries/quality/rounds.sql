-- Which items and fund years have no applications, and why: not offered, not reported, none, or unknown.
-- Grain: one row per item and fund year of the policy, up to the year of the as-of date.
-- Parameters: $scope (the shared filters; only items and articles count).
with counts as (
    select
        item_code,
        fund_year,
        count(*) as application_count,
    from applications
    group by item_code, fund_year
)

select
    items.item_code,
    item_years.fund_year,
    case
        when not snapshot_facts.reports_applications then 'not_reported'
        when counts.application_count is not null then 'reported'
        when item_years.fund_year not between year(snapshot_facts.applications_first_on)
            and year(snapshot_facts.applications_last_on) then 'not_reported'
        when item_years.offered then 'reported'
        when not item_years.offered then 'not_offered'
        else 'unknown'
    end as reporting_state,
    case
        when not snapshot_facts.reports_applications then null
        when counts.application_count is not null then counts.application_count
        when
            item_years.offered
            and item_years.fund_year between year(snapshot_facts.applications_first_on)
            and year(snapshot_facts.applications_last_on)
            then 0
    end as application_count,
from items
inner join item_years using (item_code)
cross join snapshot_facts
left join counts using (item_code, fund_year)
where
    item_years.fund_year <= year(snapshot_facts.as_of)
    and (($scope).items is null or list_contains(($scope).items::varchar[], items.item_code))
    and (($scope).articles is null or list_contains(($scope).articles::integer[], items.article))
order by items.item_order, item_years.fund_year;
