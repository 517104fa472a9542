-- What an empty cell of an item means: reported, not_reported, not_offered or unknown.
-- Judged on the fund years the period touches (decisions and payments may follow earlier calls), up to the as-of date.
-- Grain: one row per item of the registry.
-- Parameters: scope (struct of filters).
create macro item_states(scope) as table
with offers as (
    select
        item_years.item_code,
        bool_or(coalesce(item_years.offered, observed_rounds.item_code is not null)) as is_offered,
        bool_and(item_years.offered is not null and not item_years.offered) as is_withheld,
    from item_years
    left join observed_rounds using (item_code, fund_year)
    cross join snapshot_facts
    where
        case
            when (scope).fund_years is not null
                then list_contains((scope).fund_years::integer[], item_years.fund_year)
            else
                item_years.fund_year <= year(least((scope).period_end::date, snapshot_facts.as_of))
                and ((scope).date_basis <> 'submitted' or item_years.fund_year >= year((scope).period_start::date))
        end
    group by item_years.item_code
)

select
    items.item_code,
    items.item_order,
    items.article,
    items.item_group,
    case
        when not snapshot_facts.reports_applications then 'not_reported'
        when (scope).period_start::date > snapshot_facts.as_of then 'not_reported'
        when (scope).period_end::date < snapshot_facts.applications_first_on then 'not_reported'
        when offers.is_offered then 'reported'
        when offers.is_withheld then 'not_offered'
        else 'unknown'
    end as state,
    ((scope).articles is null or list_contains((scope).articles::integer[], items.article))
    and ((scope).items is null or list_contains((scope).items::varchar[], items.item_code)) as is_selected,
from items
cross join snapshot_facts
left join offers using (item_code);
